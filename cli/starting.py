"""`parley start`: prepares, runs bot, actions and web, says when a question can be asked."""

import errno
import math
import os
import shutil
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread

import click
import httpx

from app.settings import settings
from cli.addresses import address
from cli.preparing import prepared
from cli.staff import first_link
from cli.supervisor import Supervisor
from connectors.doors import blueprints
from connectors.webchat.settings import identity_secret
from support.errors import Misconfigured

_PATIENCE_SECONDS = 180
"""From the start of the parts, of which the bot takes longest: ten times what it needs on a machine of today."""
_LEAVING_SECONDS = 3.0
"""What the parts of a Parley that was killed may need to end: its successor waits for their ports so long."""


@click.command()
def start() -> None:
    """Bring everything up to date, start all parts, and print the address."""
    began = time.monotonic()
    check_channels()
    check_ports()
    model = prepared()
    check_ports()  # preparing can take a minute
    supervisor = Supervisor(commands(model), environment())
    Thread(target=_announce, args=(supervisor, began), daemon=True).start()
    ended_well = supervisor.run()
    click.secho("\nStopped.", fg="green", bold=True)
    sys.exit(0 if ended_well else 1)


def commands(model: Path) -> dict[str, list[str]]:
    """Return the command line of each part."""
    # Killed without warning we could not end the parts; where util-linux has the means, the kernel does.
    leash = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
    python = [*leash, sys.executable, "-m"]
    where = ["--interface", "127.0.0.1", "--port", str(settings().bot_port)]
    return {
        "web": [*python, "web"],
        "actions": [*python, "actions"],
        "bot": [*python, "bot", "run", "--model", str(model), *where],
    }


def environment() -> dict[str, str]:
    """Return what every part is started with."""
    # Numeric libraries would each start a thread per core for vectors of 256 numbers.
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**threads, **os.environ, "PYTHONWARNINGS": "ignore", "PYTHONUNBUFFERED": "1"}


def check_channels() -> None:
    """Raises: Misconfigured naming what a channel lacks that is half set up."""
    for _ in blueprints():
        pass
    identity_secret()


def check_ports() -> None:
    """Raises: Misconfigured naming the first port that something else listens on."""
    here = settings()
    ports = (
        (here.host, here.port, "PARLEY_PORT"),
        ("127.0.0.1", here.bot_port, "PARLEY_BOT_PORT"),
        ("127.0.0.1", here.actions_port, "PARLEY_ACTIONS_PORT"),
    )
    if len({port for _, port, _ in ports}) < len(ports):
        raise Misconfigured("PARLEY_PORT, PARLEY_BOT_PORT and PARLEY_ACTIONS_PORT must differ")
    until = time.monotonic() + _LEAVING_SECONDS
    for host, port, name in ports:
        _check_port(host, port, name, until)


def _check_port(host: str, port: int, name: str, until: float) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        while True:
            try:
                return probe.bind((host, port))
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise Misconfigured(f"cannot listen on {host}:{port} ({error.strerror}); see {name}") from error
                if time.monotonic() > until:
                    raise Misconfigured(
                        f"port {port} is taken: stop what uses it, or choose another, e.g. {name}={port + 1}"
                    ) from error
            time.sleep(0.1)


def _announce(supervisor: Supervisor, began: float) -> None:
    """Tell the supervisor which parts are ready, and print the address as soon as a question would be answered."""
    patience = time.monotonic() + _PATIENCE_SECONDS
    while not all((found := _readiness()).values()):
        supervisor.note_ready(found)
        if time.monotonic() > patience:
            patience = math.inf
            click.secho("parley: not ready yet; the lines above say which part is missing", err=True, fg="red")
        time.sleep(0.1)
    supervisor.note_ready(found)
    click.secho(f"\nParley is ready after {time.monotonic() - began:.0f} s: {address()}\n", fg="green", bold=True)
    link = first_link()
    if link is not None:
        click.secho(f"Make your own account, the first one, here (once, within three days): {link}\n", bold=True)


def _readiness() -> dict[str, bool]:
    """Return what answers; the web server knows of the others."""
    with suppress(httpx.HTTPError, ValueError):
        return {"web": True, **httpx.get(f"{address()}/ready", timeout=2, trust_env=False).json()}
    return {"web": False}
