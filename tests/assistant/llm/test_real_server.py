"""A server that others wrote, `transformers serve`, over a model of a few thousand weights that is made here.

The weights are set by hand: each word leads to the next, and which comes first the chat template decides by what is
asked. So the model cites, babbles or goes on without end, as it is told; the protocol is the server's own.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import psutil
import pytest
from llama_index.core.llms import ChatMessage

from assistant.cli import main
from assistant.library import Library
from assistant.llm.connect import Model, connect
from assistant.llm.tags import tags
from assistant.llm.talk import Limits, pieces
from assistant.llm.trial import tried

QUESTION = "For how long was the treaty extended?"
OTHER = "When was the treaty extended?"
NEVER = "Was the treaty never extended?"
CITED = "The treaty was extended for five years on 3 February 2021."
BABBLE = "Lake pandemic brake seven honey, bears"  # no key, and no full stop
AGAIN = "went round once more"
STARTS = {"<cite>": QUESTION, "<endless>": NEVER}  # how the last message ends, for the model to begin so
_START_SECONDS = 90.0  # torch and FastAPI, on busy cores
_LAYERS = 16  # some 10 ms a word, so that an answer is still on its way when it is stopped


@dataclass(frozen=True)
class Served:
    """A server under way, and the name of its model, as it is given to `--llm`."""

    name: str
    process: "subprocess.Popen[bytes]"

    @property
    def talking(self) -> int:
        """How many connections with it are open."""
        held = psutil.Process(self.process.pid).net_connections("tcp")
        return sum(one.status == psutil.CONN_ESTABLISHED for one in held)


def make_model(folder: Path, cited: str) -> None:
    """Write a model that says `cited`, `BABBLE` or `AGAIN`: a transformer whose layers add nothing."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    again = AGAIN.split()
    chains = [
        ["<cite>", *cited.split(), "</s>"],
        ["<babble>", *BABBLE.split(), "</s>"],
        ["<endless>", *again, again[0]],
    ]
    words = ["<unk>", *dict.fromkeys(word for chain in chains for word in chain)]
    number = {word: at for at, word in enumerate(words)}
    size = len(words) + len(words) % 2
    config = LlamaConfig(
        vocab_size=len(words),
        hidden_size=size,
        intermediate_size=8,
        num_hidden_layers=_LAYERS,
        num_attention_heads=1,
        num_key_value_heads=1,
        max_position_embeddings=8192,
        bos_token_id=None,
        eos_token_id=number["</s>"],
    )
    model = LlamaForCausalLM(config)
    with torch.no_grad():
        for weights in model.model.layers.parameters():
            weights.zero_()
        model.model.embed_tokens.weight.copy_(torch.eye(len(words), size))
        model.lm_head.weight.zero_()
        for chain in chains:
            for word, following in pairwise(chain):
                model.lm_head.weight[number[following], number[word]] = 1.0
    model.save_pretrained(folder)
    splitter = Tokenizer(models.WordLevel(number, "<unk>"))
    splitter.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=splitter, unk_token="<unk>", eos_token="</s>")
    tokenizer.chat_template = "{% for one in messages %}{{ one.content }} {% endfor %}" + "".join(
        f"{{% if messages[-1].content.rstrip().endswith('{end}') %}}{start}{{% else %}}"
        for start, end in STARTS.items()
    )
    tokenizer.chat_template += "<babble>" + "{% endif %}" * len(STARTS)
    tokenizer.save_pretrained(folder)


@pytest.fixture(scope="module")
def served(shelf: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server, over a model that knows the key of the passage that answers `QUESTION`."""
    place = tmp_path_factory.mktemp("real")
    passage = next(hit.passage for hit in shelf.search("treaty extended", 5) if CITED in hit.passage.text)
    make_model(place / "tiny", f"{CITED} [{tags([passage.id], QUESTION)[0]}]")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "transformers.cli.transformers", "serve", str(place / "tiny")]
    with (place / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"],
            stdout=log,
            stderr=log,
            env={**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(place / "hub"), "HF_HUB_DISABLE_TELEMETRY": "1"},
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/health", process, place / "log")
        yield Served(f"http://127.0.0.1:{port}/v1#{place / 'tiny'}", process)
    finally:
        process.terminate()
        process.wait(20)


def wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{log.read_text()}")


@pytest.fixture
def model(served: Served, shelf: Library) -> Model:
    return connect(served.name, shelf.home)


def asked(model: Model, question: str) -> Iterator[str]:
    return pieces(model.llm, [ChatMessage(question)], Limits(), tells_end=model.tells_end)


def test_a_stream_of_pieces_arrives_and_ends(model: Model) -> None:
    came = list(asked(model, QUESTION))
    assert "".join(came).startswith(CITED)
    assert len(came) > 5


def test_a_key_that_it_was_given_becomes_a_citation(shelf: Library, model: Model) -> None:
    answer = shelf.answer(QUESTION, model=model)
    assert answer.written is not None
    assert (answer.written.failed, answer.written.unknown) == ("", 0)
    assert [(one.text, one.support, one.matched) for one in answer.sentences] == [(CITED, "verbatim", False)]
    assert [one.quote for one in answer.citations] == [CITED]


def test_what_cites_nothing_ends_as_the_readers_answer_and_says_so(shelf: Library, model: Model) -> None:
    answer = shelf.answer(OTHER, model=model)
    assert answer.written is not None
    assert "cited none of its passages" in answer.written.failed
    assert answer.written.draft.startswith("Lake pandemic brake")
    assert answer.sentences == shelf.answer(OTHER).sentences != ()


def test_what_does_not_end_is_cut_and_said_to_be(shelf: Library, model: Model) -> None:
    model.llm.max_tokens = 40  # type: ignore[attr-defined]  # so that the test is quick
    answer = shelf.answer(NEVER, model=model)
    assert answer.written is not None
    assert "cut at the length" in answer.written.failed
    assert answer.written.draft.split() == [*AGAIN.split()] * 10


def test_doctor_says_that_it_answers(served: Served, shelf: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--home", str(shelf.home.root), "--llm", served.name]) == 0
    assert f"{served.name}: answers" in capsys.readouterr().out


def test_a_model_that_it_does_not_have_is_said_to_be_unknown(served: Served, shelf: Library) -> None:
    name = f"{served.name.partition('#')[0]}#nobody"
    made = tried(name, shelf.home)
    assert not made.works
    assert made.message.startswith("The server knows no such model: ")
    assert "{" not in made.message
    answer = shelf.answer(QUESTION, model=connect(name, shelf.home))
    assert answer.written is not None
    assert "no such model" in answer.written.failed


def test_a_stream_that_is_closed_early_closes_the_connection(served: Served, shelf: Library, model: Model) -> None:
    with closing(asked(model, NEVER)) as came:  # type: ignore[type-var]
        assert next(came)
        assert served.talking == 1
    end = time.monotonic() + 3  # the whole of it would take longer
    while served.talking and time.monotonic() < end:
        time.sleep(0.02)
    assert served.talking == 0
    assert "".join(asked(model, QUESTION)).startswith(CITED)  # and it goes on
