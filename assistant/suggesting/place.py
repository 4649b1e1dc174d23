"""A part of an article, taken apart for drafting, and the questions that it gives."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.evaluation.drafting.article import is_prose, is_speech
from assistant.evaluation.drafting.nouns import Nouns
from assistant.reader.speech.speakers import speakers
from corpus.article import Article
from index.errors import UnknownArticle
from index.sentences import split

if TYPE_CHECKING:
    from assistant.library import Library

BLOCK = 4_000  # characters: an article is looked at in blocks of so many, with half of one before and after each
_LEARNT = 20_000  # characters of an article of which it is learnt what its names name


@dataclass(frozen=True, slots=True)
class Place:
    """A part of an article: `spans` are the sentences of `text`, which begins at `first` in the article."""

    article_id: str
    title: str
    outlet: str
    published: str
    text: str
    spans: tuple[tuple[int, int], ...]
    sentences: tuple[str, ...]  # each on one line
    by: tuple[str, ...]  # who says each of them, or ""
    first: int
    nouns: Nouns

    @property
    def spoken(self) -> list[int]:
        """The numbers of the sentences that are no furniture, quoted or not."""
        return [number for number, sentence in enumerate(self.sentences) if is_speech(sentence)]

    @property
    def told(self) -> list[int]:
        """The numbers of the sentences that the article says itself."""
        return [number for number, sentence in enumerate(self.sentences) if is_prose(sentence) and not self.by[number]]

    def number_at(self, start: int) -> int:
        """The number of the sentence that stands at a place of the article, or of the first one behind it."""
        return next((number for number, (_, end) in enumerate(self.spans) if end > start - self.first), 0)


def place_at(library: "Library", article_id: str, start: int) -> tuple[Place, Article] | None:
    """The block of an English article that has a place of it; None where it is in another language, or was removed."""
    try:
        article = library.article(article_id)
    except UnknownArticle:
        return None
    if article.language not in {"en", ""}:
        return None
    block = start // BLOCK * BLOCK
    first, last = max(0, block - BLOCK // 2), block + BLOCK + BLOCK // 2
    text = article.text[first:last]
    spans = list(split(text))
    if first:
        del spans[:1]  # cut in the middle
    if last < len(article.text):
        del spans[-1:]
    sentences = tuple(" ".join(text[slice(*span)].split()) for span in spans)
    around = article.text[max(0, first - _LEARNT // 2) : last + _LEARNT // 2]
    place = Place(
        article_id=article.id,
        title=article.title,
        outlet=article.outlet,
        published=article.published or "",
        text=text,
        spans=tuple(spans),
        sentences=sentences,
        by=tuple(speakers(text, spans)),
        first=first,
        nouns=Nouns(" ".join(around[slice(*span)].split()) for span in split(around)),
    )
    return place, article
