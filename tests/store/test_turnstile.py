"""Writers in line: between threads, between processes, and past a dead one."""

import subprocess
import sys
import threading
from pathlib import Path

from app.settings import ROOT
from store.turnstile import Turnstile

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
                inside[0] -= 1

    threads = [threading.Thread(target=pass_through) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
    turnstile.close()


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
