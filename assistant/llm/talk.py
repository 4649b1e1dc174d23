"""One answer of a model as it comes: pieces of text, within limits, and a connection that closes when nobody listens.

Models are asked in one event loop beside: there a request can be ended from outside while nothing comes. A LlamaIndex
model without that way is asked in a thread of its own, and ends with its next piece.
"""

import asyncio
import queue
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.llm.errors import ModelError, told

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatMessage, ChatResponse

_RETRY_WAIT = 8.0  # seconds that a server may ask to be left alone for, before it is asked once more
_LOOK = 0.1  # seconds between two looks at whether a person has stopped the answer


# How the protocols say that an answer is not whole: OpenAI's and Ollama's, Anthropic's, Google's, vLLM's.
_TOO_LONG = {"length", "max_tokens", "model_context_window_exceeded", "MAX_TOKENS"}
_WITHHELD = {"content_filter", "refusal", "SAFETY", "RECITATION", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII"}
_BROKEN = {"abort", "error", "OTHER"}


def never() -> bool:
    """Nobody stops an answer."""
    return False


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds until the first piece (a model may have to be loaded), between two, and in all; characters in all."""

    first: float = 120.0
    pause: float = 30.0
    whole: float = 600.0
    characters: int = 20_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text, and how the model says that it ended, where it says so: "stop", "length", "content_filter" ..."""

    text: str
    finish: str = ""


def pieces(
    llm: "LLM",
    messages: "Sequence[ChatMessage]",
    limits: Limits,
    *,
    tells_end: bool,
    stopped: Callable[[], bool] = never,
) -> Iterator[str]:
    """The text of one answer, piece by piece; to close the iterator closes the connection.

    `tells_end`: the model's protocol says how an answer ended, so one that does not was cut. `stopped` is asked also
    while nothing comes. Raises `ModelError`. A server that asks to wait for a moment is asked once more.
    """
    try:
        yield from _pieces(llm, messages, limits, tells_end, stopped)
    except ModelError as error:
        if error.kind != "busy" or error.wait is None or error.wait > _RETRY_WAIT:
            raise
        end = time.monotonic() + error.wait
        while (left := end - time.monotonic()) > 0 and not stopped():
            time.sleep(min(left, _LOOK))
    else:
        return
    yield from _pieces(llm, messages, limits, tells_end, stopped)


def _pieces(
    llm: "LLM", messages: "Sequence[ChatMessage]", limits: Limits, tells_end: bool, stopped: Callable[[], bool]
) -> Iterator[str]:
    _require_wanted(stopped)
    box: queue.SimpleQueue[Piece | ModelError | None] = queue.SimpleQueue()
    stop = _asked(llm, messages, box.put)
    began, finish, length, wait = time.monotonic(), "", 0, limits.first
    last = began
    try:
        while True:
            _require_wanted(stopped)
            left = min(last + wait, began + limits.whole) - time.monotonic()
            try:
                got = box.get(timeout=max(0.0, min(left, _LOOK)))
            except queue.Empty:
                if left > _LOOK:
                    continue
                raise ModelError("slow", _silence(length), "Ask again, or choose a smaller model.") from None
            last = time.monotonic()
            if got is None:
                break
            if isinstance(got, ModelError):
                raise got
            finish = got.finish or finish
            if got.text:
                length, wait = length + len(got.text), limits.pause
                yield got.text
            if length > limits.characters:
                raise ModelError("endless", "The model did not come to an end.", "Ask again, or choose another model.")
    finally:
        stop()
    _judge(finish, tells_end)


def _require_wanted(stopped: Callable[[], bool]) -> None:
    if stopped():
        raise ModelError("stopped", "The answer was stopped.", "Ask again.")


def _silence(length: int) -> str:
    return "The model stopped in the middle of its answer." if length else "The model did not begin to answer in time."


def _judge(finish: str, tells_end: bool) -> None:
    """Raise `ModelError` for an answer that is not whole."""
    if finish in _TOO_LONG:
        raise ModelError(
            "cut", "The model's answer was cut at the length that it may have.", "Ask again, or more narrowly."
        )
    if finish in _WITHHELD:
        raise ModelError("refused", "The model's provider withheld the answer.", "Choose another model.")
    if finish in _BROKEN or (tells_end and not finish):
        raise ModelError("cut", "The connection to the model broke off.", "Ask again.")


Put = Callable[[Piece | ModelError | None], None]


def _asked(llm: "LLM", messages: "Sequence[ChatMessage]", put: Put) -> Callable[[], object]:
    """Begin to ask; what comes is put, last None or an error. Returns what ends it."""
    from llama_index.core.llms import CustomLLM

    if isinstance(llm, CustomLLM):  # its asynchronous ways are the others in disguise, and would hold the loop up
        gone = threading.Event()
        threading.Thread(target=_in_thread, args=(llm, messages, put, gone), name="chancery-model", daemon=True).start()
        return gone.set
    task: Future[None] = asyncio.run_coroutine_threadsafe(_in_loop(llm, messages, put), _loop())
    return task.cancel


def _in_thread(llm: "LLM", messages: "Sequence[ChatMessage]", put: Put, gone: threading.Event) -> None:
    try:
        for chunk in llm.stream_chat(messages):
            if gone.is_set():
                return
            put(_piece(chunk))
    except Exception as error:  # noqa: BLE001 - whatever a model's own code raises ends as its failure
        put(told(error))
    else:
        put(None)


async def _in_loop(llm: "LLM", messages: "Sequence[ChatMessage]", put: Put) -> None:
    stream: AsyncIterator[ChatResponse] | None = None
    try:
        stream = await llm.astream_chat(messages)
        async for chunk in stream:
            put(_piece(chunk))
    except Exception as error:  # noqa: BLE001 - each client has errors of its own; `told` knows them by their marks
        put(told(error))
    else:
        put(None)
    finally:
        close = getattr(stream, "aclose", None)
        if close is not None:
            await close()


def _piece(chunk: "ChatResponse") -> Piece:
    return Piece(chunk.delta or "", _finish(chunk.raw))


def _finish(raw: Any) -> str:  # noqa: ANN401 - what the server sent, in each client's own classes
    """How an answer ended, by the names that the protocols have for it."""
    choices = _field(raw, "choices") or _field(raw, "candidates") or ()
    holders = [raw, _field(raw, "delta"), *list(choices)[:1]]
    for holder in holders:
        for name in ("finish_reason", "done_reason", "stop_reason"):
            value = _field(holder, name)
            if value:
                return str(getattr(value, "value", value))
    return "stop" if _field(raw, "done") is True else ""  # an older Ollama


def _field(holder: Any, name: str) -> Any:  # noqa: ANN401 - as above
    return holder.get(name) if isinstance(holder, dict) else getattr(holder, name, None)


_held: list[asyncio.AbstractEventLoop] = []
_lock = threading.Lock()


def _loop() -> asyncio.AbstractEventLoop:
    """The loop in which all models are asked: their clients keep connections that belong to one."""
    with _lock:
        if not _held:
            loop = asyncio.new_event_loop()
            threading.Thread(target=loop.run_forever, name="chancery-models", daemon=True).start()
            _held.append(loop)
        return _held[0]
