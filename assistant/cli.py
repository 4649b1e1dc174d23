"""The command line: `chancery VERB`. Answers go to stdout, progress and words about them to stderr.

Exits 0 when done, 1 when it failed, 2 when it was misused. Heavy imports sit inside the verbs, so `--help` is instant.
"""

import argparse
import io
import ipaddress
import json
import os
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant import options
from assistant.asked import MisuseError, QuestionError
from assistant.cli_users import add_verbs
from assistant.llm.spec import NO_MODEL
from assistant.pace import Pace
from corpus.errors import ChanceryError, SourceError
from corpus.home import Home
from corpus.web.url import is_address, is_link

if TYPE_CHECKING:
    from assistant.evaluation.gold import Item
    from assistant.library import Library
    from assistant.llm.connect import Model
    from assistant.llm.trial import Tried
    from index.build import Progress

DONE, FAILED, MISUSED = 0, 1, 2
STDIN = "-"
_LOOK_S = 2.0  # that an answer given waits for a word on the sources
MAX_HITS = 10_000  # passages of one search; more are a listing, not a search


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; every `ChanceryError` becomes its words on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a file's name may hold bytes that no text has
            stream.reconfigure(errors="backslashreplace")
    # Not as defaults: the verb would take back with them what was said before it.
    unsaid = argparse.Namespace(home=None, sample=False, json=False, looking=None)
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
    finally:
        if args.looking is not None:
            args.looking.join(_LOOK_S)


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

    add = verb("add", _add, "copy articles into the library: files, folders, archives, exports, standard input")
    options.add_sources(add)
    options.add_links(verb("link", _link, "read a folder in place from now on; list linked folders and feeds"))
    options.add_fetching(verb("sync", _sync, "ask links and feeds again for what is new or has changed"))
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
        options.add_model(asking)
    for looking in (ask, search, chat):
        options.add_filters(looking)
    verb("list", _list, "list the articles")
    show = verb("show", _show, "print one article")
    show.add_argument("id", metavar="ID")
    show.add_argument("--left-out", action="store_true", help="what of its source is not in its text, and why")
    options.add_corrections(verb("edit", _edit, "correct what is known about an article"))
    verb("remove", _remove, "delete an article and its source").add_argument("id", metavar="ID")
    verb("status", _status, "tell what the library holds and whether its index is up to date")
    doctor = verb("doctor", _doctor, "look whether the index is whole, and says what the sources say")
    doctor.add_argument("--quick", action="store_true", help="do not read the sources again")
    doctor.add_argument("--llm", metavar="MODEL", help="also try this language model; those of the settings are tried")
    gold = verb("eval", _eval, "score answers against a file of questions with known answers")
    gold.add_argument(
        "gold",
        nargs="?",
        metavar="GOLD",
        type=options.path,
        help="one JSON object a line: docs/EVALUATION.md (default: the questions of the window's Evaluate tab)",
    )
    gold.add_argument(
        "--against", metavar="RUN", type=options.path, help="an earlier output of --json, to compare with"
    )
    gold.add_argument("--html", metavar="FILE", type=options.path, help="write a report to look at, in one file")
    gold.add_argument("--make", metavar="N", type=_positive, help="draft N questions from the library's own articles")
    gold.add_argument(
        "--out", metavar="FILE", type=options.path, help="where --make writes them (default: standard output)"
    )
    options.add_model(gold)
    serve = verb("serve", _serve, "serve the chat window to a browser")
    serve.add_argument("--port", type=_port, default=None, help="default: 7860")
    serve.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, this machine only")
    serve.add_argument(
        "--watch", action="store_true", help="index files as they change, and ask links and feeds again every hour"
    )
    serve.add_argument(
        "--auth",
        action="store_true",
        help="people sign in (chancery user), and each has their own conversations",
    )
    options.add_model(serve, several=True)
    serve.add_argument("--mcp", action="store_true", help="offer ask, search and list as MCP tools: docs/WINDOW.md")
    options.add_fetching(serve)
    users = verbs.add_parser("user", help="add and remove those who may sign in to the window", parents=[shared])
    add_verbs(users, shared)
    return parser


