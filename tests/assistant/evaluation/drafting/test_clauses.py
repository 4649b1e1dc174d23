"""Sentences taken apart: subject, verb, rest, date; the forms of verbs; times that tell nothing by themselves."""

import pytest

from assistant.evaluation.drafting import verbs
from assistant.evaluation.drafting.clauses import clauses
from assistant.evaluation.drafting.times import hide, leading, show, timeless

PARTS = [
    ("New START expired on Thursday, 5 May 2026, after years.", ("New START", "", "expired", ""), "5 May 2026"),
    ("On 3 May 2019, Reno closed its prison.", ("Reno", "", "closed", "its prison"), "3 May 2019"),
    ("On Monday, Reno closed its prison.", ("Reno", "", "closed", "its prison"), ""),
    ("Berg had been sent to Reno.", ("Berg", "was", "sent", "to Reno"), ""),
    ("Berg has been sent to Reno.", ("Berg", "has", "been sent", "to Reno"), ""),
    ("Ana Berg, the mayor of Reno, will open a school.", ("Ana Berg", "will", "open", "a school"), ""),
    ("When the ban ended, ten men left Reno.", ("ten men", "", "left", "Reno"), ""),
    ("Berg signed a law that ends the ban.", ("Berg", "", "signed", "a law that ends the ban"), ""),
    ("Berg has killed more than 60 men and injured many.", ("Berg", "has", "killed", "more than 60 men"), ""),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "parts", "date"), PARTS)
def test_the_parts_of_a_sentence(sentence: str, parts: tuple[str, ...], date: str) -> None:
    clause = next(clauses(sentence))
    assert (clause.subject, clause.auxiliary, clause.form, clause.rest) == parts
    assert (clause.date.inner if clause.date else "").endswith(date)


@pytest.mark.parametrize(
    "sentence",
    [
        "The diplomats expelled in March returned home.",
        "Nobody saw Berg in Reno.",
        "Berg met Ana, Maria and Elena.",
        "It rained in Reno.",
        "A long road to Reno.",
    ],
)
def test_unsure_sentences_have_no_clause(sentence: str) -> None:
    assert list(clauses(sentence)) == []


def test_further_predicates_have_the_same_subject() -> None:
    first, second = clauses("Berg landed in Reno, and rode to the fair.")
    assert (first.form, second.subject, second.form) == ("landed", "Berg", "rode")


@pytest.mark.parametrize(
    ("word", "base"),
    [("stopped", "stop"), ("denied", "deny"), ("travelled", "travel"), ("left", "leave"), ("found", "find")],
)
def test_past_forms_have_their_base(word: str, base: str) -> None:
    verb = verbs.by_past(word)
    assert verb is not None and verb.base == base


def test_participles_thirds_and_unknown_verbs() -> None:
    written, manages = verbs.by_participle("written"), verbs.by_third("manages")
    assert written is not None and written.past == "wrote"
    assert manages is not None and manages.base == "manage"
    assert verbs.by_third("plans") is None  # as often a noun
    assert verbs.by_past("glimmered") is None
    assert verbs.is_finite("was") and not verbs.is_finite("house")


def test_times_inside_a_sentence() -> None:
    assert timeless("a school on Monday in Reno") == "a school in Reno"
    assert timeless("that he left on Monday") == "that he left on Monday"
    assert (
        show(hide("On May 3, 2019, in Kenosha, Wisconsin, it rained"))
        == "On May 3, 2019, in Kenosha, Wisconsin, it rained"
    )
    assert hide("On May 3, 2019, it").count(",") == 1
    assert leading("In 2019 Berg left") == ("in 2019", "Berg left")
    assert leading("On Monday Berg left") == ("", "Berg left")


@pytest.mark.parametrize("sentence", ["The ban is (1) old (2) plain, and (3) did end in May.", ", the port, is large."])
def test_nothing_between_commas_or_brackets(sentence: str) -> None:
    assert all(clause.subject for clause in clauses(sentence))
