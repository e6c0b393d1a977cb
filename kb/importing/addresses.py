"""Which machines an import may reach: the public ones, and those that the operator names."""

import socket
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

import httpcore

from support.errors import Refused

Network = IPv4Network | IPv6Network
_NAT64 = IPv6Network("64:ff9b::/96")
"""Addresses of this network are IPv4's, whose last 32 bits they carry (RFC 6052)."""


def is_public(address: str, also: Sequence[Network] = ()) -> bool:
    """Whether an address may be reached: not this machine, its networks, or a cloud's own services.

    An IPv4 address in IPv6's clothes is taken for what it is.
    """
    plain = ip_address(address.partition("%")[0])
    while isinstance(plain, IPv6Address) and (inner := _inner(plain)) is not None:
        plain = inner
    if any(plain.version == network.version and plain in network for network in also):
        return True
    return plain.is_global and not plain.is_multicast and not plain.is_reserved


def _inner(address: IPv6Address) -> "IPv6Address | None":
    teredo = address.teredo[1] if address.teredo else None
    mapped = address.ipv4_mapped or address.sixtofour or teredo
    if mapped is None and address in _NAT64:
        mapped = ip_address(int(address) & 0xFFFFFFFF)  # type: ignore[assignment]
    return mapped  # type: ignore[return-value]


class PublicNetwork(httpcore.SyncBackend):
    """Connects to the address that was checked, so that a name cannot lead elsewhere between look and connection."""

    def __init__(self, also: Sequence[Network] = ()) -> None:
        """`also` are private networks that may be reached, too."""
        self._also = tuple(also)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a name's address. Raises: Refused where any of its addresses is none that may be reached."""
        addresses = _resolved(host, port)
        for address in addresses:
            if not is_public(address, self._also):
                raise Refused(f"{host} is {address}, within a private network; PARLEY_IMPORT_NETWORKS allows some")
        return super().connect_tcp(addresses[0], port, timeout, local_address, socket_options)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.NetworkStream:
        """Raises: Refused."""
        raise Refused(f"{path} is no web server")


def _resolved(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"{host} has no address ({error})") from error
    return list(dict.fromkeys(str(place[4][0]) for place in found))
