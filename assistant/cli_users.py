"""The verbs of `chancery user`: who may sign in where the window asks for a name and a password."""

import argparse
import getpass
import json
import sys

from assistant.asked import MisuseError
from assistant.chats import Chats
from assistant.users import FILE, MAX_PASSWORD, User, Users
from corpus.errors import ChanceryError
from corpus.home import Home


def add_verbs(parser: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    """Give the parser of `user` its verbs; each sets `run`, as the other verbs of the command line do."""
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    add = verbs.add_parser("add", help="add a user", parents=[shared])
    change = verbs.add_parser("password", help="give a user another password", parents=[shared])
    remove = verbs.add_parser("remove", help="remove a user", parents=[shared])
    for one in (add, change, remove):
        one.add_argument("name", metavar="NAME")
    for one in (add, change):
        one.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    remove.add_argument("--conversations", action="store_true", help="delete the user's conversations for good, too")
    remove.add_argument("--yes", action="store_true", help="do not ask")
    add.set_defaults(run=_add)
    change.set_defaults(run=_password)
    remove.set_defaults(run=_remove)
    verbs.add_parser("list", help="list the users", parents=[shared]).set_defaults(run=_list)


def _add(args: argparse.Namespace) -> int:
    user = _users(args).add(args.name, _new_password(args))
    return _told(args, {"added": user.name}, f"Added {user.name}")


def _password(args: argparse.Namespace) -> int:
    users = _users(args)
    users.get(args.name)  # a wrong name is told before a password is asked for
    user = users.set_password(args.name, _new_password(args))
    return _told(args, {"changed": user.name}, f"{user.name} has a new password")


def _remove(args: argparse.Namespace) -> int:
    users = _users(args)
    user = users.get(args.name)
    if not args.yes:
        _confirm(user, conversations=args.conversations)
    if args.conversations:
        Chats(Home.resolve(args.home).chats).forget(user.key)
    users.remove(user.name)
    return _told(args, {"removed": user.name, "conversations_kept": not args.conversations}, f"Removed {user.name}")


def _list(args: argparse.Namespace) -> int:
    everybody = _users(args).all()
    record: dict[str, object] = {"users": [{"name": one.name, "added": one.added} for one in everybody]}
    return _told(args, record, "\n".join(one.name for one in everybody) or "No users. Add one: chancery user add NAME")


def _users(args: argparse.Namespace) -> Users:
    return Users(Home.resolve(args.home).root / FILE)


def _new_password(args: argparse.Namespace) -> str:
    if args.password_stdin:
        return sys.stdin.readline(MAX_PASSWORD + 2).rstrip("\r\n")
    if not sys.stdin.isatty():
        raise MisuseError("There is no terminal to ask for the password.", "Give it by --password-stdin.")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        raise ChanceryError("The two passwords differ.", "Try again.")
    return first


def _confirm(user: User, *, conversations: bool) -> None:
    if not sys.stdin.isatty():
        raise MisuseError("There is no terminal to ask whether to remove the user.", "Say so: --yes")
    what = "and all conversations" if conversations else "and keep the conversations"
    sys.stderr.write(f"Remove {user.name} {what}? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() not in ("y", "yes"):
        raise ChanceryError(f"{user.name} was not removed.", "Answer y to remove a user.")


def _told(args: argparse.Namespace, record: dict[str, object], text: str) -> int:
    sys.stdout.write((json.dumps(record, ensure_ascii=False) if args.json else text) + "\n")
    return 0
