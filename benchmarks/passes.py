"""A pass of the bundled encoder in bfloat16 on one core, and its two costly parts, beside what PyTorch does by itself.

    python -m benchmarks.passes

Sixteen drawn texts at a time, of as many word pieces each, one of them a tenth shorter; the best of several rounds.
"""

import math
import time
from collections.abc import Callable
from functools import partial

import torch
from torch.nn import functional

from index import attention
from index.bert import HEADS, WIDTH, best_setting, forward, packed, read_weights
from index.encoder import MiniLM

_TEXTS = 16
_LENGTHS = (20, 40, 100, 168, 256)
_ROUNDS, _TIMES = 12, 5


def main() -> None:
    """Print the table: milliseconds of PyTorch and of ours, and the ratio."""
    if best_setting() != ("cpu", torch.bfloat16):
        print("skipped: this processor has no bfloat16, or there is a GPU; there PyTorch's own way is taken")
        return
    torch.set_num_threads(1)
    drawn = torch.Generator().manual_seed(4)
    read = read_weights(MiniLM().weights_file())
    plain = {name: value.to(torch.bfloat16) for name, value in read.items()}
    ours = packed(plain)
    theirs = functional.scaled_dot_product_attention
    print(f"{'word pieces':>11}  {'attention, PyTorch':>18} {'ours':>6}  {'a pass, PyTorch':>15} {'ours':>6}  ratio")
    for length in _LENGTHS:
        ids = torch.randint(1000, 20_000, (_TEXTS, length), generator=drawn)
        mask = torch.ones(_TEXTS, length, dtype=torch.bool)
        mask[3, length - length // 10 :] = False
        joint = torch.randn(_TEXTS, length, 3, HEADS, WIDTH // HEADS, generator=drawn).to(torch.bfloat16)
        query, key, value = joint.permute(2, 0, 3, 1, 4)
        attendable = mask[:, None, None, :]
        mixes = _best(
            partial(theirs, query, key, value, attendable), partial(attention.attention, query, key, value, attendable)
        )
        passes = _best(
            partial(forward, plain, ids, mask, None, theirs),
            partial(forward, ours, ids, mask, None, attention.attention),
        )
        print(
            f"{length:>11}  {mixes[0]:>18.2f} {mixes[1]:>6.2f}  {passes[0]:>15.1f} {passes[1]:>6.1f}"
            f"  {passes[0] / passes[1]:.2f}"
        )


@torch.inference_mode()
def _best(*ways: Callable[[], object]) -> list[float]:
    """Milliseconds of one call of each way, of its quickest round; a round of each in turn."""
    found = [math.inf] * len(ways)
    for _ in range(_ROUNDS):
        for number, way in enumerate(ways):
            started = time.perf_counter()
            for _ in range(_TIMES):
                way()
            found[number] = min(found[number], 1e3 * (time.perf_counter() - started) / _TIMES)
    return found


if __name__ == "__main__":
    main()
