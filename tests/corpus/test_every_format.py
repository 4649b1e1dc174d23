"""A library of 84 articles in fourteen formats, added and read as a user's: every sentence back, and no furniture."""

import csv
import html
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from docx import Document
from odf.dc import Creator
from odf.dc import Title as OdfTitle
from odf.opendocument import OpenDocumentText
from odf.text import H, P

from corpus import sources
from corpus.article import Article
from corpus.home import Home
from corpus.readers import Readers
from corpus.scan import scan
from tests.corpus.formats import pdfs
from tests.corpus.formats.documents import rewritten, rich_epub
from tests.corpus.formats.prose import paragraphs

EACH = 6
FURNITURE = ("Skip to content", "Accept all cookies", "Share this article", "Subscribe to our newsletter", "All rights")


@dataclass(frozen=True)
class Story:
    """What is in a file, and what the file states about it."""

    number: int
    title: str
    outlet: str
    author: str
    published: str
    paragraphs: tuple[str, ...]

    @property
    def sentences(self) -> list[str]:
        return [f"{part}." for one in self.paragraphs for part in one.rstrip(".").split(". ")]


def story(seed: int) -> Story:
    return Story(
        seed, f"The {seed}. report from the coast", "Harbour Wire", "Ada Firth", f"2025-03-{seed % 27 + 1:02}",
        tuple(paragraphs(5, 3, seed)),
    )  # fmt: skip


def as_text(one: Story) -> bytes:
    parts = [one.title, f"By {one.author}", one.published, *one.paragraphs, f"© 2025 {one.outlet}"]
    return "\n\n".join(parts).encode()


def as_markdown(one: Story) -> bytes:
    head = f"---\ntitle: {one.title}\noutlet: {one.outlet}\nauthor: {one.author}\ndate: {one.published}\n---\n"
    return (head + "\n\n".join(one.paragraphs)).encode()


def as_page(one: Story) -> bytes:
    body = "".join(f"<p>{html.escape(words)}</p>" for words in one.paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><title>{one.title} | {one.outlet}</title>'
        f'<meta property="og:site_name" content="{one.outlet}"><meta name="author" content="{one.author}">'
        f'<meta property="article:published_time" content="{one.published}T10:00:00Z"></head><body>'
        '<a href="#main">Skip to content</a><nav><ul><li>Home</li><li>World</li></ul></nav>'
        f'<main id="main"><article><h1>{one.title}</h1>{body}</article></main>'
        "<aside>Share this article</aside><div role='dialog' style='display:none'>Accept all cookies</div>"
        f"<footer>Subscribe to our newsletter. © 2025 {one.outlet}. All rights reserved.</footer></body></html>"
    ).encode()


def as_saved_page(one: Story) -> bytes:
    message = MIMEMultipart("related", type="text/html")
    message["From"], message["Snapshot-Content-Location"] = "<Saved by Blink>", f"https://example.org/{one.number}"
    message.attach(MIMEText(as_page(one).decode(), "html", "utf-8"))
    return message.as_bytes()


def as_pdf(one: Story) -> bytes:
    return pdfs.article(one.paragraphs, 1 + one.number % 2, title=one.title, author=one.author)


