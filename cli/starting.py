"""`parley start`: prepares, runs bot, actions and web under honcho, says when a question can be asked."""

import errno
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path

import click
import httpx
from honcho.manager import Manager
from honcho.printer import Printer

from app.settings import ROOT, settings
from cli.preparing import prepared
from connectors.doors import blueprints
from support.errors import Misconfigured

_PATIENCE_SECONDS = 180


@click.command()
def start() -> None:
    """Bring everything up to date, start all parts, and print the address."""
    began = time.monotonic()
    check_channels()
    check_ports()
    model = prepared()
    manager = Manager(Printer(output=sys.stdout))
    for name, command in commands(model).items():
        manager.add_process(name, command, env=environment(), cwd=str(ROOT))
    threading.Thread(target=_announce, args=(began, time.monotonic() + _PATIENCE_SECONDS), daemon=True).start()
    manager.loop()
    # honcho reports -2 or -15 for parts that ended by the signal we passed on: that is a clean stop.
    stopped = manager.returncode in (
        0,
        None,
        -signal.SIGINT,
        -signal.SIGTERM,
        128 + signal.SIGINT,
        128 + signal.SIGTERM,
    )
    sys.exit(0 if stopped else 1)


def commands(model: Path) -> dict[str, str]:
    """Return the command line of each part."""
    here, python = settings(), f'exec "{sys.executable}"'
    bot = f'{python} -m bot run --model "{model}" --interface 127.0.0.1 --port {here.bot_port}'
    return {"web": f"{python} -m web", "actions": f"{python} -m actions", "bot": bot}


def environment() -> dict[str, str]:
    """Return what every part is started with."""
    # Numeric libraries would each start a thread per core for vectors of 256 numbers.
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**threads, **os.environ, "PYTHONWARNINGS": "ignore", "PYTHONUNBUFFERED": "1"}


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
    for host, port, name in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise Misconfigured(f"cannot listen on {host}:{port} ({error.strerror}); see {name}") from error
                raise Misconfigured(
                    f"port {port} is taken: stop what uses it, or choose another, e.g. {name}={port + 1}"
                ) from error


def check_channels() -> None:
    """Raises: Misconfigured naming what a channel that is half set lacks; its processes would only end with it."""
    list(blueprints())


def address() -> str:
    """Return where a browser on this machine finds us."""
    host = "localhost" if settings().host in ("127.0.0.1", "0.0.0.0") else settings().host
    return f"http://{host}:{settings().port}"


def _announce(began: float, until: float) -> None:
    """Print the address as soon as a question would be answered."""
    while time.monotonic() < until:
        try:
            if httpx.get(f"{address()}/ready", timeout=2, trust_env=False).status_code == 200:
                click.secho(
                    f"\nParley is ready after {time.monotonic() - began:.0f} s: {address()}\n", fg="green", bold=True
                )
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    click.secho("parley: not ready yet; the lines above say which part is missing", err=True, fg="red")
