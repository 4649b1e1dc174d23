"""The questions that the sentences of one article answer, each with its names and years in full."""

import re
from collections.abc import Iterator, Sequence

from assistant.evaluation.drafting.clause import Made
from assistant.evaluation.drafting.context import resolved, with_years
from assistant.evaluation.drafting.nouns import Nouns
from assistant.evaluation.drafting.patterns import questions
from assistant.evaluation.drafting.standing import is_plain


def drafted(
    sentences: Sequence[str], published: str, nouns: Nouns, places: Sequence[int] | None = None
) -> Iterator[tuple[int, Made]]:
    """Each question once, with the place of its sentence; `places` are those that are asked of, all by default.

    `published` is an ISO date, or empty. The answer is a slice of its sentence, and the question does not give it.
    """
    whole = " ".join(sentences)
    named = list(resolved(sentences, nouns))
    seen: set[str] = set()
    for place in range(len(sentences)) if places is None else places:
        sentence = sentences[place]
        if not is_prose(sentence):
            continue
        for made in questions(named[place], nouns):
            spelt = nouns.spelt(made.question, whole)
            question = with_years(spelt, sentence, sentences[:place], published)
            if question not in seen and made.answer in sentence and made.answer.casefold() not in question.casefold():
                seen.add(question)
                yield place, Made(made.asks, question, made.answer)


def is_prose(sentence: str) -> bool:
    """Whether a sentence is plain, be it one that opens with a quotation."""
    return is_plain(sentence) or (sentence[:1] in {"“", '"'} and is_plain(f"So {sentence}"))


def is_speech(sentence: str) -> bool:
    """Whether a sentence is plain but for its quotation marks, which may open or close in another."""
    return is_plain(re.sub(r"[“”\"]", "", sentence))
