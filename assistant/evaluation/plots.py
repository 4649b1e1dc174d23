"""Plots as inline SVG, drawn from numbers alone: no text of an article reaches them. Colours come from `page.css`.

Each has a name and a description for those who do not see it; the figures stand in tables of the page besides.
"""

from collections.abc import Sequence

from assistant.evaluation.figures import Bin

_WIDTH, _HEIGHT = 320, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 38, 8, 10, 34  # margins that hold the labels of the axes
_MOST_BARS = 12


def reliability(bins: Sequence[Bin]) -> str:
    """Mean confidence against the share right, a dot for each bin that has answers, its area by their count."""
    most = max((one.count for one in bins), default=0)
    dots, points = [], []
    for one in bins:
        if one.confidence is not None and one.right is not None:
            x, y = _x(one.confidence), _y(one.right)
            points.append(f"{x:.1f},{y:.1f}")
            size = 3 + 6 * (one.count / most) ** 0.5
            tip = f"{one.count} answers: confidence {one.confidence:.2f}, right {one.right:.2f}"
            dots.append(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"><title>{tip}</title></circle>')
    ideal = f'<line class="ideal" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>'
    line = f'<polyline class="trend" points="{" ".join(points)}"/>' if len(points) > 1 else ""
    about = "Share of answers that are right against mean confidence; the dashed line is perfect calibration."
    return _svg("Reliability", about, _unit_grid() + _ticks_x((0, 0.5, 1)) + ideal + line + "".join(dots), "confidence")


def recall_curve(recalls: Sequence[float]) -> str:
    """recall@k for k = 1, 2, ...; `recalls` has at least two."""
    steps = len(recalls) - 1
    points = [(_x(k / steps), _y(value)) for k, value in enumerate(recalls)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    area = f"{_x(0):.1f},{_y(0):.1f} {path} {_x(1):.1f},{_y(0):.1f}"
    marks = [1, *range(5, len(recalls) + 1, 5)]
    labels = "".join(_label_x((k - 1) / steps, str(k)) for k in marks)
    dots = "".join(
        f'<circle class="dot" cx="{points[k - 1][0]:.1f}" cy="{points[k - 1][1]:.1f}" r="3.5">'
        f"<title>recall@{k} is {recalls[k - 1]:.2f}</title></circle>"
        for k in marks
    )
    body = (
        f'{_unit_grid()}{labels}<polygon class="area" points="{area}"/><polyline class="trend" points="{path}"/>{dots}'
    )
    return _svg("Recall at k", "Share of the gold evidence among the first k passages.", body, "passages looked at, k")


def histogram(name: str, about: str, values: Sequence[float], low: float, high: float, axis: str) -> str:
    """How many of the values lie in each of some bars of equal width over [low, high], the last one closed."""
    count = min(_MOST_BARS, max(5, len(values)))
    width = (high - low) / count or 1.0
    bars = [0] * count
    for value in values:
        bars[min(max(int((value - low) / width), 0), count - 1)] += 1
    most = max([*bars, 1])
    drawn = []
    for number, held in enumerate(bars):
        x, y = _x(number / count), _y(held / most)
        start, end = low + number * width, low + (number + 1) * width
        tip = f"{_number(start)} to {_number(end)}: {held}"
        drawn.append(
            f'<rect class="bar" x="{x + 1:.1f}" y="{y:.1f}" width="{_x(1 / count) - _x(0) - 2:.1f}" '
            f'height="{_y(0) - y:.1f}" rx="1.5"><title>{tip}</title></rect>'
        )
    ends = "".join(_label_x(place, _number(low + place * (high - low))) for place in (0, 0.5, 1))
    grid = _grid(0, "0") + _grid(1, str(most))
    return _svg(name, about, grid + ends + "".join(drawn), axis)


def bar(share: float | None, interval: tuple[float, float] | None = None) -> str:
    """A share in 0..1 as a thin bar, its interval as a line over it; decoration beside the printed number."""
    if share is None:
        return ""
    whisker = (
        f'<line class="whisker" x1="{100 * interval[0]:.1f}" y1="4" x2="{100 * interval[1]:.1f}" y2="4"/>'
        if interval
        else ""
    )
    return (
        '<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" width="100" height="8"/>'
        f'<rect class="bar" width="{100 * share:.1f}" height="8"/>{whisker}</svg>'
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def alone(svg: str) -> str:
    """A plot as a file of its own, in colours that can be read on light and dark paper."""
    style = (
        "<style>svg{background:#fbfaf7}.grid{stroke:#e2ded3}text{fill:#6b665c;font:11px sans-serif}"
        ".ideal{stroke:#6b665c;stroke-dasharray:4 4}.trend{fill:none;stroke:#234f98;stroke-width:2}"
        ".area{fill:#e6edf8}.dot,.bar{fill:#234f98}</style>"
    )
    opening, _, rest = svg.partition(">")
    return f'{opening} xmlns="http://www.w3.org/2000/svg">{style}{rest}\n'


def _svg(name: str, about: str, body: str, axis: str) -> str:
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    return (
        f'<svg class="plot" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{name}. {about}">'
        f'{body}<text class="axis" x="{middle}" y="{_HEIGHT - 3}" text-anchor="middle">{axis}</text></svg>'
    )


def _unit_grid() -> str:
    return "".join(_grid(value, f"{value:g}") for value in (0, 0.25, 0.5, 0.75, 1))


def _grid(share: float, label: str) -> str:
    y = _y(share)
    return (
        f'<line class="grid" x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}"/>'
        f'<text class="tick" x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{label}</text>'
    )


def _ticks_x(values: Sequence[float]) -> str:
    return "".join(_label_x(value, f"{value:g}") for value in values)


def _label_x(share: float, label: str) -> str:
    anchor = "end" if share == 1 else "middle" if share else "start"
    return f'<text class="tick" x="{_x(share):.1f}" y="{_HEIGHT - _BOTTOM + 15}" text-anchor="{anchor}">{label}</text>'


def _x(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)
