"""The index: articles cut into passages, encoded, stored, and found again by meaning and by words."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.index import Index

__all__ = ["Index"]


def __getattr__(name: str) -> object:
    """`from index import Index`, without importing its parts before it is asked for."""
    if name == "Index":
        from index.index import Index

        return Index
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
