"""Ports for what tests and benches start."""

import os
import random
import socket

_FIRST, _LAST = 20_000, 32_000
"""Below those that the system gives to who only connects: between our look and a server's start none of them comes."""


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on; each process that tests looks at its own."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    share = (_LAST - _FIRST) // 16
    start = _FIRST + worker % 16 * share
    for port in random.sample(range(start, start + share), share):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no port is free")
