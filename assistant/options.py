"""What a command line asks: its question or batch, and the flags of filters and preferences."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.asked import Asked, MisuseError, check, printable
from assistant.batch import batch_of
from assistant.filters import where_of
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
