"""What the user says about an article wins, survives, and can be taken back."""

import pytest

from corpus import sources
from corpus.corrections import MAX_FIELD, CorrectionError, checked, correct
from corpus.errors import SourceError
from corpus.home import Home
from corpus.load import load
from corpus.scan import scan
from corpus.sidecar import Sidecar, read_sidecar, sidecar_path, to_toml

TEXT = "Ministers meet\n\nThe ministers met on Monday. They signed nothing.\n\n© 2025, Agency Example\n"


@pytest.fixture
def key(home: Home) -> str:
    home.sources.mkdir(parents=True)
    (home.sources / "a.txt").write_text(TEXT)
    return "a.txt"


def test_a_correction_wins_and_can_be_taken_back(home: Home, key: str) -> None:
    before = load(scan(home)[0])
    assert (before.title, before.outlet, before.published) == ("Ministers meet", "Agency Example", "2025")
    correct(home, key, {"title": " Ministers  meet again ", "published": "18 March 2025", "outlet": ""})
    after = load(scan(home)[0])
    assert (after.title, after.outlet, after.published) == ("Ministers meet again", "", "2025-03-18")
    assert {name: str(after.origins[name]) for name in ("title", "outlet", "published")} == {
        "title": "user", "outlet": "user", "published": "user",
    }  # fmt: skip
    assert (after.text, after.digest) == (before.text, before.digest)
    correct(home, key, dict.fromkeys(["title", "published", "outlet"], None))
    assert load(scan(home)[0]) == before


def test_one_correction_leaves_the_others(home: Home, key: str) -> None:
    correct(home, key, {"title": "One"})
    assert correct(home, key, {"language": "en-GB"}).user == {"title": "One", "language": "en"}


def test_the_date_of_an_article_without_one_may_be_none(home: Home, key: str) -> None:
    correct(home, key, {"published": ""})
    article = load(scan(home)[0])
    assert article.published is None and article.published_how == "user"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("published", "soon"), ("published", "03/04/2025"), ("published", "2025-02-30"), ("language", "english"),
        ("url", "file:///etc/passwd"), ("url", "javascript:alert(1)"), ("title", "x" * (MAX_FIELD + 1)),
    ],
)  # fmt: skip
def test_a_value_that_a_field_cannot_have_changes_nothing(home: Home, key: str, name: str, value: str) -> None:
    with pytest.raises(CorrectionError) as caught:
        correct(home, key, {"author": "Ada First", name: value})  # type: ignore[dict-item]
    assert caught.value.hint
    assert read_sidecar(sidecar_path(home.sources / key)) is None


def test_control_characters_are_left_out() -> None:
    assert checked("title", "A\x1b[31m title\n of two\u200b lines") == "A title of two lines"


def test_there_must_be_such_a_source(home: Home, key: str) -> None:
    with pytest.raises(SourceError, match="no such source"):
        correct(home, "b.txt", {"title": "One"})


def test_a_correction_written_by_hand_that_does_not_hold_is_named(home: Home, key: str) -> None:
    sidecar_path(home.sources / key).write_bytes(to_toml(Sidecar(user={"published": "soon"})))
    with pytest.raises(SourceError, match=r"a\.txt: what was corrected by hand does not hold: 'soon' is not a date"):
        load(scan(home)[0])


def test_dates_may_be_written_without_quotes(home: Home, key: str) -> None:
    sidecar_path(home.sources / key).write_text("[user]\npublished = 2025-03-18\n")
    assert load(scan(home)[0]).published == "2025-03-18"


def test_a_feed_speaks_where_the_file_is_silent(home: Home, key: str) -> None:
    beside = Sidecar(web={"url": "https://example.org/a"}, stated={"by": "feed", "author": "Ada First", "title": "No"})
    sidecar_path(home.sources / key).write_bytes(to_toml(beside))
    article = load(scan(home)[0])
    assert (article.author, article.url) == ("Ada First", "https://example.org/a")
    assert str(article.origins["author"]) == "stated: feed"


def test_removing_a_source_removes_its_corrections(home: Home, key: str) -> None:
    correct(home, key, {"title": "One"})
    sources.remove(home, key)
    assert not any(home.sources.iterdir())
