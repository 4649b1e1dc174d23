"""How the index behaves as the library grows: searches, filters, adding, deleting, memory and disk.

    python -m benchmarks.scale [--passages 400000] [--rows NAME ...] [--home FOLDER]

The libraries are drawn by chance (`benchmarks.drawn`), so vectors cost nothing; the real encoder is loaded where memory
is measured, and reads the questions where the row says so. Each library is built once, in a process of its own, and
kept in FOLDER (400,000 passages: some 3 GB and a quarter of an hour). Prints a table; asserts nothing.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from benchmarks.drawn import FIRST_YEAR, PASSAGES_AN_ARTICLE, SHARES, DrawnEncoder, DrawnTexts
from corpus.home import Home
from index import compact
from index.build import build
from index.chunk import chunk_text, header
from index.encoder import MiniLM
from index.index import Index
from index.retrieve import OVER_FETCH
from index.where import ANYWHERE, Where

_QUESTIONS = 400  # the slowest four make the 99th percentile; more than an index remembers the vectors of
_WARM_UP = 40
_K = 10
_THREADS = 32
_LOOKED = 100  # questions whose nearest are looked for among all rows
_ADDED = 9  # articles added one by one; the median is shown
_SMALL, _MIDDLE = 1_000, 20_000  # passages of the libraries that the large one is compared with
_COSINE = 0.002  # by which two cosines may differ and still change places: they are kept in 16 bits
_LOADER = "open-graphs"  # the thread in which an index opens its graphs beside the first searches


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `ratio` is figure by against, as text with its goal."""

    what: str
    figure: str
    against: str = ""
    ratio: str = ""
    goal: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A library of so many passages that stands built in a folder."""

    home: Home
    articles: int
    built: dict[str, float]  # seconds, peak_mb, passages


class Scale:
    """The rows, over libraries below `folder`; the large one has `passages`."""

    def __init__(self, folder: Path, passages: int) -> None:
        self._folder, self._passages = folder, passages
        self._texts = DrawnTexts()

    @cached_property
    def _real(self) -> MiniLM:
        real = MiniLM()
        real.encode(["warm up"])
        return real

    def search(self) -> Iterator[Row]:
        """Warm searches one after the other."""
        first: dict[str, float] = {}
        for size in sorted({_SMALL, _MIDDLE, self._passages}):
            drawing = self.library(size)
            for how, real in (("", None), (", encoding the question", self._real)):
                index = warmed(drawing, DrawnEncoder(real), self._texts)
                median, p99 = _times(index, self._questions(drawing))
                base = first.setdefault(how, median)
                name = f"search{how}, {size:,} passages"
                yield _row(f"{name}, median", median, base, "<= 4")
                yield _row(f"{name}, 99th against median", p99, median, "<= 3")

    def nearest(self) -> Iterator[Row]:
        """What the graphs find of the nearest rows, against a look at each; they search by approximation."""
        for size in (_MIDDLE, self._passages):
            drawing = self.library(size)
            index = warmed(drawing, DrawnEncoder(), self._texts)
            over = index._searched()
            assert over is not None, "the library is empty"
            dense, rows, wanted = over.stores.dense, np.arange(over.state.next_row), _K * OVER_FETCH
            right = 0
            for question in self._questions(drawing)[:_LOOKED]:
                vector = index.encode(question)
                least = np.sort(dense.cosines(rows, vector))[-wanted]
                found = dense.search(vector, wanted, len(rows))
                right += sum(cosine >= least - _COSINE for _, cosine in found)
            what = f"of the {wanted} nearest of {size:,} passages, found"
            yield Row(what, f"{right / (wanted * _LOOKED):.1%}", "by looking at all")

    def filters(self) -> Iterator[Row]:
        """Filtered searches against unfiltered ones, and whether they find the nearest of what passes."""
        drawing = self.library(self._passages)
        index = warmed(drawing, DrawnEncoder(), self._texts)
        questions = self._questions(drawing)
        plain, _ = _times(index, questions)
        one = index.articles()[0].id
        wheres = {"one article": Where(articles=(one,))}
        wheres |= {f"outlet, {share:.1%}": Where(outlets=(name,)) for name, share in SHARES.items()}
        wheres |= {f"language {name}": Where(languages=(name,)) for name in ("fr", "de", "ru", "en")}
        year = FIRST_YEAR + 3
        wheres |= {
            "dates, 0.4% (a month)": Where(since=f"{year}-03", until=f"{year}-03"),
            "dates, 5% (a year)": Where(since=f"{year}", until=f"{year}"),
            "dates, 50%": Where(since=f"{FIRST_YEAR + 10}"),
            "outlet 10% and dates 5%": Where(outlets=("Ten Percent",), since=f"{year}", until=f"{year}"),
        }
        for name, where in wheres.items():
            median, _ = _times(index, questions, where)
            yield _row(f"search with a filter: {name}", median, plain, "<= 2")
        for name in ("one article", "outlet, 0.1%", "dates, 0.4% (a month)"):
            right, seen = self._exact(index, wheres[name], questions[:40])
            yield Row(f"nearest of what passes: {name}", f"{right} of {seen}", "by looking at all", "", "all")

    def _exact(self, index: Index, where: Where, questions: Sequence[str]) -> tuple[int, int]:
        """Of the places by meaning that hits are given, how many are what looking at all that passes gives."""
        encoder = DrawnEncoder()
        passing = [info.id for info in index.articles() if where.passes(info)]
        known = {}
        for article_id in passing:
            top = header(index.article(article_id))
            known.update({passage.id: top + passage.text for passage in index.passages(article_id)})
        vectors = encoder.encode(list(known.values()))
        right = seen = 0
        for question in questions:
            cosines = vectors @ encoder.encode([question])[0]
            ranked = dict(zip(known, cosines.tolist(), strict=True))
            best = sorted(cosines.tolist(), reverse=True)
            for hit in index.search(question, _K, where=where):
                place = hit.origins.get("dense", 0)
                if place <= _K * OVER_FETCH:  # beyond it are those that only the words found
                    seen += 1
                    right += bool(place) and abs(best[place - 1] - ranked.get(hit.passage.id, -1.0)) <= _COSINE
        return right, seen

    def add(self) -> Iterator[Row]:
        """One article more: written, built by its key alone, and found in an index that was open before."""
        small = self._adding(self.library(PASSAGES_AN_ARTICLE))
        large = self._adding(self.library(self._passages))
        yield _row(f"adding an article to {self._passages:,} passages, against 4", large, small, "<= 1.5")

    def _adding(self, drawing: Drawing) -> float:
        """Milliseconds, the median of some; each is deleted again."""
        encoder = DrawnEncoder()
        index = warmed(drawing, encoder, self._texts)
        times = []
        for number in range(drawing.articles, drawing.articles + _ADDED):
            article = self._texts.article(10_000_000 + number)
            first = chunk_text("", article.text, encoder.count_tokens)[0].text
            asked = (
                f"{article.title}, {article.outlet}, {article.published}\n{first}"  # what the encoder is given of it
            )
            started = time.perf_counter()
            article.write(drawing.home.sources)
            build(drawing.home, encoder, only=[article.key])
            hits = index.search(asked, _K)
            times.append(1000 * (time.perf_counter() - started))
            assert article.title in {index.article(hit.passage.article_id).title for hit in hits}, "it is not found"
            (drawing.home.sources / article.key).unlink()
            build(drawing.home, encoder, only=[article.key])
        return statistics.median(times)

    def unchanged(self) -> Iterator[Row]:
        """A build with nothing to do."""
        drawing = self.library(self._passages)
        report = build(drawing.home, DrawnEncoder())
        what = f"a build of {report.unchanged:,} articles with nothing to do"
        yield Row(what, f"{report.seconds:.1f} s", "", "", "<= 10 s at 100,000")
        yield Row("passages encoded by it", str(report.encoded), "", "", "0")

    def delete(self) -> Iterator[Row]:
        """Deleting every tenth article, and adding those again; nothing is encoded in either."""
        drawing = self.library(self._passages)
        gone = [self._texts.article(number) for number in range(0, drawing.articles, 10)]
        for article in gone:
            (drawing.home.sources / article.key).unlink()
        deleted = build(drawing.home, DrawnEncoder())
        for article in gone:
            article.write(drawing.home.sources)
        added = build(drawing.home, DrawnEncoder())
        assert len(deleted.removed) == len(added.added) == len(gone)
        what = f"deleting {len(gone):,} of {drawing.articles:,} articles, against adding them"
        yield _row(what, 1000 * deleted.seconds, 1000 * added.seconds, "< 1")

    def dead(self) -> Iterator[Row]:
        """Searches over dead rows, against the same library compacted: time, what is found, and bytes given back."""
        drawing = self.library(_MIDDLE)
        for share in (0.1, 0.3, 0.5):
            with tempfile.TemporaryDirectory(dir=self._folder) as name:
                home = Home(Path(name) / "home")
                shutil.copytree(drawing.home.root, home.root)
                yield from self._dead(replace(drawing, home=home), share)

    def _dead(self, drawing: Drawing, share: float) -> Iterator[Row]:
        for number in range(int(share * drawing.articles)):
            (drawing.home.sources / self._texts.article(number).key).unlink()
        most, compact.DUE_SHARE = compact.DUE_SHARE, 1.0
        build(drawing.home, DrawnEncoder())
        compact.DUE_SHARE = most
        questions, size = self._questions(drawing), _bytes(drawing.home.index)
        index = warmed(drawing, DrawnEncoder(), self._texts)
        found = [[hit.passage.id for hit in index.search(question, _K)] for question in questions]
        before, _ = _times(index, questions)
        compact.compacted(drawing.home.index, lambda *_: None)
        index = warmed(drawing, DrawnEncoder(), self._texts)
        again = [[hit.passage.id for hit in index.search(question, _K)] for question in questions]
        after, _ = _times(index, questions)
        same = sum(len({*one} & {*other}) for one, other in zip(found, again, strict=True))
        yield _row(f"search, {share:.0%} of {drawing.articles:,} articles dead, against compacted", before, after, "")
        yield Row("the same hits", f"{same / sum(map(len, again)):.1%}")
        yield Row("bytes given back", f"{(size - _bytes(drawing.home.index)) / 1e6:.0f} MB", f"{size / 1e6:.0f} MB")

    def memory(self) -> Iterator[Row]:
        """The peak of the processes that built the libraries, with the real encoder loaded."""
        large, tenth = self.library(self._passages), self.library(self._passages // 10)
        peak, base = large.built["peak_mb"], tenth.built["peak_mb"]
        what = f"peak memory while {large.articles:,} articles are indexed, against {tenth.articles:,}"
        yield Row(what, f"{peak:.0f} MB", f"{base:.0f} MB", f"{peak / base:.2f}", "<= 1.3")
        seconds = large.built["seconds"]
        yield Row(
            "that build, nothing encoded", f"{seconds:.0f} s", "", f"{large.built['passages'] / seconds:.0f} passages/s"
        )

    def disk(self) -> Iterator[Row]:
        """Bytes of the index by what is in them."""
        drawing = self.library(self._passages)
        sizes: dict[str, int] = {}
        for path in drawing.home.index.rglob("*"):
            if path.is_file():
                part = path.relative_to(drawing.home.index).parts[1:2]
                name = part[0] if part else "pointer"
                sizes[name] = sizes.get(name, 0) + path.stat().st_size
        passages = Index.open(drawing.home, DrawnEncoder()).num_passages
        for name, size in sorted(sizes.items(), key=lambda item: -item[1])[:5]:
            yield Row(f"bytes a passage: {name}", f"{size / passages:.0f}")
        yield Row("bytes a passage: all", f"{sum(sizes.values()) / passages:.0f}")

    def threads(self) -> Iterator[Row]:
        """Many threads that ask on and on, in quiet and while another process makes the index anew."""
        drawing = self.library(_MIDDLE)
        index = warmed(drawing, DrawnEncoder(self._real), self._texts)
        questions = self._questions(drawing)
        quiet = _crowd(index, questions, until=_seconds(8))
        command = [sys.executable, "-m", "benchmarks.scale", "--build", str(drawing.home.root), "--again"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as rebuild:
            busy = _crowd(index, questions, until=lambda: rebuild.poll() is not None)
        what = f"99th of {_THREADS} threads at {_MIDDLE:,} passages, during a rebuild against quiet"
        yield _row(what, statistics.quantiles(busy, n=100)[98], statistics.quantiles(quiet, n=100)[98], "<= 3")
        yield _row("their median", statistics.median(busy), statistics.median(quiet), "")

    def library(self, passages: int) -> Drawing:
        """The library of so many passages, built now if it is not there."""
        home = Home(self._folder / str(passages))
        note = home.root / "built.json"
        articles = max(passages // PASSAGES_AN_ARTICLE, 1)
        if not note.is_file():
            print(f"drawing {articles:,} articles", file=sys.stderr, flush=True)
            for number in range(articles):
                self._texts.article(number).write(home.sources)
            print(f"building them in {home.root}", file=sys.stderr, flush=True)
            command = [sys.executable, "-m", "benchmarks.scale", "--build", str(home.root)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            note.write_text(done.stdout.splitlines()[-1])
        return Drawing(home, articles, json.loads(note.read_text()))

    def _questions(self, drawing: Drawing) -> list[str]:
        """Questions that none of the warm-up's were."""
        chance = np.random.default_rng(11)
        return [self._texts.question(chance, drawing.articles) for _ in range(_QUESTIONS)]


