"""Where a request comes from, as far as that can be believed."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_ONE_HOUSEHOLD = 64
"""Leading bits of an IPv6 address: behind them everybody has 2^64 addresses (RFC 6177)."""


def origin(peer: str, forwarded: str, proxies: Iterable[str]) -> str | None:
    """Return the public address, or IPv6 network, that a request comes from; None where that cannot be told.

    `forwarded` is X-Forwarded-For: each proxy adds whom it was asked by at the right end, so it is believed from there,
    as far as it was written by proxies: those in private networks, and those that `proxies` names.
    """
    for said in (peer, *reversed(forwarded.split(","))):
        ip = _address(said.strip())
        if ip is None:
            return None
        if ip.is_global and not _is_among(ip, proxies):
            return str(ip) if ip.version == 4 else str(ip_network((ip, _ONE_HOUSEHOLD), strict=False))
    return None


def _is_among(ip: IPv4Address | IPv6Address, networks: Iterable[str]) -> bool:
    return any(ip in ip_network(network) for network in networks)


def _address(said: str) -> IPv4Address | IPv6Address | None:
    """Return an address, of which some proxies write `192.0.2.1:4711` or `[2001:db8::1]:4711`."""
    host = said.lstrip("[").partition("]")[0] if said.startswith("[") else said
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        ip = ip_address(host)
    except ValueError:
        return None
    return getattr(ip, "ipv4_mapped", None) or ip
