"""From links into the library and back to them: pages, feeds, sitemaps, changes, what is gone."""

import json

import pytest

from corpus import linked
from corpus.article import Article
from corpus.corrections import correct
from corpus.errors import SourceError
from corpus.home import Home
from corpus.load import load
from corpus.readers import Readers
from corpus.scan import scan
from corpus.sidecar import read_sidecar
from corpus.sync import add_links, sync
from corpus.web.fetch import Fetcher
from tests.corpus.web.server import Answer, Site

LONG = "The envoys met in Vienna and spoke for three hours about the harbour and its cranes. " * 8


def articles(home: Home) -> dict[str, str]:
    return {article.title: article.text for article in map(load, scan(home))}


def feed(site: Site, *paths: str) -> None:
    items = "".join(
        f"<item><title>Entry {path}</title><link>{site.url(path)}</link><author>Ada First</author>"
        "<pubDate>Tue, 18 Mar 2025 10:00:00 GMT</pubDate></item>" for path in paths
    )  # fmt: skip
    body = f'<rss version="2.0"><channel><title>Harbour Wire</title>{items}</channel></rss>'
    site.answers["/feed"] = Answer(body.encode(), headers={"Content-Type": "application/rss+xml"})


def test_a_page_by_its_link(home: Home, site: Site, fetcher: Fetcher) -> None:
    site.page("/2025/talks", "Talks in Vienna", LONG, ETag='"one"')
    report = add_links(home, fetcher, [site.url("/2025/talks?utm_source=x")])
    host = site.address.removeprefix("http://").replace(":", "-")
    assert report.added == (f"{host}/2025-talks.html",)
    article = load(scan(home)[0])
    assert (article.title, article.outlet, article.published) == ("Talks in Vienna", "Harbour Wire", "2025-03-18")
    assert article.url == site.url("/2025/talks") and str(article.origins["url"]) == "stated: link"
    sidecar = read_sidecar(scan(home)[0].sidecar)
    assert sidecar is not None and sidecar.web["etag"] == '"one"' and sidecar.origin == site.url("/2025/talks")


def test_what_cannot_be_fetched_is_skipped_and_the_rest_goes_on(home: Home, site: Site, fetcher: Fetcher) -> None:
    site.page("/a", "Talks", LONG)
    site.answers["/b"] = Answer(b"no", 403)
    links = [site.url("/b"), site.url("/gone"), "http://", site.url("/a")]
    report = add_links(home, fetcher, links)
    assert len(report.added) == 1 and [one.source for one in report.skipped] == links[:3]
    assert all(one.hint for one in report.skipped)


def test_a_feed_brings_its_pages_and_says_what_they_do_not(home: Home, site: Site, fetcher: Fetcher) -> None:
    site.answers["/bare"] = Answer(
        f"<html><body><p>{LONG}</p></body></html>".encode(), headers={"Content-Type": "text/html"}
    )
    site.page("/full", "Talks in Vienna", LONG + "And more.")
    feed(site, "/bare", "/full", "/gone")
    report = add_links(home, fetcher, [site.url("/feed")])
    assert len(report.added) == 2 and "does not exist" in report.skipped[0].reason
    by_title = {article.title: article for article in map(load, scan(home))}
    assert set(by_title) == {"Entry /bare", "Talks in Vienna"}
    assert (by_title["Entry /bare"].author, by_title["Entry /bare"].published) == ("Ada First", "2025-03-18")
    assert str(by_title["Entry /bare"].origins["published"]) == "stated: feed"
    assert linked.feeds(home) == {site.url("/feed"): "Harbour Wire"}


def test_the_text_of_a_feed_stands_for_a_page_that_is_refused(home: Home, site: Site, fetcher: Fetcher) -> None:
    items = [{"id": "1", "url": site.url("/wall"), "title": "Behind a wall", "content_html": f"<p>{LONG}</p>"}]
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Notes", "items": items})
    site.answers["/feed.json"] = Answer(body.encode(), headers={"Content-Type": "application/feed+json"})
    site.answers["/wall"] = Answer(b"pay", 402)
    assert len(add_links(home, fetcher, [site.url("/feed.json")]).added) == 1
    (article,) = map(load, scan(home))
    assert (article.title, article.outlet, article.url) == ("Behind a wall", "Notes", site.url("/wall"))
    assert article.text.startswith("The envoys met")


