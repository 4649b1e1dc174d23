"""Runs that are kept: read back as they were, compared over what both asked, the damaged ones left out."""

import json
from dataclasses import replace

import pytest

from assistant.evaluation import runs
from assistant.evaluation.asking import examine, scored
from assistant.evaluation.compare import load_run
from assistant.evaluation.gold import Item
from assistant.library import Library
from assistant.ui.trial import Trial
from corpus.home import Home
from tests.assistant.evaluation.test_asking import ASKED, SUMMIT, UNTOLD


def run(library: Library, *items: Item) -> runs.Run:
    cases = list(examine(library, items))
    return runs.keep(library.home, scored(library, items, cases), cases, library.opened.version)


def test_a_run_is_read_back_as_it_was_kept(library: Library) -> None:
    made = run(library, ASKED, UNTOLD)

    (kept,) = runs.kept(library.home, 5)

    assert kept == made
    assert kept.version == library.opened.version
    said = kept.said["a"]
    assert SUMMIT in said.text
    quote = said.quotes[0]
    assert library.article(quote.article_id).text[quote.start : quote.end] == quote.quote
    assert kept.said["b"].reason


def test_its_file_is_one_that_eval_takes(library: Library, home: Home) -> None:
    made = run(library, ASKED)
    (path,) = home.evaluations.glob("*.json")
    assert load_run(path) == made.rows


def test_runs_are_compared_over_what_both_asked_in_the_same_words(library: Library) -> None:
    before = run(library, ASKED, {**UNTOLD, "question": "Who won the cup?"})
    after = run(library, ASKED, UNTOLD)

    comparison = runs.against(before, after)

    assert comparison is not None
    assert comparison.same == 1
    assert runs.against(run(library, {**ASKED, "id": "z"}), after) is None


def test_the_newest_come_first_and_the_oldest_goes(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "_MOST", 2)
    times = [run(library, ASKED).at for _ in range(3)]
    assert [one.at for one in runs.kept(library.home, 5)] == times[:0:-1]
    assert [one.at for one in runs.kept(library.home, 1)] == times[-1:]


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"rows": 3}', '{"rows": [{}]}'])
def test_a_damaged_run_is_left_out_and_logged(
    library: Library, home: Home, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    made = run(library, ASKED)
    (home.evaluations / "2999-01-01T00-00-00-000000Z.json").write_text(damage)
    assert runs.kept(home, 5) == [made]
    assert "2999-01-01" in caplog.text


def test_a_run_of_another_shape_is_left_out(library: Library, home: Home) -> None:
    run(library, ASKED)
    (path,) = home.evaluations.glob("*.json")
    record = json.loads(path.read_text())
    record["said"]["a"]["quotes"][0]["colour"] = "blue"
    path.write_text(json.dumps(record))
    assert runs.kept(home, 5) == []


def test_a_trial_keeps_its_run_when_it_is_whole(library: Library) -> None:
    states = list(Trial(library.home, library, [ASKED, UNTOLD]).watch())
    assert (states[-1].done, states[-1].ended, states[-1].failure) == (2, True, "")
    assert len(runs.kept(library.home, 5)) == 1


def test_a_trial_that_is_stopped_keeps_nothing(library: Library) -> None:
    items = [{**ASKED, "id": str(number)} for number in range(50)]
    trial = Trial(library.home, library, items)
    trial.cancel()
    last = list(trial.watch())[-1]
    assert "You stopped it after" in last.failure
    assert runs.kept(library.home, 5) == []


def test_a_trial_that_cannot_be_asked_says_why(library: Library) -> None:
    trial = Trial(library.home, library, [{**ASKED, "leave_out": "nowhere"}])
    assert "nowhere, is not in the library" in list(trial.watch())[-1].failure


def test_a_run_shows_what_moved(library: Library) -> None:
    made = run(library, ASKED)
    worse = replace(made, scores=replace(made.scores, rows=(replace(made.rows[0], score=0.0),)))
    comparison = runs.against(made, worse)
    assert comparison is not None
    assert [one.id for one in comparison.lost] == ["a"]
