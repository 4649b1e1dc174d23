"""Answers as they are kept: whole, as JSON, so that a conversation can be read years later."""

import json
from dataclasses import asdict
from typing import Any

from assistant.answer import Answer, Citation, Flag, Nearest, Preference, Read, Sentence, Side, Written
from assistant.filters import as_record, where_of
from assistant.llm.reply import readable


def dump_answer(answer: Answer) -> str:
    """An answer as JSON; `load_answer` gives the same record back."""
    record = asdict(answer)
    record["where"] = as_record(answer.where)
    record["preferences"] = [{**asdict(one), "where": as_record(one.where)} for one in answer.preferences]
    return json.dumps(record, ensure_ascii=False)


def load_answer(text: str) -> Answer:
    """The answer that `dump_answer` wrote."""
    data: dict[str, Any] = json.loads(text)  # Any: JSON; the records below name every field
    data["sentences"] = tuple(
        Sentence(
            one["text"],
            tuple(one["citations"]),
            one["support"],
            _pair(one.get("short")),
            tuple(Flag(**flag) for flag in one.get("flags", ())),
            one.get("matched", False),
        )
        for one in data["sentences"]
    )
    data["caveats"] = tuple(data.get("caveats", ()))
    data["sides"] = tuple(Side(one["answer"], tuple(one["citations"])) for one in data.get("sides", ()))
    data["uncovered"] = tuple(data.get("uncovered", ()))
    data["citations"] = tuple(Citation(**one) for one in data["citations"])
    data["where"] = where_of(data.get("where", {}))
    data["called"] = tuple(data.get("called", ()))
    data["preferences"] = tuple(
        Preference(where_of(one["where"]), one["said"], one["label"]) for one in data.get("preferences", ())
    )
    data["ignored"] = tuple(data.get("ignored", ()))
    data["read"] = tuple(Read(**one) for one in data.get("read", ()))
    data["written"] = _written(data["written"]) if data.get("written") else None
    data["nearest"] = tuple(Nearest(**one) for one in data["nearest"])
    return Answer(**data)


def _written(data: dict[str, Any]) -> Written:  # Any: JSON
    """What a model wrote; an answer that was kept before keys were taken out of drafts has them in it."""
    return Written(**{**data, "draft": readable(data.get("draft", ""))})


def _pair(span: list[int] | None) -> tuple[int, int] | None:
    return None if span is None else (span[0], span[1])
