"""Documents with known text, written by the libraries that programs write them with (EPUB and RTF by hand)."""

import io
import zipfile
from email.message import EmailMessage
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from odf import dc, meta, office, opendocument, style, table, text  # type: ignore[import-untyped]
from odf.draw import Frame, TextBox  # type: ignore[import-untyped]

from tests.corpus.formats.prose import paragraphs

TITLE, AUTHOR, OUTLET, PUBLISHED = "A quiet harbour", "Mira Holt", "The Island Review", "2023-04-05"
HEADING = "How the harbour fell silent"
PROSE = paragraphs(6, 4, seed=7)
ITEMS = ["Forty copper lanterns for the pier.", "Rope from the customs office."]
ROWS = [["Year", "Ships"], ["1994", "312"]]
NOTE = "The ledger is kept in the tower of the tide mill."
BOX = "A boxed remark stands beside the text."
FURNITURE = (
    "RUNNING HEAD",
    "RUNNING FOOT",
    "DELETED WORDS",
    "HIDDEN WORDS",
    "FIELDCODE",
    "CONTENTS ENTRY",
    "A COMMENT",
)

SENTENCES = [TITLE, HEADING, *PROSE[:3], *ITEMS, " | ".join(ROWS[0]), " | ".join(ROWS[1]), *PROSE[3:]]
"""The lines of the rich documents, in their order; a note and a box come where the format puts them."""

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def rewritten(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    """A zip with members replaced, added, or left out (None)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(name for name in changes if name not in old.namelist())]:
            content = changes.get(name, b"") if name in changes else old.read(name)
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def member(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def _run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def rich_docx(title: str = TITLE, author: str = AUTHOR) -> bytes:
    """A Word file by python-docx; what that cannot write (changes, notes, boxes) as XML of its own."""
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = title, author
    document.core_properties.language = "en-GB"
    section = document.sections[0]
    section.header.paragraphs[0].text, section.footer.paragraphs[0].text = "RUNNING HEAD", "RUNNING FOOT"
    document.add_heading(TITLE, 0)
    body = document.element.body

    def add(inner: str, properties: str = "") -> None:
        body.insert(len(body) - 1, parse_xml(f"<w:p {_W}><w:pPr>{properties}</w:pPr>{inner}</w:p>"))

    add(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> FIELDCODE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body.insert(
        len(body) - 1,
        parse_xml(
            f'<w:sdt {_W}><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
            f"<w:sdtContent><w:p>{_run('CONTENTS ENTRY')}</w:p></w:sdtContent></w:sdt>"
        ),
    )
    document.add_heading(HEADING, 1)
    document.add_paragraph(PROSE[0])
    half = len(PROSE[1]) // 2
    add(
        _run(PROSE[1][:half]) + f'<w:del w:id="1"><w:r><w:delText>DELETED WORDS</w:delText></w:r></w:del>'
        f'<w:ins w:id="2">{_run(PROSE[1][half:])}</w:ins>'
        f'<w:moveFrom w:id="3">{_run("DELETED WORDS")}</w:moveFrom>'
    )
    cut = PROSE[2].index(" ")
    add(
        f'<w:moveTo w:id="4">{_run(PROSE[2][:cut])}</w:moveTo>{_run("HIDDEN WORDS", "<w:vanish/>")}'
        f'<w:r><w:footnoteReference w:id="2"/></w:r><w:hyperlink>{_run(PROSE[2][cut:])}</w:hyperlink>'
    )
    for item in ITEMS:
        document.add_paragraph(item, style="List Bullet")
    written = document.add_table(2, 2)
    for at, cells in enumerate(ROWS):
        for column, cell in enumerate(cells):
            written.cell(at, column).text = cell
    boxed = f"<w:txbxContent><w:p>{_run(BOX)}</w:p></w:txbxContent>"
    add(
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{boxed}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{boxed}</v:textbox></w:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r>{_run(PROSE[3])}"
    )
    body.insert(
        len(body) - 1, parse_xml(f"<w:sdt {_W}><w:sdtContent><w:p>{_run(PROSE[4])}</w:p></w:sdtContent></w:sdt>")
    )
    cut = PROSE[5].rindex(" ")
    add(f"{_run(PROSE[5][:cut])}<m:oMath><m:r><m:t>{PROSE[5][cut:]}</m:t></m:r></m:oMath>")
    out = io.BytesIO()
    document.save(out)
    data = out.getvalue()
    notes = (
        f'<w:footnotes {_W}><w:footnote w:id="0"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/>'
        "</w:r>"
        f"{_run(NOTE)}</w:p></w:footnote></w:footnotes>"
    )
    rels = member(data, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        f'<Relationship Id="rId98" Type="{_TYPES}/footnotes" Target="footnotes.xml"/></Relationships>'.encode(),
    )
    return rewritten(data, {"word/footnotes.xml": notes.encode(), "word/_rels/document.xml.rels": rels})


def rich_odt(title: str = TITLE, author: str = AUTHOR) -> bytes:
    """An OpenDocument text by odfpy, with a note, a comment, a box, an index and tracked changes."""
    document = opendocument.OpenDocumentText()
    document.meta.addElement(dc.Title(text=title))
    document.meta.addElement(meta.InitialCreator(text=author))
    document.meta.addElement(dc.Creator(text="Someone Else"))
    document.meta.addElement(dc.Language(text="en-GB"))
    titled = style.Style(name="P1", family="paragraph", parentstylename="Title")
    document.automaticstyles.addElement(titled)
    changes = text.TrackedChanges()
    region = text.ChangedRegion(check_grammar=False)
    deletion = text.Deletion()
    deletion.addElement(text.P(text="DELETED WORDS"))
    region.addElement(deletion)
    changes.addElement(region)
    document.text.addElement(changes)
    document.text.addElement(text.P(text=TITLE, stylename=titled))
    contents = text.TableOfContent(name="Contents")
    entries = text.IndexBody()
    entries.addElement(text.P(text="CONTENTS ENTRY"))
    contents.addElement(entries)
    document.text.addElement(contents)
    document.text.addElement(text.H(outlinelevel=1, text=HEADING))
    document.text.addElement(text.P(text=PROSE[0]))
    halved = text.P(text=PROSE[1][:40])
    halved.addElement(text.Change(changeid="ct1"))
    halved.addElement(text.Span(text=PROSE[1][40:]))
    document.text.addElement(halved)
    noted = text.P(text=PROSE[2][:40])
    note = text.Note(noteclass="footnote")
    note.addElement(text.NoteCitation(text="1"))
    inside = text.NoteBody()
    inside.addElement(text.P(text=NOTE))
    note.addElement(inside)
    noted.addElement(note)
    comment = office.Annotation()
    comment.addElement(text.P(text="A COMMENT"))
    noted.addElement(comment)
    noted.addElement(text.A(href="https://e.org", text=PROSE[2][40:]))
    document.text.addElement(noted)
    items = text.List()
    for words in ITEMS:
        item = text.ListItem()
        item.addElement(text.P(text=words))
        items.addElement(item)
    document.text.addElement(items)
    written = table.Table()
    for cells in ROWS:
        line = table.TableRow()
        for words in cells:
            cell = table.TableCell()
            cell.addElement(text.P(text=words))
            line.addElement(cell)
        written.addElement(line)
    document.text.addElement(written)
    boxed = text.P(text=PROSE[3])
    frame = Frame()
    box = TextBox()
    box.addElement(text.P(text=BOX))
    frame.addElement(box)
    boxed.addElement(frame)
    document.text.addElement(boxed)
    cut = PROSE[4].index(" ")
    spaced = text.P(text=PROSE[4][:cut])
    spaced.addElement(text.S(c=3))
    spaced.addText(PROSE[4][cut + 1 :])
    document.text.addElement(spaced)
    broken = text.P(text=PROSE[5][: PROSE[5].index(" ")])
    broken.addElement(text.LineBreak())
    broken.addText(PROSE[5][PROSE[5].index(" ") + 1 :])
    document.text.addElement(broken)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def rich_rtf(title: str = TITLE, author: str = AUTHOR) -> bytes:
    """An RTF file, as Word and WordPad write it."""
    cut = PROSE[2].index(" ")
    parts = [
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204{\*\fname Arial;}Arial CYR;}}",
        r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2 Title;}{\s20 toc 1;}{\*\cs10 Default;}}",
        rf"{{\info{{\title {title}}}{{\author {author}}}{{\creatim\yr2024\mo1\dy2}}{{\company Somewhere}}}}",
        r"{\header \pard RUNNING HEAD\par}{\footer \pard RUNNING FOOT\par}",
        rf"\pard\s2 {TITLE}\par \pard\s20 CONTENTS ENTRY\par \pard\s1 {HEADING}\par",
        rf"\pard\plain {PROSE[0][:30]}\b {PROSE[0][30:50]}\b0{PROSE[0][50:]}\par",
        rf"\pard {{\deleted DELETED WORDS}}{{\revised {PROSE[1]}}}{{\v HIDDEN WORDS}}\par",
        rf"\pard {PROSE[2][:cut]}{{\super\chftn{{\footnote\pard\plain {{\super\chftn}} {NOTE}\par}}}}",
        rf'{{\field{{\*\fldinst HYPERLINK "FIELDCODE"}}{{\fldrslt {PROSE[2][cut:]}}}}}\par',
        *(rf"{{\listtext\f1\'b7\tab}}\pard\ls1 {item}\par" for item in ITEMS),
        *(r"\trowd\pard\intbl " + "".join(rf"{cell}\cell " for cell in cells) + r"\row" for cells in ROWS),
        rf"\pard {{\shp{{\*\shpinst{{\sp{{\sn x}}{{\sv 0}}}}{{\shptxt\pard {BOX}\par}}}}",
        r"{\shprslt\pard DELETED WORDS\par}}",
        rf"{PROSE[3]}\par {{\*\unknown FIELDCODE}}{{\pict\pngblip 89504e47}}",
        rf"\pard {PROSE[4]}\par {PROSE[5]}}}",
    ]
    return "\n".join(parts).encode()


_XHTML = (
    '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" '
    'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>HIDDEN WORDS</title><style>p {{}}</style></head>'
    "<body>{}</body></html>"
)


def rich_epub(title: str = TITLE, author: str = AUTHOR) -> bytes:
    """An EPUB 3 of two chapters, with a navigation document in the spine."""
    words = PROSE[2].split(" ", 1)
    first = (
        f"<section><h1>{TITLE}</h1><h2>{HEADING}</h2><p>{PROSE[0]}</p>\n<div>{PROSE[1]}</div>"
        f'<p>{words[0]}<sup><a epub:type="noteref" href="#n">1</a></sup> <em>{words[1]}</em></p>'
        f"<ul>{''.join(f'<li><p>{item}</p></li>' for item in ITEMS)}</ul>"
        f"<table>{''.join('<tr>' + ''.join(f'<td>{cell}</td>' for cell in cells) + '</tr>' for cells in ROWS)}</table>"
        '<p hidden="hidden">HIDDEN WORDS</p></section>'
    )
    second = (
        f'<p>{PROSE[3]}</p><span epub:type="pagebreak" title="12">12</span><p>{PROSE[4]}</p>'
        f'<p>{PROSE[5].replace(" ", "&nbsp;", 1)}</p><aside epub:type="footnote" id="n"><p>{NOTE}</p></aside>'
        f"<p>{BOX}</p>"
    )
    nav = '<nav epub:type="toc"><ol><li><a href="one.xhtml">CONTENTS ENTRY</a></li></ol></nav>'
    package = f"""<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
    <metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
    <dc:title id="t2">A second title</dc:title><dc:title id="t1">{title}</dc:title>
    <meta refines="#t1" property="title-type">main</meta><meta refines="#t2" property="title-type">subtitle</meta>
    <dc:creator id="c1">{author}</dc:creator><dc:creator opf:role="trl">Ann Other</dc:creator>
    <dc:publisher>{OUTLET}</dc:publisher><dc:date opf:event="modification">2024-01-01</dc:date>
    <dc:date>{PUBLISHED}</dc:date><dc:language>en-GB</dc:language></metadata>
    <manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    <item id="a" href="text/one%20.xhtml" media-type="application/xhtml+xml"/>
    <item id="b" href="text/two.xhtml" media-type="application/xhtml+xml"/>
    <item id="p" href="p.png" media-type="image/png"/></manifest>
    <spine><itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/><itemref idref="p"/></spine></package>"""
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("OEBPS/book.opf", package)
        archive.writestr("OEBPS/nav.xhtml", _XHTML.format(nav))
        archive.writestr("OEBPS/text/one .xhtml", _XHTML.format(first))
        archive.writestr("OEBPS/text/two.xhtml", _XHTML.format(second))
    return out.getvalue()


def page() -> str:
    """The page of a newsletter or a saved page."""
    return (
        f'<!doctype html><html lang="en"><head><title>{TITLE}</title><meta charset="utf-8"></head><body>'
        "<nav>RUNNING HEAD</nav><article>"
        f"<h1>{TITLE}</h1><h2>{HEADING}</h2>{''.join(f'<p>{words}</p>' for words in PROSE)}"
        "</article><footer>RUNNING FOOT</footer></body></html>"
    )


def newsletter(plain: str = "", html: str = "", **headers: str) -> bytes:
    """A message by the standard library, with an attachment."""
    message = EmailMessage()
    stated = {
        "From": f"{AUTHOR} <news@e.org>",
        "To": "reader@e.org",
        "Subject": TITLE,
        "Date": "Wed, 05 Apr 2023 23:30:00 -0500",
        "Message-ID": "<1@e.org>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    for name, value in stated.items():
        message[name] = value
    message.set_content(plain or "\n\n".join([HEADING, *PROSE]))
    if html:
        message.add_alternative(html, subtype="html")
    message.add_attachment("DELETED WORDS in an attachment", filename="a.txt")
    message.add_attachment(b"\x89PNG\r\n\x1a\n", "image", "png", filename="a.png")
    return message.as_bytes()


def saved_page(charset: str = "utf-8", location: str = "https://e.org/harbour") -> bytes:
    """A page as Chrome saves it."""
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText

    message = MIMEMultipart("related", type="text/html")
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = location
    message["Subject"] = TITLE
    message["Date"] = "Mon, 23 Nov 2026 08:00:00 -0000"
    frame = MIMEText("<p>DELETED WORDS in a frame of another page.</p>", "html", "utf-8")
    frame["Content-Location"] = "https://ads.example/frame"
    message.attach(frame)
    main = MIMEText(page().replace('<meta charset="utf-8">', ""), "html", charset)
    main["Content-Location"] = location
    message.attach(main)
    return message.as_bytes()
