import dataclasses
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from corpus.home import Home
from index import builder, editions
from index.build import (
    BuildReport,
    IndexLocked,
    IndexMissing,
    IndexUnusable,
    Progress,
    UnknownArticle,
    build,
    plan,
    remove,
)
from index.changes import Twin
from index.doctor import examine
from index.index import Index
from index.ledger import Ledger
from index.lock import writing
from index.stores import StoreWriter
from tests.conftest import AxisEncoder
from tests.index.library import ARTICLES, write, write_all


def live_and_stored(home: Home, encoder: AxisEncoder) -> None:
    """The stores hold what is live and nothing else, and each live passage is found by its own text."""
    index = Index.open(home, encoder)
    assert examine(home).faults == ()
    for info in index.articles():
        for passage in index.passages(info.id):
            assert passage.id in {hit.passage.id for hit in index.search(passage.text, 10)}


def test_a_first_build_takes_everything(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    seen: list[Progress] = []
    report = build(home, encoder, progress=seen.append)
    assert report.added == tuple(sorted(ARTICLES))
    assert (report.changed, report.removed, report.unchanged, report.skipped) == ((), (), 0, ())
    assert report.passages == report.encoded == 3
    assert [*dict.fromkeys((p.done, p.total) for p in seen)] == [(1, 3), (2, 3), (3, 3)]
    live_and_stored(home, encoder)


def test_a_long_article_tells_how_far_it_is_and_can_be_stopped(
    home: Home, encoder: AxisEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("_BATCH_PASSAGES", 4), ("_SLICE_PASSAGES", 2), ("_LOOK_S", 0.01)):
        monkeypatch.setattr(builder, name, value)
    paragraphs = [f"Syria in year {number}: " + f"the talks of room {number} went on. " * 20 for number in range(40)]
    write(home, "long.md", "\n\n".join(paragraphs))
    may_go_on = threading.Semaphore(3)
    encode_passages = encoder.encode_passages

    def slowly(texts, spans):  # type: ignore[no-untyped-def]  # as the encoder's
        assert may_go_on.acquire(timeout=30)
        return encode_passages(texts, spans)

    def stop(progress: Progress) -> None:
        seen.append(progress)
        if progress.stage == "encoding passages of" and progress.done >= 6:
            may_go_on.release(100)
            raise KeyboardInterrupt

    monkeypatch.setattr(encoder, "encode_passages", slowly)
    seen: list[Progress] = []
    with pytest.raises(KeyboardInterrupt):
        build(home, encoder, progress=stop)
    last = seen[-2]
    assert (last.source, last.done) == ("long.md", 6)
    assert last.total > 20
    assert seen[-1].stage == "stopping"
    assert len(encoder.encoded) <= 8  # what was told, and what was begun
    report = build(home, encoder)
    assert report.encoded == last.total
    live_and_stored(home, encoder)


def written(home: Home) -> dict[str, tuple[int, int]]:
    """Inode and time of change of each file of an index; SQLite's memory that readers share is no content."""
    files = [path for path in home.index.rglob("*") if path.is_file() and path.suffix != ".sqlite-shm"]
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def test_a_second_build_does_nothing(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    encoder.encoded.clear()
    before = written(home)
    report = build(home, encoder)
    assert report.nothing_to_do
    assert report.unchanged == 3
    assert encoder.encoded == []
    assert written(home) == before


def test_a_touched_file_is_not_a_changed_one(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    encoder.encoded.clear()
    os.utime(home.sources / "grain.md")
    assert Index.open(home, encoder).status().waiting == 1
    assert build(home, encoder).unchanged == 3
    assert encoder.encoded == []
    assert Index.open(home, encoder).status().waiting == 0


def test_added_changed_and_removed_files_are_noticed(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    write(home, "iran.md", "The talks with Iran began. Iran wants them to be short.")
    write(home, "grain.md", "The grain deal ended. No ship left the port on that day.", title="Grain")
    (home.sources / "syria.md").unlink()
    would = plan(home)
    report = build(home, encoder)
    assert report.added == tuple(item.source for item in would.added) == ("iran.md",)
    assert report.changed == tuple(item.source for item in would.changed) == ("grain.md",)
    assert report.removed == tuple(item.source for item in would.removed) == ("syria.md",)
    assert report.unchanged == would.unchanged == 1
    assert [hit.passage.text for hit in Index.open(home, encoder).search("grain", 1)] == [
        "The grain deal ended. No ship left the port on that day."
    ]
    live_and_stored(home, encoder)


def test_only_new_passages_of_a_changed_article_are_encoded(home: Home, encoder: AxisEncoder) -> None:
    paragraphs = [
        f"Part {n}. " + f"The treaty has {n} articles and many more words beside them. " * 14 for n in range(6)
    ]
    write(home, "long.md", "\n\n".join(paragraphs), title="Long")
    before = build(home, encoder)
    write(home, "long.md", "\n\n".join([*paragraphs, "A new end about Syria."]), title="Long")
    after = build(home, encoder)
    assert before.encoded > 3
    assert 1 <= after.encoded <= 2
    live_and_stored(home, encoder)


def test_what_stands_twice_in_an_article_is_encoded_once(home: Home, encoder: AxisEncoder) -> None:
    write(home, "long.md", "The treaty has nine articles and many more words beside them. " * 600, title="Long")
    report = build(home, encoder)
    assert report.passages > 10
    assert report.encoded == len(encoder.encoded) == len(set(encoder.encoded)) < report.passages
    assert examine(home).faults == ()


def test_another_title_is_taken_and_encoded_anew(home: Home, encoder: AxisEncoder) -> None:
    write(home, "a.md", ARTICLES["syria.md"], title="One")
    build(home, encoder)
    write(home, "a.md", ARTICLES["syria.md"], title="Another")
    report = build(home, encoder)
    assert (report.changed, report.encoded) == (("a.md",), 1)
    assert Index.open(home, encoder).articles()[0].title == "Another"
    assert encoder.encoded[-1].startswith("Another\n")
    live_and_stored(home, encoder)


def test_the_same_text_twice_is_taken_once_until_the_other_goes(home: Home, encoder: AxisEncoder) -> None:
    write(home, "a.md", ARTICLES["syria.md"], title="A")
    write(home, "b.md", ARTICLES["syria.md"], title="A")
    report = build(home, encoder)
    assert report.added == ("a.md",)
    reason = "it has the same text as a.md, and counts as another source of it"
    assert report.skipped == (Twin("b.md", reason),)
    assert build(home, encoder).skipped == report.skipped
    (home.sources / "a.md").unlink()
    report = build(home, encoder)
    assert (report.added, report.removed, report.skipped) == (("b.md",), ("a.md",), ())
    live_and_stored(home, encoder)


def test_a_bad_file_is_named_and_the_rest_goes_on(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    (home.sources / "empty.txt").write_bytes(b"")
    (home.sources / "photo.txt").write_bytes(bytes(range(256)) * 40)
    report = build(home, encoder)
    assert len(report.added) == 3
    assert [skip.source for skip in report.skipped] == ["empty.txt", "photo.txt"]
    assert all(skip.reason and not skip.reason.startswith(skip.source) for skip in report.skipped)
    status = Index.open(home, encoder).status()
    assert (status.skipped, status.waiting) == (2, 0)
    (home.sources / "empty.txt").write_text("Now it speaks of prison sentences. They were long ones, said the court.\n")
    assert build(home, encoder).added == ("empty.txt",)


def test_an_article_that_became_unreadable_is_kept_and_reported(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    (home.sources / "grain.md").write_bytes(bytes(range(256)) * 40)
    report = build(home, encoder)
    assert "kept" in report.skipped[0].reason
    assert Index.open(home, encoder).status().articles == 3


def test_no_source_at_all(home: Home, encoder: AxisEncoder) -> None:
    report = build(home, encoder)
    assert report.nothing_to_do
    assert Index.open(home, encoder).search("anything") == []


def test_a_rebuild_does_everything_again_and_encodes_nothing_twice(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    encoder.encoded.clear()
    report = build(home, encoder, rebuild=True)
    assert (report.encoded, report.reused, report.rebuilt) == (0, 3, "asked for")
    assert encoder.encoded == []
    live_and_stored(home, encoder)


def test_another_encoder_is_another_index(home: Home, encoder: AxisEncoder) -> None:
    class Other(AxisEncoder):
        fingerprint = "axis-2"

    write_all(home)
    build(home, encoder)
    assert "axis-2" in plan(home, Other()).rebuild
    report = build(home, Other())
    assert (report.encoded, "axis-1" in report.rebuilt) == (3, True)
    assert Index.open(home, Other()).search("syria")


def test_remove_takes_the_file_and_the_article(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    index = Index.open(home, encoder)
    gone = index.search("syria")[0].passage.article_id
    assert remove(home, gone) == "syria.md"
    assert not (home.sources / "syria.md").exists()
    assert gone not in {hit.passage.article_id for hit in index.search("syria")}
    assert build(home, encoder).nothing_to_do
    live_and_stored(home, encoder)
    with pytest.raises(UnknownArticle, match=gone):
        remove(home, gone)


def test_removing_from_nothing(home: Home) -> None:
    with pytest.raises(IndexMissing):
        remove(home, "some-id")


def test_one_writer_at_a_time(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    with writing(home.index):
        assert Index.open(home, encoder).status().building
        with pytest.raises(IndexLocked, match=f"process {os.getpid()}"):
            build(home, encoder)
    assert len(build(home, encoder).added) == 3
    assert not Index.open(home, encoder).status().building


def test_a_deleted_index_comes_back(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    index = Index.open(home, encoder)
    assert index.search("syria")
    shutil.rmtree(home.index)
    assert index.search("syria") == []
    build(home, encoder)
    assert index.search("syria")


@pytest.mark.parametrize("kind", [editions.VECTORS, editions.WORDS])
@pytest.mark.parametrize("emptied", [False, True])
def test_a_deleted_store_is_noticed_and_not_made_by_a_reader(
    home: Home, encoder: AxisEncoder, kind: str, emptied: bool
) -> None:
    write_all(home)
    build(home, encoder)
    opened = Index.open(home, encoder)
    article = opened.search("syria")[0].passage.article_id
    folder = editions.live(home.index) / kind
    shutil.rmtree(folder)
    if emptied:
        folder.mkdir()
    for index in (opened, Index.open(home, encoder)):
        with pytest.raises(IndexUnusable, match="missing") as raised:
            index.search("syria")
        assert raised.value.hint == "Index the sources: chancery index"
    with pytest.raises(IndexUnusable, match="missing"):
        remove(home, article)
    assert len(list(home.sources.iterdir())) == 3
    assert folder.is_dir() == emptied
    assert "missing" in plan(home).rebuild
    report = build(home, encoder)
    assert (report.encoded, report.reused) == (0, 3)
    live_and_stored(home, encoder)


def test_stores_that_lost_passages_are_noticed(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    index = Index.open(home, encoder)
    ledger = Ledger(editions.manifest(home.index))
    stores = StoreWriter(ledger)
    stores.words.delete(ledger.rows_of(index.search("syria")[0].passage.article_id).values())
    stores.words.commit()
    stores.close()
    with pytest.raises(IndexUnusable, match="do not hold"):
        Index.open(home, encoder).search("syria")
    write(home, "iran.md", "The talks with Iran began. Iran wants them to be short.")
    report = build(home, encoder)
    assert (report.encoded, report.reused, report.rebuilt) == (1, 3, "its stores do not hold what it lists")
    live_and_stored(home, encoder)


def test_a_build_with_nothing_to_do_opens_no_store(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    script = (
        "import sys; from pathlib import Path; from corpus.home import Home; from index.build import build;"
        "from tests.conftest import AxisEncoder; report = build(Home(Path(sys.argv[1])), AxisEncoder());"
        "print(report.nothing_to_do, 'chromadb' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", script, str(home.root)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.stdout.split() == ["True", "False"]


def test_a_manifest_damaged_inside_is_named_everywhere(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    path = editions.manifest(home.index)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xaa" * (len(whole) - 4096))
    index = Index.open(home, encoder)
    for use in (index.status, lambda: index.search("syria"), lambda: build(home, encoder), lambda: plan(home)):
        with pytest.raises(IndexUnusable, match=r"state\.sqlite") as raised:
            use()
        assert raised.value.hint == "Build it again: chancery index --rebuild"
    assert build(home, encoder, rebuild=True).encoded == 3
    live_and_stored(home, encoder)


def test_a_damaged_manifest_is_named_and_a_rebuild_mends_it(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    for path in editions.live(home.index).glob("state.sqlite*"):
        path.write_bytes(b"not a database " * 400)
    with pytest.raises(IndexUnusable, match=r"state\.sqlite"):
        build(home, encoder)
    assert build(home, encoder, rebuild=True).encoded == 3
    live_and_stored(home, encoder)


KILLED = """
import os, signal, sys
from pathlib import Path
from corpus.home import Home
from index import builder as module
from index.build import build
from index.ledger import Ledger
from index.stores import StoreWriter
from tests.conftest import AxisEncoder

where, home = sys.argv[1], Home(Path(sys.argv[2]))
module._BATCH_PASSAGES = 1  # a batch an article, so that the kill falls between batches
calls = 0

def dying(real, before):
    def call(*args, **names):
        global calls
        calls += 1
        if calls == 2 and before:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **names)
        if calls == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    return call

owner, name, before = {
    "encode": (AxisEncoder, "encode_passages", True),
    "before-write": (StoreWriter, "write", True),
    "after-write": (StoreWriter, "write", False),
    "after-settle": (Ledger, "settle", False),
}[where]
setattr(owner, name, dying(getattr(owner, name), before))
build(home, AxisEncoder())
"""


@pytest.mark.parametrize("where", ["encode", "before-write", "after-write", "after-settle"])
def test_a_build_killed_at_any_point_is_mended_by_the_next(home: Home, encoder: AxisEncoder, where: str) -> None:
    write_all(home)
    build(home, encoder)
    write(home, "grain.md", "The grain deal ended. No ship left the port on that day.", title="Grain")
    write(home, "iran.md", "The talks with Iran began. Iran wants them to be short.")
    write(home, "prison.md", "He was sent to prison. The prison lies beyond the Urals.")
    root = Path(__file__).parents[2]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, where, str(home.root)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        timeout=60,
    )
    assert killed.returncode == -9
    between = Index.open(home, encoder)
    assert len(between.articles()) in {3, 4, 5}
    for hit in between.search("grain syria iran prison", 10):  # what answers meanwhile is live and whole
        article = between.article(hit.passage.article_id)
        assert article.text[hit.passage.start : hit.passage.end] == hit.passage.text
    build(home, encoder)
    assert {info.source for info in Index.open(home, encoder).articles()} == {*ARTICLES, "iran.md", "prison.md"}
    live_and_stored(home, encoder)
    assert build(home, encoder).nothing_to_do
    with sqlite3.connect(editions.manifest(home.index)) as db:
        assert db.execute("SELECT count(*) FROM pending").fetchone() == (0,)
    db.close()


def test_a_report_counts_without_overlap(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    report = build(home, encoder)
    assert isinstance(report, BuildReport)
    assert dataclasses.asdict(report)["added"] == report.added


def test_the_plan_tells_how_long_it_will_take_at_the_last_speed(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    assert plan(home, encoder).seconds is None
    for number in range(210):
        write(home, f"{number}.md", f"The treaty number {number} was signed on day {number * 7} by both.")
    build(home, encoder)
    write(home, "new.md", "Grain. " * 2000)
    found = plan(home, encoder).seconds
    assert found is not None and found > 0
    write(home, "newer.md", "Syria. " * 2000)
    assert plan(home, encoder).seconds == pytest.approx(2 * found, rel=0.05)