def _add(args: argparse.Namespace) -> int:
    from assistant import render

    if args.sample:
        raise MisuseError("The sample library stays as it is.", "Leave out --sample: what you add is yours alone.")
    library = _home_library(args)
    names = options.names_of(args)
    links = [one for one in args.given if is_address(one)]
    report = library.add([Path(one) for one in args.given if one not in (*links, STDIN)], names)
    if STDIN in args.given:
        report = report.joined(library.add_bytes(sys.stdin.buffer.read(), args.name, names))
    if links:
        report = report.joined(library.follow(links, allow_private=args.allow_private, tell=_fetching))
    _print(args, render.report_json(report), render.added_text(report))
    return DONE if report.added or report.changed or report.unchanged or not report.skipped else FAILED


def _sync(args: argparse.Namespace) -> int:
    from assistant import render

    report = _home_library(args).sync(allow_private=args.allow_private, tell=_fetching)
    _print(args, render.report_json(report), render.synced_text(report))
    done = report.added or report.changed or report.unchanged or report.gone
    return DONE if done or not report.skipped else FAILED


def _fetching(url: str, number: int, total: int) -> None:
    _say(f"fetching {number} of {total}: {url}")


def _link(args: argparse.Namespace) -> int:
    from assistant import render
    from corpus import linked

    home = _home(args)
    if args.remove and is_link(args.remove):
        linked.forget_feed(home, args.remove)
        _say(f"{args.remove} is asked no more; its articles stay.")
    elif args.remove:
        gone = linked.unlink(home, args.remove)
        _say(f"{gone.folder} is linked no more; its articles go with the next: chancery index")
    elif args.folder:
        new = linked.link(home, args.folder, args.name)
        _say(f"{new.folder} is read in place, as {linked.MARK}{new.name}. Make it answerable: chancery index")
    links, feeds = linked.linked_folders(home), linked.feeds(home)
    _print(args, render.links_json(links, feeds), render.links_text(links, feeds))
    return DONE


def _index(args: argparse.Namespace) -> int:
    from assistant import render
    from corpus.scan import find

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
    there = {source.key for source in find(library.home, args.names)}
    unknown = [key for key in args.names if key not in there and key.rpartition("/")[2] not in report.removed]
    if len(unknown) < len(args.names) or not args.names:
        _print(args, render.report_json(report), render.built_text(report))
    if unknown:
        raise SourceError(
            f"No source is called {unknown[0]}.", "`chancery index --plan` lists what waits, `chancery list` articles."
        )
    nothing_taken = report.skipped and not (report.added or report.changed or report.removed or report.unchanged)
    return FAILED if nothing_taken else DONE


def _ask(args: argparse.Namespace) -> int:
    from assistant import render

    questions = options.questions_of(args)
    library = _answerable(args)
    questions = options.settled(library, questions)
    model, strict = _model(args, library), _strict(args, library)
    if args.batch is None:
        answer = library.answer(
            questions[0].question, where=questions[0].where, ignore=questions[0].ignore, model=model, strict=strict
        )
        _print(args, render.answer_json(answer), render.answer_text(answer))
        return DONE
    for one in questions:
        try:
            answer = library.answer(
                one.question, one.history, where=one.where, ignore=one.ignore, model=model, strict=strict
            )
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
    model, strict = _model(args, library), _strict(args, library)
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
            answer = library.answer(question, history, where=where, ignore=args.ignore, model=model, strict=strict)
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

    library = _home_library(args)
    if args.left_out:
        left = library.leavings(args.id)
        _print(args, {"left_out": render.leavings_json(left)}, render.leavings_text(left))
        return DONE
    article, sources = library.article(args.id), library.sources_of(args.id)
    _print(args, render.article_json(article, sources), render.article_text(article, sources))
    return DONE


