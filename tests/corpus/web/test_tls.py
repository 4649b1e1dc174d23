"""Sites that say who they are: certificates trusted and not, of this name and of another.

`tls/server.pem` is a certificate of wire.example with its key, for a hundred years; `tls/authority.pem` vouches for it.
"""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import SourceError
from corpus.web import address
from corpus.web.fetch import Fetcher
from tests.corpus.web.server import Site, serving

TLS = Path(__file__).parent / "tls"


@pytest.fixture
def names() -> list[str | None]:
    """The names by which the secure site was asked for, in the handshake."""
    return []


@pytest.fixture
def secure(names: list[str | None], monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site with a certificate of wire.example; every name leads to it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "server.pem")

    def note(connection: ssl.SSLObject, name: str | None, context: ssl.SSLContext) -> None:
        names.append(name)

    context.sni_callback = note
    monkeypatch.setattr(address, "resolve", lambda host, port: ["127.0.0.1"])
    with serving(context) as site:
        site.page("/a", "Talks", "They met.")
        yield site


def named(site: Site, host: str) -> str:
    return site.url("/a").replace("127.0.0.1", host)


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: Site, fetcher: Fetcher) -> None:
    with pytest.raises(SourceError, match=r"wire\.example:\d+ cannot be trusted to be itself \(TLS\): ") as caught:
        fetcher.fetch(named(secure, "wire.example"))
    assert "certificate" in caught.value.message and "SSL_CERT_FILE" in caught.value.hint
    assert secure.asked == []


def test_a_site_is_known_by_its_name_and_not_by_its_address(
    secure: Site, names: list[str | None], fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "authority.pem"))
    found = fetcher.fetch(named(secure, "wire.example"))
    assert b"They met." in found.data and set(names) == {"wire.example"}
    assert {headers["Host"] for _, headers in secure.asked} == {named(secure, "wire.example").split("/")[2]}


@pytest.mark.parametrize("host", ["post.example", "inner.wire.example", "127.0.0.1"])
def test_a_certificate_of_another_name_is_refused(
    secure: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "authority.pem"))
    with pytest.raises(SourceError, match=rf"cannot be trusted .*not valid for .*{host}"):
        fetcher.fetch(named(secure, host))
    assert secure.asked == []


def test_a_site_that_speaks_no_tls_is_told(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(SourceError, match=r"cannot be trusted to be itself \(TLS\)") as caught:
        fetcher.fetch(site.url("/a").replace("http://", "https://"))
    assert caught.value.hint and site.asked == []
