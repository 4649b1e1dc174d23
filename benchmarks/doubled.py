"""Questions that are two: pairs of SQuAD 1.1 dev questions of one paragraph, asked as one, over all of its paragraphs.

    python -m benchmarks.doubled --data FOLDER [--sample N]

Prints the share of pairs of which both answers, one, or none stand in the answer's sentences of that paragraph, how
many sentences it has, and how long it takes; asked in parts as the engine does, and whole.
"""

import argparse
import random
import statistics
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from assistant.condense import Standalone
from assistant.library import Library
from assistant.parts import cut
from assistant.reader.training import sets
from corpus.home import Home

Pair = tuple[str, str, tuple[str, str]]
"""The question, the paragraph's text, and both answers."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--sample", type=int, default=200, help="pairs")
    args = parser.parse_args()
    some = sets.squad_dev(args.data)
    asked = pairs(some, args.sample)
    with tempfile.TemporaryDirectory() as folder:
        library = _library(Home(Path(folder)), some)
        print(f"{'':10}{'both':>8}{'one':>8}{'none':>8}{'sentences':>11}{'ms, median':>12}")
        print(_row("in parts", library, asked))
        with patch("assistant.engine.parts", lambda question, _: (Standalone(question, (question,)),)):
            print(_row("whole", library, asked))


def pairs(some: sets.Collection, size: int) -> list[Pair]:
    """Two questions of one paragraph with answers in different sentences, joined by "and"; the same for a size."""
    chance = random.Random(5)
    by_paragraph: dict[int, list[sets.Asked]] = {}
    for one in some.asked:
        if one.span:
            by_paragraph.setdefault(one.paragraph, []).append(one)
    made: list[Pair] = []
    for number in chance.sample(sorted(by_paragraph), len(by_paragraph)):
        paragraph, beside = some.paragraphs[number], by_paragraph[number]
        first, second = chance.choice(beside), chance.choice(beside)
        answers = tuple(paragraph.text[slice(*one.span)] for one in (first, second) if one.span)
        joined = f"{first.question.rstrip('? ')}, and {second.question[:1].lower()}{second.question[1:]}"
        apart = _sentence(paragraph, first) != _sentence(paragraph, second)
        if apart and len(cut(joined)) == 2 and len(made) < size:
            made.append((joined, paragraph.text, (answers[0], answers[1])))
    return made


def _sentence(paragraph: sets.Paragraph, asked: sets.Asked) -> int:
    start = (asked.span or (0, 0))[0]
    return next((number for number, (_, end) in enumerate(paragraph.sentences) if start < end), -1)


def _library(home: Home, some: sets.Collection) -> Library:
    library = Library(home)
    for number, paragraph in enumerate(some.paragraphs):
        library.add_bytes(f"# {paragraph.title}\n\n{paragraph.text}\n".encode(), f"paragraph-{number}.md")
    library.index()
    return library


def _row(name: str, library: Library, asked: list[Pair]) -> str:
    held, sentences, took = [0, 0, 0], [], []
    for question, text, answers in asked:
        began = time.perf_counter()
        answer = library.answer(question)
        took.append((time.perf_counter() - began) * 1000)
        said = " ".join(one.text for one in answer.sentences if one.text in text)
        held[sum(one in said for one in answers)] += 1
        sentences.append(len(answer.sentences))
    shares = "".join(f"{count / len(asked):>8.1%}" for count in reversed(held))
    return f"{name:10}{shares}{statistics.mean(sentences):>11.2f}{statistics.median(took):>12.0f}"


if __name__ == "__main__":
    main()
