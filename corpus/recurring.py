"""Lines that an outlet sets under article after article: its own furniture, which no pattern knows beforehand.

Which lines recur is counted in the index; here is which could be furniture at all, and the cut. A whole sentence is
only cut if it speaks of the outlet, of the article or to the reader, and never if it quotes or reports: the background
paragraph that an agency puts into each of its stories says something, and stays.
"""

import hashlib
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from corpus.article import Article
from corpus.block import PARAGRAPH_BREAK, Block, Edit
from corpus.clean import fold
from corpus.furniture import MAX_LINE, REPORTED

MAX_SENTENCES = 500  # characters of a line of whole sentences: what an outlet says of itself and of its authors
_FIRST, _LAST = 3, 8  # paragraphs at either end, where a line that is no sentence may be furniture

_FINISHED = re.compile(r".*[.!?…。！？][\"'”’»)\]]*", re.DOTALL)
_QUOTING = re.compile(r"[\"“”„«»]")
_OF_THE_SITE = re.compile(
    r"https?:|www\.|@|\b(?:you|your|yours|we|(?-i:us)|our|ours|my|me|(?-i:I)"
    r"|вы|вас|вам|ваш\w*|мы|нас|нам|наш\w*|ви|ваш\w*|wir|uns|unser\w*|nous|notre|nos|vous|votre|vos"
    r"|nosotros|nuestr\w+|usted\w*|noi|nostr\w+|nós|noss\w+|você\w*"
    r"|articles?|authors?|newsletters?|editor(?:s|ial)?|edited|reporters?|reporting|correspondents?|columnists?"
    r"|journalis\w+|readers?|website|webpage|podcasts?|subscri\w+|republished|syndicated|translated|views?|opinions?"
    r"|статья|статьи|автор\w*|редакци\w+|мнени\w+|autor\w*|artikel\w*|redaktion\w*|auteur\w*|rédaction|artículo\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line of an article that may be its outlet's furniture; `key` is the same wherever the outlet sets it."""

    start: int
    end: int
    key: int  # 64 bits, signed


def candidates(article: Article) -> list[Candidate]:
    """The lines of an article that are furniture if they recur; none where the outlet is not known."""
    if not article.outlet:
        return []
    found: list[Candidate] = []
    lines = article.text.split(PARAGRAPH_BREAK)
    at = 0
    for number, line in enumerate(lines):
        edge = number < _FIRST or number >= len(lines) - _LAST
        if _may_be(line, article.outlet, edge=edge):
            found.append(Candidate(at, at + len(line), _key(article.outlet, line)))
        at += len(line) + len(PARAGRAPH_BREAK)
    return found


def without(article: Article, lines: Sequence[Candidate], recurring: Container[int]) -> Article:
    """The article without those of its `lines`, its candidates, that recur; as it is, when nothing else is left."""
    cut = [one for one in lines if one.key in recurring]
    if not cut or len(cut) > article.text.count(PARAGRAPH_BREAK):
        return article
    block = Block("text", article.text, article.offsets).edited(_edits(cut))
    pages = tuple(start - _cut_before(start, cut) for start in article.pages)
    digest = hashlib.sha256(block.text.encode()).hexdigest()
    return replace(article, text=block.text, offsets=block.runs, pages=pages, digest=digest)


def _may_be(line: str, outlet: str, *, edge: bool) -> bool:
    if not _FINISHED.fullmatch(line):
        return edge and len(line) <= MAX_LINE
    if len(line) > MAX_SENTENCES or _QUOTING.search(line) or REPORTED.search(line):
        return False
    return bool(_OF_THE_SITE.search(line)) or outlet.casefold() in line.casefold()


def _key(outlet: str, line: str) -> int:
    digest = hashlib.blake2b(f"{fold(outlet)}\n{fold(line)}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _edits(cut: Sequence[Candidate]) -> list[Edit]:
    """Each line goes with the empty line before it; those that open the text, with the one after."""
    edits: list[Edit] = []
    opening = 0  # where the text begins once the lines cut so far are gone
    for one in cut:
        if one.start == opening:
            opening = one.end + len(PARAGRAPH_BREAK)
            edits.append((one.start, opening, ""))
        else:
            edits.append((one.start - len(PARAGRAPH_BREAK), one.end, ""))
    return edits


def _cut_before(offset: int, cut: Sequence[Candidate]) -> int:
    """How many characters before `offset` are cut; of a line around it, those up to it."""
    return sum(min(end, offset) - min(start, offset) for start, end, _ in _edits(cut))
