"""Zip files within limits: each refusal names the member."""

import io
import stat
import zipfile

import pytest

from corpus.errors import SourceError
from corpus.formats.archive import Archive


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_members_are_the_files_in_their_order() -> None:
    archive = Archive(zipped({"b.txt": b"second", "folder/": b"", "a.txt": b"first"}), "x.zip")
    assert archive.members() == ["b.txt", "a.txt"]
    assert archive.read("a.txt") == b"first"
    assert "b.txt" in archive
    assert "folder/" not in archive


@pytest.mark.parametrize(
    "member", ["/etc/passwd", "../up.txt", "a/../../up.txt", "C:\\up.txt", "..\\up.txt", "\\up.txt"]
)
def test_names_that_lead_out_are_refused_and_the_others_are_read(member: str) -> None:
    archive = Archive(zipped({member: b"x", "good..txt": b"fine", "a/..b/c.txt": b"fine"}), "x.zip")
    with pytest.raises(SourceError, match="leads out of it") as caught:
        archive.read(member)
    assert member in caught.value.message
    assert archive.read("good..txt") == archive.read("a/..b/c.txt") == b"fine"


def test_links_and_locked_members_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as writer:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        writer.writestr(link, "/etc/passwd")
        writer.writestr("locked.txt", "words")
    data = bytearray(out.getvalue())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1  # the flag of encryption, in the directory's second entry
    archive = Archive(bytes(data), "x.zip")
    with pytest.raises(SourceError, match=r"link\.txt in it is a link"):
        archive.read("link.txt")
    with pytest.raises(SourceError, match=r"locked\.txt in it is encrypted"):
        archive.read("locked.txt")


def test_bombs_are_refused() -> None:
    with pytest.raises(SourceError, match=r"bomb\.xml in it unpacks to 1,\d\d\d times"):
        Archive(zipped({"bomb.xml": bytes(4 * 1024**2)}), "x.zip").read("bomb.xml")
    small = Archive(zipped({"small.xml": bytes(1000**2)}), "x.zip")
    assert len(small.read("small.xml")) == 1000**2


def test_the_total_is_limited_and_the_number_of_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.formats.archive.MAX_TOTAL", 1000)
    monkeypatch.setattr("corpus.formats.archive.MAX_MEMBERS", 3)
    with pytest.raises(SourceError, match=r"which b\.txt goes beyond"):
        Archive(zipped({"a.txt": bytes(600), "b.txt": bytes(600)}), "x.zip")
    with pytest.raises(SourceError, match="4 members"):
        Archive(zipped({str(at): b"" for at in range(4)}), "x.zip")


def test_a_member_read_again_and_again_counts_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.formats.archive.MAX_TOTAL", 1000)
    archive = Archive(zipped({"a.txt": bytes(600)}), "x.zip")
    archive.read("a.txt")
    with pytest.raises(SourceError, match=r"a\.txt"):
        archive.read("a.txt")


def test_damage_is_refused_by_name() -> None:
    data = bytearray(zipped({"a.txt": b"some words " * 50}, zipfile.ZIP_STORED))
    data[60] ^= 0xFF
    with pytest.raises(SourceError, match=r"a\.txt in it is damaged"):
        Archive(bytes(data), "x.zip").read("a.txt")
    for broken in (b"", b"no zip", bytes(data[:100])):
        with pytest.raises(SourceError, match=r"^x\.zip: it is a zip file that cannot be opened"):
            Archive(broken, "x.zip")
    with pytest.raises(SourceError, match=r"it has no b\.txt"):
        Archive(zipped({"a.txt": b"x"}), "x.zip").read("b.txt")
