"""How many tokens a text has: a bound, or the exact number where a tokenizer is known."""

import random
from math import ceil

import pytest
from llama_index.core.utils import get_tokenizer

from assistant.llm.budget import bound, counter
from index.encoder import load_encoder
from tests.assistant.conftest import ARTICLES

RUSSIAN = """Договор о сокращении вооружений продлили на пять лет 3 февраля 2021 года.
Он ограничивает каждую сторону 1550 боезарядами. Инспекции прекратились в марте 2020 года, когда началась пандемия;
Сергей Рябков сказал, что они возобновятся. Москва вышла из зернового соглашения в июле, потому что вывоз её удобрений
по-прежнему не был разрешён."""
MIXED = "Сергей Рябков (Sergei Ryabkov) said in Geneva: «Переговоры продолжатся», and left for Moscow on 16 June 2021."
PASSAGES = [*ARTICLES.values(), RUSSIAN, MIXED]


@pytest.mark.parametrize("text", PASSAGES)
def test_the_bound_is_not_below_what_a_models_tokenizer_counts(text: str) -> None:
    assert bound(text) >= len(get_tokenizer()(text))  # cl100k_base, which comes with LlamaIndex


@pytest.mark.parametrize("text", PASSAGES[:-2])
def test_the_bound_is_not_below_the_word_pieces_of_the_encoder(text: str) -> None:
    assert bound(text) >= load_encoder().count_tokens([text])[0]


@pytest.mark.parametrize("text", PASSAGES)
def test_the_bound_leaves_no_more_than_half_of_the_room_empty(text: str) -> None:
    assert bound(text) <= 2 * len(get_tokenizer()(text))


def test_nothing_has_no_tokens_and_anything_has_one() -> None:
    assert bound("") == 0
    assert [bound(text) for text in ("a", " ", "\n", "ж", "🎉")] == [1, 1, 1, 1, 2]


def test_scripts_of_which_vocabularies_know_little_count_most() -> None:
    assert bound("करके" * 20) == bound("日本" * 40) == bound("كتاب" * 20) == ceil(80 / 0.7)
    assert bound("“–…”€" * 16) == bound("żłéñç" * 16) == 50  # the marks of print are no script of their own
    hindi = "सरकार ने कहा कि बातचीत अगले सप्ताह जिनेवा में होगी, और दोनों पक्ष अपने राजदूत भेजेंगे।"
    assert len(get_tokenizer()(hindi)) <= bound(hindi)


def test_characters_beyond_ascii_count_more() -> None:
    assert bound("a" * 300) == 100
    assert bound("ж" * 300) == ceil(300 / 1.6)
    assert bound("a" * 30 + "ж" * 16) == 20
    assert bound("\x7f" * 3) == 1
    assert bound("\x80" * 8) == 5


def test_a_longer_text_never_counts_less_and_parts_never_less_than_the_whole() -> None:
    chance = random.Random(7)
    letters = "abc .,0123456789«»—жщя日本🎉\n"
    for _ in range(500):
        one, other = ("".join(chance.choices(letters, k=chance.randrange(60))) for _ in range(2))
        assert bound(one) <= bound(one + other) <= bound(one) + bound(other)


def test_without_a_tokenizer_a_counter_is_the_bound() -> None:
    count = counter()
    assert [count(text) for text in PASSAGES] == [bound(text) for text in PASSAGES]


def test_a_tokenizer_counts_exactly() -> None:
    count = counter(str.split)
    assert [count(text) for text in ("", "one", "one two  three\n")] == [0, 1, 3]
    encode = get_tokenizer()
    assert counter(encode)(MIXED) == len(encode(MIXED))
