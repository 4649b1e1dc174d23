"""The body of an answer, unpacked piece by piece, and never more of it in memory than is read."""

import zlib
from collections.abc import Iterable, Iterator

from corpus.errors import SourceError
from corpus.web.address import Deadline
from corpus.web.url import shown

BY_HAND = "Open it in a browser, save the page, and add the file."
_GZIP = b"\x1f\x8b"


def read_body(
    url: str, chunks: Iterable[bytes], headers: dict[str, str], most: int, cut: bool, deadline: Deadline
) -> bytes:
    """At most `most` bytes; a longer body is cut there, or else raises SourceError, as one that is damaged does."""
    data = bytearray()
    for chunk in _unpacked(url, chunks, headers.get("content-encoding", "").strip().lower(), most):
        deadline.left()
        data += chunk
        if len(data) > most:
            if cut:
                return bytes(data[:most])
            limit = f"more than {most // 1024**2} MiB" if most >= 1024**2 else f"more than {most:,} bytes"
            raise SourceError(f"{shown(url)} has {limit}, which is the most that is read", BY_HAND)
    return bytes(data)


def _unpacked(url: str, chunks: Iterable[bytes], coding: str, most: int) -> Iterator[bytes]:
    if coding in ("", "identity"):
        yield from chunks
        return
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise SourceError(f"{shown(url)} is packed in a way that was not asked for ({coding[:40]})", BY_HAND)
    bits = zlib.MAX_WBITS | (16 if "gzip" in coding else 0)
    unpacker = zlib.decompressobj(bits)
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                if unpacker.eof:
                    if not rest.startswith(_GZIP):  # no part of it; kept, it would fill the memory
                        return
                    unpacker = zlib.decompressobj(bits)  # gzip may come in several parts
                yield unpacker.decompress(rest, most + 1)
                rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
        if not unpacker.eof:
            yield unpacker.flush()
    except zlib.error as error:
        raise SourceError(f"{shown(url)} is packed and damaged: {error}", "Try again later.", passing=True) from error
    if not unpacker.eof:
        raise SourceError(f"{shown(url)} broke off before its end", "Try again later.", passing=True)
