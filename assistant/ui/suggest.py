"""Questions to begin with."""

import importlib.resources
from collections.abc import Sequence

from assistant.ui.seats import Kind

_HOW_MANY = 4  # two rows of two in the middle column


def suggestions(kind: Kind, drawn: Sequence[str]) -> list[str]:
    """For the samples, questions written for them; for the user's own library those `drawn` from its articles."""
    return (_sample_questions() if kind == "sample" else [*drawn])[:_HOW_MANY]


def _sample_questions() -> list[str]:
    """The lines of the file beside this module."""
    return (importlib.resources.files(__package__) / "sample_questions.txt").read_text("utf-8").splitlines()
