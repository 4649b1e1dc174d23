from collections.abc import Iterator

import pytest

from corpus.web.fetch import Fetcher, Limits
from tests.corpus.web.server import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site of this machine."""
    with serving() as running:
        yield running


@pytest.fixture
def fetcher() -> Fetcher:
    """One that reaches this machine, small, quick and impatient."""
    return Fetcher(Limits(bytes=200_000, total=2.0, connect=1.0, pause=0.0), allow_private=True)
