"""What of a source is not in its article: each line with the reason, so that a person can see what cleaning took."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Article, Source
from corpus.block import PARAGRAPH_BREAK, Block
from corpus.clean import Role, clean
from corpus.decode import decode
from corpus.formats.kinds import kind_of
from corpus.page import left_on_page
from corpus.read import read_bytes, read_data
from corpus.sidecar import Sidecar, read_sidecar

MOST = 500  # lines that are told; a page has thirty
_REASONS: dict[Role, str] = {
    "title": "title",
    "byline": "byline",
    "date": "date",
    "standfirst": "standfirst",
    "summary": "summary that repeats the text",
    "repeat": "the title again",
    "navigation": "navigation",
    "promotion": "promotion",
    "copyright": "copyright line",
    "credit": "picture credit",
}


@dataclass(frozen=True, slots=True)
class Leaving:
    """A line of a source that is not in the text of its article, and what it was taken for."""

    reason: str
    text: str


def leavings(source: Source, article: Article) -> list[Leaving]:
    """The lines that were left out of an article, in the order of the file; raises SourceError as `load` does.

    What stands around the article of a web page comes after them, and last what its outlet repeats. Marks inside a
    line, such as those of footnotes, are not told.
    """
    name = source.key.rpartition("/")[2]
    data = read_bytes(source.path, name)
    beside = read_sidecar(source.sidecar) or Sidecar()
    charset = beside.web.get("charset", "")
    raw = read_data(data, name, beside.names, charset=charset)
    lines = clean(raw.blocks, raw.stated.title)
    told = [Leaving(_REASONS[line.role], line.block.text) for line in lines if line.role != "body"]
    if kind_of(data, name) == "html":
        around = left_on_page(decode(data, name, html=True, charset=charset))
        told += [Leaving("around the article", block.text) for block in around if block.text.strip()]
    body = [line.block for line in lines if line.role == "body"]
    told += [Leaving("its outlet repeats it", text) for text in _cut(body, article)]
    return told[:MOST]


def _cut(body: Sequence[Block], article: Article) -> list[str]:
    """The paragraphs of the file that are not in the article: lines that recur under an outlet's articles."""
    kept = set(article.text.split(PARAGRAPH_BREAK))
    return [block.text for block in body if block.text not in kept and block.text not in article.text]
