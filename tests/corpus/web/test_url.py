"""One address for one page, and a file's name for it."""

import pytest

from corpus.errors import SourceError
from corpus.web.url import MAX_NAME, canonical, is_link, joined, name_for, shown


@pytest.mark.parametrize(
    ("given", "one"),
    [
        ("https://Example.ORG", "https://example.org/"),
        (" http://example.org:80/a#part ", "http://example.org/a"),
        ("https://example.org/a?utm_source=x&id=7&fbclid=y", "https://example.org/a?id=7"),
        ("https://example.org/a?id=7&q=a+b", "https://example.org/a?id=7&q=a+b"),
        ("https://ada:secret@example.org/a", "https://example.org/a"),
        (
            "https://пример.рф/новости/день",
            "https://xn--e1afmkfd.xn--p1ai/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/%D0%B4%D0%B5%D0%BD%D1%8C",
        ),
        ("https://example.org/a%20b/ü", "https://example.org/a%20b/%C3%BC"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://example.org/a?q=caf%e9&utm_source=x&flag", "https://example.org/a?q=caf%E9&flag"),
        ("https://example.org/%d0%b4?utm%5Fsource=x", "https://example.org/%D0%B4"),
    ],
)
def test_one_address(given: str, one: str) -> None:
    assert canonical(given) == one
    assert canonical(one) == one


@pytest.mark.parametrize(
    "given",
    [
        "",
        "example.org",
        "file:///a",
        "http://",
        "http://a:b:c/",
        "http://[::1",
        "mailto:a@b.c",
        "https://e.org/\ud800",
        "https://e\x00.org/",
        "https://" + "a" * 5000,
    ],
)
def test_what_is_no_address(given: str) -> None:
    with pytest.raises(SourceError) as caught:
        canonical(given)
    assert caught.value.hint


def test_links_are_told_from_texts() -> None:
    assert is_link("https://example.org/a") and is_link(" HTTP://e.org ")
    assert not is_link("See https://example.org") and not is_link("example.org") and not is_link("ftp://e.org")


def test_relative_links() -> None:
    assert joined("https://example.org/a/b", "../c?x=1") == "https://example.org/c?x=1"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.example.org/2025/03/Talks-in-Vienna.html", "example.org/2025-03-talks-in-vienna.html"),
        ("https://example.org/", "example.org/index.html"),
        ("https://example.org/con", "example.org/page-con.html"),
        ("https://example.org/../../etc/passwd", "example.org/etc-passwd.html"),
        ("https://example.org/%D0%B4%D0%B5%D0%BD%D1%8C", "example.org/день.html"),
        ("http://127.0.0.1:8080/a", "127.0.0.1-8080/a.html"),
    ],
)
def test_names_of_files(url: str, name: str) -> None:
    assert name_for(url, ".html") == name


def test_names_are_short_and_other_parameters_are_another_page() -> None:
    assert len(name_for("https://e.org/" + "ж" * 500, ".html").split("/")[1].encode()) <= MAX_NAME
    assert name_for("https://e.org/a?id=1", ".html") != name_for("https://e.org/a?id=2", ".html")


@pytest.mark.parametrize("password", ["secret", "se@secret", "se secret", "se/secret", "se?secret", "se#secret"])
def test_a_password_is_not_shown(password: str) -> None:
    assert "secret" not in shown(f"https://ada:{password}@e.org/a")
    with pytest.raises(SourceError) as caught:
        canonical(f"ftp://ada:{password}@e.org:x/a")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["https://e.org/@ada/post", "https://e.org:80/a?to=b@c.d", "http://[::1]:80/@ada"])
def test_a_sign_in_a_path_is_no_password(url: str) -> None:
    assert shown(url) == url
