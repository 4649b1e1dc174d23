"""What our side adds to an answer of a language model: everything but the model.

    python -m benchmarks.overhead

A model on this machine streams five sentences from the sample articles, a token at a time, at a model's pace. What is
added is the time from the question to the whole answer, less that from the model's being asked to its last token:
search, reading, prompt, and the checks that are not done while it still writes. The sum counts those too. The first
token is timed from the server's sending it to the event that shows it.
"""

import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from assistant.answer import Answer, Writing
from assistant.llm.connect import connect
from benchmarks.faults import sample_library
from corpus.home import Home
from tests.assistant.llm.server import Script, ScriptedServer

QUESTIONS = (
    "When did the INF Treaty end?",
    "Who met in Riyadh in February 2025?",
    "How many prisoners were exchanged in August 2024?",
    "Why did Moscow leave the grain agreement?",
    "What did Putin propose about New START?",
    "Who led the delegations in Istanbul?",
    "What did Lavrov say about the Alaska summit?",
    "Why was the Budapest summit cancelled?",
)
PACES = (30, 60, 120)  # tokens a second: a laptop, a provider, a fast one
_SENTENCES = 5
_ROUNDS = 3
_TOKEN = 4  # characters


class Noted(tuple[str, ...]):
    """Pieces that note when they are taken to be sent."""

    def __new__(cls, pieces: list[str]) -> "Noted":
        """The pieces, with an empty note."""
        made = super().__new__(cls, pieces)
        made.times = []
        return made

    times: list[float]

    def __iter__(self) -> Iterator[str]:
        """Each piece, its time noted."""
        for piece in super().__iter__():
            self.times.append(time.perf_counter())
            yield piece


class Speaker:
    """Says sentences of the passages that it is given, each a little changed, with its key."""

    def __init__(self, pace: float) -> None:
        self.pace = pace
        self.asked = 0.0
        self.said = Noted([])

    def reply(self, messages: list[dict[str, Any]]) -> Script:
        """What to say to a prompt."""
        self.asked = time.perf_counter()
        given = re.findall(r'<passage key="(\w+)"[^>]*>\n(.*?)\n</passage>', messages[-1]["content"], re.DOTALL)
        text = " ".join(f"{_second(words)} indeed [{key}]." for key, words in given[:_SENTENCES])
        self.said = Noted([text[at : at + _TOKEN] for at in range(0, len(text), _TOKEN)])
        return Script(pieces=self.said, delay=1 / self.pace)


def _second(text: str) -> str:
    sentences = re.split(r"(?<=[.]) ", text)
    return sentences[min(1, len(sentences) - 1)].rstrip(".")


def main() -> None:
    """Print the table."""
    print("tokens/s   added, median ms (90 %)   of it search and reading   checks, summed   first token, ms")
    with tempfile.TemporaryDirectory() as folder:
        library = sample_library(Home(Path(folder)))
        for pace in PACES:
            speaker = Speaker(pace)
            added, before, checks, first = [], [], [], []
            with ScriptedServer(reply=speaker.reply) as server:
                model = connect(f"{server.address}/v1#m", library.home)
                for at, question in enumerate(QUESTIONS * _ROUNDS):
                    began, shown, answer = time.perf_counter(), 0.0, None
                    for event in library.stream(question, model=model):
                        if isinstance(event, Writing) and event.text and not shown:
                            shown = time.perf_counter()
                        answer = event if isinstance(event, Answer) else answer
                    whole = time.perf_counter() - began
                    if answer is None or answer.written is None or answer.written.failed:
                        raise RuntimeError(f"no answer to {question!r}")
                    if at < len(QUESTIONS):
                        continue  # what is loaded once is loaded now
                    spent = answer.elapsed_ms
                    added.append((whole - (speaker.said.times[-1] - speaker.asked)) * 1000)
                    before.append(spent["search"] + spent["read"])
                    checks.append(spent["write"] - spent["model"])
                    first.append((shown - speaker.said.times[0]) * 1000)
            print(
                f"{pace:8}   {median(added):12.0f} ({quantiles(added, n=10)[-1]:.0f}){median(before):22.0f}"
                f"{median(checks):22.0f}{median(first):17.1f}"
            )


if __name__ == "__main__":
    main()
