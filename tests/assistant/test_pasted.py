"""What is pasted into a library: a text is an article, a word or two are not."""

from pathlib import Path

import pytest

from assistant.library import Library
from corpus.errors import SourceError
from corpus.home import Home
from tests.conftest import AxisEncoder

TEXT = "The envoys met in Vienna on Monday.\nThey will meet again."


@pytest.fixture
def empty(tmp_path: Path) -> Library:
    return Library(Home(tmp_path / "home"), AxisEncoder())


def test_a_text_is_a_source_named_by_its_first_words(empty: Library) -> None:
    report = empty.add_text(TEXT)
    assert [Path(key).name for key in report.added] == ["the-envoys-met-in-vienna-on-monday.txt"]


@pytest.mark.parametrize("typed", ["hello", "What about Crimea?", " a \n b "])
def test_a_word_or_two_are_no_article(empty: Library, typed: str) -> None:
    with pytest.raises(SourceError, match="too short for an article") as caught:
        empty.add_text(typed)
    assert "https://" in caught.value.hint
    assert not empty.has_sources()


def test_a_script_without_spaces_is_taken(empty: Library) -> None:
    assert empty.add_text("两国外长周一在维也纳会面，讨论了限制核武器的新条约，并商定下月再次会谈。").added
