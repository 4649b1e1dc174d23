"""Fetching a link: safely, politely, within limits. No cookies, no credentials, no proxies from the environment.

Only http and https to public addresses, looked at again after every redirect (`corpus.web.address`); robots.txt obeyed;
at most one request at a time to a host, and a pause between two; a body of a size that is read, and in one time limit.
"""

import re
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Literal, Self

import httpcore

from corpus.errors import SourceError
from corpus.read import MAX_BYTES
from corpus.web.address import Clock, Deadline, GuardedBackend
from corpus.web.body import BY_HAND, read_body
from corpus.web.robots import Robots
from corpus.web.url import canonical, host_of, joined, shown

Status = Literal["new", "unchanged", "gone"]

MAX_REDIRECTS = 5
MAX_WAIT_S = 10.0  # that a server may ask for by Retry-After and is given; a longer wait is the user's to decide
_MAX_PAUSE_S = 10.0  # between two requests, whatever robots.txt asks for: who asks for more does not want readers
_ROBOTS_BYTES = 512 * 1024  # what is read of a robots.txt, as the standard has it (RFC 9309)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_LATER = frozenset({429, 503})
_MEANINGS = {
    401: "it asks for a password", 402: "it asks to be paid", 403: "the server does not give it to programs",
    407: "it asks for a password", 429: "the server asks for fewer requests", 451: "it is blocked for legal reasons",
    500: "the server failed", 502: "the server failed", 503: "the server is too busy", 504: "the server failed",
}  # fmt: skip
_TYPES = ("text/", "application/", "message/rfc822", "multipart/related")  # images, sound, video and fonts are others
_NOT_TYPES = ("text/css", "text/javascript", "application/javascript", "application/wasm", "application/font")

_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)

Header = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may take, and how polite it is; times in seconds."""

    bytes: int = MAX_BYTES
    total: float = 30.0
    connect: float = 10.0
    pause: float = 1.0  # between two requests to one host


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a link gave. `url` is where it led, `asked` what was asked for; times are ISO 8601, UTC."""

    asked: str
    url: str
    status: Status
    data: bytes
    content_type: str
    etag: str
    last_modified: str
    at: str
    charset: str = ""  # as the server states it; before what the page says itself, by the standard


@dataclass(frozen=True, slots=True)
class _Reply:
    code: int
    headers: dict[str, str] = field(default_factory=dict)
    data: bytes = b""


