"""How many files are read and cleaned in a second, by format; for web pages, beside trafilatura by itself.

    python -m benchmarks.reading [--pages 400]

The files are drawn by chance and written by real writers (the packages of the tests). Both sides get every core in
processes of their own, begun before the clock starts; trafilatura is given the page's text and gives article and
metadata, which is less than is done here (each character's place in the file, titles, roles). Prints a table.
"""

import argparse
import io
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from corpus.article import Article, Source
from corpus.readers import Readers

_WORDS = [
    "harbour",
    "minister",
    "talks",
    "treaty",
    "grain",
    "ferry",
    "council",
    "winter",
    "bridge",
    "court",
    "island",
    "border",
    "coast",
    "engine",
    "report",
    "river",
    "signed",
    "opened",
    "counted",
    "refused",
    "waited",
    "carried",
    "promised",
    "measured",
    "announced",
    "repaired",
    "visited",
    "crossed",
    "the",
    "a",
    "of",
    "in",
    "and",
    "to",
    "for",
    "with",
    "on",
    "at",
    "from",
    "under",
    "between",
    "before",
    "after",
    "during",
    "several",
    "twelve",
    "forty",
    "northern",
    "southern",
    "old",
    "new",
    "narrow",
]
_SENTENCES = 40  # of an article: some 700 words
_MENU = 60  # links around it


@dataclass(frozen=True, slots=True)
class Row:
    """Files of one format: how many a second, on all cores."""

    name: str
    rate: float
    beside: float = 0.0  # of trafilatura by itself


def prose(chance: random.Random, count: int = _SENTENCES) -> list[str]:
    """Sentences of words that mean nothing."""
    lengths = (chance.randrange(9, 26) for _ in range(count))
    return [" ".join(chance.choice(_WORDS) for _ in range(length)).capitalize() + "." for length in lengths]


def page(chance: random.Random) -> bytes:
    """A web page of 30 to 40 KB: an article with menus, scripts, teasers and a footer around it."""
    menu = "".join(f'<li><a href="/s/{n}">{chance.choice(_WORDS).title()} {n}</a></li>' for n in range(_MENU))
    script = "window.settings = {" + ",".join(f'"k{n}":"{chance.random()}"' for n in range(300)) + "};"
    body = "".join(f"<p>{' '.join(some)}</p>" for some in _grouped(prose(chance)))
    teasers = "".join(
        f'<div class="teaser"><a href="/a/{n}"><h3>{prose(chance, 1)[0]}</h3></a><span>2 hours ago</span></div>'
        for n in range(12)
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Talks on the coast | Example Wire</title>'
        '<meta property="og:site_name" content="Example Wire"><meta property="article:published_time" '
        f'content="2025-03-18T10:00:00Z"><script>{script}</script><style>{"p { margin: 0 } " * 200}</style></head>'
        "<body>"
        f"<header><nav><ul>{menu}</ul></nav></header><main><article><h1>Talks on the coast</h1>{body}</article>"
        f"<aside>{teasers}</aside></main><footer><ul>{menu}</ul><p>© 2025 Example Wire</p></footer></body></html>"
    ).encode()


def text(chance: random.Random) -> bytes:
    """A plain text."""
    return ("Talks on the coast\n\n" + "\n\n".join(" ".join(some) for some in _grouped(prose(chance)))).encode()


def docx(chance: random.Random) -> bytes:
    """A Word file, by python-docx."""
    from docx import Document

    document = Document()
    document.add_heading("Talks on the coast", 0)
    for some in _grouped(prose(chance)):
        document.add_paragraph(" ".join(some))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf(chance: random.Random) -> bytes:
    """A PDF of a page or two, by ReportLab."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    style = getSampleStyleSheet()["Normal"]
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, title="Talks on the coast").build(
        [Paragraph(" ".join(some), style) for some in _grouped(prose(chance))]
    )
    return buffer.getvalue()


def letter(chance: random.Random) -> bytes:
    """A message."""
    message = EmailMessage()
    message["Subject"], message["From"] = "Talks on the coast", "Example Wire <wire@example.org>"
    message["Date"] = "Tue, 18 Mar 2025 10:00:00 +0000"
    message.set_content("\n\n".join(" ".join(some) for some in _grouped(prose(chance))))
    return bytes(message)


FORMATS: dict[str, Callable[[random.Random], bytes]] = {
    "txt": text, "html": page, "docx": docx, "pdf": pdf, "eml": letter,
}  # fmt: skip


def measure(folder: Path, pages: int) -> Iterator[Row]:
    """The rows, over files that are made in `folder`."""
    for suffix, make in FORMATS.items():
        chance = random.Random(7)
        distinct = [make(chance) for _ in range(min(pages, 100))]
        sources = []
        for number in range(pages * (10 if suffix == "txt" else 1)):
            (folder / f"{number}.{suffix}").write_bytes(distinct[number % len(distinct)])
            sources.append(Source(f"{number}.{suffix}", str(folder)))
        with Readers() as readers:
            list(readers.load_all(sources[: 4 * (os.cpu_count() or 1)]))  # the processes have begun
            started = time.perf_counter()
            read = sum(isinstance(loaded, Article) for _, loaded in readers.load_all(sources))
            rate = len(sources) / (time.perf_counter() - started)
        assert read == len(sources), f"{len(sources) - read} {suffix} files could not be read"
        yield Row(suffix, rate, _bare(distinct, pages) if suffix == "html" else 0.0)


def _bare(distinct: list[bytes], pages: int) -> float:
    """Pages a second of trafilatura by itself."""
    texts = [distinct[number % len(distinct)].decode() for number in range(pages)]
    with ProcessPoolExecutor(os.cpu_count() or 1) as pool:
        list(pool.map(_extracted, texts[: 4 * (os.cpu_count() or 1)]))
        started = time.perf_counter()
        found = list(pool.map(_extracted, texts, chunksize=4))
        rate = pages / (time.perf_counter() - started)
    assert all(found)
    return rate


def _extracted(raw: str) -> bool:
    import trafilatura

    document = trafilatura.bare_extraction(raw, favor_recall=True, include_comments=False, with_metadata=True)
    return document is not None


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--pages", type=int, default=400)
    args = parser.parse_args()
    print(f"{os.cpu_count()} cores\n{'format':<8} {'files/s':>9} {'trafilatura alone':>19} {'ratio':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for row in measure(Path(folder), args.pages):
            beside = f"{row.beside:>19.1f} {row.rate / row.beside:>7.2f}" if row.beside else ""
            print(f"{row.name:<8} {row.rate:>9.1f} {beside}", flush=True)


def _grouped(sentences: list[str]) -> Iterator[list[str]]:
    for at in range(0, len(sentences), 4):
        yield sentences[at : at + 4]


if __name__ == "__main__":
    main()
