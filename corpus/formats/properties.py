"""Titles and authors as a document's properties give them, without what a program wrote there by itself.

Such properties are seldom looked at: they name the template, the file or the account. What is not clearly a title or a
person is left empty, and the text may still say it.
"""

import re

MAX_PROPERTY = 300  # characters; the longest titles of studies have 250, and authors' lists of ten names as many

_SPACES = re.compile(r"\s+")
_NO_TITLE = re.compile(
    r"(?:document|dokument|документ|documento|word document|untitled|unbenannt|без названия|sans titre|title|titel"
    r"|presentation|powerpoint[- ]presentation|презентация powerpoint|slide|layout|template|vorlage|normal|draft|cover"
    r"|new document|neues dokument|новый документ|doc|page|unknown|none|null)[ _-]*\d*"
    r"|microsoft (?:office )?(?:word|powerpoint|excel)\b.*"
    r"|[(<\[].{0,30}[)>\]]"  # (anonymous), <untitled>
    r"|.*\.(?:docx?|dotx?|rtf|odt|txt|pdf|indd|qxp|qxd|pmd|tex|dvi|ps|pages|html?|pptx?|xlsx?|epub|md|cdr|ai)"
    r"|(?=\S*[_\d])\S+"  # report_final_v2: a file's name
    r"|https?://.*",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"(?:microsoft (?:office|word|corporation)|adobe|acrobat|libreoffice|openoffice|google docs|python-docx|docx4j"
    r"|apache (?:poi|fop)|aspose|calibre|pandoc|ghostscript|itext|reportlab|pdfium|latex|tex output)\b.*"
    r"|(?:(?:windows|office|default|test|home|guest|local|new|unknown|ms) )?"
    r"(?:user|admin|administrator|owner|author|anonymous|unnamed|un-named|unknown|default|none|null|untitled"
    r"|пользователь|администратор|автор|benutzer|utilisateur|usuario)\d*"
    r"|[(<\[].{0,30}[)>\]]"
    r"|\S*[@_\\/\d]\S*",  # an address, an account, a computer
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"[a-z.-]+")  # jsmith


def title_property(text: str) -> str:
    """A title, or "" where it is a program's or a file's name."""
    text = _SPACES.sub(" ", text).strip()
    if len(text) > MAX_PROPERTY:
        return ""
    return "" if _NO_TITLE.fullmatch(text) or not any(map(str.isalpha, text)) else text


def author_property(text: str) -> str:
    """A person's or an organisation's name, or "" where it is a program or an account."""
    text = _SPACES.sub(" ", text).strip()
    if len(text) > MAX_PROPERTY or _NO_PERSON.fullmatch(text) or _ACCOUNT.fullmatch(text):
        return ""
    return text if any(map(str.isalpha, text)) else ""
