"""Zip files from anywhere, opened within limits: the one way in for documents that are zips and for zips of documents.

What concerns the whole file (no zip, too many members, too much in them) is refused when it is opened; what concerns a
member (its name, a password, an absurd ratio, damage) when that member is read, so that the others can still be.
Nothing is ever unpacked to disk.
"""

import io
import re
import stat
import struct
import zipfile
import zlib

from corpus.errors import SourceError

MAX_MEMBERS = 10_000  # a book of 500 chapters has some 2,000 files
MAX_TOTAL = 200 * 1024**2  # bytes, unpacked; ten times the largest file that is read
MAX_RATIO = 200  # unpacked to packed; text packs to a fifth, repetitive XML to a fiftieth, a bomb to a thousandth
SMALL = 1024**2  # bytes, unpacked; of members up to here the ratio does not matter

DAMAGED = "Get the file again: it is cut off or damaged."
_UNSAFE = re.compile(r"[/\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|$)", re.DOTALL)  # absolute, of a drive, or upwards
ZIP_FAULTS = (  # what zipfile raises at a damaged file; it has no class of its own for most of it
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, struct.error,
    IndexError,
)  # fmt: skip


class Archive:
    """A zip file in memory. `name` is what messages call it."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._left = MAX_TOTAL
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except ZIP_FAULTS as error:
            raise SourceError(f"{name}: it is a zip file that cannot be opened: {error}", DAMAGED) from error
        if len(infos) > MAX_MEMBERS:
            raise SourceError(
                f"{name}: it has {len(infos):,} members, and the most that are read is {MAX_MEMBERS:,}",
                "Unpack it, and add the files in it that are articles.",
            )
        total = 0
        for info in infos:
            total += info.file_size
            if total > MAX_TOTAL:
                raise self._too_much(info.filename)
        self._infos = {info.filename: info for info in infos if not info.is_dir()}

    def members(self) -> list[str]:
        """The names of the files in it, in their order, safe ones or not."""
        return list(self._infos)

    def __contains__(self, member: str) -> bool:
        return member in self._infos

    def read(self, member: str) -> bytes:
        """The bytes of a member; raises SourceError where it is missing, unsafe, locked, too large or damaged."""
        info = self._infos.get(member)
        if info is None:
            raise SourceError(f"{self.name}: it has no {member}", DAMAGED)
        self._check(info)
        try:
            with self._zip.open(info) as file:
                data = file.read(self._left + 1)
        except ZIP_FAULTS as error:
            raise SourceError(f"{self.name}: {member} in it is damaged: {error}", DAMAGED) from error
        if len(data) > self._left:
            raise self._too_much(member)
        self._left -= len(data)
        return data

    def _check(self, info: zipfile.ZipInfo) -> None:
        """Refuse a member for what the directory says of it."""
        member = info.filename
        if _UNSAFE.match(member):
            raise SourceError(f"{self.name}: {member} in it has a path that leads out of it", "Do not use this file.")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise SourceError(f"{self.name}: {member} in it is a link, not a file", "Pack the file itself.")
        if info.flag_bits & 1:
            raise SourceError(f"{self.name}: {member} in it is encrypted", "Unpack it with its password first.")
        if info.file_size > SMALL and info.file_size > MAX_RATIO * info.compress_size:
            ratio = info.file_size // max(info.compress_size, 1)
            raise SourceError(
                f"{self.name}: {member} in it unpacks to {ratio:,} times its size, as only bombs do",
                "Do not use this file.",
            )

    def _too_much(self, member: str) -> SourceError:
        return SourceError(
            f"{self.name}: it unpacks to more than {MAX_TOTAL // 1024**2} MiB, which {member} goes beyond",
            "Unpack it, and add the files in it that are articles.",
        )
