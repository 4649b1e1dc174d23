"""Questions to begin with, from what the library holds."""

import importlib.resources
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.ui.desk import Kind

if TYPE_CHECKING:
    from index.index import ArticleInfo

_HOW_MANY = 4  # two rows of two in the middle column


def suggestions(kind: Kind, articles: "Sequence[ArticleInfo]") -> list[str]:
    """For the samples, questions written for them; otherwise one about each of a few articles."""
    if kind == "sample":
        return _sample_questions()[:_HOW_MANY]
    titles = list(dict.fromkeys(article.title for article in articles if article.title))
    step = max(len(titles) // _HOW_MANY, 1)
    return [f"What does the library say about “{title.rstrip('.?!')}”?" for title in titles[::step][:_HOW_MANY]]


def _sample_questions() -> list[str]:
    """The lines of the file beside this module."""
    return (importlib.resources.files(__package__) / "sample_questions.txt").read_text("utf-8").splitlines()
