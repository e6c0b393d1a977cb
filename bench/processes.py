"""Processes a bench starts: what they are started with, the memory they take, their certain end."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.ports import free_port as free_port  # benches have it from here

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
CACHE = ROOT / "var" / "bench"
"""The only place under the repository that a bench writes to; git ignores it."""

_GRACE_SECONDS = 20

_SAME_FOR_ALL = {
    "PYTHONWARNINGS": "ignore",
    "PYTHONUNBUFFERED": "1",
    # One thread: with a pool per core in each process, eight conversations measure the scheduler.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "2",
}
"""Ours and its peer are started with the same: none is spared what the other pays."""


def environment(**own: object) -> dict[str, str]:
    """Return the environment for a process: the same for all, plus its own; PARLEY_* of the operator are left out."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
    return {**ours, **_SAME_FOR_ALL, **{name: str(value) for name, value in own.items()}}


@contextmanager
def running(
    command: Sequence[str], *, env: Mapping[str, str], log: Path, cwd: Path = ROOT
) -> Iterator[subprocess.Popen[Any]]:
    """Start a process for the `with` block; it and all that it started are gone afterwards, whatever happens."""
    with log.open("ab") as output:
        process = subprocess.Popen(command, cwd=cwd, env=dict(env), stdout=output, stderr=output)
    try:
        yield process
    finally:
        _end(process)


def must_live(process: subprocess.Popen[Any], log: Path) -> None:
    """Raises: RuntimeError with the log's last words when the process has ended by itself."""
    if process.poll() is not None:
        raise RuntimeError(f"ended with status {process.returncode}: {log.read_text(errors='replace')[-1500:]}")


def end_on_signal() -> None:
    """Let SIGTERM unwind this process as Ctrl-C does, so that what it started ends too."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def memory_mb(pid: int) -> tuple[float, float]:
    """Return (PSS, RSS) in MB of a process and all below it.

    PSS shares out pages that several processes map, so that its sum is what the system as a whole takes;
    the sum of RSS counts them once for each.
    """
    totals = {"Pss": 0, "Rss": 0}
    for member in tree(pid):
        for line in Path(f"/proc/{member}/smaps_rollup").read_text().splitlines():
            name, _, value = line.partition(":")
            if name in totals:
                totals[name] += int(value.split()[0])
    return totals["Pss"] / 1024, totals["Rss"] / 1024


def cpu_seconds(pid: int) -> float:
    """Return the processor time the process has used, without its children."""
    user, system = _stat(pid)[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> list[int]:
    """Return the process and all below it."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parents[int(folder.name)] = int(_stat(int(folder.name))[1])
    found = [pid]
    for parent in found:  # grows while it is walked
        found += [child for child, its_parent in parents.items() if its_parent == parent]
    return found


def _end(process: subprocess.Popen[Any]) -> None:
    """Ask the process to end, wait, and kill what is left of its tree: the parts are in groups of their own."""
    members = {pid: _born(pid) for pid in tree(process.pid)}
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=_GRACE_SECONDS)
    for pid, born in members.items():
        if born is not None and _born(pid) == born:  # the number may have gone to somebody else's process
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    process.wait()


def _born(pid: int) -> str | None:
    with suppress(OSError):
        return _stat(pid)[19]
    return None


def _stat(pid: int) -> list[str]:
    """Return proc(5)'s stat fields from `state` on; the name before them may hold spaces and brackets."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
