"""Parley under measurement: its own database, secret and ports in a folder that goes when the bench ends."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import httpx

from bench.processes import PYTHON, ROOT, environment, free_port, must_live, running
from bench.questions import titles
from bench.rest import wait_for_reply

_PATIENCE_SECONDS = 180


class Parley:
    """One installation, prepared; its parts are started by the methods that yield."""

    def __init__(self, var: Path, port: int = 0, **more: object) -> None:
        """Choose free ports, but for one that is given; all is written below `var`; `more` are settings on top."""
        self.log = var / "parley.log"
        self.port, self._bot_port, self._actions_port = port or free_port(), free_port(), free_port()
        self.var = var
        self.env = environment(
            PARLEY_VAR=var,
            PARLEY_PORT=self.port,
            PARLEY_BOT_PORT=self._bot_port,
            PARLEY_ACTIONS_PORT=self._actions_port,
            **more,
        )

    def prepare(self) -> Path:
        """Bring database, articles and model up to date, and return the model's path."""
        log = self.var / "prepare.log"
        # Not subprocess.run: when we are stopped, the training that `prepare` may have started has to end too.
        with running([str(ROOT / "parley"), "prepare"], env=self.env, log=log) as process:
            code = process.wait()
        said = log.read_text(errors="replace").strip()
        if code != 0:
            raise RuntimeError(f"parley prepare failed: {said[-1500:]}")
        # Not the newest archive: files of another configuration may have been trained since.
        return ROOT / said.splitlines()[-1].removeprefix("Ready: ")

    @property
    def url(self) -> str:
        """Return the address of the front page."""
        return f"http://127.0.0.1:{self.port}"

    def part(self, name: str, model: Path) -> AbstractContextManager[subprocess.Popen[bytes]]:
        """Run bot, actions or web by itself for a `with` block."""
        command = [PYTHON, "-W", "ignore", "-m", name]
        if name == "bot":
            command += ["run", "--model", str(model), "--interface", "127.0.0.1", "--port", str(self._bot_port)]
        return running(command, env=self.env, log=self.log)

    @contextmanager
    def parts(self, model: Path) -> Iterator[None]:
        """Run all three, ready."""
        with self.part("web", model) as web, self.part("actions", model) as actions, self.part("bot", model) as bot:
            self.wait(web, actions, bot)
            yield

    def wait(self, *processes: subprocess.Popen[bytes]) -> None:
        """Return when a question would be answered."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until:
            for process in processes:
                must_live(process, self.log)
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/ready", timeout=3, trust_env=False).status_code == 200:
                    return
            time.sleep(0.05)
        raise RuntimeError(f"not ready within {_PATIENCE_SECONDS} s: {self.log.read_text(errors='replace')[-1500:]}")

    @contextmanager
    def started(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run `./parley start` for the `with` block; yields at once."""
        with running([str(ROOT / "parley"), "start"], env=self.env, log=self.log) as process:
            yield process

    @contextmanager
    def serving(self) -> Iterator[tuple[str, int]]:
        """Run bot and actions with Rasa's REST channel open; yields address and the bot's pid once it has replied."""
        model, credentials = self.prepare(), self.var / "credentials.yml"
        credentials.write_text("rest:\n")
        url, python = f"http://127.0.0.1:{self._bot_port}", [PYTHON, "-W", "ignore", "-m"]
        bot = [*python, "bot", "run", "--model", str(model), "--credentials", str(credentials)]
        bot += ["--endpoints", "endpoints.yml", "--interface", "127.0.0.1", "--port", str(self._bot_port)]
        with (
            running([*python, "actions"], env=self.env, log=self.log),
            running(bot, env=self.env, log=self.log) as process,
        ):
            wait_for_reply(url, titles("en")[0], check=lambda: must_live(process, self.log))
            yield url, process.pid


@contextmanager
def installation(port: int = 0, **more: object) -> Iterator[Parley]:
    """Yield a prepared Parley in a temporary folder; `more` are settings of its own."""
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        parley = Parley(Path(folder), port, **more)
        parley.prepare()
        yield parley
