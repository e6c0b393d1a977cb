"""Where a request comes from, and which addresses are our own."""

import ipaddress
from urllib.parse import urlsplit

from sanic.request import Request

from app.settings import settings

_OWN = ("same-origin", "none")
"""What browsers write into Sec-Fetch-Site for our own pages, and for what people type or bookmark."""

_PREFIX = 64
"""Bits of an IPv6 network: whoever has one address of it has all 2^64."""


def sender(request: Request) -> str:
    """Return the address of who asks.

    Behind proxies that is the last one in X-Forwarded-For that no proxy of ours (PARLEY_PROXIES) has; what stands
    before it anybody may have written.
    """
    peer = str(request.ip or "")
    told = request.headers.get("x-forwarded-for", "").split(",") if _is_proxied(peer) else ()
    for address in map(str.strip, reversed(told)):
        if _parsed(address) is None:
            break
        if not _is_proxy(address):
            return address
    return peer


def neighbourhood(address: str) -> str:
    """Return what counts as one address where attempts are counted."""
    parsed = _parsed(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        parsed = parsed.ipv4_mapped or ipaddress.ip_network((parsed, _PREFIX), strict=False).network_address
    return str(parsed or "unknown")


def is_secure() -> bool:
    """Whether browsers reach us by https, so that cookies may be kept from going out in the clear."""
    return settings().public_url.startswith("https://")


def public(request: Request) -> str:
    """Return the address of our front page, for links that people send each other."""
    return settings().public_url or f"http://{request.host}"


def is_from_our_pages(request: Request) -> bool:
    """Whether a browser sent this from a page of ours; True where nothing says otherwise: no browser then."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in _OWN
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc in {request.host, urlsplit(settings().public_url).netloc} - {""}


def _is_proxied(peer: str) -> bool:
    """Whether a proxy of ours asks: one that is named, or beside us where we have a public address."""
    parsed = _parsed(peer)
    is_beside = parsed is not None and (parsed.is_loopback or parsed.is_private)
    return _is_proxy(peer) or (bool(settings().public_url) and is_beside)


def _is_proxy(address: str) -> bool:
    parsed = _parsed(address)
    return parsed is not None and any(parsed in ipaddress.ip_network(network) for network in settings().proxies)


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
