"""The command line: `chancery VERB`. Answers go to stdout, progress and words about them to stderr.

Exits 0 when done, 1 when it failed, 2 when it was misused. Heavy imports sit inside the verbs, so `--help` is instant.
"""

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant import options
from assistant.asked import MisuseError, QuestionError
from corpus.errors import ChanceryError
from corpus.home import Home

if TYPE_CHECKING:
    from assistant.library import Library
    from index.build import Progress

DONE, FAILED, MISUSED = 0, 1, 2
MAX_HITS = 10_000  # passages of one search; more are a listing, not a search


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; every `ChanceryError` becomes its words on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a file's name may hold bytes that no text has
            stream.reconfigure(errors="backslashreplace")
    # Not as defaults: the verb would take back with them what was said before it.
    unsaid = argparse.Namespace(home=None, sample=False, json=False)
    args = _parser().parse_args(argv, unsaid)
    run: Callable[[argparse.Namespace], int] = args.run
    try:
        return run(args)
    except ChanceryError as error:
        _say(f"chancery: {error}")
        return MISUSED if isinstance(error, MisuseError | QuestionError) else FAILED
    except KeyboardInterrupt:
        _say("chancery: stopped")
        return FAILED
    except BrokenPipeError:  # the reader of our output (head, less) has gone: not an error of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument(
        "--home", metavar="DIR", help="the library's home (default: $CHANCERY_HOME, else your user data folder)"
    )
    shared.add_argument("--sample", action="store_true", help="use the sample library, which has a home of its own")
    shared.add_argument("--json", action="store_true", help="print one JSON object on stdout")
    parser = argparse.ArgumentParser(
        prog="chancery",
        description="Ask a library of articles, and see the passage behind every sentence.",
        parents=[shared],
    )
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)

    def verb(name: str, run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=about, description=about, parents=[shared])
        added.set_defaults(run=run)
        return added

    add = verb("add", _add, "copy files or folders of articles (.txt .md .html) into the library")
    add.add_argument("paths", nargs="+", metavar="PATH", type=_path)
    index = verb("index", _index, "make what was added, edited or deleted in the sources answerable")
    index.add_argument("names", nargs="*", metavar="NAME", help="only these sources, as `list --json` names their keys")
    how = index.add_mutually_exclusive_group()
    how.add_argument("--plan", action="store_true", help="tell what would be done, and do nothing")
    how.add_argument("--rebuild", action="store_true", help="make the index anew from the sources")
    how.add_argument("--rollback", action="store_true", help="answer from the edition before the present one again")
    ask = verb("ask", _ask, "answer a question, with citations")
    search = verb("search", _search, "find the passages nearest to a query")
    search.add_argument("-k", type=_positive, default=10, metavar="N", help="how many passages (default: 10)")
    for asking in (ask, search):
        asking.add_argument("question", nargs="?", metavar="QUESTION")
        asking.add_argument(
            "--batch", metavar="FILE", help="one JSON object a line (id, question, history, where); - is standard input"
        )
    chat = verb("chat", _chat, "ask and ask on, in the terminal")
    for asking in (ask, chat):
        options.add_ignore(asking)
    for looking in (ask, search, chat):
        options.add_filters(looking)
    verb("list", _list, "list the articles")
    verb("show", _show, "print one article").add_argument("id", metavar="ID")
    verb("remove", _remove, "delete an article and its source").add_argument("id", metavar="ID")
    verb("status", _status, "tell what the library holds and whether its index is up to date")
    doctor = verb("doctor", _doctor, "look whether the index is whole, and says what the sources say")
    doctor.add_argument("--quick", action="store_true", help="do not read the sources again")
    gold = verb("eval", _eval, "score answers against a file of questions with known answers")
    gold.add_argument("gold", nargs="?", metavar="GOLD", type=_path, help="one JSON object a line: docs/EVALUATION.md")
    gold.add_argument("--against", metavar="RUN", type=_path, help="an earlier output of --json, to compare with")
    gold.add_argument("--html", metavar="FILE", type=_path, help="write a report to look at, in one file")
    gold.add_argument("--make", metavar="N", type=_positive, help="draft N questions from the library's own articles")
    gold.add_argument("--out", metavar="FILE", type=_path, help="where --make writes them (default: standard output)")
    serve = verb("serve", _serve, "serve the chat window to a browser")
    serve.add_argument("--port", type=_port, default=None, help="default: 7860")
    serve.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, this machine only")
    return parser


