"""In which order the runs on a page are read: the columns of a page, and the lines of each.

Lines that follow one another downwards in the file are kept together as a chunk. In which order chunks are read is told
by their places, since programs write a page's parts in any order, some even row by row across columns: a gutter is a
strip with full lines on both sides. What crosses it (a headline, text over the whole width) parts the page into bands,
which are read from top to bottom, each band column by column. Cells of tables are told from columns by being short, and
are read row by row. Text in vertical lines is not understood.
"""

import bisect
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.formats.pdf_line import Run

MIN_GUTTER = 0.7  # font sizes; narrower strips are spaces between words that happen to stand below one another
MIN_LINES = 3  # on each side of a gutter
MIN_WIDTH = 0.12  # of what is parted, on each side; less is a margin of numbers or bullets
MIN_FILL = 0.7  # of its column's width, that the median line fills; cells of tables fill half
SAME_LINE = 0.4  # font sizes between baselines of one line
MAX_LEADING = 2.4  # font sizes from a line to the next of a chunk; text with double spacing has 2.1
STANDS_OFF = 1.3  # times the distance of a chunk's first two lines, from which a line stands apart from it
MIN_OVERLAP = 0.5  # of the narrower of two lines, that stands below the other
NARROW = 0.7  # of a wider line; two columns of three have two thirds
NEAR = 0.6  # font sizes up and down, in which text stands beside a line
MAX_RUNS = 10_000  # of a page whose lines are looked at for chunks; a newspaper's has 1,500
MAX_CHUNKS = 2000  # of a page that is looked at for columns; a newspaper's has 300, a drawing's labels more
_DEPTH = 6  # gutters within columns within gutters


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Lines that follow one another downwards in the file."""

    runs: list[Run]
    x0: float
    x1: float

    @property
    def top(self) -> float:
        return self.runs[0].y

    @property
    def bottom(self) -> float:
        return self.runs[-1].y


def columns(runs: Sequence[Run], known: Sequence[float] = ()) -> Iterator[list[Line]]:
    """The columns of a page in the order of reading, each as its lines from top to bottom.

    `known` are the gutters of the other pages: with them, a column that has only begun is found as well.
    """
    if runs:
        yield from _columns(_chunks(runs), known, _DEPTH)


def gutters(runs: Sequence[Run]) -> list[float]:
    """Where the gutters of a page are."""
    return list(_gutters(_chunks(runs), _DEPTH)) if runs else []


def _columns(chunks: list[_Chunk], known: Sequence[float], depth: int) -> Iterator[list[Line]]:
    gutter = _gutter(chunks, known) if depth else None
    if gutter is None:
        yield _lines(chunks)
        return
    for part in _parts(chunks, gutter):
        yield from _columns(part, known, depth - 1)


def _gutters(chunks: list[_Chunk], depth: int) -> Iterator[float]:
    gutter = _gutter(chunks, ()) if depth and chunks else None
    if gutter is not None:
        yield gutter
        for part in _parts(chunks, gutter):
            yield from _gutters(part, depth - 1)


def _chunks(runs: Sequence[Run]) -> list[_Chunk]:
    """The runs in the order of the file, put together while each stands below the one before it."""
    if len(runs) > MAX_RUNS:
        return [_chunk([run]) for run in runs]
    found: list[_Chunk] = []
    whole = _whole_lines(sorted(runs, key=lambda run: run.order))
    by_height = sorted(whole, key=lambda run: run.y)
    heights = [run.y for run in by_height]
    for run in whole:
        chunk = found[-1] if found else None
        if chunk is None or not _is_below(chunk.runs[-1], run) or _stands_off(chunk, run):
            found.append(_chunk([run]))
        elif _splits(chunk, run, by_height, heights):
            found[-1:] = _split(chunk, run)
        else:
            chunk.runs.append(run)
            found[-1] = _Chunk(chunk.runs, min(chunk.x0, run.x0), max(chunk.x1, run.x1))
    return found


def _chunk(runs: list[Run]) -> _Chunk:
    return _Chunk(runs, min(run.x0 for run in runs), max(run.x1 for run in runs))


def _split(chunk: _Chunk, run: Run) -> list[_Chunk]:
    """The chunk, and one that begins with `run`: with the lines before it, too, if they are narrow as it is."""
    width = NARROW * (chunk.x1 - chunk.x0)
    cut = len(chunk.runs)
    while cut and chunk.runs[cut - 1].x1 - chunk.runs[cut - 1].x0 <= width and run.x1 - run.x0 <= width:
        cut -= 1
    parts = [chunk.runs[:cut], [*chunk.runs[cut:], run]]
    return [_chunk(part) for part in parts if part]


def _is_below(above: Run, run: Run) -> bool:
    size = max(above.size, run.size)
    overlap = min(above.x1, run.x1) - max(above.x0, run.x0)
    return SAME_LINE * size < above.y - run.y < MAX_LEADING * size and overlap > MIN_OVERLAP * min(
        above.x1 - above.x0, run.x1 - run.x0
    )


def _stands_off(chunk: _Chunk, run: Run) -> bool:
    if len(chunk.runs) == 1:
        return False
    return chunk.runs[-1].y - run.y > STANDS_OFF * (chunk.runs[0].y - chunk.runs[1].y)


def _splits(chunk: _Chunk, run: Run, by_height: Sequence[Run], heights: Sequence[float]) -> bool:
    """Whether a chunk goes over a width that the next line shares with text beside it, or the other way round."""
    if chunk.x1 - chunk.x0 > run.x1 - run.x0:
        narrow, left, right = run, chunk.x0, chunk.x1
    else:
        narrow, left, right = chunk.runs[-1], run.x0, run.x1
    if narrow.x1 - narrow.x0 > NARROW * (right - left):
        return False
    near = NEAR * narrow.size
    beside = by_height[bisect.bisect_left(heights, narrow.y - near) : bisect.bisect_right(heights, narrow.y + near)]
    return any(
        left < other.x1 and other.x0 < right and (other.x0 >= narrow.x1 or other.x1 <= narrow.x0) for other in beside
    )


def _whole_lines(runs: Sequence[Run]) -> list[Run]:
    """The runs, two of them joined where the line before or after covers the space between: no gutter is there."""
    found: list[Run] = []
    for at, run in enumerate(runs):
        last = found[-1] if found else None
        if last is not None and _is_beside(last, run):
            neighbours = (*found[-2:-1], *runs[at + 1 : at + 2])
            if any(_covers(other, last, run) for other in neighbours):
                found[-1] = _joined(last, run)
                continue
        found.append(run)
    return found


def _is_beside(left: Run, right: Run) -> bool:
    return abs(left.y - right.y) <= SAME_LINE * min(left.size, right.size) and right.x0 >= left.x1


def _covers(other: Run, left: Run, right: Run) -> bool:
    """Whether a line above or below two runs goes over the space between them."""
    near = abs(other.y - left.y) < MAX_LEADING * max(other.size, left.size)
    return near and other.x0 < left.x1 and other.x1 > right.x0


def _joined(left: Run, right: Run) -> Run:
    size, bold = max(left.size, right.size), left.bold and right.bold
    return Run(f"{left.text} {right.text}", left.x0, right.x1, left.y, size, bold, left.order)


def _side(chunk: _Chunk, x: float) -> int:
    """-1 for what is left of a gutter, 1 for what is right of it, 0 for what crosses it."""
    return -1 if chunk.x1 <= x else 1 if chunk.x0 >= x else 0


def _bands(chunks: Sequence[_Chunk], gutter: float) -> Iterator[list[_Chunk]]:
    """The chunks from top to bottom, parted wherever those that cross the gutter begin or end."""
    band: list[_Chunk] = []
    for chunk in sorted(chunks, key=lambda chunk: (-chunk.top, chunk.x0)):
        if band and (_side(chunk, gutter) == 0) != (_side(band[0], gutter) == 0):
            yield band
            band = []
        band.append(chunk)
    if band:
        yield band


def _parts(chunks: Sequence[_Chunk], gutter: float) -> Iterator[list[_Chunk]]:
    """What is read one after the other: what crosses the gutter, what is on its left, what is on its right."""
    for band in _bands(chunks, gutter):
        left = [chunk for chunk in band if _side(chunk, gutter) < 0]
        right = [chunk for chunk in band if _side(chunk, gutter) > 0]
        if left and right and not _is_table(left, right):
            yield left
            yield right
        else:
            yield band


def _is_table(left: Sequence[_Chunk], right: Sequence[_Chunk]) -> bool:
    """Whether what stands beside one another are short cells on common baselines."""
    return all(len(chunk.runs) == 1 for chunk in (*left, *right)) and min(_fill(left), _fill(right)) < MIN_FILL


def _gutter(chunks: Sequence[_Chunk], known: Sequence[float]) -> float | None:
    """The middle of the strip that parts two columns; the one that the fewest chunks cross, the widest of those."""
    if not 1 < len(chunks) <= MAX_CHUNKS:
        return None
    size = statistics.median(run.size for chunk in chunks for run in chunk.runs)
    strips = sorted((crossing, start - end, (start + end) / 2) for crossing, start, end in _strips(chunks))
    for _, width, middle in strips:
        if -width >= MIN_GUTTER * size and any(_parts_columns(band, middle) for band in _bands(chunks, middle)):
            return middle
    return next((x for x in known if {_side(chunk, x) for chunk in chunks} == {-1, 1}), None)


def _strips(chunks: Sequence[_Chunk]) -> Iterator[tuple[int, float, float]]:
    """Strips between the edges of chunks: how many cross each, where it begins and ends."""
    edges = sorted([(chunk.x0, 1) for chunk in chunks] + [(chunk.x1, -1) for chunk in chunks])
    crossing = 0
    for (x, change), (following, _) in pairwise(edges):
        crossing += change
        if change < 0 and following > x:
            yield crossing, x, following


def _parts_columns(band: Sequence[_Chunk], x: float) -> bool:
    """Whether the two sides of a strip are columns of running text that stand beside one another."""
    left = [chunk for chunk in band if _side(chunk, x) < 0]
    right = [chunk for chunk in band if _side(chunk, x) > 0]
    if not left or not right:
        return False
    beside = min(max(chunk.top for chunk in side) for side in (left, right)) - max(
        min(chunk.bottom for chunk in side) for side in (left, right)
    )
    whole = max(chunk.x1 for chunk in right) - min(chunk.x0 for chunk in left)
    return beside > 0 and all(_is_column(side, MIN_WIDTH * whole) for side in (left, right))


def _is_column(side: Sequence[_Chunk], min_width: float) -> bool:
    """Whether the lines on one side of a strip fill it, as running text does."""
    width = max(chunk.x1 for chunk in side) - min(chunk.x0 for chunk in side)
    return width >= min_width and sum(len(chunk.runs) for chunk in side) >= MIN_LINES and _fill(side) >= MIN_FILL


def _fill(side: Sequence[_Chunk]) -> float:
    """The share of its width that the median line of a side fills."""
    lines = [(row[0].x0, max(run.x1 for run in row)) for row in rows([run for chunk in side for run in chunk.runs])]
    width = max(end for _, end in lines) - min(start for start, _ in lines)
    return statistics.median(end - start for start, end in lines) / max(width, 1.0)


def _lines(chunks: Sequence[_Chunk]) -> list[Line]:
    """The lines of chunks from top to bottom; chunks of a single line that stand on one baseline are one line."""
    found: list[Line] = []
    singles: list[Run] = []
    for chunk in sorted(chunks, key=lambda chunk: (-chunk.top, chunk.x0)):
        if len(chunk.runs) == 1:
            singles.extend(chunk.runs)
            continue
        found.extend(_line(row) for row in rows(singles))
        singles = []
        found.extend(_line([run]) for run in chunk.runs)
    found.extend(_line(row) for row in rows(singles))
    return found


def rows(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs by their baselines, from top to bottom, each row from left to right."""
    found: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-run.y, run.x0)):
        if found and abs(found[-1][0].y - run.y) <= SAME_LINE * min(found[-1][0].size, run.size):
            found[-1].append(run)
        else:
            found.append([run])
    return [sorted(row, key=lambda run: (run.x0, run.order)) for row in found]


def _line(row: Sequence[Run]) -> Line:
    widest = max(row, key=lambda run: len(run.text))
    return Line(
        text=" ".join(run.text for run in row),
        x0=row[0].x0,
        x1=max(run.x1 for run in row),
        y=widest.y,
        size=widest.size,
        bold=all(run.bold for run in row),
    )
