"""Torture without end: `python -m tests.torture --minutes 30 [--seed N]`.

Story after story, each some minutes in a new home; prints every act, and stops at the first inconsistency with the
seed that leads to it and the folder that has it. Times of kills are the machine's, so a seed repeats the acts but not
the moment of each kill.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from corpus.home import Home
from tests.torture.story import Broken, Story, Tally

_STORY_S = 60.0  # long enough for editions to come and go, short enough to begin anew after an odd one


def main() -> int:
    """Tell stories for as long as was asked; the exit status is 1 when one broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--story", type=float, default=_STORY_S, help="seconds of one story (default: %(default)s)")
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=None, help="of the first story; the others count on from it")
    parser.add_argument("--folder", type=Path, default=None, help="where homes are made (default: the system's)")
    parser.add_argument("--go-on", action="store_true", help="begin another story after one that broke")
    parser.add_argument("--quiet", action="store_true", help="print stories, not acts")
    args = parser.parse_args()
    until = time.monotonic() + 60 * args.minutes
    seed = args.seed if args.seed is not None else random.SystemRandom().randrange(1_000_000)
    total, broken = Tally(), 0
    while time.monotonic() < until and (not broken or args.go_on):
        folder = Path(tempfile.mkdtemp(prefix=f"torture-{seed}-", dir=args.folder))
        story = Story(Home(folder), seed, (lambda line: None) if args.quiet else _say)
        _say(f"seed {seed}, {folder}")
        try:
            story.run(min(args.story, until - time.monotonic()))
            shutil.rmtree(folder)
        except Broken as error:
            broken += 1
            _say(f"BROKEN, seed {seed}, {folder}: {error}")
        _add(total, story.tally)
        seed += 1
    kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(total.by_kind.items()))
    _say(f"{total.acts} acts ({kinds}), {total.kills} kills, {total.asked} questions beside, {broken} broken")
    return 1 if broken else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _add(total: Tally, one: Tally) -> None:
    total.acts += one.acts
    total.kills += one.kills
    total.asked += one.asked
    for kind, count in one.by_kind.items():
        total.by_kind[kind] = total.by_kind.get(kind, 0) + count


if __name__ == "__main__":
    sys.exit(main())