def _add(args: argparse.Namespace) -> int:
    from assistant import render

    report = _home_library(args).add(args.paths)
    _print(args, render.report_json(report), render.added_text(report))
    return DONE if report.added or report.changed or report.unchanged or not report.skipped else FAILED


def _index(args: argparse.Namespace) -> int:
    from assistant import render

    library = _home_library(args)
    if args.names and (args.plan or args.rebuild or args.rollback):
        raise MisuseError("Names go with a plain `chancery index` only.", "Leave them out, or the flag.")
    if args.rollback:
        version = library.rollback()
        _print(args, {"version": version}, f"The index is that of version {version} again.")
        return DONE
    if args.plan:
        plan = library.plan()
        _print(args, render.report_json(plan), render.plan_text(plan))
        return DONE
    report = library.index(rebuild=args.rebuild, only=args.names or None, progress=_Meter())
    _print(args, render.report_json(report), render.built_text(report))
    nothing_taken = report.skipped and not (report.added or report.changed or report.removed or report.unchanged)
    return FAILED if nothing_taken else DONE


def _ask(args: argparse.Namespace) -> int:
    from assistant import render

    questions = options.questions_of(args)
    library = _answerable(args)
    questions = options.settled(library, questions)
    if args.batch is None:
        answer = library.answer(questions[0].question, where=questions[0].where, ignore=questions[0].ignore)
        _print(args, render.answer_json(answer), render.answer_text(answer))
        return DONE
    for one in questions:
        try:
            answer = library.answer(one.question, one.history, where=one.where, ignore=one.ignore)
            record = render.answer_json(answer, one.id)
        except QuestionError as error:  # one bad question is told in its place; the others are answered
            record = render.refused_json(one.id, one.question, error.message)
        print(json.dumps(record, ensure_ascii=False), flush=True)
    return DONE


def _search(args: argparse.Namespace) -> int:
    from assistant import render

    questions = options.questions_of(args)
    library = _answerable(args)
    questions = options.settled(library, questions)
    for one in questions:
        hits, articles = library.search_with_articles(one.question, args.k, where=one.where)
        record: dict[str, object] = {"hits": render.hits_json(hits, articles)}
        if args.batch is None:
            _print(args, record, render.hits_text(hits, articles))
        else:
            print(json.dumps({"id": one.id, **record}, ensure_ascii=False), flush=True)
    return DONE


def _chat(args: argparse.Namespace) -> int:
    from assistant import render
    from assistant.answer import Turn

    where = options.filters_of(args)
    library = _answerable(args)
    where = library.settled(where)
    history: list[Turn] = []
    _say("Ask; an empty line ends. /new starts afresh.")
    while True:
        try:
            question = input("\n> ").strip()
        except EOFError:
            return DONE
        if not question:
            return DONE
        if question == "/new":
            history.clear()
            continue
        try:
            answer = library.answer(question, history, where=where, ignore=args.ignore)
        except QuestionError as error:
            _say(str(error))
            continue
        print(
            json.dumps(render.answer_json(answer), ensure_ascii=False)
            if args.json
            else "\n" + render.answer_text(answer)
        )
        history.append(Turn(question, answer.text))


def _list(args: argparse.Namespace) -> int:
    from assistant import render

    articles = _home_library(args).articles()
    _print(args, render.list_json(articles), render.list_text(articles))
    return DONE


def _show(args: argparse.Namespace) -> int:
    from assistant import render

    article = _home_library(args).article(args.id)
    _print(args, render.article_json(article), render.article_text(article))
    return DONE


def _remove(args: argparse.Namespace) -> int:
    source = _home_library(args).remove(args.id)
    _print(args, {"removed": source, "id": args.id}, f"Removed {source}")
    return DONE


def _status(args: argparse.Namespace) -> int:
    from assistant import render

    library = _home_library(args)
    status = library.status()
    _print(args, render.status_json(status, str(library.home.root)), render.status_text(status, str(library.home.root)))
    return DONE


def _doctor(args: argparse.Namespace) -> int:
    from assistant import render

    checkup = _home_library(args).examine(
        read_sources=not args.quick, tell=lambda what, done, total: _count(f"looking at {what}", done, total)
    )
    _print(args, render.checkup_json(checkup), render.checkup_text(checkup))
    return DONE if checkup.sound else FAILED


