"""A conversation or one answer as a file to keep or to send: Markdown, HTML, PDF or JSON.

Every form tells the same: each question with what was searched, what to know before reading, who says otherwise, each
sentence with the numbers of its sources and, where its sources do not carry it, that they do not; each source with
its exact quote and where to find it. Pure functions of what was answered: nothing is searched, fetched or looked up
again, so an old conversation can be exported when its articles have gone. Numbers of sources count anew in each answer.
"""

import unicodedata
from datetime import UTC, datetime
from typing import Literal, assert_never

from assistant.export.exported import Exported

__all__ = ["Exported", "Form", "export", "file_name"]

Form = Literal["markdown", "html", "pdf", "json"]

_ENDINGS: dict[Form, str] = {"markdown": "md", "html": "html", "pdf": "pdf", "json": "json"}
_NAME_BYTES = 80  # of a file's name without its date; file systems take 255, and people read about 40 characters


def export(conversation: Exported, form: Form) -> bytes:
    """The conversation as a whole file; text is UTF-8."""
    match form:
        case "markdown":
            from assistant.export import markdown

            return markdown.written_out(conversation)
        case "html":
            from assistant.export import page

            return page.written_out(conversation)
        case "pdf":
            from assistant.export import pdf  # a third of a second of imports: for this form alone

            return pdf.written_out(conversation)
        case "json":
            from assistant.export import record

            return record.written_out(conversation)
        case _:
            assert_never(form)


def file_name(conversation: Exported, form: Form) -> str:
    """A name that any file system takes: words of the title, the day of the export in UTC, and the form's ending.

    Letters, digits and marks of any script stay; all else, which some shell or disk minds, parts words.
    """
    kept = (
        one if one.isalnum() or unicodedata.category(one).startswith("M") else " " for one in _composed(conversation)
    )
    words = "-".join("".join(kept).split())
    short = words.encode()[:_NAME_BYTES].decode(errors="ignore")
    if len(short) < len(words) and "-" in short:
        short = short.rpartition("-")[0]  # no half word
    day = datetime.fromtimestamp(conversation.exported_at, UTC).date().isoformat()
    return f"{short or 'conversation'}-{day}.{_ENDINGS[form]}"


def _composed(conversation: Exported) -> str:
    """The title with letters and their accents as one character, as most systems write names."""
    return unicodedata.normalize("NFC", conversation.title)
