"""Vectors that need not be made again: of texts that the same encoder has read before, in this edition or another kept.

A text is known by a digest of all that the encoder was given: header, text, and where the sentences stand. So a file
that was moved, a paragraph that an edit left alone, a cleaner or a chunker that changed little, and an index rebuilt
for any other reason cost no encoding. There is no store of its own: what was deleted is not kept for this.
"""

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from index import editions
from index.encoder import Spans
from index.errors import IndexUnusable
from index.manifest import Manifest
from index.rows import RowFile, Vectors

_UNIT = 0.02  # by how much the length of a vector that was kept may differ from 1

Known = tuple[Vectors, bytes]
"""A passage's vector (d,), and its sentences' vectors as the manifest keeps them."""


def digest(text: str, spans: Spans) -> bytes:
    """Sixteen bytes that stand for what an encoder is given."""
    return hashlib.sha256(f"{text}\0{list(spans)}".encode("utf-8", "surrogatepass")).digest()[:16]


class Reuse:
    """Looks texts up in editions made by one encoder."""

    def __init__(self, manifests: Iterable[Manifest], encoder: str) -> None:
        """Those of `manifests` that another encoder made are left aside, and those that are damaged."""
        self._editions: list[tuple[Manifest, RowFile]] = []
        for manifest in manifests:
            with suppress(IndexUnusable):
                state = manifest.state()
                if state.encoder == encoder:
                    self._editions.append((manifest, RowFile(manifest.folder / editions.ROWS, state.dimension)))

    def known(self, digests: Sequence[bytes]) -> dict[bytes, Known]:
        """What is kept of those texts, by digest; a vector that is damaged is not."""
        found: dict[bytes, Known] = {}
        for manifest, rows in self._editions:
            missing = [digest for digest in digests if digest not in found]
            if missing:
                found.update(_read(manifest, rows, missing))
        return found


def _read(manifest: Manifest, rows: RowFile, digests: Sequence[bytes]) -> dict[bytes, Known]:
    try:
        seen = manifest.seen(digests)
        vectors = rows.read(np.array([row for row, _ in seen.values()], dtype=np.int64))
    except IndexUnusable:  # a damaged edition is one to make anew, not one to take from
        return {}
    whole = np.abs(np.linalg.norm(vectors, axis=1) - 1) < _UNIT
    return {digest: (vectors[at], blob) for at, (digest, (_, blob)) in enumerate(seen.items()) if whole[at]}


def kept(index: Path) -> list[Manifest]:
    """The manifests of all editions that are kept, newest first."""
    found: list[Manifest] = []
    for folder in editions.folders(index):
        with suppress(IndexUnusable):  # of another format, or damaged: nothing is taken from it
            manifest = Manifest.read(folder / editions.MANIFEST)
            found.extend([manifest] if manifest else [])
    return found
