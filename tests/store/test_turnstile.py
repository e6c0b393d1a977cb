"""Writers in line: between threads, between processes, and past a dead one."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

from app.settings import ROOT
from store.turnstile import Turnstile
from support.errors import Unavailable

HOLDS = """
import sys, time
from pathlib import Path
from store.turnstile import Turnstile
with Turnstile(Path(sys.argv[1])):
    print("in", flush=True)
    time.sleep(60)
"""

COUNTS = """
import sys
from pathlib import Path
from store.turnstile import Turnstile
turnstile, file = Turnstile(Path(sys.argv[1])), Path(sys.argv[2])
for _ in range(200):
    with turnstile:
        file.write_text(str(int(file.read_text()) + 1))
"""


def python(code: str, *arguments: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_one_at_a_time_in_several_processes(tmp_path: Path) -> None:
    counted = tmp_path / "count"
    counted.write_text("0")
    processes = [python(COUNTS, tmp_path / "lock", counted) for _ in range(3)]
    for process in processes:
        process.communicate()

    assert counted.read_text() == "600"


def test_one_at_a_time_in_several_threads(tmp_path: Path) -> None:
    turnstile, inside, most = Turnstile(tmp_path / "lock"), [0], [0]

    def pass_through() -> None:
        for _ in range(100):
            with turnstile:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                sleep(0.0001)  # another thread runs: without the line it would be inside, too
                inside[0] -= 1

    threads = [threading.Thread(target=pass_through) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
    turnstile.close()


@contextmanager
def stopped(path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Have a process hold the place and be stopped in it, as Ctrl-Z, a debugger or a frozen container would."""
    holder = python(HOLDS, path)
    assert holder.stdout is not None and holder.stdout.readline() == "in\n"
    holder.send_signal(signal.SIGSTOP)
    yield holder
    holder.kill()
    holder.communicate()


def seconds_until_given_up(turnstile: Turnstile) -> float:
    began = monotonic()
    with pytest.raises(Unavailable, match="fuser"), turnstile:
        pass
    return monotonic() - began


def test_a_stopped_holder_is_waited_for_so_long_and_no_longer(tmp_path: Path) -> None:
    first, behind = (Turnstile(tmp_path / "lock", patience_seconds=0.5) for _ in range(2))  # in line and at its head
    waited = list[float]()
    with stopped(tmp_path / "lock") as holder:
        threads = [
            threading.Thread(target=lambda of=turnstile: waited.append(seconds_until_given_up(of)))
            for turnstile in (first, first, behind, behind)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        holder.kill()
        with first, pytest.raises(Unavailable), behind:
            pass
    assert len(waited) == 4 and min(waited) >= 0.5 and max(waited) < 1.5

    for turnstile in (first, behind):
        with turnstile:
            pass
        turnstile.close()


def test_who_waits_for_one_that_was_stopped_gets_in_when_it_is_gone(tmp_path: Path) -> None:
    turnstile = Turnstile(tmp_path / "lock")
    with stopped(tmp_path / "lock") as holder:
        threading.Timer(0.3, holder.kill).start()
        began = monotonic()
        with turnstile:
            assert 0.25 < monotonic() - began < 5
    turnstile.close()


def test_a_writer_is_woken_when_the_one_before_it_leaves(tmp_path: Path) -> None:
    """Not by looking again and again: four hundred changes of place would take ten seconds and more."""
    turns = [Turnstile(tmp_path / "lock") for _ in range(2)]
    began = monotonic()

    def come_and_go(turnstile: Turnstile) -> None:
        for _ in range(200):
            with turnstile:
                sleep(0.001)

    threads = [threading.Thread(target=come_and_go, args=(turnstile,)) for turnstile in turns]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert monotonic() - began < 5
    for turnstile in turns:
        turnstile.close()


def test_a_file_system_without_pipes_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path, mode: int) -> None:
        raise PermissionError(path)

    monkeypatch.setattr(os, "mkfifo", refused)
    test_a_dead_holder_holds_nothing(tmp_path)


def test_a_dead_holder_holds_nothing(tmp_path: Path) -> None:
    holder = python(HOLDS, tmp_path / "lock")
    assert holder.stdout is not None and holder.stdout.readline() == "in\n"
    entered = threading.Event()

    def enter() -> None:
        with Turnstile(tmp_path / "lock"):
            entered.set()

    waiting = threading.Thread(target=enter)
    waiting.start()
    assert not entered.wait(0.2)
    holder.kill()
    holder.communicate()
    assert entered.wait(10)
    waiting.join()
