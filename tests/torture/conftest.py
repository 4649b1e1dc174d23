"""A disk of a few megabytes for the tests that fill it, or that take away the right to write it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


class SmallDisk:
    """A file system in memory, mounted at `path`."""

    def __init__(self, path: Path, size: str) -> None:
        self.path = path
        _mount("-t", "tmpfs", "-o", f"size={size}", "chancery-test", str(path))

    def read_only(self) -> None:
        """From now on nobody writes it, root included."""
        _mount("-o", "remount,ro", str(self.path))

    def unmount(self) -> None:
        subprocess.run(["umount", "--lazy", str(self.path)], check=True)


def _mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True, capture_output=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A disk of sixteen megabytes; skipped where only root may mount one and we are not root."""
    path = tmp_path / "disk"
    path.mkdir()
    try:
        mounted = SmallDisk(path, "16m")
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"NOT TESTED: a full disk and a disk that cannot be written need the right to mount one ({error})")
    yield mounted
    mounted.unmount()
