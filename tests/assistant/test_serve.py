import socket
import time
from pathlib import Path

import pytest

from assistant.ui.desk import Desk, Seat
from assistant.ui.job import Job, JobState
from assistant.ui.serve import PortTaken, launch
from corpus.errors import ChanceryError
from corpus.home import Home
from index.build import BuildReport, Progress
from index.encoder import Encoder

REPORT = BuildReport((), (), (), 0, (), 0, 0, 0.1)


def test_a_taken_port_is_a_clear_message_that_names_another(home: Home) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(PortTaken) as caught:
            launch(home, port=port)
    assert f"Port {port}" in caught.value.message
    assert f"--port {port + 1}" in caught.value.hint
    assert f"PORT={port + 1}" in caught.value.hint
    assert not home.root.exists()


def test_a_window_begins_at_the_samples_until_the_user_has_a_source(
    home: Home, tmp_path: Path, encoder: Encoder
) -> None:
    desk = Desk(home, encoder=encoder)
    assert desk.seat() == Seat("sample")
    assert Desk(home, sample=False, encoder=encoder).seat() == Seat("own")

    article = tmp_path / "mine.md"
    article.write_text("# Mine\n\nThe treaty was signed by two ministers in the spring of last year.\n")
    desk.library("own").add([article])

    assert desk.seat() == Seat("own")


def test_preparing_the_samples_indexes_them_in_their_own_home(home: Home, encoder: Encoder) -> None:
    desk = Desk(home, encoder=encoder)
    job = desk.prepare("sample")
    assert job is not None
    *_, last = job.watch()
    assert last.failure == ""
    assert desk.library("sample").status().articles >= 16
    assert not home.sources.exists()
    assert desk.prepare("sample") is None


def test_a_job_tells_its_progress_and_its_report() -> None:
    seen: list[JobState] = []

    def run(progress: object) -> BuildReport:
        progress(Progress(1, 2, "one.md", "reading"))  # type: ignore[operator]
        time.sleep(0.4)
        return REPORT

    seen = list(Job(run).watch())

    assert any(state.progress == Progress(1, 2, "one.md", "reading") and state.running for state in seen)
    assert seen[-1].report is REPORT
    assert not seen[-1].running


@pytest.mark.parametrize("error", [ChanceryError("It is locked.", "Wait."), RuntimeError("It broke.")])
def test_a_job_that_fails_says_why(error: Exception) -> None:
    def run(progress: object) -> BuildReport:
        raise error

    *_, last = Job(run).watch()

    assert str(error.args[0]) in last.failure
    assert not last.running


def test_a_second_run_joins_the_first(home: Home, encoder: Encoder) -> None:
    desk = Desk(home, encoder=encoder)
    first = desk.prepare("sample")
    assert first is not None
    if first.state.running:
        assert desk.index("sample") is first
    list(first.watch())
    assert desk.index("sample") is not first
