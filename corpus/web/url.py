"""Addresses of pages: written one way, without what only tracks readers, and as names of files."""

import hashlib
import re
from urllib.parse import quote, unquote, unquote_plus, urljoin, urlsplit, urlunsplit

import idna

from corpus.errors import SourceError

MAX_URL = 4_000  # characters; browsers and servers take no longer ones
MAX_NAME = 120  # characters of a file's name made of an address

_TRACKING = re.compile(
    r"utm_\w+|[a-z]?clid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|twclid|yclid|igshid|mc_[ce]id|_hsenc|_hsmi|"
    r"vero_id|mkt_tok|oly_enc_id|oly_anon_id|cmpid|ns_[a-z_]+|at_\w+|xtor|ocid|smid|smtyp|wt_\w+|spm|__twitter_impression",
    re.IGNORECASE,
)
_SAFE = "/:=&?~#+!$,;'@()*[]%-._"  # signs of an address that stay as they are
_NO_SIGN = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")  # no address has these; half a character cannot be sent
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_USER = re.compile(r"(?<=//)[^/?#]*@")
_ODD_USER = re.compile(r"(?<=//)[^/?#@\[]*:(?!\d*(?:[/?#]|\Z)).*@")  # a password with a sign that ends hosts
_NO_LETTER = re.compile(r"[\W_]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)  # what Windows calls devices


def is_link(text: str) -> bool:
    """Whether a text is the address of a page."""
    return re.fullmatch(r"https?://\S+", text.strip(), re.IGNORECASE) is not None


def is_address(text: str) -> bool:
    """Whether a text is an address of any kind, also one that is not fetched ("ftp://...")."""
    return re.fullmatch(r"[a-z][a-z\d+.-]+://\S+", text.strip(), re.IGNORECASE) is not None


def canonical(url: str) -> str:
    """One address for one page; raises SourceError for what is none that can be fetched.

    Host in lower case and in its ASCII form, no fragment, no name or password, no parameters that only track.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise SourceError(f"{shown(url)} is no address", "Check the link.") from error  # the fault quotes passwords
    if parts.scheme.lower() not in ("http", "https"):
        raise SourceError(f"{shown(url)} cannot be fetched: only http and https are", "Save the page and add the file.")
    if not host or len(url) > MAX_URL or _NO_SIGN.search(url):
        raise SourceError(f"{shown(url)} is no address of a page", "Check the link.")
    host = _ascii(host, url)
    default = {"http": 80, "https": 443}[parts.scheme.lower()]
    place = f"[{host}]" if ":" in host else host
    place += f":{port}" if port and port != default else ""
    # As they are written: a query in another encoding than UTF-8 would not survive being read and written again.
    query = "&".join(one for one in parts.query.split("&") if not _tracks(one))
    return urlunsplit((parts.scheme.lower(), place, _quoted(parts.path) or "/", _quoted(query), ""))


def joined(base: str, url: str) -> str:
    """The address that a page at `base` means by `url`, canonical; raises SourceError."""
    try:
        return canonical(urljoin(base, url.strip()))
    except ValueError as error:
        raise SourceError(f"{shown(url)} is no address", "Check the link.") from error


def host_of(url: str) -> str:
    """The host of a canonical address, with its port."""
    return urlsplit(url).netloc


def shown(url: str) -> str:
    """An address for messages: no name and password, not too long."""
    return _ODD_USER.sub("", _USER.sub("", url))[:200].encode("utf-8", "replace").decode()


def name_for(url: str, suffix: str) -> str:
    """A key in the sources folder for a page: its host as the folder, its path as the file, and a suffix."""
    parts = urlsplit(url)
    host = re.sub(r"[^\w.-]", "-", parts.netloc.removeprefix("www.")) or "web"
    path = unquote(parts.path).strip("/")
    stem = path.rsplit(".", 1)[0] if re.search(r"\.[a-z]{2,5}$", path, re.IGNORECASE) else path
    words = [_NO_LETTER.sub("-", part).strip("-").lower() for part in stem.split("/")]
    name = "-".join(filter(None, words)) or "index"
    if parts.query:  # other parameters are another page
        name += "-" + hashlib.sha256(parts.query.encode()).hexdigest()[:8]
    while len(f"{name}{suffix}".encode()) > MAX_NAME:
        name = name[:-1]
    return f"{host}/{'page-' if _RESERVED.fullmatch(name) else ''}{name.strip('-')}{suffix}"


def _tracks(parameter: str) -> bool:
    return _TRACKING.fullmatch(unquote_plus(parameter.partition("=")[0])) is not None


def _quoted(part: str) -> str:
    """With escapes for what must have them, and all escapes in one case."""
    return _ESCAPE.sub(lambda escape: escape[0].upper(), quote(part, safe=_SAFE))


def _ascii(host: str, url: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise SourceError(f"{shown(url)} is no address: {error}", "Check the link.") from error
