"""Two thousand articles, three hundred of them reprints of others: told apart, and no two others taken for one."""

import random

from corpus.home import Home
from index.build import build
from index.index import Index
from tests.conftest import AxisEncoder
from tests.index.library import write

ARTICLES, REPRINTS = 1700, 300
MIN_PRECISION, MIN_RECALL = 0.99, 0.95
SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in ("a", "e", "i", "o", "u", "ar", "en", "is")]


def words(chance: random.Random, count: int) -> list[str]:
    """The words of a small language, the common ones often."""
    return ["".join(chance.choices(SYLLABLES, k=1 + min(int(chance.expovariate(0.9)), 3))) for _ in range(count)]


def an_article(chance: random.Random) -> list[list[str]]:
    """Paragraphs of sentences, some 350 words; a tenth of the sentences are stock phrases that others use, too."""
    stock = random.Random(chance.randrange(40))
    return [
        [" ".join(words(stock if chance.random() < 0.1 else chance, 18)).capitalize() + "." for _ in range(4)]
        for _ in range(5)
    ]


def a_reprint(chance: random.Random, article: list[list[str]]) -> list[list[str]]:
    """The same under another headline: 10 to 30 % cut or edited, perhaps a paragraph moved."""
    paragraphs = [list(one) for one in article]
    share = chance.uniform(0.1, 0.3)
    for paragraph in paragraphs:
        for at in reversed(range(len(paragraph))):
            if chance.random() >= share:
                continue
            if chance.random() < 0.5:
                del paragraph[at]
            else:
                new = paragraph[at].split()
                new[chance.randrange(len(new))] = words(chance, 1)[0]
                paragraph[at] = " ".join(new)
    paragraphs = [one for one in paragraphs if one]
    if chance.random() < 0.5:
        paragraphs.append(paragraphs.pop(chance.randrange(len(paragraphs))))
    return paragraphs


def test_reprints_are_found_and_others_are_not(home: Home, encoder: AxisEncoder) -> None:
    chance = random.Random(20251123)
    articles = [an_article(chance) for _ in range(ARTICLES)]
    of = chance.sample(range(ARTICLES), REPRINTS)
    texts = articles + [a_reprint(chance, articles[number]) for number in of]
    order = list(range(len(texts)))
    chance.shuffle(order)
    for at, number in enumerate(order):
        text = "\n\n".join(" ".join(paragraph) for paragraph in texts[number])
        write(home, f"{at:04}-{number}.md", text, title=f"Headline {number}")
    build(home, encoder)
    story = {number: number for number in range(ARTICLES)} | {ARTICLES + at: number for at, number in enumerate(of)}
    found: dict[str, list[int]] = {}
    for info in Index.open(home, encoder).articles():
        found.setdefault(info.cluster, []).append(int(info.source.removesuffix(".md").split("-")[1]))
    pairs = [(a, b) for members in found.values() for a in members for b in members if a < b]
    right = sum(story[a] == story[b] for a, b in pairs)
    assert right / len(pairs) >= MIN_PRECISION, f"{len(pairs) - right} of {len(pairs)} pairs are no reprints"
    assert right / REPRINTS >= MIN_RECALL, f"{right} of {REPRINTS} reprints were found"
