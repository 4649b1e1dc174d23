"""The gold questions over the sample library: each is answered by the articles that it names.

The check is of the questions, not of Chancery: it reads the files as they ship, with no cleaner and no index between.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

GOLD = Path(__file__).parent / "gold-samples.jsonl"
SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
FURNITURE = "*A sample article written for Chancery.*"
REPRINT = ("2024-08-02-two-dozen-prisoners-in-ankara", "2024-08-03-a-swap-without-precedent-since-the-cold-war")
LEAST_OF_A_TYPE = {
    "fact": 3,
    "paraphrase": 3,
    "who-said": 2,
    "when": 2,
    "list": 2,
    "compare": 2,
    "multi-doc": 2,
    "conflict": 3,
    "followup": 5,
    "unanswerable": 6,
    "false-premise": 1,
    "typo": 1,
}

Item = dict[str, Any]  # a line of JSON: its values are strings, lists and truth values


def _words(text: str) -> str:
    """The words of a text in lower case with single spaces, and one at each end, so that a phrase is found whole."""
    plain = text.casefold().replace("’", "'")
    return " " + " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)?", plain)) + " "


def _entries(item: Item) -> Iterator[dict[str, str]]:
    """All evidence of an item, equals included."""
    for entry in item["evidence"]:
        yield entry
        yield from entry.get("alt", [])


ITEMS: list[Item] = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
ARTICLES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.md"))}


def _each(items: list[Item]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("item", items, ids=[item["id"] for item in items])


each_item = _each(ITEMS)
each_answerable = _each([item for item in ITEMS if item["answerable"]])
each_article = pytest.mark.parametrize("stem", ARTICLES)


def test_there_are_forty_with_ids_of_their_own() -> None:
    assert [item["id"] for item in ITEMS] == [f"g{n:02d}" for n in range(1, 41)]


def test_no_question_is_asked_twice() -> None:
    asked = Counter((item["question"], json.dumps(item["history"])) for item in ITEMS)
    assert [question for question, times in asked.items() if times > 1] == []


def test_every_type_is_covered() -> None:
    found = Counter(item["type"] for item in ITEMS)
    assert set(found) == set(LEAST_OF_A_TYPE)
    assert {kind: found[kind] for kind, least in LEAST_OF_A_TYPE.items() if found[kind] < least} == {}


@each_item
def test_an_item_has_the_fields_that_the_scorer_reads(item: Item) -> None:
    assert set(item) - {"answers", "answer_parts"} == {
        "id",
        "type",
        "history",
        "question",
        "evidence",
        "answerable",
        "note",
    }
    assert ("answers" in item) != ("answer_parts" in item)
    assert item["question"].strip() and item["note"].strip()
    assert all(set(turn) == {"question", "answer"} for turn in item["history"])
    assert bool(item["history"]) == (item["type"] == "followup")


@each_item
def test_every_quote_stands_word_for_word_in_its_article(item: Item) -> None:
    missing = [entry for entry in _entries(item) if entry["quote"] not in ARTICLES[entry["doc"]]]
    assert missing == []


@each_answerable
def test_answers_are_told_by_the_evidence(item: Item) -> None:
    evidence = " ".join(_words(entry["quote"]) for entry in _entries(item))
    parts = item.get("answer_parts") or [item["answers"]]
    assert all(parts), "an answerable item needs an answer for each part"
    assert [part for part in parts if not any(_words(variant) in evidence for variant in part)] == []


@each_item
def test_only_unanswerable_items_have_neither_evidence_nor_answers(item: Item) -> None:
    assert item["answerable"] == (item["type"] != "unanswerable")
    assert item["answerable"] == bool(item["evidence"])
    assert item["answerable"] == bool(item.get("answer_parts") or item.get("answers"))


@pytest.mark.parametrize("kind", ["multi-doc", "conflict", "compare"])
def test_questions_with_several_sides_have_several_parts_or_quotes(kind: str) -> None:
    thin = [i["id"] for i in ITEMS if i["type"] == kind and len(i["evidence"]) + len(i.get("answer_parts", [])) < 2]
    assert thin == []


def test_questions_over_several_articles_name_several() -> None:
    narrow = [i["id"] for i in ITEMS if i["type"] == "multi-doc" and len({entry["doc"] for entry in i["evidence"]}) < 2]
    assert narrow == []


def test_most_articles_are_asked_about() -> None:
    used = {entry["doc"] for item in ITEMS for entry in _entries(item)}
    assert used <= set(ARTICLES)
    assert len(used) >= 0.9 * len(ARTICLES), sorted(set(ARTICLES) - used)


@each_article
def test_an_article_says_of_itself_that_it_is_a_sample(stem: str) -> None:
    head, body = re.fullmatch(r"---\n(.*?)\n---\n\n(.*)\n", ARTICLES[stem], re.DOTALL).groups()  # type: ignore[union-attr]
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    assert list(fields) == ["title", "outlet", "date", "language", "note"]
    assert stem.startswith(fields["date"] + "-")
    assert fields["outlet"] == "Chancery sample desk"
    assert "sample" in fields["note"]
    assert body.split("\n\n")[-1] == FURNITURE


def test_one_pair_of_articles_is_nearly_identical() -> None:
    paragraphs = {stem: set(text.split("\n\n")[1:-1]) for stem, text in ARTICLES.items()}
    alike = [(a, b) for a in paragraphs for b in paragraphs if a < b and len(paragraphs[a] & paragraphs[b]) >= 3]
    assert alike == [REPRINT]