def test_a_sitemap_brings_its_pages(home: Home, site: Site, fetcher: Fetcher) -> None:
    site.page("/a", "One", LONG)
    site.page("/b", "Two", LONG + "More.")
    inner = f"<urlset><url><loc>{site.url('/a')}</loc></url><url><loc>{site.url('/b')}</loc></url></urlset>"
    site.answers["/s1.xml"] = Answer(inner.encode(), headers={"Content-Type": "application/xml"})
    outer = f"<sitemapindex><sitemap><loc>{site.url('/s1.xml')}</loc></sitemap></sitemapindex>"
    site.answers["/sitemap.xml"] = Answer(outer.encode(), headers={"Content-Type": "application/xml"})
    assert len(add_links(home, fetcher, [site.url("/sitemap.xml")]).added) == 2
    assert len(articles(home)) == 2


def test_looking_again(home: Home, site: Site, fetcher: Fetcher) -> None:
    for name in ("same", "changes", "goes"):
        site.page(f"/{name}", f"The {name}", f"{LONG} {name}", ETag=f'"{name}"')
    feed(site, "/same")
    add_links(home, fetcher, [site.url(f"/{name}") for name in ("same", "changes", "goes", "feed")])
    changing = next(source for source in scan(home) if "changes" in source.key)
    correct(home, changing.key, {"author": "Ines Corvalho"})
    assert len(sync(home, fetcher).unchanged) == 3

    site.page("/changes", "The changes", f"{LONG} It has another end.", ETag='"second"')
    site.page("/new", "The new", f"{LONG} new")
    del site.answers["/goes"]
    feed(site, "/new", "/same")
    report = sync(home, fetcher)
    assert (len(report.changed), len(report.gone), len(report.added)) == (1, 1, 1)
    assert not report.skipped
    assert {"The same", "The changes", "The goes", "The new"} == set(articles(home))
    article = load(next(source for source in scan(home) if "changes" in source.key))
    assert article.text.endswith("another end.") and article.author == "Ines Corvalho"
    (earlier,) = [path for path in (changing.path.parent / ".earlier").iterdir() if path.suffix == ".html"]
    assert b"changes</p>" in earlier.read_bytes()
    gone = read_sidecar(next(source for source in scan(home) if "goes" in source.key).sidecar)
    assert gone is not None and gone.web["gone"].startswith("20")

    site.page("/goes", "The goes", f"{LONG} goes", ETag='"goes"')
    assert sync(home, fetcher).gone == ()
    back = read_sidecar(next(source for source in scan(home) if "goes" in source.key).sidecar)
    assert back is not None and "gone" not in back.web


def test_an_edited_copy_is_not_replaced(home: Home, site: Site, fetcher: Fetcher) -> None:
    site.page("/a", "Talks", LONG)
    add_links(home, fetcher, [site.url("/a")])
    scan(home)[0].path.write_text("<html><body><p>What the user made of it.</p></body></html>")
    site.page("/a", "Talks", LONG + "Changed.")
    report = sync(home, fetcher)
    assert len(report.added) == 1 and not report.changed
    assert "What the user made of it." in articles(home).values()


def test_no_password_is_written_anywhere(home: Home, site: Site, fetcher: Fetcher) -> None:
    site.page("/a", "Talks", LONG)
    add_links(home, fetcher, [site.url("/a").replace("://", "://ada:secret@")])
    assert [path for path in home.root.rglob("*") if path.is_file() and b"secret" in path.read_bytes()] == []


@pytest.mark.parametrize("kind", ["", "text/plain", "application/octet-stream"])
def test_what_a_link_gives_is_known_by_its_content(home: Home, site: Site, fetcher: Fetcher, kind: str) -> None:
    site.page("/download", "Talks", LONG)
    site.answers["/download"].headers["Content-Type"] = kind
    assert add_links(home, fetcher, [site.url("/download")]).added[0].endswith(".html")


RUSSIAN = "Послы встретились в порту и говорили о кранах, но не о ценах на зерно. " * 8
JAPANESE = "港の大使たちは三時間にわたりクレーンについて話し合い、穀物の値段には触れなかった。" * 8


