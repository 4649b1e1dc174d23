"""Two writers at once, many readers during a rebuild, a full disk, and one that cannot be written."""

import random
import threading
from pathlib import Path

import pytest

from corpus.errors import ChanceryError
from corpus.home import Home
from index import compact, editions
from index.build import build, remove, tidy
from index.doctor import examine
from index.index import Index
from tests.torture import texts
from tests.torture.children import Act, Child, Seen, do, look
from tests.torture.conftest import SmallDisk
from tests.torture.encoders import encoder
from tests.torture.texts import Version

pytestmark = pytest.mark.torture


def written(home: Home, *, first: int, count: int, parts: int) -> dict[str, Version]:
    """So many sources, drawn by their numbers."""
    home.sources.mkdir(parents=True, exist_ok=True)
    found: dict[str, Version] = {}
    for number in range(first, first + count):
        version = texts.drawn(random.Random(number), parts=parts)
        found[f"{number}.md"] = version
        (home.sources / f"{number}.md").write_text(version.as_file(), encoding="utf-8")
    return found


def started(home: Home, act: Act) -> Child:
    return Child(do, home.root, act)


def seen(home: Home) -> Seen:
    """The index as a new process finds it."""
    found = Child(look, home.root, "short", (), False).answer()
    assert isinstance(found, Seen), found
    return found


def words(versions: dict[str, Version]) -> dict[str, tuple[str, ...]]:
    return {key: version.words for key, version in versions.items()}


def test_of_two_writers_one_is_told_who_the_other_is(home: Home) -> None:
    wanted = written(home, first=0, count=30, parts=40)
    children = [started(home, Act("build", "short")) for _ in range(2)]
    said = [child.answer() for child in children]
    assert "" in said
    for child, other in ((0, 1), (1, 0)):
        locked = f"IndexLocked: The index is being written by process {children[other].process.pid}."
        assert said[child] == "" or str(said[child]).startswith(locked)
    assert seen(home).words == words(wanted)
    assert examine(home).faults == ()


def test_many_threads_search_while_everything_is_made_anew(home: Home) -> None:
    wanted = written(home, first=0, count=40, parts=20)
    build(home, encoder("short"))
    index = Index.open(home, encoder("short"))
    over = threading.Event()
    wrong: list[str] = []
    asked: list[str] = []

    def ask(seed: int) -> None:
        chance = random.Random(seed)
        while not over.is_set():
            word = chance.choice(chance.choice(list(wanted.values())).words)
            try:
                if not any(word in hit.passage.text for hit in index.search(word, 5)):
                    wrong.append(f"{word} is not found at {index.version}")
            except ChanceryError as error:
                wrong.append(str(error))
            asked.append(word)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(32)]
    for thread in threads:
        thread.start()
    said = [started(home, Act("rebuild", "short")).answer() for _ in range(3)]
    over.set()
    for thread in threads:
        thread.join()
    assert said == ["", "", ""]
    assert wrong == []
    assert len(asked) >= len(threads)


@pytest.mark.parametrize("room", [0, 20_000, 100_000, 400_000, 1_500_000])
def test_a_full_disk_is_named_and_nothing_is_lost(disk: SmallDisk, room: int) -> None:
    home = Home(disk.path / "home")
    before = written(home, first=0, count=8, parts=10)
    assert started(home, Act("build", "short")).answer() == ""
    more = written(home, first=8, count=60, parts=40)
    ballast = fill(disk.path, room)
    said = started(home, Act("build", "short")).answer()
    assert str(said).splitlines()[1:], f"no error with a hint: {said}"
    found = seen(home)
    assert found.wrong == ()
    assert before.keys() <= found.words.keys()
    assert found.words.items() <= words({**before, **more}).items()
    ballast.unlink()
    assert started(home, Act("build", "short")).answer() == ""
    assert seen(home).words == words({**before, **more})
    assert examine(home).faults == ()


@pytest.mark.parametrize("room", [0, 20_000, 100_000, 400_000])
def test_an_index_made_anew_has_no_room_and_the_old_one_answers(disk: SmallDisk, room: int) -> None:
    home = Home(disk.path / "home")
    wanted = written(home, first=0, count=30, parts=40)
    assert started(home, Act("build", "short")).answer() == ""
    ballast = fill(disk.path, room)
    for act in (Act("rebuild", "short"), Act("build", "long")):  # of the same encoder, and of another
        said = started(home, act).answer()
        assert str(said).splitlines()[1:], f"no error with a hint: {said}"
        found = seen(home)
        assert (found.words, found.wrong) == (words(wanted), ())
    ballast.unlink()
    assert started(home, Act("build", "short")).answer() == ""
    assert seen(home).words == words(wanted)
    assert examine(home).faults == ()


