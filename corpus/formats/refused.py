"""Files that are not read, known by their first bytes or by the names in them: what each is, and what to do instead."""

Refusal = tuple[str, str]
"""Reason and hint, to follow the name of a file."""

_AS_TEXT = "Save it as .docx, .odt, .pdf or plain text, then add it again."
_AS_PDF = "Save it as .pdf, then add it again."
_AS_CSV = "Save the sheet as .csv, then add it again."
_AS_DOCX = "Export it as .docx, then add it again."
_EXPORT = "Export its articles as JSON lines or CSV, and add that."
_NOTHING = "Leave it out: there is no article in it."
_UNPACK = "Unpack it, and add the files in it."
_UNLOCK = "Open it with its password and save it without one."
_SCAN = "Read its text with an OCR program, and add what that gives."
_SPEECH = "Add its transcript."

BINARY: Refusal = ("it is binary, not text", _AS_TEXT)
FLAT_XML: Refusal = ("it is a document written as a single XML file", "Save it as .docx or .odt, then add it again.")
NO_RUNNING_TEXT: Refusal = ("it is an OpenDocument file without running text", _AS_PDF)
MAILBOX: Refusal = ("it is a mailbox of several messages", "Save each message as .eml, then add those.")
OFFICE: Refusal = ("it is an Office 97 file", _AS_TEXT)

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

OFFICE_ENTRIES: tuple[tuple[str, Refusal], ...] = (  # names in the directory of an OLE file, the telling ones first
    (
        "EncryptedPackage",
        ("it is an Office file with a password", _UNLOCK),
    ),
    ("WordDocument", ("it is a Word 97 file", "Save it as .docx, then add it again.")),
    ("PowerPoint Document", ("it is a PowerPoint 97 file", _AS_PDF)),
    ("Workbook", ("it is an Excel 97 file", _AS_CSV)),
    ("__substg1.0", ("it is a message saved by Outlook (.msg)", "Save it as .eml, then add it again.")),
)

ZIP_MEMBERS: tuple[tuple[str, Refusal], ...] = (  # how the name of a member begins, in zips that are documents
    ("xl/workbook", ("it is an Excel workbook", _AS_CSV)),
    ("ppt/presentation", ("it is a PowerPoint presentation", _AS_PDF)),
    ("visio/document", ("it is a Visio drawing", _NOTHING)),
    ("Index/Document.iwa", ("it is an Apple Pages, Numbers or Keynote file", _AS_DOCX)),
    ("Index.zip", ("it is an Apple Pages, Numbers or Keynote file", _AS_DOCX)),
    ("AndroidManifest.xml", ("it is an Android program", _NOTHING)),
    ("META-INF/MANIFEST.MF", ("it is a Java program", _NOTHING)),
)

MAGIC: tuple[tuple[int, bytes, Refusal], ...] = (  # an offset, and the bytes that stand there
    (0, b"\x1f\x8b", ("it is packed with gzip", _UNPACK)),
    (0, b"BZh", ("it is packed with bzip2", _UNPACK)),
    (0, b"\xfd7zXZ\x00", ("it is packed with xz", _UNPACK)),
    (0, b"\x28\xb5\x2f\xfd", ("it is packed with zstandard", _UNPACK)),
    (0, b"7z\xbc\xaf\x27\x1c", ("it is a 7z archive", _UNPACK)),
    (0, b"Rar!\x1a\x07", ("it is a RAR archive", _UNPACK)),
    (257, b"ustar", ("it is a tar archive", _UNPACK)),
    (0, b"\x89PNG\r\n", ("it is a picture (PNG)", _SCAN)),
    (0, b"\xff\xd8\xff", ("it is a picture (JPEG)", _SCAN)),
    (0, b"GIF8", ("it is a picture (GIF)", _SCAN)),
    (0, b"II*\x00", ("it is a picture (TIFF)", _SCAN)),
    (0, b"MM\x00*", ("it is a picture (TIFF)", _SCAN)),
    (0, b"BM", ("it is a picture (BMP)", _SCAN)),
    (8, b"WEBP", ("it is a picture (WebP)", _SCAN)),
    (0, b"8BPS", ("it is a picture (Photoshop)", _SCAN)),
    (0, b"\x00\x00\x01\x00", ("it is an icon", _NOTHING)),
    (0, b"AT&TFORM", ("it is a DjVu file", _AS_PDF)),
    (0, b"%!PS-Adobe", ("it is a PostScript file", _AS_PDF)),
    (0, b"ITSF", ("it is a compiled help file (CHM)", _UNPACK)),
    (60, b"BOOKMOBI", ("it is a Kindle book", "Turn it into EPUB, then add that.")),
    (0, b"bplist", ("it is a property list, such as Safari's web archives", "Save the page as .html or .pdf.")),
    (0, b"\xffWPC", ("it is a WordPerfect file", _AS_TEXT)),
    (0, b"\xdb\xa5-\x00", ("it is a Word 2 file", _AS_TEXT)),
    (0, b"SQLite format 3\x00", ("it is a database (SQLite)", _EXPORT)),
    (0, b"PAR1", ("it is a Parquet file", _EXPORT)),
    (0, b"\x89HDF", ("it is an HDF5 file", _EXPORT)),
    (0, b"OggS", ("it is a recording (Ogg)", _SPEECH)),
    (0, b"ID3", ("it is a recording (MP3)", _SPEECH)),
    (0, b"fLaC", ("it is a recording (FLAC)", _SPEECH)),
    (8, b"WAVE", ("it is a recording (WAV)", _SPEECH)),
    (8, b"AVI ", ("it is a video (AVI)", _SPEECH)),
    (0, b"\x1aE\xdf\xa3", ("it is a video (Matroska)", _SPEECH)),
    (4, b"ftyp", ("it is a video, recording or picture (MP4, HEIC)", _SPEECH)),
    (0, b"MZ", ("it is a Windows program", _NOTHING)),
    (0, b"\x7fELF", ("it is a program", _NOTHING)),
    (0, b"\xca\xfe\xba\xbe", ("it is a program", _NOTHING)),
    (0, b"\xcf\xfa\xed\xfe", ("it is a program", _NOTHING)),
    (0, b"wOFF", ("it is a font", _NOTHING)),
    (0, b"wOF2", ("it is a font", _NOTHING)),
    (0, b"OTTO", ("it is a font", _NOTHING)),
    (0, b"\x00\x01\x00\x00\x00", ("it is a font", _NOTHING)),
)

SURE = 5
"""Bytes of a magic from which it is no coincidence; text can begin with shorter ones (`BM`, `ID3`, `GIF8`)."""