def _eval(args: argparse.Namespace) -> int:
    if (args.gold is None) == (args.make is None):
        raise MisuseError(
            "Give a file of questions, or --make N.", "For example: chancery eval --make 50 --out gold.jsonl"
        )
    if args.make is not None:
        if args.against or args.html:
            raise MisuseError("--make asks nothing, so it has no report.", "Leave --against and --html for the run.")
        return _draft(args)
    if args.out:
        raise MisuseError(
            "--out is where --make writes.", "For the figures: chancery eval GOLD.jsonl --json > run.json"
        )
    from assistant.evaluation import asking, compare, gold, page, report

    items = gold.load(args.gold)
    before = compare.load_run(args.against) if args.against else None
    if before:
        compare.check_same(before, items)
    if args.html:
        _write(args.html, "", mode="a")  # a place that cannot be written is told before the questions are asked
    library = _answerable(args)
    cases = []
    for case in asking.examine(library, items):
        cases.append(case)
        _count("asked", len(cases), len(items))
    scores = asking.scored(library, items, cases)
    against = compare.compare(before, scores.rows) if before else None
    if args.html:
        _write(args.html, page.html(scores, cases, against))
        _say(f"The report: {args.html}")
    _print(args, report.as_json(scores, against), report.as_text(scores, against=against))
    return DONE


def _draft(args: argparse.Namespace) -> int:
    from assistant.evaluation import draft

    if args.out and args.out.exists():
        raise MisuseError(f"{args.out} exists; questions that you edited would be lost.", "Name another file.")
    items = draft.draft(_answerable(args), args.make)
    if len(items) < args.make:
        _say(f"The articles give {len(items)} questions by rules that are sure.")
    if args.out:
        _write(args.out, draft.as_lines(items))
        _print(args, {"made": len(items), "file": str(args.out)}, f"Drafted {len(items)} questions: {args.out}")
    elif args.json:
        print(json.dumps({"made": len(items), "questions": items}, ensure_ascii=False))
    else:
        print(draft.as_lines(items), end="")
    return DONE


def _write(path: Path, text: str, *, mode: Literal["w", "a"] = "w") -> None:
    try:
        with path.open(mode, encoding="utf-8", errors="replace") as file:
            file.write(text)
    except OSError as error:
        raise MisuseError(f"Cannot write {path}: {error.strerror}", "Name a file in a folder that is there.") from error


def _count(what: str, done: int, total: int) -> None:
    """Progress on stderr: one line, rewritten on a terminal, silent elsewhere."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{what} {done}/{total}{chr(10) if done == total else ''}")
        sys.stderr.flush()


def _serve(args: argparse.Namespace) -> int:
    from assistant.settings import load_settings
    from assistant.ui.serve import serve

    home = _home(args)
    port = load_settings(home).port if args.port is None else args.port
    serve(home, host=args.host, port=port, say=_say)
    return DONE


class _Meter:
    """Progress of a build on stderr: one line, rewritten on a terminal, silent elsewhere."""

    def __call__(self, progress: "Progress") -> None:
        if sys.stderr.isatty():
            end = "\n" if progress.done == progress.total else ""
            sys.stderr.write(f"\r\x1b[K{progress.stage} {progress.done}/{progress.total} {progress.source[:60]}{end}")
            sys.stderr.flush()


def _home(args: argparse.Namespace) -> Home:
    home = Home.resolve(args.home)
    return home.sample if args.sample else home


def _home_library(args: argparse.Namespace) -> "Library":
    """The library that the flags name; the sample library is filled when it is first wanted."""
    from assistant.library import Library
    from corpus import sources

    library = Library(_home(args))
    if args.sample and not library.has_sources():
        sources.add_samples(library.home)
    return library


def _answerable(args: argparse.Namespace) -> "Library":
    """The library, with something to answer from; says so when sources wait to be indexed."""
    from index.build import IndexMissing

    library = _home_library(args)
    status = library.status()
    if args.sample and (status.waiting or not status.articles):
        library.index(progress=_Meter())
        status = library.status()
    if not status.articles:
        hint = "chancery index" if status.waiting else "chancery add FOLDER, then chancery index; or try --sample"
        raise IndexMissing(f"The library at {library.home.root} has no indexed articles.", hint)
    if status.waiting:
        _say(f"{status.waiting} sources wait to be indexed: chancery index")
    return library


def _print(args: argparse.Namespace, record: dict[str, object], text: str) -> None:
    print(json.dumps(record, ensure_ascii=False) if args.json else text)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _path(text: str) -> Path:
    if not text:  # an unset variable of a script; as a path it would mean the folder that one stands in
        raise argparse.ArgumentTypeError("the path is empty")
    return Path(text)


def _positive(text: str) -> int:
    value = int(text)
    if not 1 <= value <= MAX_HITS:
        raise argparse.ArgumentTypeError(f"{text} is not from 1 to {MAX_HITS:,}")
    return value


def _port(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port (1 to 65535)")
    return value