@pytest.mark.parametrize(
    ("text", "codec", "meta", "served"),
    [
        (RUSSIAN, "koi8-r", "", "koi8-r"),
        (RUSSIAN, "windows-1251", "", "windows-1251"),
        (JAPANESE, "shift_jis", "", "Shift_JIS"),
        (JAPANESE, "iso-2022-jp", "", "iso-2022-jp"),
        (RUSSIAN, "koi8-r", "windows-1251", "koi8-r"),  # the server's comes before the page's
        (RUSSIAN, "utf-8", "", "iso-8859-1"),  # lies, from here on
        (RUSSIAN, "koi8-r", "koi8-r", "iso-8859-1"),
        (RUSSIAN, "koi8-r", "koi8-r", "windows-1251"),
        (RUSSIAN, "windows-1251", "", "iso-8859-1"),
        (RUSSIAN, "windows-1251", "", "koi8-r"),
        (JAPANESE, "shift_jis", "shift_jis", "iso-8859-1"),
        (RUSSIAN, "windows-1251", "", "x-unknown-charset"),
        (RUSSIAN, "koi8-r", "koi8-r", "utf-7"),
    ],
)
def test_a_page_is_read_by_the_charset_of_its_server(
    home: Home, site: Site, fetcher: Fetcher, text: str, codec: str, meta: str, served: str
) -> None:
    named = f'<meta charset="{meta}">' if meta else ""
    head = f"<head>{named}<title>The cranes</title></head>"
    page = f"<html>{head}<body><article><p>{text.strip()}</p></article></body></html>"
    site.answers["/a"] = Answer(page.encode(codec), headers={"Content-Type": f"text/html; charset={served}"})
    report = add_links(home, fetcher, [site.url("/a")])
    assert len(report.added) == 1 and not report.skipped
    for _ in range(2):  # and after it was looked at again
        (source,) = scan(home)
        assert load(source).text == text.strip()
        assert source.path.read_bytes() == page.encode(codec)
        assert sync(home, fetcher).unchanged == report.added


@pytest.mark.parametrize("served", ["iso-8859-1", "windows-1251", "x-unknown-charset", ""])
def test_a_page_that_nothing_makes_text_of_is_refused(home: Home, site: Site, fetcher: Fetcher, served: str) -> None:
    page = f"<html><body><article><p>{RUSSIAN}</p></article></body></html>"
    site.answers["/a"] = Answer(page.encode("koi8-r"), headers={"Content-Type": f"text/html; charset={served}"})
    report = add_links(home, fetcher, [site.url("/a")])
    assert not report.added and "encoding" in report.skipped[0].reason


def test_plain_text_is_read_by_the_charset_of_its_server_in_a_process_too(
    home: Home, site: Site, fetcher: Fetcher
) -> None:
    for path, kind in (("/a.txt", "text/plain"), ("/b", "text/html")):
        text = RUSSIAN if kind == "text/plain" else f"<!doctype html><body><p>{RUSSIAN}</p></body>"
        site.answers[path] = Answer(text.encode("koi8-r"), headers={"Content-Type": f"{kind}; charset=koi8-r"})
    add_links(home, fetcher, [site.url("/a.txt"), site.url("/b")])
    with Readers(processes=1) as readers:
        found = [loaded for _, loaded in readers.load_all(scan(home))]
    assert [loaded.text for loaded in found if isinstance(loaded, Article)] == [RUSSIAN.strip()] * 2


def test_the_charset_of_a_new_version_is_its_own(home: Home, site: Site, fetcher: Fetcher) -> None:
    page = "<!doctype html><body><p>{}</p></body>"
    for codec, text in (("koi8-r", RUSSIAN), ("cp866", RUSSIAN + "Вот и всё.")):
        body = page.format(text).encode(codec)
        site.answers["/a"] = Answer(body, headers={"Content-Type": f"text/html; charset={codec}"})
        assert not add_links(home, fetcher, [site.url("/a")]).skipped
        assert load(scan(home)[0]).text == text.strip()


def test_a_page_without_an_article_names_its_feed(home: Home, site: Site, fetcher: Fetcher) -> None:
    feeds = '<link rel="alternate" type="application/rss+xml" href="/feed?a=1;b">'
    empty = f"<!doctype html><html><head>{feeds}</head><body><div id=app></div><script>start()</script></body></html>"
    site.answers["/"] = Answer(empty.encode(), headers={"Content-Type": "text/html"})
    add_links(home, fetcher, [site.url("/")])
    with pytest.raises(SourceError, match="no article text") as caught:
        load(scan(home)[0])
    assert caught.value.hint.endswith(f"chancery add '{site.url('/feed?a=1;b')}'")
