"""A conversation as one JSON object, with everything that is in its answers.

```
{"schema": "chancery-export/1", "title", "library", "version", "exported_at": "2026-11-23T14:05:00Z",
 "turns": [{"asked_at": "2026-11-23T14:01:12Z", and the keys of `chancery ask --json` but for "id"}]}
```
In each turn `sentences[].citations` and `sides[].citations` are the `n` of `citations[]`, which have `article_id`,
`passage_id`, `source`, `title`, `outlet`, `published`, `url`, `speaker`, `page` and `quote`, with `start` and `end`:
the half-open offsets of the quote in the article's text, as `chancery show ARTICLE_ID --json` gives it. Dates are ISO
8601, moments in UTC. Keys may be added under this schema; one that goes, or means something else, makes another.
"""

import json
from datetime import UTC, datetime

from assistant.export.exported import Exported
from assistant.render import answer_json

SCHEMA = "chancery-export/1"


def written_out(conversation: Exported) -> bytes:
    """The whole file; half of a surrogate pair, which UTF-8 has not, stays the JSON escape that it came as."""
    turns = []
    for asked, answer in conversation.turns:
        told = {"asked_at": _moment(asked), **answer_json(answer)}
        del told["id"]
        turns.append(told)
    record = {
        "schema": SCHEMA,
        "title": conversation.title,
        "library": conversation.library,
        "version": conversation.version,
        "exported_at": _moment(conversation.exported_at),
        "turns": turns,
    }
    written = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False)
    return (written + "\n").encode("utf-8", "backslashreplace")


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).isoformat().replace("+00:00", "Z")
