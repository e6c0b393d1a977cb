"""The peer: the assistant of `rasa init`, served by the installed Rasa as it comes (DIET, TED, no file of ours)."""

import platform
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from itertools import cycle, islice
from pathlib import Path

from bench.processes import CACHE, PYTHON, environment, free_port, must_live, running
from bench.rest import Conversation, wait_for_reply

VERSIONS = f"rasa {version('rasa')}, tensorflow {version('tensorflow')}, python {platform.python_version()}"

_STORIES = (
    ("hello", "I am sad", "yes", "bye", "are you a bot?"),
    ("hello", "I am great", "bye", "hello", "bye"),
    ("hello", "I am sad", "no", "bye", "are you a bot?"),
)
"""Along the paths of the mood bot's own stories and rules."""

_FOLDER = CACHE / "stock"
_MADE_WITH = _FOLDER / "made-with.txt"


def conversations(count: int) -> list[Conversation]:
    """Return this many conversations of five messages, its stories in turn."""
    return list(islice(cycle(_STORIES), count))


def made() -> Path:
    """Return the folder of the trained assistant; made once for each set of versions, in some minutes."""
    if _MADE_WITH.is_file() and _MADE_WITH.read_text() == VERSIONS:
        return _FOLDER
    shutil.rmtree(_FOLDER, ignore_errors=True)
    _FOLDER.mkdir(parents=True)
    print(f"making the stock assistant with {VERSIONS}: takes minutes, once", flush=True)
    log = CACHE / "stock.log"
    with log.open("w") as output:
        command = [PYTHON, "-m", "rasa", "init", "--no-prompt", "--init-dir", "."]
        done = subprocess.run(command, cwd=_FOLDER, env=environment(), stdout=output, stderr=output, check=False)
    if done.returncode != 0 or not list(_FOLDER.glob("models/*.tar.gz")):
        raise RuntimeError(f"rasa init failed; see {log}")
    _MADE_WITH.write_text(VERSIONS)  # last: a half-made folder is made again
    return _FOLDER


@contextmanager
def serving() -> Iterator[tuple[str, int]]:
    """Run `rasa run` for the `with` block; yields its address and process id once it has answered over REST."""
    folder, port, log = made(), free_port(), CACHE / "stock-run.log"
    command = [PYTHON, "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(port)]
    with running(command, cwd=folder, env=environment(), log=log) as process:
        url = f"http://127.0.0.1:{port}"
        wait_for_reply(url, "hello", check=lambda: must_live(process, log))
        yield url, process.pid
