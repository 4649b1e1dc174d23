"""The served window under many questions: its memory, and whether any of them fails.

    python -m benchmarks.window --questions 2000 --clients 20

Each client is a session as a browser has it: it arrives, then asks one question after another over Gradio's queue. The
server is a process of its own over the sample library; its memory is the resident set that the kernel counts.
"""

import argparse
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from importlib.resources import files
from pathlib import Path

_FIRST = 200  # questions after which the memory is what later ones are held against


class Client:
    """One session."""

    def __init__(self, address: str, session: str) -> None:
        self._address, self._session = address, session
        found = json.loads(self._sent("config"))["dependencies"]
        self._events = {what: one for one in found for _, what in one["targets"]}
        self._event("load", None)

    def ask(self, question: str) -> float:
        """Ask in a conversation of its own; the seconds that it took. Raises RuntimeError when there is no answer."""
        self._event("new_question", None)
        started = time.monotonic()
        if "Something went wrong" in self._event("ask", {"question": question}):
            raise RuntimeError(f"{self._session}: {question}")
        return time.monotonic() - started

    def _event(self, name: str, data: object) -> str:
        one = self._events[name]
        inputs = [None] * len(one["inputs"])
        joined = {"fn_index": one["id"], "session_hash": self._session, "data": inputs, "event_data": data}
        self._sent("gradio_api/queue/join", joined)
        told = self._sent(f"gradio_api/queue/data?session_hash={self._session}").decode()
        ends = [line for line in told.splitlines() if '"process_completed"' in line]
        if not ends or not json.loads(ends[-1].removeprefix("data: "))["success"]:
            raise RuntimeError(f"{self._session}: {name} failed: {told[-300:]}")
        return told

    def _sent(self, path: str, data: object = None) -> bytes:
        body = None if data is None else json.dumps(data).encode()
        asked = urllib.request.Request(f"{self._address}{path}", body, {"content-type": "application/json"})
        with urllib.request.urlopen(asked, timeout=300) as answer:
            content: bytes = answer.read()
            return content


def resident(process: "subprocess.Popen[bytes]") -> int:
    """MB that the process holds."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) // 1024


def main() -> None:
    """Serve, ask, and print what was held."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--questions", type=int, default=2000)
    parser.add_argument("--clients", type=int, default=20)
    args = parser.parse_args()
    asked = (files("assistant.ui") / "sample_questions.txt").read_text("utf-8").splitlines()
    home = Path(tempfile.mkdtemp(prefix="chancery-window-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "assistant", "serve", "--home", str(home), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        _load(f"http://127.0.0.1:{port}/", server, asked, args.questions, args.clients)
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(home, ignore_errors=True)


def _wait(port: int) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 5).close()
            time.sleep(10)  # the samples are indexed at the first start
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server did not start")


def _load(address: str, server: "subprocess.Popen[bytes]", asked: list[str], questions: int, clients: int) -> None:
    lock, taken, failed = threading.Lock(), [], []
    held: dict[int, int] = {}

    def work(number: int) -> None:
        client = Client(address, f"bench{number}")
        for turn in range(questions // clients):
            try:
                seconds = client.ask(asked[(number + turn) % len(asked)])
            except (OSError, RuntimeError) as error:
                with lock:
                    failed.append(str(error))
                continue
            with lock:
                taken.append(seconds)
                if len(taken) in {_FIRST, questions // 2}:
                    held[len(taken)] = resident(server)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held[len(taken)] = resident(server)
    taken.sort()
    print(f"{len(taken)} answered, {len(failed)} failed{': ' + failed[0] if failed else ''}")
    print(f"until a turn is whole and its suggestions are there: median {taken[len(taken) // 2]:.2f} s")
    base = held[min(held)]
    for count, size in sorted(held.items()):
        print(f"after {count:5} questions {size:5} MB, {size / base:.2f} of the first")


if __name__ == "__main__":
    main()