@pytest.mark.parametrize("room", [0, 20_000, 100_000])
def test_what_is_deleted_on_a_full_disk_is_gone_from_answers_or_still_whole(disk: SmallDisk, room: int) -> None:
    home = Home(disk.path / "home")
    wanted = written(home, first=0, count=8, parts=10)
    assert started(home, Act("build", "short")).answer() == ""
    article = seen(home).ids["0.md"]
    ballast = fill(disk.path, room)
    said = str(started(home, Act("remove", "short", article=article)).answer())
    assert said == "" or said.splitlines()[1:], f"no error with a hint: {said}"
    there = (home.sources / "0.md").exists()
    found = seen(home)
    assert found.wrong == ()
    left = {key: own for key, own in words(wanted).items() if key != "0.md"}
    assert found.words in (left, words(wanted))
    assert said != "" or (found.words, there) == (left, False)
    ballast.unlink()
    assert started(home, Act("build", "short")).answer() == ""
    assert seen(home).words == (words(wanted) if there else left)
    assert examine(home).faults == ()


@pytest.mark.parametrize("room", [0, 20_000, 100_000, 400_000])
def test_what_cannot_be_compacted_for_want_of_room_is_told_and_stays_as_it_is(
    disk: SmallDisk, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compact, "DUE_ROWS", 3)
    home = Home(disk.path / "home")
    wanted = written(home, first=0, count=30, parts=40)
    build(home, encoder("short"))
    for number in range(20):
        (home.sources / f"{number}.md").unlink()
        del wanted[f"{number}.md"]
    monkeypatch.setattr(compact, "DUE_SHARE", 1.0)
    build(home, encoder("short"))
    monkeypatch.setattr(compact, "DUE_SHARE", 0.3)
    ballast = fill(disk.path, room)
    assert tidy(home), "there was room after all"
    assert [path.name for path in editions.folders(home.index)] == ["1"]
    found = seen(home)
    assert (found.words, found.wrong) == (words(wanted), ())
    ballast.unlink()
    assert tidy(home) == ""
    assert [path.name for path in editions.folders(home.index)] == ["2"]
    assert seen(home).words == words(wanted)
    assert examine(home).faults == ()


def fill(folder: Path, room: int) -> Path:
    """A file that takes all of a disk but so many bytes."""
    path = folder / "ballast"
    with path.open("wb", buffering=0) as file:
        block = bytes(65536)
        while len(block) >= 4096:
            try:
                while file.write(block) == len(block):
                    pass
            except OSError:
                pass
            block = block[: len(block) // 2]
        file.truncate(max(file.tell() - room, 0))
    return path


def test_a_home_that_cannot_be_written_answers_and_says_why_it_is_not_written(disk: SmallDisk) -> None:
    home = Home(disk.path / "home")
    wanted = written(home, first=0, count=8, parts=10)
    assert started(home, Act("build", "short")).answer() == ""
    disk.read_only()
    found = seen(home)
    assert (found.words, found.wrong) == (words(wanted), ())
    assert examine(home).faults == ()
    for write in (
        lambda: build(home, encoder("short")),
        lambda: build(home, encoder("short"), rebuild=True),
        lambda: remove(home, found.ids["0.md"]),
    ):
        with pytest.raises(ChanceryError, match=r"(?i)read-only") as raised:
            write()
        assert raised.value.hint


def test_what_a_killed_writer_left_can_be_read_where_nothing_can_be_written(disk: SmallDisk) -> None:
    home = Home(disk.path / "home")
    wanted = written(home, first=0, count=8, parts=10)
    assert started(home, Act("build", "short")).answer() == ""
    more = written(home, first=8, count=40, parts=40)
    child = started(home, Act("build", "short"))
    while child.process.is_alive() and not (home.index / "1" / "chroma" / "0.writing").exists():
        pass
    child.kill()
    disk.read_only()
    found = seen(home)
    assert found.wrong == ()
    assert wanted.keys() <= found.words.keys()
    assert found.words.items() <= words({**wanted, **more}).items()
