"""Invented prose, the same for the same seed: no sentence of it stands anywhere else."""

import random

_WHO = (
    "The harbour master", "A retired surveyor", "The night ferry", "Every lighthouse keeper", "The salt merchant",
    "A committee of bakers", "The island council", "One clockmaker", "The northern choir", "A young cartographer",
)  # fmt: skip
_DID = ("counted", "repaired", "described", "forgot", "painted", "measured", "inherited", "sold", "found", "questioned")
_WHAT = (
    "copper lanterns", "official ledgers", "wooden bridges", "flat stones", "efficient pumps", "five barometers",
    "fishing nets", "brass compasses", "unfinished maps", "difficult letters",
)  # fmt: skip
_WHERE = (
    "near the old quarry", "behind the customs office", "above the tidal mill", "across the frozen inlet",
    "beside the glass workshop", "under the western arcade", "along the chalk cliff", "inside the tram depot",
)  # fmt: skip
_WHY = (
    "because the winter was long", "although nobody had asked", "while the fleet stayed away",
    "after the flood of spring", "before the auction began", "since the charter required it",
    "until the money ran out",
)  # fmt: skip


def sentences(count: int, seed: int = 1) -> list[str]:
    """So many sentences, no two of them alike."""
    chance = random.Random(seed)
    made: dict[str, None] = {}
    while len(made) < count:
        number = chance.randrange(12, 990)
        made[
            f"{chance.choice(_WHO)} {chance.choice(_DID)} {number} {chance.choice(_WHAT)} {chance.choice(_WHERE)} "
            f"{chance.choice(_WHY)}."
        ] = None
    return list(made)


def paragraphs(count: int, length: int = 4, seed: int = 1) -> list[str]:
    """So many paragraphs of `length` sentences each."""
    all_of_them = sentences(count * length, seed)
    return [" ".join(all_of_them[at : at + length]) for at in range(0, len(all_of_them), length)]
