"""Where we listen: whether it is free, and how a browser on this machine gets there."""

import errno
import socket
import time
from typing import Any

from app.settings import settings
from support.errors import Misconfigured

_LEAVING_SECONDS = 3.0
"""What the parts of a Parley that was killed may need to end: its successor waits for their ports so long."""


def address() -> str:
    """Return where a browser on this machine finds us."""
    return settings().own_url.replace("//127.0.0.1:", "//localhost:")


def check_ports() -> None:
    """Raises: Misconfigured naming the first port that something else listens on."""
    here = settings()
    ports = [
        (here.host, here.port, "PARLEY_PORT"),
        ("127.0.0.1", here.bot_port, "PARLEY_BOT_PORT"),
        ("127.0.0.1", here.actions_port, "PARLEY_ACTIONS_PORT"),
    ]
    if len({port for _, port, _ in ports}) < len(ports):
        raise Misconfigured("PARLEY_PORT, PARLEY_BOT_PORT and PARLEY_ACTIONS_PORT must differ")
    if "//localhost:" in address() and _has_ipv6():
        # There a browser looks first, and would show the pages of who listens there for ours.
        ports.append(("::1", here.port, "PARLEY_PORT"))
    until = time.monotonic() + _LEAVING_SECONDS
    for host, port, name in ports:
        _check_port(host, port, name, until)


def _check_port(host: str, port: int, name: str, until: float) -> None:
    try:
        while _is_taken(host, port):
            if time.monotonic() > until:
                raise Misconfigured(
                    f"port {port} is taken: stop what uses it, or choose another, e.g. {name}={port + 1}"
                )
            time.sleep(0.1)
    except OSError as error:
        raise Misconfigured(f"cannot listen on {host}:{port} ({error.strerror}); see {name}") from error


def _is_taken(host: str, port: int) -> bool:
    """Return whether something listens at one of the addresses that the host's name stands for. Raises: OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return not all(_is_free(family, place) for family, *_, place in found)


def _is_free(family: int, place: Any) -> bool:
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:  # as the server listens; else what has the port of IPv4 would be in the way
            probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        try:
            probe.bind(place)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            return False
        return True


def _has_ipv6() -> bool:
    try:
        return _is_free(socket.AF_INET6, ("::1", 0))
    except OSError:
        return False
