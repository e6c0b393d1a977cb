"""A lock on a file that is waited for until a given moment and no longer."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from select import POLLIN, poll
from time import monotonic

_LOOK_SECONDS = 0.05
"""A holder that dies frees the lock and rings no bell: looked for this often beside."""
_NAP_SECONDS = 0.001
"""Between two looks where a file system has no pipes for bells."""
_BELL_HOLDS = 64 * 1024
"""Bytes of a pipe's buffer: one look takes all the rings that nobody heard."""


class Gate:
    """Passed by one process at a time; whoever opens it rings for those who wait.

    A lock's own waiting in the kernel has no end when its holder is stopped, and no clock can be set for it in a
    thread. Who naps between looks instead does a fifth less; with the bell (a named pipe beside the file) they do
    nearly as much as in the kernel.
    """

    def __init__(self, path: Path) -> None:
        """Both files are made where they are missing, and stay."""
        self._file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        self._bell = _bell(Path(f"{path}.bell"))

    def enter(self, until: float) -> bool:
        """Return True when passed, False when it is `until` (seconds of the monotonic clock)."""
        while not self._is_passed():
            seconds = until - monotonic()
            if seconds <= 0:
                return False
            self._listen(seconds)
        return True

    def leave(self) -> None:
        """Let the next one in."""
        fcntl.flock(self._file, fcntl.LOCK_UN)
        if self._bell is not None:
            with suppress(BlockingIOError):  # it is full of rings already
                os.write(self._bell, b".")

    def close(self) -> None:
        """Give the files back."""
        for file in (self._file, self._bell):
            if file is not None:
                os.close(file)

    def _is_passed(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _listen(self, seconds: float) -> None:
        waiting = poll()  # select() knows no file above 1023, and a thousand browsers may be listening
        if self._bell is not None:
            waiting.register(self._bell, POLLIN)
        longest = _NAP_SECONDS if self._bell is None else _LOOK_SECONDS
        if waiting.poll(min(seconds, longest) * 1000) and self._bell is not None:
            with suppress(BlockingIOError):  # another one took the ring, and will ring when they leave
                os.read(self._bell, _BELL_HOLDS)


def _bell(path: Path) -> int | None:
    """Return the bell, or None where the file system has no pipes (a shared folder of Docker on a Mac)."""
    try:
        os.mkfifo(path, 0o600)
    except FileExistsError:
        pass
    except OSError:
        return None
    return os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
