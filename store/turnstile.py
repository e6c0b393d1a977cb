"""One writer at a time, in the order they came, also between processes on one SQLite file."""

from pathlib import Path
from threading import Lock
from time import monotonic
from types import TracebackType

from store.gate import Gate
from support.errors import Unavailable

_PATIENCE_SECONDS = 10.0


class Turnstile:
    """A context manager for the time of a writing transaction; safe to share between threads.

    SQLite would keep writers apart by itself, but a waiting one sleeps up to 100 ms between looks while others
    pass it by: beside two busy processes one in a hundred waited 1.4 s, and all three together did a seventh of
    what they do in line. A lock on a file is freed when its holder dies; one who is stopped and does not die makes
    the others give up after `patience_seconds`, wherever in the line they stand.
    """

    def __init__(self, path: Path, *, patience_seconds: float = _PATIENCE_SECONDS) -> None:
        """`path` names the lock's own file, beside the database, with one for the waiting line; both stay."""
        self._path = path
        self._patience_seconds = patience_seconds
        self._threads = Lock()
        self._gates: tuple[Gate, Gate] | None = None

    def __enter__(self) -> None:
        """Raises: Unavailable."""
        until = monotonic() + self._patience_seconds
        if not self._threads.acquire(timeout=self._patience_seconds):
            raise self._unavailable()
        try:
            self._pass(until)
        except BaseException:
            self._threads.release()
            raise

    def _pass(self, until: float) -> None:
        line, place = self._opened()
        # Whoever waits for the place holds the line: who leaves and comes back at once gets in behind them.
        if not line.enter(until):
            raise self._unavailable()
        try:
            if not place.enter(until):
                raise self._unavailable()
        finally:
            line.leave()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        _, place = self._opened()
        place.leave()
        self._threads.release()

    def _opened(self) -> tuple[Gate, Gate]:
        if self._gates is None:
            self._gates = Gate(Path(f"{self._path}.line")), Gate(self._path)
        return self._gates

    def _unavailable(self) -> Unavailable:
        return Unavailable(
            f"another process has held the database for {self._patience_seconds:g} s; if that lasts, "
            f"`fuser -v {self._path}` names who might be stopped: let it go on, or end it"
        )

    def close(self) -> None:
        """Give the files back."""
        with self._threads:
            for gate in self._gates or ():
                gate.close()
            self._gates = None
