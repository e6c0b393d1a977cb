"""Keeps the parts running: one that dies is started again while the others go on; told to stop, it ends them all."""

import os
import queue
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from threading import Thread

from honcho.colour import get_colours
from honcho.printer import Message, Printer

from app.settings import ROOT
from support.errors import Unavailable

_HEALTHY_SECONDS = 60.0
"""Who lived this long is forgiven its earlier deaths."""
_LONGEST_PAUSE_SECONDS = 30.0
_CHANCES = 5
"""Deaths of a part that has never been ready: whatever is wrong with it, another start will not mend it."""
_GRACE_SECONDS = 10.0
"""For what is in hand when all end; a turn that is killed is run again at the next start."""
_TICK_SECONDS = 0.1


@dataclass(slots=True)
class Part:
    """One process, and how its lives have gone."""

    name: str
    command: Sequence[str]
    colour: str = ""
    child: subprocess.Popen[bytes] | None = None
    reader: Thread | None = None
    deaths: int = 0
    """In a row, each within a minute of its start."""
    has_been_ready: bool = False
    started_at: float = 0.0
    due_at: float = 0.0

    def died(self, now: float) -> float:
        """Note its end and return how many seconds to wait before it is started again."""
        self.deaths = 1 if now - self.started_at >= _HEALTHY_SECONDS else self.deaths + 1
        pause = min(2.0 ** (self.deaths - 1), _LONGEST_PAUSE_SECONDS)
        self.child, self.due_at = None, now + pause
        return pause

    @property
    def is_hopeless(self) -> bool:
        """Whether it has had its chances without ever being ready."""
        return self.deaths >= _CHANCES and not self.has_been_ready


@dataclass(slots=True)
class Supervisor:
    """Runs the parts, their lines under each other; honcho's own manager would end all when one ends."""

    commands: Mapping[str, Sequence[str]]
    environment: Mapping[str, str]
    parts: dict[str, Part] = field(init=False)
    _printer: Printer = field(init=False)
    _lines: "queue.SimpleQueue[Message]" = field(default_factory=queue.SimpleQueue)
    _stops: int = 0
    """How often we were told to stop; the second time is meant."""

    def __post_init__(self) -> None:
        """Make the parts; none is started yet."""
        coloured = zip(self.commands.items(), get_colours(), strict=False)
        self.parts = {name: Part(name, command, colour) for (name, command), colour in coloured}
        self._printer = Printer(width=max(map(len, self.parts)))

    def note_ready(self, found: Mapping[str, bool]) -> None:
        """Remember of the parts found ready that they can be."""
        for name, part in self.parts.items():
            part.has_been_ready |= found.get(name, False)

    def run(self) -> bool:
        """Run until told to stop; False when parts had to be killed. Raises: Unavailable for a hopeless part."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._told_to_stop)
        try:
            while not self._stops:
                self._look_after_all()
                self._print_for(_TICK_SECONDS)
            return self._end(time.monotonic() + _GRACE_SECONDS)
        finally:  # also where our own output is gone: nobody may be left behind
            self._send(signal.SIGKILL)

    def _told_to_stop(self, *_: object) -> None:
        self._stops += 1

    def _look_after_all(self) -> None:
        for part in self.parts.values():
            if part.child is None and time.monotonic() >= part.due_at:
                self._start(part)
            elif part.child is not None and part.child.poll() is not None:
                self._bury(part, part.child.returncode)

    def _start(self, part: Part) -> None:
        # A session of its own, or the terminal would send Ctrl-C to the part as well as to us.
        part.child = subprocess.Popen(
            part.command,
            cwd=ROOT,
            env=dict(self.environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        part.started_at = time.monotonic()
        part.reader = Thread(target=self._read, args=(part, part.child), daemon=True)
        part.reader.start()

    def _read(self, part: Part, child: "subprocess.Popen[bytes]") -> None:
        assert child.stdout is not None
        with child.stdout:
            for line in child.stdout:
                self._note(line, part)

    def _bury(self, part: Part, status: int) -> None:
        """Say that a part ended, after its last words, and when it comes back."""
        assert part.reader is not None
        part.reader.join(1.0)
        pause = part.died(time.monotonic())
        how = f"was killed ({signal.Signals(-status).name})" if status < 0 else f"ended (exit status {status})"
        if part.is_hopeless:
            self._print_for(0)
            raise Unavailable(f"{part.name} {how} {_CHANCES} times and was never ready; the lines above say why")
        self._note(f"{how}; starting again in {pause:.0f} s", part)

    def _note(self, line: bytes | str, part: Part) -> None:
        self._lines.put(Message("line", line, datetime.now().astimezone(), part.name, part.colour))

    def _print_for(self, seconds: float) -> None:
        """Print what there is, waiting at most `seconds` for the first line."""
        with suppress(queue.Empty):
            self._printer.write(self._lines.get(timeout=seconds) if seconds else self._lines.get_nowait())
            while True:
                self._printer.write(self._lines.get_nowait())

    def _end(self, until: float) -> bool:
        """End all parts in their own way; True when none has to be killed."""
        self._send(signal.SIGTERM)
        while alive := [part for part in self.parts.values() if part.child and part.child.poll() is None]:
            if time.monotonic() > until or self._stops > 1:
                for part in alive:
                    self._note("does not end, is killed", part)
                break
            self._print_for(_TICK_SECONDS)
        self._print_for(0)
        return not alive

    def _send(self, number: signal.Signals) -> None:
        """Send a signal to every part that lives, and to what it has started."""
        for part in self.parts.values():
            if part.child is not None and part.child.poll() is None:
                with suppress(ProcessLookupError):
                    os.killpg(part.child.pid, number)
