"""`parley start`, as an operator has it: its parts come back when they die, and go with it when it goes."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from cli.supervisor import Part
from tests.customer import Customer
from tests.house import ROOT, House

_PATIENCE_SECONDS = 60.0


class Started:
    """A running `parley start`."""

    def __init__(self, home: House) -> None:
        self.home = home
        self._log = home.folder / "start.log"
        command = [sys.executable, "-W", "ignore", "-m", "cli", "start"]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=home.environment, stdout=log, stderr=log)

    @property
    def said(self) -> str:
        return self._log.read_text()

    def parts(self) -> dict[str, int]:
        """Return the pids of the parts by name: Python processes that were told this home's folder."""
        found = {}
        for path in Path("/proc").glob("[0-9]*"):
            try:
                words = (path / "cmdline").read_bytes().decode().split("\0")
                its = (path / "environ").read_bytes().decode()
            except OSError:
                continue
            is_ours = words[:2] == [sys.executable, "-m"] and f"PARLEY_VAR={self.home.folder}\0" in its
            if is_ours:
                found[words[2]] = int(path.name)
        return found

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.home.url}/ready", timeout=3, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False

    def told(self, number: signal.Signals) -> int:
        """Send it a signal and return its exit status."""
        self.process.send_signal(number)
        return self.process.wait(_PATIENCE_SECONDS)


def wait_until(is_so: Callable[[], object]) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> House:
    home = House(tmp_path_factory.mktemp("started"))
    home.prepare()
    return home


@pytest.fixture
def started(home: House) -> Iterator[Started]:
    started = Started(home)
    yield started
    started.process.kill()
    started.process.wait()
    for pid in started.parts().values():
        os.kill(pid, signal.SIGKILL)


def test_a_killed_bot_comes_back_and_answers_what_was_asked_meanwhile(started: Started) -> None:
    wait_until(started.is_ready)
    before = started.parts()
    customer = Customer(started.home.url)
    assert customer.post("how do i return something").status_code == 202
    os.kill(before["bot"], signal.SIGKILL)

    assert customer.listen(lambda: len(customer.heard) == 1, seconds=_PATIENCE_SECONDS)
    assert customer.heard[0]["link"]["url"] == "/help/en/returns"
    assert len([message for message in customer.transcript() if message["author"] == "bot"]) == 1
    after = started.parts()
    assert after["bot"] != before["bot"]
    assert (after["web"], after["actions"]) == (before["web"], before["actions"])
    assert "was killed (SIGKILL); starting again in 1 s" in started.said
    assert f"http://localhost:{started.home.port}\n" in started.said

    assert started.told(signal.SIGINT) == 0
    assert started.parts() == {}
    assert started.said.endswith("\nStopped.\n")


def test_told_to_end_while_it_starts_it_ends_cleanly(started: Started) -> None:
    wait_until(lambda: len(started.parts()) == 3)

    assert started.told(signal.SIGTERM) == 0
    assert started.parts() == {}


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="only with util-linux's setpriv")
def test_killed_without_warning_it_leaves_nobody_behind(started: Started) -> None:
    wait_until(lambda: len(started.parts()) == 3)

    assert started.told(signal.SIGKILL) == -signal.SIGKILL
    wait_until(lambda: not started.parts())


def test_what_never_gets_ready_ends_everything_and_says_so() -> None:
    with supervised(broken=["sh", "-c", "echo no model; exit 3"], well=["sleep", "600"]) as process:
        said, _ = process.communicate(timeout=_PATIENCE_SECONDS)

    assert process.returncode == 1
    assert said.count("| no model\n") == 5
    assert "starting again in 8 s" in said
    assert said.endswith("broken ended (exit status 3) 5 times and was never ready; the lines above say why\n")


def test_a_second_ctrl_c_kills_what_does_not_end() -> None:
    with supervised(deaf=["sh", "-c", "trap '' TERM; echo here; while :; do sleep 0.1; done"]) as process:
        assert process.stdout is not None and "here" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1)
        process.send_signal(signal.SIGINT)

        assert process.wait(5) == 1


def test_who_was_well_for_a_minute_is_started_again_at_once() -> None:
    part = Part("bot", ["bot"])
    part.has_been_ready = True

    pauses = [part.died(now=part.started_at + 5) for _ in range(8)]
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]
    assert not part.is_hopeless
    assert part.died(now=part.started_at + 61) == 1


@contextmanager
def supervised(**commands: list[str]) -> Iterator["subprocess.Popen[str]"]:
    """Run a supervisor of these parts in a process of its own."""
    code = f"""
import os, sys
from cli.__main__ import fail
from cli.supervisor import Supervisor
from support.errors import Unavailable
try:
    sys.exit(0 if Supervisor({commands!r}, os.environ).run() else 1)
except Unavailable as error:
    fail(str(error))
"""
    command = [sys.executable, "-W", "ignore", "-c", code]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        yield process
        process.kill()