def warmed(drawing: Drawing, encoder: DrawnEncoder, texts: DrawnTexts) -> Index:
    """An index that has been asked before and has its graphs open."""
    index = Index.open(drawing.home, encoder)
    chance = np.random.default_rng(5)
    for _ in range(_WARM_UP):
        index.search(texts.question(chance, drawing.articles), _K)
    while any(thread.name == _LOADER for thread in threading.enumerate()):
        time.sleep(0.05)
    for _ in range(_WARM_UP):
        index.search(texts.question(chance, drawing.articles), _K)
    return index


def _times(index: Index, questions: Sequence[str], where: Where = ANYWHERE) -> tuple[float, float]:
    """Median and 99th percentile of a search, in ms."""
    times = []
    for question in questions:
        started = time.perf_counter()
        index.search(question, _K, where=where)
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times), statistics.quantiles(times, n=100)[98]


def _crowd(index: Index, questions: Sequence[str], until: Callable[[], bool]) -> list[float]:
    """Milliseconds of each search that many threads made until the end was told."""
    times: list[float] = []

    def ask(first: int) -> None:
        at = first
        while not until():
            started = time.perf_counter()
            found = index.search(questions[at % len(questions)], _K)
            times.append(1000 * (time.perf_counter() - started))
            assert found, "nothing was found"
            at += 1

    threads = [threading.Thread(target=ask, args=(13 * n,)) for n in range(_THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def _seconds(count: float) -> Callable[[], bool]:
    end = time.monotonic() + count
    return lambda: time.monotonic() > end


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _row(what: str, figure: float, against: float, goal: str) -> Row:
    return Row(what, f"{figure:.1f} ms", f"{against:.1f} ms", f"{figure / against:.2f}", goal)


def build_here(root: Path, *, again: bool) -> None:
    """Build a library in this process, and print what it took as JSON; `again`: make it anew."""
    real = MiniLM()
    real.encode(["the real encoder is loaded, as in the product"])
    report = build(Home(root), DrawnEncoder(), rebuild=again)
    status = Path("/proc/self/status").read_text(encoding="ascii")  # getrusage would count the parent's memory too
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    print(json.dumps({"seconds": report.seconds, "peak_mb": peak, "passages": report.passages}))


def main() -> None:
    """Print the rows that were asked for."""
    names = ["search", "nearest", "filters", "add", "unchanged", "delete", "dead", "memory", "disk", "threads"]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--passages", type=int, default=400_000)
    parser.add_argument("--rows", nargs="+", choices=names, default=names)
    parser.add_argument("--home", type=Path, default=Path(tempfile.gettempdir()) / "chancery-scale")
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--again", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.build:
        build_here(args.build, again=args.again)
        return
    scale = Scale(args.home, args.passages)
    print(f"{os.cpu_count()} cores, {args.passages:,} passages, in {args.home}", file=sys.stderr)
    print(f"{'what':<74} {'figure':>12} {'against':>16} {'ratio':>9}  goal")
    for name in args.rows:
        for row in getattr(scale, name)():
            print(f"{row.what:<74} {row.figure:>12} {row.against:>16} {row.ratio:>9}  {row.goal}", flush=True)


if __name__ == "__main__":
    main()
