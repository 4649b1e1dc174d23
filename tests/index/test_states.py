import os
import shutil
from pathlib import Path

from corpus.corrections import correct
from corpus.home import Home
from index.build import build
from index.catalog import Wanted
from index.index import Index
from index.states import State
from tests.conftest import AxisEncoder
from tests.index.library import write, write_all
from tests.index.test_catalog import ORCHARD


def told(index: Index) -> dict[str, State]:
    """The states of all articles by their sources."""
    articles = index.page(Wanted()).articles
    found = index.states(articles)
    return {one.source: found[one.id] for one in articles}


def test_sources_are_compared_with_what_was_indexed(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    index = Index.open(home, encoder)
    assert told(index) == dict.fromkeys(["syria.md", "treaty.md", "grain.md"], State("same"))
    write(home, "syria.md", "The talks on Syria ended.", title="Syria")
    (home.sources / "grain.md").unlink()
    correct(home, "treaty.md", {"outlet": "The Wire"})
    found = {name: state.source for name, state in told(index).items()}
    assert found == {"syria.md": "changed", "grain.md": "gone", "treaty.md": "changed"}
    build(home, encoder)
    assert told(index) == {"syria.md": State("same"), "treaty.md": State("same")}


def test_a_copy_tells_whose_it_is(home: Home, encoder: AxisEncoder) -> None:
    write(home, "orchard.md", ORCHARD, title="An orchard")
    write(home, "cut.md", f"{ORCHARD} So much for today.", title="")
    build(home, encoder)
    index = Index.open(home, encoder)
    (original,) = (one for one in index.page(Wanted()).articles if one.id == one.cluster)
    states = told(index)
    assert states.pop(original.source) == State("same")
    assert [*states.values()] == [State("same", original.title or original.source, "")]


def test_names_that_are_not_unicode_are_not_looked_for_among_all(home: Home, encoder: AxisEncoder) -> None:
    home.sources.mkdir(parents=True)
    Path(os.fsdecode(os.fsencode(home.sources) + b"/\xe9t\xe9.md")).write_text("The treaty ends in the summer.")
    build(home, encoder)
    assert [one.source for one in told(Index.open(home, encoder)).values()] == ["unknown"]


def test_a_folder_that_is_gone_and_one_that_cannot_be_looked_at(home: Home, encoder: AxisEncoder) -> None:
    (home.sources / "kept").mkdir(parents=True)
    write(home, "kept/treaty.md", "The treaty expires in winter.")
    build(home, encoder)
    index = Index.open(home, encoder)
    shutil.move(home.sources / "kept", home.root / "kept")
    assert [one.source for one in told(index).values()] == ["gone"]
    (home.sources / "kept").symlink_to(home.sources / "kept")  # a loop: no stat of what is in it
    assert [one.source for one in told(index).values()] == ["unknown"]


def test_an_index_that_is_not_there_tells_nothing(home: Home, encoder: AxisEncoder) -> None:
    assert Index.open(home, encoder).states(()) == {}
