"""The report as one file: it fetches nothing, and what articles and gold files say is text, never markup."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from assistant.answer import Answer, Citation, Sentence
from assistant.evaluation import plots
from assistant.evaluation.asking import Case, Found
from assistant.evaluation.cases import worst
from assistant.evaluation.compare import compare
from assistant.evaluation.figures import calibration, scores
from assistant.evaluation.marks import mark
from assistant.evaluation.page import html
from tests.assistant.evaluation.rows import ROWS

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)><a href='https://evil.example/'>&amp; url(https://e)"
VOID = {"meta", "br", "line", "polyline", "polygon", "circle", "rect", "img", "link"}


class Tree(HTMLParser):
    """Every element with its attributes, and whether each was closed in its turn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open.pop() == tag


def hostile() -> Case:
    item = {
        "id": EVIL,
        "type": EVIL,
        "question": EVIL,
        "history": [{"question": EVIL, "answer": EVIL}],
        "answers": [EVIL, "other"],
        "evidence": [{"doc": EVIL, "quote": EVIL}],
        "answerable": True,
    }
    cited = Citation(1, "x", "p", EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, 0, len(EVIL))
    said = Sentence(EVIL, (1,), "verbatim")
    answer = Answer(EVIL, EVIL, False, EVIL, EVIL, (said,), (cited,), (), EVIL, 0.5, {"total": 1.0})
    found = Found(1, EVIL, EVIL, EVIL, EVIL, ((2, 30),))
    row = mark({**item, "answers": ["never said"]}, answer, found=(None,))
    return Case(item, answer, row, (found,))


def page_of(case: Case) -> str:
    made = scores([case.row], engine=EVIL, missing_docs=[EVIL])
    return html(made, [case], compare([case.row], [case.row]))


def test_hostile_text_stays_text() -> None:
    tree = Tree(page_of(hostile()))
    assert tree.open == []
    tags = {tag for tag, _ in tree.elements}
    assert not tags & {"script", "img", "iframe", "link", "object", "form"}
    for _, attributes in tree.elements:
        assert not any(name.startswith("on") for name in attributes)
        assert all((value or "").startswith("#") for name, value in attributes.items() if name in {"href", "src"})


def test_nothing_is_fetched() -> None:
    page = page_of(hostile())
    css = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)[0]
    assert "url(" not in css and "@import" not in css and "http" not in css
    assert "default-src 'none'" in page
    assert not re.search(r"https?://", html(scores(ROWS), []))


def test_every_anchor_has_its_place_and_every_plot_a_name() -> None:
    tree = Tree(page_of(hostile()))
    ids = [attributes["id"] for _, attributes in tree.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    hrefs = {attributes["href"] for tag, attributes in tree.elements if tag == "a"}
    assert hrefs <= {f"#{id_}" for id_ in ids}
    drawn = [attributes for tag, attributes in tree.elements if tag == "svg"]
    assert all(one.get("aria-label") or one.get("aria-hidden") == "true" for one in drawn)
    assert sum(one.get("role") == "img" for one in drawn) == 4


def test_light_and_dark_and_the_evidence_marked() -> None:
    page = page_of(hostile())
    assert "prefers-color-scheme: dark" in page
    assert "<mark>" in page


def test_the_worst_come_first_and_full_scores_never() -> None:
    bad = hostile()
    good = Case(bad.item, bad.answer, ROWS[0], ())
    assert [case.row.score for case in worst([good, bad], 5)] == [0]
    assert "Every question has a full score" in html(scores([ROWS[0]]), [good])


@pytest.mark.parametrize("values", [[], [0.0], [1.0, 1.0], [0.1, 0.5, 0.9] * 20])
def test_histograms_hold_every_value(values: list[float]) -> None:
    drawn = plots.histogram("n", "a", values, 0, 1, "x")
    assert sum(int(count) for count in re.findall(r": (\d+)</title>", drawn)) == len(values)
    assert "nan" not in drawn


def test_plots_of_nothing_and_of_one() -> None:
    assert "circle" not in plots.reliability(calibration([], []))
    assert plots.reliability(calibration([0.5], [True])).count("<circle") == 1
    assert plots.bar(None) == ""
    assert 'width="50.0"' in plots.bar(0.5)


def test_a_plot_stands_alone_as_a_file() -> None:
    drawn = plots.alone(plots.reliability(calibration([0.5, 0.9], [True, False])))
    root = ElementTree.fromstring(drawn)  # our own
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(root.findall("{http://www.w3.org/2000/svg}circle")) == 2
    assert "stroke" in (root.findtext("{http://www.w3.org/2000/svg}style") or "")
