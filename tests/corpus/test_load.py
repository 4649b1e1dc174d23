"""Whole articles: from a file on disk to the record, with the promises that others build on."""

import hashlib
import re
from pathlib import Path

import pytest

import corpus.read
from corpus import sources
from corpus.article import Article
from corpus.errors import SourceError
from corpus.formats.pdf import read_pdf
from corpus.home import Home
from corpus.load import load
from corpus.read import read
from corpus.scan import scan
from tests.corpus.formats import pdfs
from tests.corpus.formats.prose import paragraphs

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"

MESSY = """Skip to content
Home > World > Envoys’ long night in the old town


Envoys' long night in the old town
Overview of the envoys' tactics and consequences for the treaty.
Ready to dive into the story?

An analysis by the Herald, signed “The Herald Desk, a team of writers.” The article explains a “division of labor.
One group talks. Another waits.”
“If you ask me—so to speak—we agreed. [...] And so, it was done,” the envoy, Mr. Ivanov, said in the U.S. capital[5].
They met on March 3[1][5]. Its\u00a0allies – Egypt, Oman, among others – were absent [2].
It's a start, and Moscow’s view of the treaty of 2026 has not moved since the envoys met in the old town.
Stay tuned, and don't forget to subscribe to our channels!
© 2025, Agency "Example"
- Moscow's view of the 2026 treaty has not moved since the envoys met in the old town.
"""


def article(tmp_path: Path, name: str, content: str) -> tuple[Article, str]:
    home = Home(tmp_path / "home")
    (tmp_path / name).write_bytes(content.encode())
    sources.add(home, [tmp_path / name])
    (source,) = scan(home)
    return load(source), read(source.path).text


def assert_offsets_hold(found: Article, raw: str) -> None:
    """Every run is the raw text, but for paragraph breaks and HTML entities; every offset has a place in it."""
    ends = [start for start, _ in found.offsets[1:]] + [len(found.text)]
    assert found.offsets[0][0] == 0
    for (start, at), end in zip(found.offsets, ends, strict=True):
        assert start < end and at <= len(raw)
        run = found.text[start:end]
        assert run == "\n\n" or raw[at : at + end - start] == run or (len(run) == 1 and raw[at] == "&")
        assert found.raw_offset(start) == at
    found.raw_offset(len(found.text))
    with pytest.raises(ValueError, match="outside"):
        found.raw_offset(len(found.text) + 1)


def test_a_messy_article_becomes_a_clean_one(tmp_path: Path) -> None:
    found, raw = article(tmp_path, "000_ab12.txt", MESSY)
    assert found.title == "Envoys' long night in the old town"
    assert (found.outlet, found.published, found.published_how) == ('Agency "Example"', "2025", "inferred")
    assert (found.author, found.url, found.language, found.source) == ("", "", "en", "000_ab12.txt")
    assert_offsets_hold(found, raw)
    paragraphs = found.text.split("\n\n")
    assert paragraphs[0].startswith("An analysis by the Herald") and paragraphs[-1].startswith("It's a start")
    assert "[...]" in found.text and "\u00a0" in found.text and "—" in found.text and "’" in found.text
    for gone in ("Skip", "Home >", "Overview", "Ready to", "Stay tuned", "©", "[5]", "[1]", "[2]", "Moscow's"):
        assert gone not in found.text
    assert "absent." in found.text and "capital." in found.text


def test_quotes_are_found_in_the_file_without_its_footnote_marks(tmp_path: Path) -> None:
    found, raw = article(tmp_path, "a.txt", MESSY)
    folded = " ".join(re.sub(r"\s?\[\d\]", "", raw).split())
    for paragraph in found.text.split("\n\n"):
        assert " ".join(paragraph.split()) in folded


def test_ids_come_from_the_key_and_the_digest_from_the_text(tmp_path: Path) -> None:
    found, _ = article(tmp_path, "a.txt", "Ministers meet\nThey met on Tuesday.\n")
    assert found.id == hashlib.sha256(b"a.txt").hexdigest()[:16]
    assert found.digest == hashlib.sha256(b"They met on Tuesday.").hexdigest()


PAGE = """<title>Talks</title><nav>Menu</nav><p>The ministers &amp; envoys met in the old town &ndash; again &ndash; on
  Tuesday.</p>\r\n<p>They “agreed”[3] to meet again in spring, an official said.</p>"""
