import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from assistant.ui.desk import Desk
from assistant.ui.job import Job, JobState
from assistant.ui.seats import Seat
from assistant.ui.serve import PortTaken, launch
from corpus.errors import ChanceryError
from corpus.home import Home
from index.build import BuildReport, Progress
from index.encoder import Encoder
from tests.conftest import AxisEncoder

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


def test_the_command_says_where_it_is_open_and_ends_with_control_c(home: Home) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "assistant", "serve", "--home", str(home.root), "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        said = running.stderr.readline()
        try:
            assert f"http://127.0.0.1:{port}/" in said
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
                assert b"Chancery" in page.read()
        finally:
            running.send_signal(signal.SIGINT)
        assert running.wait(20) == 0


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


def test_an_index_of_another_model_answers_while_it_is_made_anew(home: Home, encoder: Encoder) -> None:
    first = Desk(home, encoder=encoder)
    list((first.prepare("sample") or first.index("sample")).watch())
    again = Desk(home, encoder=AxisEncoder())
    assert again.library("sample").search("grain", 1), "by the model that made it"
    job = again.prepare("sample")
    assert job is not None
    *_, last = job.watch()
    assert last.report is not None
    assert encoder.fingerprint in last.report.rebuilt
    assert again.library("sample").search("grain", 1)
    assert again.prepare("sample") is None


def test_settings_that_name_no_model_keep_no_index_from_answering(
    home: Home, encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Desk(home, encoder=encoder)
    list((first.prepare("sample") or first.index("sample")).watch())
    monkeypatch.setenv("CHANCERY_ENCODER", str(tmp_path / "nothing"))
    desk = Desk(home)
    assert desk.prepare("sample") is None
    assert desk.library("sample").search("grain", 1)


def test_what_is_added_while_a_run_lasts_is_indexed_after_it(home: Home, tmp_path: Path, encoder: Encoder) -> None:
    desk = Desk(home, sample=False, encoder=encoder)
    library = desk.library("own")
    begun, go_on = threading.Event(), threading.Event()

    def looking(progress: object) -> BuildReport:
        begun.set()
        assert go_on.wait(20)
        return REPORT

    first = desk._jobs["own"] = Job(looking)
    assert begun.wait(20)
    article = tmp_path / "mine.md"
    article.write_text("# Mine\n\nThe treaty was signed by two ministers in the spring of last year.\n")
    second = desk.index_added("own", library.add([article]))
    assert (second.state.running, library.num_articles) == (True, 0)
    go_on.set()
    *_, last = second.watch()
    assert last.report is not None
    assert (first.state.running, last.report.added, library.num_articles) == (False, ("mine.md",), 1)


def test_to_stop_a_run_that_waits_stops_the_one_before_it(home: Home) -> None:
    begun, seen = threading.Event(), []

    def endless(progress: object) -> BuildReport:
        while True:
            begun.set()
            progress(Progress(1, 2, "one.md", "reading"))  # type: ignore[operator]
            time.sleep(0.01)

    first = Job(endless)
    second = Job(lambda progress: seen.append(1) or REPORT, first)
    assert begun.wait(20)
    second.cancel()
    list(second.watch())
    assert seen == []
    assert "You stopped it" in first.state.failure
    assert "You stopped it" in second.state.failure


def test_what_is_added_to_a_large_library_is_all_that_is_looked_at(
    home: Home, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.ui.desk._QUICK_ARTICLES", 0)
    desk = Desk(home, sample=False, encoder=encoder)
    library = desk.library("own")
    for name in ("one", "two"):
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\nTwo ministers signed the treaty of {name} in spring.\n")
    list(desk.index_added("own", library.add([tmp_path / "one.md"])).watch())
    library.add([tmp_path / "two.md"])  # by somebody else, who will index it
    (tmp_path / "three.md").write_text("# three\n\nNothing was signed by the ministers in the autumn, it is said.\n")
    *_, last = desk.index_added("own", library.add([tmp_path / "three.md"])).watch()
    assert last.report is not None
    assert last.report.added == ("three.md",)
    assert library.status().waiting == 1