def _edit(args: argparse.Namespace) -> int:
    from assistant import render

    changes = options.corrections_of(args)
    article = _home_library(args).edit(args.id, changes)
    _print(args, render.article_json(article), render.known_text(article))
    return DONE


def _remove(args: argparse.Namespace) -> int:
    from assistant import render

    library = _home_library(args)
    source = library.remove(args.id)
    left = library.tidy(_Meter())
    told = [f"Removed {source}", *render.uncompacted_lines(left)]
    _print(args, {"removed": source, "id": args.id, "uncompacted": left}, "\n".join(told))
    return DONE


def _status(args: argparse.Namespace) -> int:
    from assistant import render

    library = _home_library(args)
    status = library.status()
    home, outdated = str(library.home.root), library.is_outdated()
    record = render.status_json(status, home, outdated=outdated)
    _print(args, record, render.status_text(status, home, outdated=outdated))
    return DONE


def _doctor(args: argparse.Namespace) -> int:
    from assistant import render

    checkup = _home_library(args).examine(
        read_sources=not args.quick, tell=lambda what, done, total: _count(f"looking at {what}", done, total)
    )
    tried = _tried(args)
    told = "\n".join(filter(None, [render.checkup_text(checkup), render.tried_text(tried)]))
    _print(args, {**render.checkup_json(checkup), "models": render.tried_json(tried)}, told)
    return DONE if checkup.sound and all(one.works for one in tried) else FAILED


def _tried(args: argparse.Namespace) -> "list[Tried]":
    """What came of the models of the settings and the flag; none is opened where none is set."""
    from assistant.settings import load_settings

    home = _home(args)
    names = [one for one in [*load_settings(home).llm, args.llm] if one and one != NO_MODEL]
    if not names:
        return []
    from assistant.llm.trial import tried

    return [tried(name, home) for name in dict.fromkeys(names)]


def _model(args: argparse.Namespace, library: "Library") -> "Model | None":
    """The language model of the flag or the settings; None for the reader."""
    from assistant.settings import load_settings

    name = args.llm or next(iter(load_settings(library.home).llm), NO_MODEL)
    if name == NO_MODEL:
        return None
    from assistant.llm.connect import connect

    return connect(name, library.home)


def _strict(args: argparse.Namespace, library: "Library") -> bool:
    from assistant.settings import load_settings

    return args.strict or load_settings(library.home).strict


def _eval(args: argparse.Namespace) -> int:
    if args.gold is not None and args.make is not None:
        raise MisuseError("--make asks nothing.", "Leave out the file of questions, or --make.")
    if args.make is not None:
        if args.against or args.html:
            raise MisuseError("--make asks nothing, so it has no report.", "Leave --against and --html for the run.")
        return _draft(args)
    if args.out:
        raise MisuseError(
            "--out is where --make writes.", "For the figures: chancery eval GOLD.jsonl --json > run.json"
        )
    from assistant.evaluation import asking, compare, gold, page, report, runs

    home = _home(args)
    items = gold.load(args.gold) if args.gold else _own_questions(home)
    before = compare.load_run(args.against) if args.against else None
    if before:
        compare.check_same(before, items)
    if args.html:
        _write(args.html, "", mode="a")  # a place that cannot be written is told before the questions are asked
    library = _answerable(args)
    cases = []
    for case in asking.examine(library, items, model=_model(args, library), strict=_strict(args, library)):
        cases.append(case)
        _count("asked", len(cases), len(items))
    scores = asking.scored(library, items, cases)
    against = compare.compare(before, scores.rows) if before else None
    if args.gold is None:
        earlier = runs.kept(home, 1)
        kept = runs.keep(home, scores, cases, library.opened.version)
        against = against or (runs.against(earlier[0], kept) if earlier else None)
    if args.html:
        _write(args.html, page.html(scores, cases, against))
        _say(f"The report: {args.html}")
    _print(args, report.as_json(scores, against), report.as_text(scores, against=against))
    return DONE