MARKDOWN = "---\ntitle: Talks\n---\n\n# Talks\r\n\r\n"
MARKDOWN += "The **ministers** &amp; [envoys](http://e.org) met[2].\n\n> They *agreed*."


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.html", PAGE), ("a.md", MARKDOWN), ("a.txt", "\ufeff" + MESSY.replace("\n", "\r\n")), ("b.txt", "One line.")],
)
def test_offsets_hold_for_every_kind_of_file(tmp_path: Path, name: str, content: str) -> None:
    found, raw = article(tmp_path, name, content)
    assert_offsets_hold(found, raw)
    assert found.text.strip() == found.text


def test_the_title_of_a_markdown_file_is_not_its_text(tmp_path: Path) -> None:
    found, _ = article(tmp_path, "a.md", MARKDOWN)
    assert (found.title, found.text) == ("Talks", "The ministers & envoys met.\n\nThey agreed.")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "Menu\nSearch\n"),
        ("a.html", "<title>Talks</title><script>1</script>"),
        ("a.txt", "\u200b"),
        ("a.md", "---\ntitle: Only this\n---\n"),
    ],
)
def test_a_file_without_an_article_is_an_error(home: Home, name: str, content: str) -> None:
    home.sources.mkdir(parents=True)
    (home.sources / name).write_text(content)
    (source,) = scan(home)
    with pytest.raises(SourceError, match="no article text") as error:
        load(source)
    assert error.value.message.startswith(name) and error.value.hint


@pytest.mark.parametrize("fault", [AssertionError("odd"), IndexError("odd"), ValueError("odd"), RecursionError("odd")])
def test_a_fault_of_a_parser_is_an_error_of_this_file(
    home: Home, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def broken(raw: str) -> None:
        raise fault

    monkeypatch.setitem(corpus.read._TEXTS, "html", broken)
    home.sources.mkdir(parents=True)
    (home.sources / "a.html").write_text("<p>They met.</p>")
    (source,) = scan(home)
    with pytest.raises(SourceError, match=r"a\.html: it cannot be parsed: odd"):
        load(source)


def test_a_source_that_vanished_is_an_error(home: Home, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("They met.")
    sources.add(home, [tmp_path / "a.txt"])
    (source,) = scan(home)
    source.path.unlink()
    with pytest.raises(SourceError, match="no such file"):
        load(source)


def test_real_articles_lose_furniture_and_nothing_else(home: Home) -> None:
    """The four articles beside the project: files of the development machine, not part of it."""
    if not SEEDS.is_dir():
        pytest.skip(f"the real articles are not at {SEEDS}")
    sources.add(home, [SEEDS])
    found = [load(source) for source in scan(home)]
    assert [bool(each.title) for each in found] == [True, True, True, False]
    assert [(each.outlet != "", each.published) for each in found] == [
        (False, None), (False, None), (True, "2025"), (False, None),
    ]  # fmt: skip
    for each, source in zip(found, scan(home), strict=True):
        raw = read(source.path).text
        assert_offsets_hold(each, raw)
        assert not re.search(r"\[\d+\]|©|Skip to|Home >|[Ss]ubscribe|Stay tuned|Ready to", each.text)
        assert each.title not in each.text or not each.title
        long_lines = [line for line in raw.splitlines() if len(line) > 200 and not line.startswith(("-", "Home"))]
        for line in long_lines:
            assert " ".join(re.sub(r"\[\d+\]", "", line).split()) in " ".join(each.text.split())


def test_the_pages_of_a_document_are_known_to_each_character(home: Home) -> None:
    home.sources.mkdir(parents=True)
    told = paragraphs(40, 3)
    (home.sources / "report.pdf").write_bytes(pdfs.article(told, title="A report"))
    article = load(scan(home)[0])
    read = read_pdf((home.sources / "report.pdf").read_bytes(), "report.pdf")
    assert len(article.pages) == len(read.pages) > 2
    assert article.pages[0] == 0 and list(article.pages) == sorted(article.pages)
    assert article.page_of(0) == 1 and article.page_of(len(article.text) - 1) == len(article.pages)
    for number, (start, raw) in enumerate(zip(article.pages, read.pages, strict=True), start=1):
        assert article.page_of(start) == number
        assert article.text[start:][:20].split()[:2] == read.text[raw:][:20].split()[:2]


def test_a_text_has_no_pages(home: Home) -> None:
    home.sources.mkdir(parents=True)
    (home.sources / "a.txt").write_text("They met in the old town on Tuesday.")
    assert load(scan(home)[0]).page_of(3) is None
