"""Another edition beside the live one: going back, giving dead rows back to the disk, and taking vectors over."""

from pathlib import Path

import pytest

from corpus.home import Home
from index import check, compact, editions, graphs
from index.build import IndexMissing, IndexUnusable, Progress, build, is_due, remove, rollback, tidy
from index.changes import Twin
from index.doctor import examine
from index.index import Index
from tests.conftest import AxisEncoder
from tests.index.library import ARTICLES, write, write_all


def sources_found(home: Home, encoder: AxisEncoder, query: str) -> set[str]:
    index = Index.open(home, encoder)
    return {index.article(hit.passage.article_id).source for hit in index.search(query, 50)}


class Other(AxisEncoder):
    fingerprint = "axis-2"


def test_going_back_does_not_bring_back_what_was_deleted(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    build(home, encoder, rebuild=True)
    gone = next(info.id for info in Index.open(home, encoder).articles() if info.source == "grain.md")
    remove(home, gone)
    assert rollback(home, encoder).startswith("1.")
    assert editions.live(home.index).name == "1"
    assert sources_found(home, encoder, "grain") == {"syria.md", "treaty.md"}
    report = build(home, encoder)
    assert (report.nothing_to_do, report.encoded) == (True, 0)
    assert examine(home).faults == ()


def test_going_back_to_another_encoder_needs_its_setting(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    with pytest.raises(IndexMissing, match="No earlier edition"):
        rollback(home, encoder)
    build(home, encoder)
    build(home, Other())
    with pytest.raises(IndexUnusable, match="axis-1") as raised:
        rollback(home, Other())
    assert "encoder" in raised.value.hint
    rollback(home, encoder)
    assert sources_found(home, encoder, "syria") == set(ARTICLES)
    with pytest.raises(IndexMissing):
        rollback(home, encoder)


def test_an_encoder_that_comes_back_finds_its_vectors(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    assert build(home, Other()).encoded == 3
    report = build(home, encoder)
    assert (report.encoded, report.reused) == (0, 3)


def test_a_file_that_moved_costs_no_encoding(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    (home.sources / "moved").mkdir()
    (home.sources / "grain.md").rename(home.sources / "moved" / "grain.md")
    write(home, "twice.md", ARTICLES["syria.md"] + " And more.", title="Syria")
    encoder.encoded.clear()
    report = build(home, encoder)
    assert (report.added, report.removed) == (("grain.md", "twice.md"), ("grain.md",))
    assert len(encoder.encoded) == report.encoded == 1


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compaction is due after a few dead rows."""
    monkeypatch.setattr(compact, "DUE_ROWS", 3)


def holds(folder: Path, words: bytes) -> bool:
    return any(words in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_dead_rows_are_given_back_and_what_was_deleted_is_gone_from_the_disk(
    home: Home, encoder: AxisEncoder, eager: None
) -> None:
    write_all(home)
    for number in range(4):
        write(home, f"{number}.md", f"The Zanzibar paper number {number} on Syria. It is kept in a drawer.")
    build(home, encoder)
    assert holds(home.index, b"Zanzibar")
    for number in range(4):
        (home.sources / f"{number}.md").unlink()
    seen: list[str] = []
    encoder.encoded.clear()
    report = build(home, encoder, progress=lambda one: seen.append(one.stage))
    assert len(report.removed) == 4
    assert "compacting" in seen
    assert encoder.encoded == []
    assert [path.name for path in editions.folders(home.index)] == ["2"]
    assert not holds(home.index, b"Zanzibar")
    checkup = examine(home)
    assert (checkup.faults, checkup.dead, checkup.passages) == ((), 0, 3)
    assert sources_found(home, encoder, "treaty") == set(ARTICLES)
    assert build(home, encoder).nothing_to_do
    write(home, "iran.md", "The talks with Iran began. Iran wants them to be short.")
    build(home, encoder)
    assert examine(home).faults == ()


def test_a_compaction_that_fails_leaves_the_live_edition(
    home: Home, encoder: AxisEncoder, eager: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_all(home)
    for number in range(4):
        write(home, f"{number}.md", f"Paper number {number} on Syria. It is kept in a drawer.")
    build(home, encoder)
    for number in range(4):
        (home.sources / f"{number}.md").unlink()
    monkeypatch.setattr(check, "fault", lambda _: "it is bent")
    report = build(home, encoder)
    assert len(report.removed) == 4
    assert "it is bent" in report.uncompacted
    assert [path.name for path in editions.folders(home.index)] == ["1"]
    assert sources_found(home, encoder, "syria") == set(ARTICLES)
    assert "it is bent" in tidy(home)
    monkeypatch.setattr(check, "fault", lambda _: "")
    assert is_due(home)
    assert build(home, encoder).uncompacted == ""
    assert not is_due(home)
    assert examine(home).faults == ()


def test_a_library_of_more_than_one_batch_and_graph_is_compacted(
    home: Home, encoder: AxisEncoder, eager: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compact, "_BATCH", 2)
    monkeypatch.setattr(graphs, "_MENDED_AT_ONCE", 2)
    monkeypatch.setattr(graphs, "SHARD_ROWS", 5)
    for number in range(20):
        write(home, f"{number}.md", f"Paper number {number} on the treaty. It is kept in drawer {number}.")
    build(home, encoder)
    for number in range(0, 20, 2):
        (home.sources / f"{number}.md").unlink()
    seen: list[Progress] = []
    report = build(home, encoder, progress=seen.append)
    assert (len(report.removed), report.uncompacted) == (10, "")
    told = [(one.done, one.total) for one in seen if one.stage == "compacting"]
    assert told == sorted(told)
    assert told[-1] == (20, 20)  # ten rows copied, and put into graphs
    assert (len(list((home.index / "2" / "chroma").glob("*-1"))), examine(home).faults) == (2, ())
    assert sources_found(home, encoder, "treaty") == {f"{number}.md" for number in range(1, 20, 2)}


def test_what_is_removed_one_by_one_is_given_back_too(home: Home, encoder: AxisEncoder, eager: None) -> None:
    write_all(home)
    for number in range(4):
        write(home, f"{number}.md", f"The Zanzibar paper number {number} on Syria. It is kept in a drawer.")
    build(home, encoder)
    index = Index.open(home, encoder)
    for info in index.articles():
        if info.key not in ARTICLES:
            remove(home, info.id)
    assert is_due(home)
    seen: list[str] = []
    assert tidy(home, lambda one: seen.append(one.stage)) == ""
    assert set(seen) == {"compacting"}
    assert (is_due(home), holds(home.index, b"Zanzibar")) == (False, False)
    assert sources_found(home, encoder, "treaty") == set(ARTICLES)
    assert tidy(home) == ""
    assert [path.name for path in editions.folders(home.index)] == ["2"]


def test_a_few_sources_are_looked_at_alone(home: Home, encoder: AxisEncoder) -> None:
    write_all(home)
    build(home, encoder)
    write(home, "iran.md", "The talks with Iran began. Iran wants them to be short.")
    write(home, "late.md", "This one is to wait. It is not named.")
    (home.sources / "grain.md").unlink()
    (home.sources / "treaty.md").unlink()
    report = build(home, encoder, only=["iran.md", "grain.md", "never there.md"])
    assert (report.added, report.removed) == (("iran.md",), ("grain.md",))
    assert sources_found(home, encoder, "iran") == {"iran.md", "syria.md", "treaty.md"}
    write(home, "copy.md", ARTICLES["syria.md"])
    reason = "it has the same text as syria.md, and counts as another source of it"
    assert build(home, encoder, only=["copy.md"]).skipped == (Twin("copy.md", reason),)
    report = build(home, encoder)
    assert (report.added, report.removed) == (("late.md",), ("treaty.md",))
    assert examine(home).faults == ()
