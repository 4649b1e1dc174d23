"""What a command line says: its question or batch, filters and preferences, what to add, what to correct."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.asked import Asked, MisuseError, check, printable
from assistant.batch import batch_of
from assistant.filters import where_of
from corpus.article import Correction
from corpus.corrections import CORRECTABLE, OWN_CLUSTER
from corpus.record import NAMES
from corpus.sidecar import FIELDS
from corpus.web.url import is_address
from index.where import Where

if TYPE_CHECKING:
    from assistant.library import Library

_LISTS = {"outlet": "outlets", "article": "articles", "cluster": "clusters", "language": "languages"}


def add_filters(verb: argparse.ArgumentParser) -> None:
    """Give a verb the flags of filters."""
    group = verb.add_argument_group("filters", "look only at articles that pass; a flag given twice means either")
    for flag, metavar, about in (
        ("outlet", "NAME", "of this outlet"),
        ("since", "DATE", "published on this day or later: 2025, 2025-03 or 2025-03-14"),
        ("until", "DATE", "published on this day or earlier"),
        ("article", "ID", "this one"),
        ("cluster", "ID", "of this group of copies"),
        ("language", "CODE", "in this language, such as en"),
    ):
        if flag in _LISTS:
            group.add_argument(f"--{flag}", action="append", default=[], metavar=metavar, help=about)
        else:
            group.add_argument(f"--{flag}", metavar=metavar, help=about)


def add_ignore(verb: argparse.ArgumentParser) -> None:
    """Give a verb the flag that takes preferences away."""
    verb.add_argument(
        "--ignore", action="append", default=[], metavar="LABEL", help="do not follow this preference of the question"
    )


def add_model(verb: argparse.ArgumentParser, *, several: bool = False) -> None:
    """Give a verb that answers the flags of language models; `several`: a window offers more than one."""
    verb.add_argument(
        "--llm",
        metavar="MODEL",
        action="append" if several else "store",
        help="a language model that writes the answers, such as ollama/llama3.1; none: the reader (docs/MODELS.md)",
    )
    verb.add_argument("--strict", action="store_true", help="leave out what a model writes and no passage supports")


def filters_of(args: argparse.Namespace) -> Where:
    """The filter that the flags set; raises `MisuseError` for a date that is none."""
    record: dict[str, object] = {name: getattr(args, flag) for flag, name in _LISTS.items()}
    return where_of({**record, "since": args.since, "until": args.until})


def questions_of(args: argparse.Namespace) -> list[Asked]:
    """The question of the command line, or those of the batch file, every line of it checked.

    The flags are for a batch too, where a line sets no filter of its own. Raises `MisuseError` and `QuestionError`.
    """
    if (args.question is None) == (args.batch is None):
        raise MisuseError("Give one question, or --batch FILE.", 'For example: chancery ask "Who met whom?"')
    where, ignore = filters_of(args), tuple(getattr(args, "ignore", ()))
    if args.batch is None:
        check(args.question)
        return [Asked(None, printable(args.question), where=where, ignore=ignore)]
    asked = batch_of(args.batch)
    return [replace(one, where=one.where or where, ignore=one.ignore or ignore) for one in asked]


def settled(library: "Library", questions: Sequence[Asked]) -> list[Asked]:
    """The questions with their filters as the library spells them; a name that it lacks is told before any answer."""
    found = []
    for one in questions:
        try:
            found.append(replace(one, where=library.settled(one.where)))
        except MisuseError as error:
            place = "" if one.id is None else f"question {one.id}: "
            raise MisuseError(f"{place}{error.message}", error.hint) from error
    return found


def path(text: str) -> Path:
    """A path as a flag or argument gives it."""
    if not text:  # an unset variable of a script; as a path it would mean the folder that one stands in
        raise argparse.ArgumentTypeError("the path is empty")
    return Path(text)


def given(text: str) -> str:
    """What is to be added: a path, a link, or - for standard input."""
    return text if is_address(text) else str(path(text))


def add_fetching(verb: argparse.ArgumentParser) -> None:
    """Give a verb that fetches links its flag."""
    verb.add_argument("--allow-private", action="store_true", help="fetch from your own network, too (an intranet)")


def add_sources(verb: argparse.ArgumentParser) -> None:
    """Give a verb what is to be added."""
    verb.add_argument(
        "given",
        nargs="+",
        metavar="PATH|URL",
        type=given,
        help="a file, a folder, - for standard input; the address of a page, feed or sitemap",
    )
    add_fetching(verb)
    verb.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="OURS=THEIRS",
        help=f"which field of a JSON or CSV record holds what, as text=story.body; ours: {', '.join(NAMES)}",
    )
    verb.add_argument("--name", default="standard input.txt", metavar="FILE", help="what to call standard input")


def add_links(verb: argparse.ArgumentParser) -> None:
    """Give a verb a folder to link, or one to unlink."""
    which = verb.add_mutually_exclusive_group()
    which.add_argument("folder", nargs="?", metavar="FOLDER", type=path, help="left out: list the linked folders")
    which.add_argument(
        "--remove", metavar="NAME|URL", help="read this folder, or ask this feed, no more; what is there stays"
    )
    verb.add_argument("--name", default="", metavar="NAME", help="what to call it (default: the folder's name)")


def names_of(args: argparse.Namespace) -> dict[str, str]:
    """What `--map` says; raises `MisuseError`."""
    names: dict[str, str] = {}
    for given in args.map:
        ours, sign, theirs = (part.strip() for part in given.partition("="))
        if not sign or not theirs or ours not in NAMES:
            raise MisuseError(f"--map {given} names no field.", f"Write OURS=THEIRS; ours: {', '.join(NAMES)}")
        names[ours] = theirs
    return names


def add_corrections(verb: argparse.ArgumentParser) -> None:
    """Give a verb an article, and what can be corrected of it."""
    verb.add_argument("id", metavar="ID")
    for name in FIELDS:
        what = {"published": "DATE", "url": "URL", "language": "CODE"}.get(name, "TEXT")
        verb.add_argument(f"--{name}", metavar=what, help='"" says that there is none')
    verb.add_argument("--split", action="store_true", help="it is no copy of others, however alike")
    verb.add_argument(
        "--reset",
        action="append",
        default=[],
        choices=CORRECTABLE,
        metavar="FIELD",
        help="take a correction back (--split: cluster)",
    )


def corrections_of(args: argparse.Namespace) -> dict[Correction, str | None]:
    """What `edit` is told to change, None for what is taken back; raises `MisuseError` when that is nothing."""
    changes: dict[Correction, str | None] = {
        name: value for name in FIELDS if (value := getattr(args, name)) is not None
    }
    if args.split:
        changes["cluster"] = OWN_CLUSTER
    twice = sorted(set(args.reset) & set(changes))
    if twice:
        raise MisuseError(f"{', '.join(twice)}: both given and taken back.", "Say one of the two.")
    changes |= dict.fromkeys(args.reset)
    if not changes:
        raise MisuseError(
            "Nothing to correct.", f"Say what: {' '.join(f'--{name}' for name in FIELDS)}, or --reset FIELD"
        )
    return changes
