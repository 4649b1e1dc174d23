"""Fetching from a server of this machine, polite ones and hostile ones."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from corpus.errors import SourceError
from corpus.web import address
from corpus.web.address import RefusedAddress
from corpus.web.fetch import Fetcher, Limits
from tests.corpus.web.server import Answer, Site, bomb, drip, endless


def test_a_page_comes_with_what_is_known_of_it(site: Site, fetcher: Fetcher) -> None:
    site.page("/a", "Talks", "They met.", ETag='"one"', **{"Last-Modified": "Tue, 18 Mar 2025 10:00:00 GMT"})
    found = fetcher.fetch(site.url("/a#part"))
    assert (found.asked, found.url, found.status) == (site.url("/a"), site.url("/a"), "new")
    assert b"They met." in found.data and found.content_type == "text/html"
    assert (found.etag, found.last_modified) == ('"one"', "Tue, 18 Mar 2025 10:00:00 GMT")
    _, headers = site.asked[-1]
    assert headers["User-Agent"].startswith("Chancery") and "Cookie" not in headers and "Authorization" not in headers


def test_an_unchanged_page_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    site.page("/a", "Talks", "They met.", ETag='"one"')
    assert fetcher.fetch(site.url("/a"), etag='"one"').status == "unchanged"
    site.page("/a", "Talks", "They met again.", ETag='"two"')
    assert fetcher.fetch(site.url("/a"), etag='"one"').status == "new"


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone(site: Site, fetcher: Fetcher, status: int) -> None:
    site.answers["/a"] = Answer(b"no such page", status)
    assert fetcher.fetch(site.url("/a")).status == "gone"


def test_redirects_are_followed_and_not_for_ever(site: Site, fetcher: Fetcher) -> None:
    site.page("/end/page", "Talks", "They met.")
    site.answers["/a"] = Answer(status=301, headers={"Location": "b"})
    site.answers["/b"] = Answer(status=302, headers={"Location": "/end/page"})
    assert fetcher.fetch(site.url("/a")).url == site.url("/end/page")
    site.answers["/round"] = Answer(status=302, headers={"Location": "/round"})
    with pytest.raises(SourceError, match="leads on and on"):
        fetcher.fetch(site.url("/round"))


@pytest.mark.parametrize("place", ["file:///etc/passwd", "ftp://example.org/a", "javascript:alert(1)", "gopher://x/"])
def test_a_redirect_leaves_the_web_never(site: Site, fetcher: Fetcher, place: str) -> None:
    site.answers["/a"] = Answer(status=302, headers={"Location": place})
    with pytest.raises(SourceError, match="only http and https"):
        fetcher.fetch(site.url("/a"))


def test_this_machine_is_refused_unless_allowed(site: Site) -> None:
    site.page("/a", "Talks", "They met.")
    with pytest.raises(RefusedAddress, match=r"127\.0\.0\.1 is not an address of the public internet"):
        Fetcher(Limits(pause=0)).fetch(site.url("/a"))
    assert site.asked == []


@pytest.mark.parametrize(
    "written",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "::7f00:1", "2001:db8::1",
        "fec0::1", "64:ff9b:1:a00:1:100:808:808", "::ffff:0:7f00:1", "3fff::1", "4000::1",
    ],
)  # fmt: skip
def test_no_form_of_a_private_address_passes(written: str) -> None:
    with pytest.raises(RefusedAddress):
        address.allowed("name", [written], allow_private=False)
    assert address.allowed("name", [written], allow_private=True) == [written]


@pytest.mark.parametrize("written", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_public_addresses_pass(written: str) -> None:
    assert address.allowed("name", [written], allow_private=False) == [written]


def test_a_name_that_resolves_to_this_machine_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "resolve", lambda host, port: ["8.8.8.8", "127.0.0.1"])
    with pytest.raises(RefusedAddress, match=r"example\.org is at 127"):
        Fetcher(Limits(pause=0)).fetch("http://example.org/a")


def test_the_address_that_was_judged_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[object] = []
    answers = iter([["93.184.216.34"], ["127.0.0.1"], ["127.0.0.1"]])
    monkeypatch.setattr(address, "resolve", lambda host, port: next(answers))

    def create(place: tuple[str, int], *rest: object, **more: object) -> socket.socket:
        connected.append(place)
        raise ConnectionRefusedError("no network here")

    monkeypatch.setattr(socket, "create_connection", create)
    with pytest.raises(SourceError, match=r"example\.org cannot be reached"):
        Fetcher(Limits(pause=0)).fetch("http://example.org/a")
    assert connected == [("93.184.216.34", 80)]


def test_a_redirect_to_this_machine_is_judged_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.answers["/a"] = Answer(status=302, headers={"Location": "http://inner.example/secret"})
    real = address.allowed

    def judged(host: str, addresses: list[str], *, allow_private: bool) -> list[str]:
        return real(host, addresses, allow_private=host == "127.0.0.1")

    monkeypatch.setattr(address, "allowed", judged)
    monkeypatch.setattr(
        address, "resolve", lambda host, port: ["127.0.0.1"] if host == "127.0.0.1" else ["192.168.0.7"]
    )
    with pytest.raises(RefusedAddress, match=r"inner\.example is at 192\.168\.0\.7"):
        Fetcher(Limits(pause=0)).fetch(site.url("/a"))


def test_a_slow_drip_ends_at_the_time_limit(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a"] = Answer(pieces=lambda: drip(0.05))
    started = time.monotonic()
    with pytest.raises(SourceError, match="no answer within 2 seconds"):
        fetcher.fetch(site.url("/a"))
    assert time.monotonic() - started < 6


def test_a_drip_of_headers_ends_too(fetcher: Fetcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(4096)
                    try:
                        connection.sendall(b"HTTP/1.1 200 OK\r\n")
                        for number in range(1000):
                            connection.sendall(f"X-{number}: y\r\n".encode())
                            time.sleep(0.05)
                    except OSError:
                        continue

        threading.Thread(target=answer, daemon=True).start()
        started = time.monotonic()
        with pytest.raises(SourceError):
            fetcher.fetch(f"http://127.0.0.1:{server.getsockname()[1]}/a")
        assert time.monotonic() - started < 8


@pytest.mark.parametrize(
    "answer",
    [
        Answer(pieces=endless),
        Answer(b"x" * 300_000),
        Answer(bomb(50_000_000), headers={"Content-Encoding": "gzip"}),
    ],
)
def test_more_than_is_read_is_refused(site: Site, fetcher: Fetcher, answer: Answer) -> None:
    site.answers["/a"] = answer
    with pytest.raises(SourceError, match="more than 200,000 bytes"):
        fetcher.fetch(site.url("/a"))


def test_packed_pages_are_unpacked(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a"] = Answer(gzip.compress(b"They met."), headers={"Content-Encoding": "gzip"})
    assert fetcher.fetch(site.url("/a")).data == b"They met."


@pytest.mark.parametrize(
    "answer",
    [
        Answer(gzip.compress(b"They met." * 100)[:-20], headers={"Content-Encoding": "gzip"}),
        Answer(b"no gzip", headers={"Content-Encoding": "gzip"}),
        Answer(b"They met.", length=500),
        Answer(b"They met.", headers={"Content-Encoding": "br"}),
    ],
)
def test_an_answer_that_is_cut_off_or_damaged_is_refused(site: Site, fetcher: Fetcher, answer: Answer) -> None:
    site.answers["/a"] = answer
    with pytest.raises(SourceError) as caught:
        fetcher.fetch(site.url("/a"))
    assert caught.value.hint and "/a" in caught.value.message


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "text/css", "application/javascript", "font/woff2"])
def test_what_is_no_article_is_refused_by_its_type(site: Site, fetcher: Fetcher, kind: str) -> None:
    site.answers["/a"] = Answer(b"bytes", headers={"Content-Type": kind})
    with pytest.raises(SourceError, match=f"is no article, but {kind}"):
        fetcher.fetch(site.url("/a"))


@pytest.mark.parametrize(("status", "why"), [(401, "password"), (403, "programs"), (451, "legal"), (500, "failed")])
def test_a_refusal_says_what_it_means(site: Site, fetcher: Fetcher, status: int, why: str) -> None:
    site.answers["/a"] = Answer(b"no", status)
    with pytest.raises(SourceError, match=why):
        fetcher.fetch(site.url("/a"))


def test_a_short_wait_is_waited_and_a_long_one_told(site: Site) -> None:
    slept: list[float] = []
    fetcher = Fetcher(Limits(pause=0.0), allow_private=True, sleep=slept.append)
    site.answers["/a"] = Answer(b"", 429, {"Retry-After": "3"})
    with pytest.raises(SourceError, match="fewer requests"):
        fetcher.fetch(site.url("/a"))
    assert slept == [3.0] and site.paths() == ["/a", "/a"]
    site.answers["/a"] = Answer(b"", 503, {"Retry-After": "3600"})
    with pytest.raises(SourceError, match="too busy"):
        fetcher.fetch(site.url("/a"))
    assert slept == [3.0]


def test_a_host_is_asked_once_a_second(site: Site) -> None:
    now, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    fetcher = Fetcher(Limits(pause=1.0), allow_private=True, clock=lambda: now[0], sleep=sleep)
    for path in ("/a", "/b"):
        site.page(path, "Talks", "They met.")
        fetcher.fetch(site.url(path))
    assert slept == [1.0, 1.0]  # robots.txt, then each page


@pytest.mark.parametrize(
    ("rules", "path", "may"),
    [
        ("User-agent: *\nDisallow: /private/", "/private/a", False),
        ("User-agent: *\nDisallow: /private/", "/open/a", True),
        ("User-agent: *\nDisallow: /\nAllow: /open/", "/open/a", True),
        ("User-agent: *\nDisallow: /*.php$", "/a.php", False),
        ("User-agent: Chancery\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: OtherBot\nDisallow: /", "/a", True),
        ("", "/a", True),
    ],
)
def test_robots_txt_is_obeyed(site: Site, fetcher: Fetcher, rules: str, path: str, may: bool) -> None:
    site.answers["/robots.txt"] = Answer(rules.encode(), headers={"Content-Type": "text/plain"})
    site.page(path, "Talks", "They met.")
    if may:
        assert fetcher.fetch(site.url(path)).status == "new"
        return
    with pytest.raises(SourceError, match=r"robots\.txt"):
        fetcher.fetch(site.url(path))
    assert site.paths() == []


def test_robots_txt_of_a_site_that_fails_means_not_now(site: Site, fetcher: Fetcher) -> None:
    site.answers["/robots.txt"] = Answer(b"", 503)
    site.page("/a", "Talks", "They met.")
    with pytest.raises(SourceError, match="does not say now"):
        fetcher.fetch(site.url("/a"))


def test_robots_txt_is_asked_for_once_and_its_delay_kept(site: Site) -> None:
    slept: list[float] = []
    site.answers["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 4")
    fetcher = Fetcher(Limits(pause=1.0), allow_private=True, clock=lambda: 0.0, sleep=slept.append)
    for path in ("/a", "/b", "/c"):
        site.page(path, "Talks", "They met.")
        fetcher.fetch(site.url(path))
    assert [path for path, _ in site.asked].count("/robots.txt") == 1
    assert slept[1:] == [4.0, 4.0]


def test_a_password_in_a_link_is_neither_sent_nor_shown(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a"] = Answer(b"no", 403)
    with pytest.raises(SourceError) as caught:
        fetcher.fetch(site.url("/a").replace("http://", "http://ada:secret@"))
    assert "secret" not in str(caught.value)
    assert all("Authorization" not in headers for _, headers in site.asked)


def test_nothing_listens(fetcher: Fetcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(SourceError, match=rf"127\.0\.0\.1:{port} cannot be reached"):
        fetcher.fetch(f"http://127.0.0.1:{port}/a")


def test_a_name_that_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(address, "resolve", unknown)
    with pytest.raises(SourceError, match=r"the name nowhere\.example is not known"):
        Fetcher(Limits(pause=0)).fetch("http://nowhere.example/a")


def test_what_follows_a_packed_page_is_not_kept(site: Site, fetcher: Fetcher) -> None:
    def pieces() -> Iterator[bytes]:
        yield gzip.compress(b"They met.")
        yield from endless()

    site.answers["/a"] = Answer(headers={"Content-Encoding": "gzip"}, pieces=pieces)
    started = time.monotonic()
    assert fetcher.fetch(site.url("/a")).data == b"They met."
    assert time.monotonic() - started < 1.5  # its time limit is 2: it ended by itself


def test_a_page_packed_in_parts_is_whole(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a"] = Answer(gzip.compress(b"They ") + gzip.compress(b"met."), headers={"Content-Encoding": "gzip"})
    assert fetcher.fetch(site.url("/a")).data == b"They met."


def test_a_body_that_nobody_needs_is_not_waited_for(site: Site, fetcher: Fetcher) -> None:
    site.answers["/gone"] = Answer(status=404, pieces=endless)
    site.answers["/film"] = Answer(headers={"Content-Type": "video/mp4"}, pieces=endless)
    assert fetcher.fetch(site.url("/gone")).status == "gone"
    with pytest.raises(SourceError, match="is no article, but video/mp4"):
        fetcher.fetch(site.url("/film"))


def test_all_redirects_share_one_time_limit(site: Site) -> None:
    def late() -> Iterator[bytes]:
        time.sleep(0.3)
        yield b"They met."

    site.answers["/robots.txt"] = Answer(pieces=late)
    site.answers["/a"] = Answer(pieces=late)
    limits = Limits(total=0.45, connect=0.45, pause=0.0)
    with pytest.raises(SourceError, match="no answer within"):
        Fetcher(limits, allow_private=True).fetch(site.url("/a"))


def test_the_charset_that_the_server_states_is_kept(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a"] = Answer(b"They met.", headers={"Content-Type": 'text/html; Charset="KOI8-R"'})
    assert fetcher.fetch(site.url("/a")).charset == "koi8-r"
    site.answers["/b"] = Answer(b"They met.", headers={"Content-Type": "text/html"})
    assert fetcher.fetch(site.url("/b")).charset == ""


def test_robots_txt_with_a_byte_order_mark(site: Site, fetcher: Fetcher) -> None:
    site.answers["/robots.txt"] = Answer(b"\xef\xbb\xbfUser-agent: *\nDisallow: /")
    site.page("/a", "Talks", "They met.")
    with pytest.raises(SourceError, match=r"robots\.txt"):
        fetcher.fetch(site.url("/a"))


def test_a_site_that_cannot_be_asked_for_its_rules_is_asked_once(site: Site, fetcher: Fetcher) -> None:
    site.answers["/robots.txt"] = Answer(b"User-agent: *", length=500)  # it breaks off
    site.page("/a", "Talks", "They met.")
    faults = []
    for _ in range(3):
        with pytest.raises(SourceError, match="broke off") as caught:
            fetcher.fetch(site.url("/a"))
        faults.append(caught.value.message)
    assert [path for path, _ in site.asked] == ["/robots.txt"] and len(set(faults)) == 1
    del site.answers["/robots.txt"]
    with fetcher:  # a run
        pass
    assert fetcher.fetch(site.url("/a")).status == "new"


def test_rules_for_which_there_was_no_time_are_asked_for_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def late() -> Iterator[bytes]:
        time.sleep(0.6)
        yield b""

    monkeypatch.setattr(address, "resolve", lambda host, port: ["127.0.0.1"])
    other = site.url("/end").replace("127.0.0.1", "other.example")
    site.page("/end", "Talks", "They met.")
    site.answers["/a"] = Answer(status=302, headers={"Location": other})
    site.answers["/robots.txt"] = Answer(pieces=late)
    fetcher = Fetcher(Limits(total=1.0, connect=1.0, pause=0.0), allow_private=True)
    with pytest.raises(SourceError, match="no answer within"):
        fetcher.fetch(site.url("/a"))
    assert fetcher.fetch(other).status == "new"


def test_a_name_that_is_never_resolved_ends_at_the_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()

    def hang(host: str, port: int) -> list[str]:
        released.wait()
        return ["127.0.0.1"]

    monkeypatch.setattr(address, "resolve", hang)
    started = time.monotonic()
    with pytest.raises(SourceError, match=r"slow\.example cannot be reached within") as caught:
        Fetcher(Limits(total=0.3, connect=5.0, pause=0.0)).fetch("http://slow.example/a")
    assert time.monotonic() - started < 2 and caught.value.passing
    (left,) = [thread for thread in threading.enumerate() if thread.name == "resolve slow.example"]
    assert left.daemon  # it keeps no process from ending
    released.set()
    left.join(5)
    assert not left.is_alive()