def as_docx(one: Story) -> bytes:
    document = Document()
    document.core_properties.title, document.core_properties.author = one.title, one.author
    document.add_heading(one.title, 0)
    for words in one.paragraphs:
        document.add_paragraph(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_odt(one: Story) -> bytes:
    document = OpenDocumentText()
    document.meta.addElement(OdfTitle(text=one.title))
    document.meta.addElement(Creator(text=one.author))
    document.text.addElement(H(outlinelevel=1, text=one.title))
    for words in one.paragraphs:
        document.text.addElement(P(text=words))
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def as_rtf(one: Story) -> bytes:
    head = rf"{{\rtf1\ansi\ansicpg1252{{\info{{\title {one.title}}}{{\author {one.author}}}}}"
    return (head + "".join(rf"\pard {words}\par " for words in one.paragraphs) + "}").encode()


def as_epub(one: Story) -> bytes:
    book = rich_epub(one.title, one.author)
    chapter = "<html xmlns='http://www.w3.org/1999/xhtml'><body>{}</body></html>"
    half = [
        chapter.format("".join(f"<p>{words}</p>" for words in some))
        for some in (one.paragraphs[:2], one.paragraphs[2:])
    ]
    return rewritten(book, {"OEBPS/text/one .xhtml": half[0].encode(), "OEBPS/text/two.xhtml": half[1].encode()})


def as_letter(one: Story) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = f"{one.author} <ada@example.org>", one.title
    message["Date"] = f"{int(one.published[-2:])} Mar 2025 10:00:00 +0000"
    message.set_content("\n\n".join(one.paragraphs))
    return bytes(message)


def fields(one: Story) -> dict[str, object]:
    return {
        "headline": one.title, "body": "\n\n".join(one.paragraphs), "date": one.published, "byline": one.author,
        "publisher": {"name": one.outlet},
    }  # fmt: skip


def as_json(one: Story) -> bytes:
    return json.dumps(fields(one)).encode()


SINGLE: dict[str, Callable[[Story], bytes]] = {
    "txt": as_text, "md": as_markdown, "html": as_page, "mhtml": as_saved_page, "pdf": as_pdf, "docx": as_docx,
    "odt": as_odt, "rtf": as_rtf, "epub": as_epub, "eml": as_letter, "json": as_json,
}  # fmt: skip
STATES = {  # what each format says beside the title
    "txt": {"outlet", "author", "published"}, "md": {"outlet", "author", "published"},
    "html": {"outlet", "author", "published"}, "mhtml": {"outlet", "author", "published"}, "pdf": {"author"},
    "docx": {"author"}, "odt": {"author"}, "rtf": {"author"}, "epub": {"author"}, "eml": {"author", "published"},
    "json": {"outlet", "author", "published"}, "jsonl": {"outlet", "author", "published"},
    "csv": {"outlet", "author", "published"}, "zip": {"outlet", "author", "published"},
}  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, Story, Article]]:
    """Each article by its title, with the format that it came in."""
    given, home = tmp_path_factory.mktemp("given"), Home(tmp_path_factory.mktemp("home"))
    wanted: dict[str, tuple[str, Story]] = {}
    for group, (suffix, write) in enumerate(SINGLE.items()):
        for number in range(EACH):
            one = story(100 * (group + 1) + number)
            (given / f"{one.number}.{suffix}").write_bytes(write(one))
            wanted[one.title] = (suffix, one)
    many = {
        suffix: [story(base + number) for number in range(EACH)]
        for suffix, base in (("jsonl", 5000), ("csv", 6000), ("zip", 7000))
    }
    (given / "export.jsonl").write_bytes(b"\n".join(as_json(one) for one in many["jsonl"]))
    with (given / "table.csv").open("w", newline="", encoding="utf-8-sig") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(["Title", "Text", "Date", "Author", "Source"])
        rows.writerows(
            [one.title, "\n\n".join(one.paragraphs), one.published, one.author, one.outlet] for one in many["csv"]
        )
    with zipfile.ZipFile(given / "pages.zip", "w") as archive:
        for one in many["zip"]:
            archive.writestr(f"{one.number}.html", as_page(one))
    wanted |= {one.title: (suffix, one) for suffix, stories in many.items() for one in stories}
    report = sources.add(home, [given])
    assert not report.skipped and len(report.added) == len(wanted) == EACH * 14
    with Readers() as readers:
        loaded = dict(readers.load_all(scan(home)))
    articles = {one.title: one for one in loaded.values() if isinstance(one, Article)}
    assert set(articles) == set(wanted)
    return {title: (*wanted[title], articles[title]) for title in wanted}


@pytest.mark.parametrize("suffix", [*SINGLE, "jsonl", "csv", "zip"])
def test_every_sentence_is_back_and_nothing_else(library: dict[str, tuple[str, Story, Article]], suffix: str) -> None:
    of_suffix = [(one, article) for kind, one, article in library.values() if kind == suffix]
    assert len(of_suffix) == EACH
    for one, article in of_suffix:
        flat = " ".join(article.text.split())
        assert flat == " ".join(one.paragraphs), (suffix, one.number)
        assert all(sentence in flat for sentence in one.sentences)
        assert not [words for words in FURNITURE if words in article.text]


@pytest.mark.parametrize("suffix", [*SINGLE, "jsonl", "csv", "zip"])
def test_what_is_stated_is_known_and_what_is_not_is_empty(
    library: dict[str, tuple[str, Story, Article]], suffix: str
) -> None:
    for kind, one, article in library.values():
        if kind != suffix:
            continue
        for name in ("outlet", "author", "published"):
            if name in STATES[suffix]:
                assert getattr(article, name) == getattr(one, name), (suffix, name)
            elif suffix != "epub":  # the book that is written over states an outlet and a date of its own
                assert not getattr(article, name), (suffix, name)
        assert all(origin.how in ("stated", "inferred") for origin in article.origins.values())


def test_the_raw_file_is_kept_byte_for_byte(library: dict[str, tuple[str, Story, Article]], tmp_path: Path) -> None:
    home = Home(tmp_path)
    one = story(1)
    given = tmp_path / "given"
    given.mkdir()
    for suffix, write in SINGLE.items():
        (given / f"one.{suffix}").write_bytes(write(one))
    sources.add(home, [given])
    for path in given.iterdir():
        assert (home.sources / "given" / path.name).read_bytes() == path.read_bytes()
