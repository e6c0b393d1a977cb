"""A PostgreSQL of the tests' own: its binaries are Debian's, its data and socket lie in a temporary folder."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from pathlib import Path

import psycopg2

HOW_TO_GET_IT = "needs PostgreSQL: `apt-get install postgresql`, or PARLEY_TEST_POSTGRES with an empty database's URL"
_HURRY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""What is lost with the machine is only a test's."""


def binaries() -> Path | None:
    """Return the folder of the newest server's programs, where one is installed."""
    on_path = shutil.which("initdb")
    found = sorted(glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: float(path.split("/")[4]))
    return Path(on_path or found[-1]).parent if on_path or found else None


class Cluster:
    """A running server that listens on a socket in its own folder and nowhere else."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._count = 0

    def new_database(self) -> str:
        """Return the URL of a new empty database."""
        self._count += 1
        connection = psycopg2.connect(host=self._folder, user="parley", dbname="postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE parley_{self._count}")
        connection.close()
        return f"postgresql://parley@/parley_{self._count}?host={self._folder}"


@contextmanager
def cluster(programs: Path) -> Iterator[Cluster]:
    """Run a server while inside."""
    with tempfile.TemporaryDirectory(prefix="parley-pg-", dir="/tmp") as folder:  # a socket's path must be short
        owner = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
        if owner:
            shutil.chown(folder, owner)
        options = f"-k {folder} -c listen_addresses='' " + " ".join(f"-c {setting}" for setting in _HURRY)
        control = [str(programs / "pg_ctl"), "-D", f"{folder}/data", "-w", "-l", f"{folder}/log"]
        _run(owner, str(programs / "initdb"), "-D", f"{folder}/data", "-U", "parley", "-A", "trust", "-E", "UTF8", "-N")
        _run(owner, *control, "-o", options, "start")
        try:
            yield Cluster(folder)
        finally:
            _run(owner, *control, "-m", "immediate", "stop")


def _run(owner: str | None, *command: str) -> None:
    done = subprocess.run(command, user=owner, cwd="/", capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