class Fetcher:
    """Fetches links, one after the other; `clock` and `sleep` are for tests."""

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        allow_private: bool = False,
        clock: Clock = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._limits = limits or Limits()
        self._allow_private = allow_private
        self._clock, self._sleep = clock, sleep
        self._next: dict[str, float] = {}  # when a host may be asked again
        self._robots: dict[str, Robots] = {}
        self._left = self._limits.total  # seconds of this fetch, over all its requests; the polite pauses not counted

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._robots.clear()

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        """What a link gives; raises SourceError. With the marks of an earlier version it may be `unchanged`."""
        asked = at = canonical(url)
        self._left = self._limits.total
        conditions = [(b"If-None-Match", etag), (b"If-Modified-Since", last_modified)]
        extra = [(name, value.encode("latin-1", "replace")) for name, value in conditions if value]
        for _ in range(MAX_REDIRECTS + 1):
            self._obey_robots(at)
            reply = self._asked(at, extra)
            if reply.code not in _REDIRECTS or "location" not in reply.headers:
                return self._fetched(asked, at, reply)
            at = joined(at, reply.headers["location"])
        raise SourceError(
            f"{shown(asked)} leads on and on ({MAX_REDIRECTS} redirects)", "Open it in a browser, and save the page."
        )

    def _fetched(self, asked: str, at: str, reply: _Reply) -> Fetched:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        headers = reply.headers
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        marks = (headers.get("etag", ""), headers.get("last-modified", ""))
        charset = _CHARSET.search(headers.get("content-type", ""))
        found = Fetched(asked, at, "new", reply.data, kind, *marks, now, charset[1].lower() if charset else "")
        if reply.code == 304:
            return replace(found, status="unchanged", data=b"")
        if reply.code in _GONE:
            return replace(found, status="gone", data=b"")
        if not 200 <= reply.code < 300:
            meaning = _MEANINGS.get(reply.code, "the server refused")
            hint = "Try again later." if reply.code in _LATER or reply.code >= 500 else BY_HAND
            raise SourceError(f"{shown(at)}: {meaning} (status {reply.code})", hint, passing=True)
        if not _may_be_article(headers):
            raise SourceError(f"{shown(at)} is no article, but {kind}", "Give the link of the page itself.")
        if not reply.data:
            raise SourceError(f"{shown(at)} is empty", BY_HAND)
        return found

    def _obey_robots(self, url: str) -> None:
        """Raises SourceError where the site asks programs to stay away."""
        site = url[: url.index("/", len("https://"))] if "/" in url[len("https://") :] else url
        rules = self._robots.get(site) or self._rules(site)
        if rules.fault:
            raise rules.fault.with_traceback(None)
        if rules.is_down:
            reason = f"{host_of(url)} does not say now what programs may read: its robots.txt fails"
            raise SourceError(reason, "Try again later.", passing=True)
        if not rules.allow(url):
            reason = f"{shown(url)}: the site asks programs not to read it (robots.txt)"
            raise SourceError(reason, "Open it in a browser, save the page, and add the file.")

    def _rules(self, site: str) -> Robots:
        """The rules of a site, asked for once; that it cannot be asked is kept too, but if the time was short."""
        had_time = self._left > self._limits.total / 2
        try:
            rules = self._asked_rules(f"{site}/robots.txt")
        except SourceError as error:
            rules = Robots(fault=error)
        if had_time or not rules.fault:
            self._robots[site] = rules
        return rules

    def _asked_rules(self, url: str) -> Robots:
        for _ in range(MAX_REDIRECTS + 1):
            reply = self._asked(url, [], most=_ROBOTS_BYTES, cut=True)
            if reply.code not in _REDIRECTS or "location" not in reply.headers:
                return Robots.of(reply.code, reply.data)
            url = joined(url, reply.headers["location"])
        return Robots()

    def _asked(self, url: str, extra: list[Header], *, most: int = 0, cut: bool = False) -> _Reply:
        """One request, in turn; once again where the server asks for a short wait. `cut`: keep what fits in `most`."""
        for last in (False, True):
            self._wait_turn(url)
            try:
                reply = self._requested(url, extra, most or self._limits.bytes, cut)
            finally:
                self._next[host_of(url)] = self._clock() + self._pause(url)
            wait = _seconds(reply.headers.get("retry-after", ""))
            if last or reply.code not in _LATER or wait is None or wait > MAX_WAIT_S:
                return reply
            self._sleep(wait)
        raise AssertionError("the second try returns")

    def _wait_turn(self, url: str) -> None:
        wait = self._next.get(host_of(url), 0.0) - self._clock()
        if wait > 0:
            self._sleep(wait)

    def _pause(self, url: str) -> float:
        asked = [rules.delay for site, rules in self._robots.items() if host_of(site) == host_of(url)]
        return min(max([self._limits.pause, *asked]), _MAX_PAUSE_S) if self._limits.pause else 0.0

    def _requested(self, url: str, extra: list[Header], most: int, cut: bool) -> _Reply:
        started = self._clock()
        deadline = Deadline(self._left, self._clock)
        backend = GuardedBackend(deadline, allow_private=self._allow_private)
        timeout = {"connect": self._limits.connect, "read": self._limits.total, "write": self._limits.total,
                   "pool": self._limits.total}  # fmt: skip
        headers = [
            (b"Host", host_of(url).encode()), (b"User-Agent", AGENT.encode()), (b"Accept", _ACCEPT),
            (b"Accept-Encoding", b"gzip, deflate"), *extra,
        ]  # fmt: skip
        try:
            with (
                httpcore.ConnectionPool(network_backend=backend) as pool,
                pool.stream("GET", url, headers=headers, extensions={"timeout": timeout}) as response,
            ):
                kept = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
                if not 200 <= response.status < 300 or not (cut or _may_be_article(kept)):
                    return _Reply(response.status, kept)  # nobody looks at the body, and it may be without end
                body = read_body(url, response.iter_stream(), kept, most, cut, deadline)
                return _Reply(response.status, kept, body)
        except httpcore.ConnectTimeout as error:
            reason = f"{host_of(url)} cannot be reached within {self._limits.connect:.0f} seconds"
            raise SourceError(reason, "Check the link and your connection.", passing=True) from error
        except httpcore.TimeoutException as error:
            seconds = f"{self._limits.total:.0f} seconds"
            raise SourceError(f"{shown(url)}: no answer within {seconds}", "Try again later.", passing=True) from error
        except httpcore.ConnectError as error:
            if any(isinstance(fault, ssl.SSLError) for fault in error.args):  # httpcore keeps it there
                why = next((one.verify_message for one in error.args if isinstance(one, ssl.CertificateError)), error)
                reason = f"{host_of(url)} cannot be trusted to be itself (TLS): {why}"
                raise SourceError(reason, _UNTRUSTED, passing=True) from error
            reason = f"{host_of(url)} cannot be reached: {error}"
            raise SourceError(reason, "Check the link and your connection.", passing=True) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            reason = f"{shown(url)}: the answer broke off or is no HTTP: {error or type(error).__name__}"
            raise SourceError(reason, "Try again later.", passing=True) from error
        finally:
            self._left -= self._clock() - started


_UNTRUSTED = "Check the link. For a site of your own network: SSL_CERT_FILE=FILE names the certificates that you trust."
_ACCEPT = b"text/html,application/xhtml+xml,application/xml;q=0.9,application/pdf,*/*;q=0.5"


def _agent() -> str:
    try:
        return f"Chancery/{version('chancery')} (reads for the library of its user)"
    except PackageNotFoundError:  # run from a folder that is not installed
        return "Chancery (reads for the library of its user)"


AGENT = _agent()


def _may_be_article(headers: dict[str, str]) -> bool:
    """By the type that the server states, if it states one."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return not kind or (kind.startswith(_TYPES) and not kind.startswith(_NOT_TYPES))


def _seconds(retry_after: str) -> float | None:
    return float(retry_after) if retry_after.strip().isdecimal() else None
