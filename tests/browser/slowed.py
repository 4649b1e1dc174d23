"""A server whose index runs take a known time, so that what they tell can be looked at on any machine."""

import time
from collections.abc import Sequence

from index.encoder import MiniLM

SECONDS = 0.25  # that every article takes at least


def slow_articles() -> None:
    """Have each article wait where its words are counted, which is once for each."""
    count = MiniLM.count_tokens

    def counted(self: MiniLM, texts: Sequence[str]) -> list[int]:
        time.sleep(SECONDS)
        return count(self, texts)

    MiniLM.count_tokens = counted  # type: ignore[method-assign]
