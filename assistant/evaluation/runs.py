"""Runs that are kept, in the `evaluations` folder of a home: one JSON file each, named by its time.

A file is what `chancery eval --json` prints, with what was said to every question beside it.
"""

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.evaluation.compare import Comparison, compare, load_run
from assistant.evaluation.figures import Scores, scores
from assistant.evaluation.gold import GoldError
from assistant.evaluation.marks import Row
from assistant.evaluation.report import as_json
from corpus.files import write_whole
from corpus.home import Home

if TYPE_CHECKING:
    from assistant.evaluation.asking import Case

log = logging.getLogger(__name__)

_MOST = 100  # runs kept; the oldest goes
_STAMP = "%Y-%m-%dT%H-%M-%S-%fZ"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation of an answer, as far as it is shown again."""

    article_id: str
    title: str
    outlet: str
    published: str | None
    quote: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """What the library said to a question: `text` with the numbers of its citations; `reason` where it refused."""

    short: str
    text: str
    reason: str
    quotes: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A kept run. `version` is that of the index; `said` is by the id of the question."""

    at: datetime
    version: str
    scores: Scores
    said: dict[str, Said] = field(default_factory=dict)

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.scores.rows


def keep(home: Home, made: Scores, cases: "Sequence[Case]", version: str) -> Run:
    """Write a run down; raises `SourceError` where the disk does not take it."""
    run = Run(datetime.now(UTC), version, made, {case.row.id: _said(case) for case in cases})
    record = {"at": run.at.isoformat(), "version": version, **as_json(made)}
    record["said"] = {id_: asdict(one) for id_, one in run.said.items()}
    write_whole(home.evaluations / f"{run.at.strftime(_STAMP)}.json", json.dumps(record, ensure_ascii=False).encode())
    for old in _files(home)[:-_MOST]:
        old.unlink(missing_ok=True)
    return run


def kept(home: Home, count: int) -> list[Run]:
    """The last runs, the newest first; one that cannot be read is left out, and the log says why."""
    runs: list[Run] = []
    for path in reversed(_files(home)):
        if len(runs) == count:
            break
        try:
            runs.append(_read(path))
        except (GoldError, ValueError, TypeError, KeyError, AttributeError, OSError) as error:
            log.warning("the run %s cannot be read: %s", path, error)
    return runs


def against(before: Run, after: Run) -> Comparison | None:
    """Two runs over the questions that both asked in the same words; None where there is none."""
    earlier = {row.id: row for row in before.rows}
    common = [row for row in after.rows if row.id in earlier and earlier[row.id].question == row.question]
    return compare([earlier[row.id] for row in common], common) if common else None


def _files(home: Home) -> list[Path]:
    return sorted(home.evaluations.glob("*.json")) if home.evaluations.is_dir() else []


def _read(path: Path) -> Run:
    rows = load_run(path)
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))  # Any: JSON
    said = {
        id_: Said(one["short"], one["text"], one["reason"], tuple(Quoted(**quote) for quote in one["quotes"]))
        for id_, one in record.get("said", {}).items()
    }
    made = scores(rows, engine=str(record.get("engine", "")), missing_docs=record.get("missing_docs", ()))
    return Run(datetime.fromisoformat(record["at"]), str(record["version"]), made, said)


def _said(case: "Case") -> Said:
    answer = case.answer
    quotes = tuple(
        Quoted(one.article_id, one.title or one.source, one.outlet, one.published, one.quote, one.start, one.end)
        for one in answer.citations
    )
    return Said(answer.short_answer or "", answer.text, answer.reason, quotes)
