"""What can be wrong with an index as a whole. The whole tree of errors is drawn in `corpus.errors`."""

from corpus.errors import ChanceryError


class IndexUnusable(ChanceryError):
    """The index cannot be used or written as it stands."""

    def __init__(self, message: str, hint: str = "Build it again: chancery index --rebuild") -> None:
        super().__init__(message, hint)


class IndexLocked(IndexUnusable):
    """Another process is writing the index."""


class IndexMissing(IndexUnusable):
    """Nothing has been indexed yet."""


class IndexOutdated(IndexUnusable):
    """The index stands in a format of another version, or its stores are gone: a plain build makes it anew."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "Index the sources: chancery index")


class UnknownArticle(ChanceryError):
    """No article has this id."""
