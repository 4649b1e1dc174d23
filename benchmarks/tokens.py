"""How many characters one token has, and whether the bound by which prompts are counted holds.

    python -m benchmarks.tokens --data FOLDER [--sample 2000]

FOLDER holds wikinews/wikinews_2019_2020.jsonl.gz (CC BY 2.5, English) and kremlin_ru/kremlin_ru.jsonl.gz (CC BY 4.0,
Russian). Their articles are cut into passages as the index cuts them; those of the first that are in another script,
mostly interviews in Hindi, stand apart. Each is counted by tokenizers that are here without a download: cl100k and
o200k, which OpenAI's models have and LlamaIndex brings along, and the word pieces of the encoder, which are English and
no language model's. Over is a passage that has more tokens than the bound says.
"""

import argparse
import gzip
import json
import os
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import llama_index.core
import numpy as np

from assistant.llm.budget import bound
from index.chunk import chunk_text
from index.encoder import load_encoder

DATA = {"English": "wikinews/wikinews_2019_2020.jsonl.gz", "Russian": "kremlin_ru/kremlin_ru.jsonl.gz"}
_LEAST = 200  # characters of a passage; the last of an article may be a line, which costs nothing
_ASCII = 0.8  # of a passage's characters, in English

Count = Callable[[str], int]


def counters() -> dict[str, Count]:
    """The tokenizers, by name; nothing is fetched for them."""
    os.environ["TIKTOKEN_CACHE_DIR"] = str(Path(llama_index.core.__file__).parent / "_static" / "tiktoken_cache")
    import tiktoken

    cl100k, o200k = tiktoken.get_encoding("cl100k_base"), tiktoken.get_encoding("o200k_base")
    encoder = load_encoder()
    return {
        "cl100k (GPT-4)": lambda text: len(cl100k.encode(text, disallowed_special=())),
        "o200k (GPT-4o, GPT-5)": lambda text: len(o200k.encode(text, disallowed_special=())),
        "word pieces (MiniLM)": lambda text: encoder.count_tokens([text])[0],
    }


def passages(path: Path) -> list[str]:
    """The passages of the articles of a file, in a seeded order."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    count = load_encoder().count_tokens
    found = [one.text for number, text in enumerate(texts) for one in chunk_text(str(number), text, count)]
    found = [text for text in found if len(text) >= _LEAST]
    return random.Random(7).sample(found, len(found))


def grouped(data: Path) -> dict[str, list[str]]:
    """Passages by their language, of the files that are there."""
    found = {language: passages(data / name) for language, name in DATA.items() if (data / name).exists()}
    english = found.pop("English", [])
    plain = [text for text in english if sum(map(str.isascii, text)) >= _ASCII * len(text)]
    return {"English": plain, "other scripts": [text for text in english if text not in set(plain)], **found}


def measured(texts: Sequence[str], count: Count) -> str:
    """A line of the table: characters a token at the first percentile and in the median, and the bound against it."""
    tokens = np.array([count(text) for text in texts])
    each = np.array([len(text) for text in texts]) / tokens
    most = np.array([bound(text) for text in texts]) / tokens
    over = float((most < 1).mean())
    return (
        f"{np.percentile(each, 1):.2f} | {np.median(each):.2f} | {np.median(most):.2f} | {most.min():.2f} | {over:.1%}"
    )


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--sample", type=int, default=2000, help="passages of each language")
    options = parser.parse_args()
    print(
        "| passages | tokenizer | characters a token, 1st percentile | median | bound / tokens, median | least | over |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for language, texts in grouped(options.data).items():
        if not texts:
            print(f"skipped: no passages in {language} in {options.data} (--data FOLDER)")
            continue
        some = texts[: options.sample]
        for tokenizer, count in counters().items():
            print(f"| {language}, {len(some):,} | {tokenizer} | {measured(some, count)} |")


if __name__ == "__main__":
    main()
