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
import pytest
from sqlalchemy.engine import make_url

from store.engine import open_engine
from store.migrate import migrate

HOW_TO_GET_IT = "needs PostgreSQL: `apt-get install postgresql`, or PARLEY_TEST_POSTGRES with an empty database's URL"
_HURRY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""What is lost with the machine is only a test's."""


def binaries() -> Path | None:
    """Return the folder of the newest server's programs, where one is installed."""
    on_path = shutil.which("initdb")
    found = sorted(glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: float(path.split("/")[4]))
    return Path(on_path or found[-1]).parent if on_path or found else None


def needed() -> Path:
    """Return the folder of the server's programs; the test is skipped without, or fails if PARLEY_REQUIRE_POSTGRES."""
    found = binaries()
    if found is None and os.environ.get("PARLEY_REQUIRE_POSTGRES"):
        pytest.fail(HOW_TO_GET_IT)
    if found is None:
        pytest.skip(HOW_TO_GET_IT)
    return found


class Cluster:
    """A running server that listens on a socket in its own folder and nowhere else."""

    def __init__(self, folder: str, programs: Path) -> None:
        self._folder = folder
        self._count = 0
        self._model: str | None = None
        self._owner = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
        self._control = [str(programs / "pg_ctl"), "-D", f"{folder}/data", "-w", "-l", f"{folder}/log"]
        self._programs = programs

    def make(self) -> None:
        """Make its data."""
        if self._owner:
            shutil.chown(self._folder, self._owner)
        options = ("-D", f"{self._folder}/data", "-U", "parley", "-A", "trust", "-E", "UTF8", "-N")
        _run(self._owner, str(self._programs / "initdb"), *options)

    def start(self) -> None:
        """Return when it takes connections."""
        options = f"-k {self._folder} -c listen_addresses='' " + " ".join(f"-c {setting}" for setting in _HURRY)
        _run(self._owner, *self._control, "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """Break every connection and end it; what was committed stays unless the mode is immediate."""
        _run(self._owner, *self._control, "-m", mode, "stop")

    @property
    def pid(self) -> int:
        """Return the process that takes connections."""
        return int(Path(self._folder, "data", "postmaster.pid").read_text().split()[0])

    def new_database(self, *, like: str = "template1") -> str:
        """Return the URL of a new database; an empty one, unless it is to be `like` another."""
        self._count += 1
        connection = psycopg2.connect(host=self._folder, user="parley", dbname="postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE parley_{self._count} TEMPLATE {like}")
        connection.close()
        return self._url(f"parley_{self._count}")

    def new_tables(self) -> str:
        """Return the URL of a new database with our tables in it: a copy of one that the migrations made."""
        if self._model is None:
            url = self.new_database()
            engine = open_engine(url)
            migrate(engine)
            engine.dispose()  # a database that somebody is connected to cannot be copied
            self._model = make_url(url).database
        return self.new_database(like=str(self._model))

    def _url(self, database: str) -> str:
        return f"postgresql://parley@/{database}?host={self._folder}"


@contextmanager
def cluster(programs: Path) -> Iterator[Cluster]:
    """Run a server while inside."""
    with tempfile.TemporaryDirectory(prefix="parley-pg-", dir="/tmp") as folder:  # a socket's path must be short
        server = Cluster(folder, programs)
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")


def _run(owner: str | None, *command: str) -> None:
    done = subprocess.run(command, user=owner, cwd="/", capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
