"""The whole house for tests: real processes on their own ports, database and secret, one trained model for all."""

import atexit
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path

import httpx

from tests.ports import free_port

ROOT = Path(__file__).resolve().parent.parent
_PATIENCE_SECONDS = 120


class House:
    """bot, actions and web as an operator's `parley start` runs them; each can be killed and started again."""

    _copy: Path | None = None
    """The first house's database as it was prepared: reading articles and fitting the confidence take their time."""

    def __init__(self, folder: Path, *, burst_seconds: str = "0", **environment: str) -> None:
        """Each message is a turn unless `burst_seconds` says otherwise; `environment` is set on top."""
        self.folder = folder
        self.burst_seconds = burst_seconds
        self._extra = environment
        self.port, self.bot_port, self.actions_port = free_port(), free_port(), free_port()
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._model = Path()

    @property
    def url(self) -> str:
        """Return the address of the front page."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Return what every process is started with."""
        own = {
            "PARLEY_VAR": str(self.folder),
            "PARLEY_PORT": str(self.port),
            "PARLEY_BOT_PORT": str(self.bot_port),
            "PARLEY_ACTIONS_PORT": str(self.actions_port),
            "PARLEY_BURST_SECONDS": self.burst_seconds,
            "PARLEY_LOG_LEVEL": "DEBUG",
            "OMP_NUM_THREADS": "1",
        }
        return {**os.environ, **own, **self._extra}

    def parley(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `./parley ...` on this house and return what it said."""
        command = [sys.executable, "-W", "ignore", "-m", "cli", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)

    def prepare(self) -> None:
        """Make database and model, as `parley start` does first; it mends what differs from the first house's."""
        database = self.folder / "parley.db"
        if House._copy is not None and self._has_the_demos_articles and not database.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(House._copy, database)
        done = self.parley("prepare")
        assert done.returncode == 0, done.stdout + done.stderr
        self._model = ROOT / done.stdout.split("Ready: ")[1].strip()
        if House._copy is None and self._has_the_demos_articles and database.exists():
            House._copy = Path(tempfile.mkdtemp(prefix="parley-house-")) / "parley.db"
            atexit.register(shutil.rmtree, House._copy.parent)
            with closing(sqlite3.connect(database)) as own, closing(sqlite3.connect(House._copy)) as copy:
                own.backup(copy)

    @property
    def _has_the_demos_articles(self) -> bool:
        return "PARLEY_ARTICLES" not in self.environment

    def start(self, *names: str) -> None:
        """Start these parts, or all, and wait until a question would be answered."""
        for name in names or ("web", "actions", "bot"):
            with (self.folder / f"{name}.log").open("ab") as log:
                self._running[name] = subprocess.Popen(
                    self._command(name), cwd=ROOT, env=self.environment, stdout=log, stderr=log
                )
        self.wait()

    def _command(self, name: str) -> list[str]:
        python = [sys.executable, "-W", "ignore", "-m", name]
        if name != "bot":
            return python
        return [*python, "run", "--model", str(self._model), "--interface", "127.0.0.1", "--port", str(self.bot_port)]

    def wait(self) -> None:
        """Return when all parts answer."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until:
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/ready", timeout=3, trust_env=False).status_code == 200:
                    return
            for name, process in self._running.items():
                assert process.poll() is None, f"{name} ended: {self.log(name)[-2000:]}"
            time.sleep(0.1)
        raise AssertionError(f"the house is not ready: {self.log('bot')[-2000:]}")

    def log(self, name: str) -> str:
        """Return what a part has printed."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def kill(self, name: str) -> None:
        """kill -9 a part."""
        process = self._running.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """End all parts, as Ctrl-C would."""
        for process in self._running.values():
            process.send_signal(signal.SIGTERM)
        for process in self._running.values():
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._running.clear()
