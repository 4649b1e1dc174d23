"""An answer that a language model writes: asked, taken apart as it comes, and every sentence checked.

`write` yields what can be shown at once, and last what the answer is made of, or raises `ModelError`: then the reader's
answer takes its place.
"""

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from assistant.answer import STANDING, Citation, Sentence, Stage, Writing, Written
from assistant.cite import cite
from assistant.llm.check import Checked, Checker
from assistant.llm.connect import Model
from assistant.llm.errors import ModelError
from assistant.llm.prompt import Prompt, answer_prompt
from assistant.llm.reply import NONE, Claim, Reply, readable
from assistant.llm.spec import spoken
from assistant.llm.talk import pieces
from assistant.reader.network import Network
from assistant.reader.reading import Evidence
from corpus.article import Article
from corpus.home import Home
from index.index import Index
from index.passage import Passage

_DECLINES = (
    "i'm sorry",
    "i am sorry",
    "i cannot",
    "i can't",
    "i'm unable",
    "i am unable",
    "as an ai",
    "as a language model",
)
_SHORT = 300  # characters of a text that declines and says nothing else

Shown = Stage | Writing | Sentence | Citation


@dataclass(slots=True)
class Draft:
    """What a model wrote: its sentences, their citations and the pieces of articles that those quote, in order."""

    written: Written
    sentences: list[Sentence] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    quotes: list[Evidence] = field(default_factory=list)
    none: bool = False  # it found no answer in its passages
    raw: str = ""  # all of it, as it came
    text: str = ""  # the same without keys: they are of this prompt alone, and nothing to anybody else
    model_ms: float = 0.0  # spent waiting for it


class Writer:
    """Has models write answers from passages."""

    def __init__(self, index: Index, network: Network, home: Home) -> None:
        self._index, self._network, self._home = index, network, home

    def write(
        self,
        model: Model,
        question: str,
        passages: Sequence[Passage],
        articles: Mapping[str, Article],
        *,
        strict: bool = False,
    ) -> Iterator[Shown | Draft]:
        """Stages, the sentence being written, citations and sentences as they are settled; last the `Draft`.

        `passages` come best first, one at least. `strict` leaves out what is not supported. Raises `ModelError`, whose
        `draft` is what had come by then.
        """
        prompt = answer_prompt(model, question, passages, articles, self._home)
        draft = Draft(Written(model.name, prompt.version, len(prompt.passages), prompt.left_out))
        try:
            yield from self._written(model, prompt, articles, draft, strict)
        except ModelError as error:
            error.draft = readable(draft.raw, prompt.passages)
            raise
        draft.text = readable(draft.raw, prompt.passages)
        yield draft

    def _written(
        self, model: Model, prompt: Prompt, articles: Mapping[str, Article], draft: Draft, strict: bool
    ) -> Iterator[Shown]:
        reply = Reply(set(prompt.passages))
        checker = Checker(self._index, self._network, prompt.passages, articles)
        cited = removed = 0
        yield Stage("writing", f"with {spoken(model.name)}")
        ahead = ThreadPoolExecutor(1, "ahead")  # while the model is silent
        ahead.submit(checker.read_ahead)
        ahead.shutdown(wait=False)
        came = time.perf_counter()
        for piece in pieces(model.llm, prompt.messages, model.limits, tells_end=model.tells_end, stopped=model.stopped):
            draft.model_ms += (time.perf_counter() - came) * 1000
            settled = reply.feed(piece)
            draft.raw = reply.raw
            if not settled:
                yield Writing("" if _is_none(reply.open, whole=False) else reply.open)
            for claim in settled:
                cited += bool(claim.tags)
                removed += yield from self._settle(checker.check(claim), articles, draft, strict)
                yield Writing(reply.open)
            came = time.perf_counter()
        draft.model_ms += (time.perf_counter() - came) * 1000
        claims = reply.finish()
        _require(reply, claims, draft)
        if not draft.sentences and not removed and len(claims) == 1 and _is_none(claims[0].text, whole=True):
            draft.none = True
            return
        cited += sum(bool(claim.tags) for claim in claims)
        if not cited:
            raise ModelError("uncited", "The model cited none of its passages.", "Ask again, or choose another model.")
        yield Stage("checking", "sentences")
        for claim in claims:
            removed += yield from self._settle(checker.check(claim), articles, draft, strict)
        draft.written = Written(
            model.name, prompt.version, len(prompt.passages), prompt.left_out, reply.unknown, removed
        )

    def _settle(
        self, checked: Checked, articles: Mapping[str, Article], draft: Draft, strict: bool
    ) -> Generator[Shown, None, int]:
        """Add a sentence to the draft; returns 1 where it is taken out instead."""
        if strict and checked.support not in STANDING:
            return 1
        numbers = []
        for quote in checked.quotes:
            known = [
                at
                for at, one in enumerate(draft.quotes, 1)
                if one.span == quote.span and one.passage.article_id == quote.passage.article_id
            ]
            if not known:
                draft.quotes.append(quote)
                citation = cite([quote], articles, first=len(draft.quotes))[0]
                draft.citations.append(citation)
                yield citation
            numbers.append(known[0] if known else len(draft.quotes))
        sentence = Sentence(
            checked.text,
            tuple(dict.fromkeys(numbers)),
            checked.support,
            flags=checked.flags,
            matched=checked.matched,
        )
        draft.sentences.append(sentence)
        yield sentence
        return 0


def _require(reply: Reply, claims: Sequence[Claim], draft: Draft) -> None:
    """Raise `ModelError` for a text that is no answer."""
    if not draft.sentences and not claims:
        raise ModelError("empty", "The model said nothing.", "Ask again, or choose another model.")
    said = " ".join(claim.text for claim in claims).casefold().replace("’", "'")
    if not draft.sentences and len(reply.raw) <= _SHORT and said.startswith(_DECLINES):
        raise ModelError("refused", "The model declined to answer.", "Ask again, or choose another model.")


def _is_none(text: str, *, whole: bool) -> bool:
    """Whether a text is, or may become, the word for "no passage answers"."""
    plain = text.strip(" .*\"'`[]")
    return plain == NONE if whole else bool(plain) and NONE.startswith(plain)
