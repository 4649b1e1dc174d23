"""Feeds of every kind, and sitemaps."""

import gzip
import json
import random
import time
from pathlib import Path

import pytest

from corpus.errors import SourceError
from corpus.web.feeds import feed_links, read_feed
from corpus.web.fetch import Fetcher
from corpus.web.sitemap import read_sitemap, walk_sitemap
from tests.corpus.web.server import Answer, Site

FULL = "<p>" + "The envoys met in Vienna and spoke for three hours about the harbour. " * 8 + "</p>"
RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Harbour Wire</title><link>https://example.org/</link><language>en-gb</language>
<item><title>Talks &amp; more</title><link>/talks?utm_source=rss</link><author>ada@example.org (Ada First)</author>
<pubDate>Tue, 18 Mar 2025 23:30:00 -0500</pubDate><guid>t1</guid><description>In short.</description>
<content:encoded><![CDATA[{FULL}]]></content:encoded></item>
<item><title>No date</title><link>https://example.org/two</link><description>Only a line.</description></item>
</channel></rss>""".encode()
ATOM = b"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
<title>Hafenblatt</title><entry><title>Gespr\xc3\xa4che</title><link href="https://example.org/g"/><id>urn:g</id>
<published>2025-03-18T08:00:00Z</published><updated>2025-03-20T08:00:00Z</updated><author><name>Ben Last</name></author>
<summary>Kurz.</summary></entry></feed>"""
JSON = json.dumps({
    "version": "https://jsonfeed.org/version/1.1", "title": "Harbour Notes", "home_page_url": "https://example.org/",
    "items": [{"id": "1", "url": "https://example.org/n", "title": "Note", "content_html": FULL,
               "date_published": "2025-03-18T08:00:00+01:00", "authors": [{"name": "Ada First"}]}, 3, {"id": "2"}],
}).encode()  # fmt: skip
SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://example.org/a</loc><lastmod>2025-03-19</lastmod><news:news><news:publication><news:name>Harbour Wire
</news:name><news:language>en</news:language></news:publication><news:publication_date>2025-03-18T08:00:00Z
</news:publication_date><news:title>Talks in Vienna</news:title></news:news></url>
<url><loc>https://www.example.org/b</loc></url><url><loc>https://elsewhere.org/c</loc></url><url><lastmod>x</lastmod></url>
</urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://example.org/s1.xml</loc>
</sitemap><sitemap><loc>https://elsewhere.org/s.xml</loc></sitemap></sitemapindex>"""


def test_rss_with_the_full_text() -> None:
    feed = read_feed(RSS, "https://example.org/feed.xml")
    assert (feed.title, feed.language) == ("Harbour Wire", "en-gb")
    first, second = feed.entries
    assert (first.title, first.url, first.published) == ("Talks & more", "https://example.org/talks", "2025-03-18")
    assert "Ada First" in first.author and first.content.startswith("<p>The envoys met")
    assert (second.published, second.content) == ("", "")


def test_atom_is_dated_by_its_publication() -> None:
    (entry,) = read_feed(ATOM, "").entries
    assert (entry.title, entry.url, entry.author) == ("Gespräche", "https://example.org/g", "Ben Last")
    assert (entry.published, entry.id, entry.content) == ("2025-03-18", "urn:g", "")


def test_json_feed() -> None:
    feed = read_feed(JSON, "https://example.org/feed.json")
    assert (feed.title, len(feed.entries)) == ("Harbour Notes", 2)
    assert (feed.entries[0].published, feed.entries[0].author) == ("2025-03-18", "Ada First")


def test_scripts_in_a_feed_are_left_out() -> None:
    hostile = RSS.replace(b"The envoys", b"<script>alert(1)</script><img src=x onerror=alert(1)>The envoys", 1)
    assert "script" not in read_feed(hostile, "").entries[0].content
    assert "onerror" not in read_feed(hostile, "").entries[0].content