def _own_questions(home: Home) -> "list[Item]":
    """The questions that the user put into the window, or drafted; raises `MisuseError` where there are none."""
    from assistant.evaluation.own import OwnQuestions

    items = OwnQuestions(home).items()
    if not items:
        raise MisuseError(
            "There are no questions of your own yet.",
            "Add some in the window, under Evaluate, or give a file; a draft: chancery eval --make 50 --out gold.jsonl",
        )
    return items


def _draft(args: argparse.Namespace) -> int:
    from assistant.evaluation import draft, gold

    if args.out and args.out.exists():
        raise MisuseError(f"{args.out} exists; questions that you edited would be lost.", "Name another file.")
    items = draft.draft(_answerable(args), args.make)
    if len(items) < args.make:
        _say(f"The articles give {len(items)} questions by rules that are sure.")
    if args.out:
        _write(args.out, gold.as_lines(items))
        _print(args, {"made": len(items), "file": str(args.out)}, f"Drafted {len(items)} questions: {args.out}")
    elif args.json:
        print(json.dumps({"made": len(items), "questions": items}, ensure_ascii=False))
    else:
        print(gold.as_lines(items), end="")
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
    settings = load_settings(home)
    port = settings.port if args.port is None else args.port
    if not (args.auth or _is_this_machine(args.host)):
        raise MisuseError(
            f"At {args.host} whoever reaches this machine could read your library and take articles out of it.",
            "Let people sign in: chancery user add NAME, then: chancery serve --auth --host " + args.host,
        )
    if args.mcp and args.auth:
        raise MisuseError(
            "MCP clients do not sign in, so with --mcp anybody could read what --auth keeps.", "Leave one of them out."
        )
    serve(
        home,
        host=args.host,
        port=port,
        watch=args.watch,
        allow_private=args.allow_private,
        accounts=args.auth,
        mcp=args.mcp,
        models=[name for name in args.llm or settings.llm if name != NO_MODEL],
        strict=args.strict or settings.strict,
        say=_say,
    )
    return DONE


def _is_this_machine(host: str) -> bool:
    """Whether an address is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Meter:
    """Progress of a build on stderr: one line, rewritten on a terminal, silent elsewhere."""

    def __init__(self) -> None:
        self._pace = Pace()

    def __call__(self, progress: "Progress") -> None:
        if sys.stderr.isatty() and progress.stage == "stopping":
            _say("\nstopping: some seconds, for the passages that are being encoded")
        elif sys.stderr.isatty():
            end = "\n" if progress.done == progress.total else ""
            words = [
                f"{progress.stage} {progress.done}/{progress.total}",
                self._pace.note(progress),
                progress.source[:50],
            ]
            sys.stderr.write(f"\r\x1b[K{'  '.join(filter(None, words))}{end}")
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
    if library.num_articles and not args.sample:
        args.looking = threading.Thread(target=_tell_waiting, args=(library,), name="look-at-sources", daemon=True)
        args.looking.start()  # at 100,000 sources it takes two seconds, which an answer need not wait for
        return library
    status = library.status()
    if args.sample and (status.waiting or not status.articles):
        library.index(progress=_Meter())
        status = library.status()
    if not status.articles:
        hint = "chancery index" if status.waiting else "chancery add FOLDER, then chancery index; or try --sample"
        raise IndexMissing(f"The library at {library.home.root} has no indexed articles.", hint)
    return library


def _tell_waiting(library: "Library") -> None:
    """Say how many sources wait to be indexed."""
    try:
        waiting = library.status().waiting
    except ChanceryError as error:
        _say(f"chancery: {error}")
    else:
        if waiting:
            _say(f"{waiting} sources wait to be indexed: chancery index")


def _print(args: argparse.Namespace, record: dict[str, object], text: str) -> None:
    print(json.dumps(record, ensure_ascii=False) if args.json else text)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


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
