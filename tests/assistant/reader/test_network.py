"""The reader's network as others use it; what it says of texts is measured elsewhere."""

import threading

import pytest
import torch

from assistant.reader.network import Network, Text
from index.bert import Bert

QUESTION = "When did the treaty end?"


def passages(count: int) -> list[Text]:
    """Drawn up so long that they are not read in one batch."""
    sentence = "The treaty ended on 2 August 2019, as both sides said in the same week. "
    text = sentence * 8
    return [Text(text, [(at * len(sentence), (at + 1) * len(sentence) - 1) for at in range(8)])] * count


def test_its_passes_stay_in_their_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """New ones for each question would each have a heap of their own."""
    seen: set[threading.Thread] = set()
    states = Bert.states

    def noted(self: Bert, *given: torch.Tensor) -> torch.Tensor:
        seen.add(threading.current_thread())
        return states(self, *given)

    monkeypatch.setattr(Bert, "states", noted)
    network = Network()
    for _ in range(3):
        network.read(QUESTION, passages(16))
    assert threading.current_thread() not in seen
    assert 1 <= len(seen) <= torch.get_num_threads()