@pytest.mark.parametrize(
    "data", [b"", b"plain text", b"<html><p>A page</p></html>", b"{}", b"{", b'{"items": 3}', b"\x00\xff"]
)
def test_what_is_no_feed(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        read_feed(data, "https://example.org/x")
    assert caught.value.hint


def test_entities_of_its_own_fetch_nothing() -> None:
    hostile = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + RSS.replace(b"Harbour Wire", b"&x;")
    with open("/etc/hostname", "rb") as file:  # noqa: PTH123
        name = file.read().strip()
    assert name and name.decode() not in read_feed(hostile, "").title


def test_the_feeds_that_a_page_names() -> None:
    page = """<head><link rel="alternate" type="application/rss+xml" href="/feed"><link rel="stylesheet" href="/x.css">
    <link rel="alternate" type="application/atom+xml" href="https://e.org/atom"><link rel=alternate hreflang=de
    href="/de"></head>"""
    assert feed_links(page, "https://example.org/a") == ["https://example.org/feed", "https://e.org/atom"]


def test_the_feeds_of_a_page_that_is_broken_further_on() -> None:
    page = '<link rel="alternate" type="application/rss+xml" href="/feed"></head><![odd[ <p>Home</p>'
    assert feed_links(page, "https://example.org/a") == ["https://example.org/feed"]


def test_a_sitemap_of_a_news_site() -> None:
    found = read_sitemap(SITEMAP, "https://example.org/sitemap.xml")
    assert [page.url for page in found.pages] == ["https://example.org/a", "https://www.example.org/b"]
    assert found.elsewhere == 1
    first = found.pages[0]
    assert (first.title, first.outlet, first.published, first.language) == (
        "Talks in Vienna", "Harbour Wire", "2025-03-18", "en",
    )  # fmt: skip


def test_an_index_of_sitemaps_packed_and_a_list_of_links() -> None:
    found = read_sitemap(gzip.compress(INDEX), "https://example.org/sitemap.xml.gz")
    assert (found.sitemaps, found.elsewhere) == (("https://example.org/s1.xml",), 1)
    lines = read_sitemap(b"https://example.org/a\n\nnot a link\nhttps://example.org/b\n", "https://example.org/s.txt")
    assert [page.url for page in lines.pages] == ["https://example.org/a", "https://example.org/b"]


@pytest.mark.parametrize(
    "data",
    [
        b"<html></html>",
        b"",
        b"plain text",
        b"\xff\xfe<\x00",
        b"<!--"
        + b" " * 5000
        + b"--><!DOCTYPE urlset [<!ENTITY a 'b'>]><urlset><url><loc>https://e.org/&a;</loc></url></urlset>",
        b"<urlset><url><loc>https://example.org/&#xd800;</loc></url></urlset>",
        b"<!DOCTYPE urlset [<!ENTITY a 'b'>]><urlset/>",
        gzip.compress(b"x" * 10**6)[:50] + b"zz",
    ],
)
def test_what_is_no_sitemap(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        read_sitemap(data, "https://example.org/s.xml")
    assert caught.value.hint


def test_damaged_ones_are_read_as_far_as_they_go_or_refused() -> None:
    chance = random.Random(20251123)
    for number in range(200):
        good = bytearray(chance.choice([RSS, ATOM, JSON, SITEMAP, INDEX]))
        for _ in range(chance.randrange(1, 12)):
            at = chance.randrange(len(good))
            match chance.randrange(3):
                case 0:
                    good[at] = chance.randrange(256)
                case 1:
                    del good[at : at + chance.randrange(1, 80)]
                case _:
                    good[at:at] = good[: chance.randrange(1, 60)]
            if not good:
                break
        for reader in (read_feed, read_sitemap):
            try:
                reader(bytes(good), "https://example.org/x")
            except SourceError as error:
                assert error.hint, number


def test_a_feed_that_is_the_path_of_a_file_is_not_opened(tmp_path: Path) -> None:
    inner = tmp_path / "feed.xml"
    inner.write_bytes(RSS)
    with pytest.raises(SourceError):
        read_feed(str(inner).encode(), "https://example.org/feed")


@pytest.mark.parametrize("reference", [b"&#xd800;", b"&#1114112;", b"&#99999999999999;", b"&#x" + b"f" * 30 + b";"])
def test_a_character_that_does_not_exist_costs_nothing_else(reference: bytes) -> None:
    feed = read_feed(RSS.replace(b"Talks", b"Ta" + reference + b"lks").replace(b"</item>", b"<x:y></item>", 1), "")
    assert feed.entries[0].title.startswith("Talks")


def test_an_encoding_that_does_not_exist_is_no_encoding() -> None:
    data = b'<?xml version="1.0" encoding="undefined"?>' + RSS.split(b"?>", 1)[1].replace(b"Talks", b"Talks \xe9")
    assert read_feed(data, "https://example.org/feed").entries[0].title == "Talks é & more"


RUSSIAN = "<p>" + "Послы встретились в порту и говорили о кранах, но не о ценах на зерно. " * 8 + "</p>"


@pytest.mark.parametrize(
    ("codec", "stated", "served"),
    [
        ("utf-8", "", ""),  # what XML is in when it says nothing
        ("utf-8", "", "iso-8859-1"),
        ("koi8-r", "", "koi8-r"),
        ("koi8-r", "koi8-r", ""),
        ("koi8-r", "koi8-r", "iso-8859-1"),
        ("windows-1251", "utf-8", "windows-1251"),
        ("utf-16", "", ""),
    ],
)
def test_the_charset_of_a_feed(codec: str, stated: str, served: str) -> None:
    prolog = f'<?xml version="1.0" encoding="{stated}"?>' if stated else ""
    item = (
        f"<item><title>Краны</title><link>https://e.org/a</link><description><![CDATA[{RUSSIAN}]]></description></item>"
    )
    text = f'{prolog}<rss version="2.0"><channel><title>Вести</title>{item}</channel></rss>'
    feed = read_feed(text.encode(codec), "https://example.org/feed", served)
    assert (feed.title, feed.entries[0].title, feed.entries[0].content.strip()) == ("Вести", "Краны", RUSSIAN)


def test_the_charset_of_a_json_feed() -> None:
    body = json.dumps(
        {"title": "Вести", "items": [{"title": "Краны стоят", "content_html": RUSSIAN}]}, ensure_ascii=False
    )
    assert read_feed(body.encode("koi8-r"), "", "koi8-r").entries[0].title == "Краны стоят"


ITEM = '<rss version="2.0"><channel><title>Harbour Wire</title><item><title>Talks</title>%s</item></channel></rss>'


@pytest.mark.parametrize(
    "inner",
    [
        "<a>" * 600_000,
        "<div>" * 300_000 + "</div>" * 300_000,
        "<description>" + "&lt;b&gt;" * 300_000 + "</description>",
        "<description>" + "&lt;!--" * 50_000 + "</description>",
    ],
)
def test_a_feed_of_nothing_but_markup_is_refused_at_once(inner: str) -> None:
    started = time.monotonic()
    with pytest.raises(SourceError, match="more markup than is read of a feed"):
        read_feed((ITEM % inner).encode(), "https://example.org/feed")
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "data",
    [
        ITEM % ("<author>" + "a" * 200_000 + "</author>"),
        ITEM % ("<description>&lt;p style='" + "a" * 200_000 + "'&gt;</description>"),
        '<?xml version="1.0"?>' + "\n" * 200_000 + ITEM % "",
        "\n" * 200_000 + ITEM % "",
    ],
)
def test_what_would_take_feedparser_minutes_takes_none(data: str) -> None:
    started = time.monotonic()
    assert [entry.title for entry in read_feed(data.encode(), "https://example.org/feed").entries] == ["Talks"]
    assert time.monotonic() - started < 5


def test_plain_text_in_a_json_feed_keeps_its_signs_and_paragraphs() -> None:
    text = "If a < b and b > c, say so. " * 20 + "\n\nThe second."
    (entry,) = read_feed(json.dumps({"items": [{"url": "https://e.org/a", "content_text": text}]}).encode(), "").entries
    assert entry.content.startswith("<p>If a &lt; b and b &gt; c") and entry.content.endswith("</p><p>The second.</p>")


@pytest.mark.parametrize(
    ("written", "day"), [("yesterday evening", ""), ("2025-03-18T08:00:00.123+01:00", "2025-03-18")]
)
def test_a_date_is_a_date_or_not_there(written: str, day: str) -> None:
    (entry,) = read_feed(
        json.dumps({"items": [{"url": "https://e.org/a", "date_published": written}]}).encode(), ""
    ).entries
    xml = f"<urlset><url><loc>https://e.org/a</loc><publication_date>{written}</publication_date></url></urlset>"
    (page,) = read_sitemap(xml.encode(), "https://e.org/s.xml").pages
    assert (entry.published, page.published) == (day, day)


def test_a_picture_in_a_sitemap_lends_the_page_nothing() -> None:
    data = (
        b'<urlset xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><image:image>'
        b"<image:loc>https://e.org/cat.jpg</image:loc><image:title>A cat</image:title></image:image>"
        b"<loc>https://e.org/a</loc></url></urlset>"
    )
    for given in (data, data.replace(b' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"', b"")):
        (page,) = read_sitemap(given, "https://e.org/s.xml").pages
        assert (page.url, page.title) == ("https://e.org/a", "")


def test_a_sitemap_packed_in_parts_is_read_whole() -> None:
    middle = SITEMAP.index(b"<url><loc>https://www")
    packed = gzip.compress(SITEMAP[:middle]) + gzip.compress(SITEMAP[middle:])
    assert len(read_sitemap(packed, "https://example.org/s.xml.gz").pages) == 2


def test_sitemaps_are_fetched_as_their_pages_are_asked_for(site: Site, fetcher: Fetcher) -> None:
    for number in range(3):
        listed = f"<urlset><url><loc>{site.url(f'/page{number}')}</loc></url></urlset>"
        site.answers[f"/s{number}.xml"] = Answer(listed.encode(), headers={"Content-Type": "application/xml"})
    inner = "".join(
        f"<sitemap><loc>{site.url(path)}</loc></sitemap>" for path in ("/s0.xml", "/no.xml", "/s1.xml", "/s2.xml")
    )
    walk = walk_sitemap(fetcher, f"<sitemapindex>{inner}</sitemapindex>".encode(), site.url("/sitemap.xml"))
    first = next(walk)
    assert not isinstance(first, SourceError) and first.url == site.url("/page0")
    assert site.paths() == ["/s0.xml"]
    missing, *rest = walk
    assert isinstance(missing, SourceError) and "/no.xml" in missing.message
    assert len(rest) == 2
