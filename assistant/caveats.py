"""What to know before reading an answer: that it is doubtful, contradicts the question, or is older than that."""

from collections.abc import Mapping, Sequence

from assistant.answer import Preference
from assistant.dates import written
from assistant.reader import values
from assistant.reader.closed import is_closed
from assistant.reader.question import words as words_of
from assistant.reader.reading import Evidence
from corpus.article import Article
from prompts import words


def caveats(
    question: str,
    chosen: Sequence[Evidence],
    articles: Mapping[str, Article],
    *,
    doubtful: bool = False,
    preferences: Sequence[Preference] = (),
) -> tuple[str, ...]:
    """The sentences to say first, fit to show; mostly none. `chosen` is what is said, in order.

    `doubtful`: the reader does not think that it answers. `preferences`: what the question asks to be looked at first.
    """
    found = [words.DOUBTFUL] if chosen and doubtful else []
    if chosen and chosen[0].says == "no" and not is_closed(question):
        found.append(words.PREMISE)
    newest = _newest_before(question, chosen, articles)
    if newest:
        found.append(words.OLDER.format(date=written(newest)))
    unmet = [one.label for one in preferences if chosen and not _is_met(one, chosen, articles)]
    if unmet:
        found.append(words.UNMET.format(labels=", ".join(unmet)))
    return tuple(found)


def _is_met(preference: Preference, chosen: Sequence[Evidence], articles: Mapping[str, Article]) -> bool:
    """Whether what is said is from where or when the question asks for, or names that."""
    said = {word for word in words_of(preference.said) if word[0].isupper()}
    said = said or {word for word in words_of(preference.said) if values.is_year(word)}
    for piece in chosen:
        article = articles[piece.passage.article_id]
        if preference.where.is_from(article.outlet, article.published) or said & set(words_of(piece.text)):
            return True
    return False


def _newest_before(question: str, chosen: Sequence[Evidence], articles: Mapping[str, Article]) -> str | None:
    """The newest date of the sources, where all are from before the years that the question names and say none of them.

    None where a source has no date: it may be of any time.
    """
    years = {word for word in words_of(question) if values.is_year(word)}
    published = [articles[piece.passage.article_id].published for piece in chosen]
    if not years or not published or any(year in words_of(piece.text) for piece in chosen for year in years):
        return None
    dates = [one for one in published if one]
    return max(dates) if len(dates) == len(published) and max(dates)[:4] < min(years) else None
