"""What of a source is not in its article, and why; read in a process of its own like the article itself."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.article import Article, Source
from corpus.errors import SourceError
from corpus.leavings import leavings
from corpus.load import load
from corpus.readers import Readers

PAGE = """<html><head><title>A ferry for Lindholm - Coast Daily</title></head><body>
<nav><a href="/">Home</a> <a href="/sport">All the sport of the coast</a></nav>
<article><h1>A ferry for Lindholm</h1><p>By Marta Quist</p>
<p>The island of Lindholm will have a ferry from June, the county said on Monday. It will run four times a day, and
carry sixty people and twelve cars on each of its crossings of the sound.</p>
<p>The old ferry was sold in 2019. Since then the islanders have rowed, or waited for the boat that brings the post.</p>
<p>Sign up for our newsletter</p></article>
<footer><p>Coast Daily, Harbour Street 4</p></footer></body></html>"""


def source(folder: Path, name: str, content: str) -> Source:
    (folder / name).write_text(content, encoding="utf-8")
    return Source(name, str(folder))


@pytest.fixture
def page(tmp_path: Path) -> Source:
    return source(tmp_path, "ferry.html", PAGE)


def told(page: Source, article: Article) -> dict[str, str]:
    return {one.text: one.reason for one in leavings(page, article)}


def test_each_line_is_told_with_what_it_was_taken_for(page: Source) -> None:
    left = told(page, load(page))

    assert left["A ferry for Lindholm"] in {"title", "the title again"}
    assert left["By Marta Quist"] == "byline"
    assert left["Sign up for our newsletter"] in {"promotion", "around the article"}
    assert left["Coast Daily, Harbour Street 4"] == "around the article"
    assert any("All the sport of the coast" in text for text in left)


def test_article_and_leavings_are_all_of_the_page(page: Source) -> None:
    article = load(page)
    left = " ".join(told(page, article))
    words = ["Home", "sport", "Lindholm", "Marta", "county", "crossings", "islanders", "newsletter", "Harbour"]
    assert [word for word in words if word not in left and word not in article.text] == []
    assert "crossings" not in left


def test_a_line_that_the_index_cut_because_its_outlet_repeats_it_is_told(tmp_path: Path) -> None:
    body = "The ferry runs from June. It carries sixty people.\n\nWrite to the desk at Harbour Street."
    plain = source(tmp_path, "ferry.txt", f"A ferry for Lindholm\n\n{body}\n")
    article = load(plain)
    cut = replace(article, text=article.text.replace("\n\nWrite to the desk at Harbour Street.", ""))

    assert told(plain, cut)["Write to the desk at Harbour Street."] == "its outlet repeats it"
    assert "Write to the desk at Harbour Street." not in told(plain, article)


def test_it_is_read_in_a_process_of_its_own(page: Source) -> None:
    with Readers(processes=1) as readers:
        assert readers.leavings(page, load(page)) == leavings(page, load(page))


def test_a_source_that_is_gone_is_told(page: Source) -> None:
    article = load(page)
    page.path.unlink()
    with Readers(processes=1) as readers, pytest.raises(SourceError, match="no such file"):
        readers.leavings(page, article)
