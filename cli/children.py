"""A process that is waited for, its words kept in a log, which is shown only when it fails."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from app.settings import ROOT
from cli.waiting import Waiting


class Child:
    """Started at once; whoever gives up on it ends it."""

    def __init__(self, command: Sequence[str], log: Path) -> None:
        """Start it in our own folder."""
        self.log = log
        with log.open("w") as output:
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)

    def wait(self, what: str, usually: str) -> int:
        """Return its exit status, showing meanwhile that time passes; `usually` is how long it takes."""
        waiting = Waiting(what, usually)
        try:
            while True:
                try:
                    return self._process.wait(timeout=1)
                except subprocess.TimeoutExpired:
                    waiting.tick()
        except BaseException:
            self.end()
            raise
        finally:
            waiting.end()

    def end(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()

    def last_words(self) -> str:
        """Return the line of its log that says what is wrong, and where the others are."""
        lines = [line.strip() for line in self.log.read_text(errors="replace").splitlines() if line.strip()]
        telling = [line for line in lines if "Error" in line or "Exception" in line or "Failed" in line]
        return f"{(telling or lines or ['it wrote no log'])[-1][:300]} (all of it: {self.log})"
