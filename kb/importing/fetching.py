"""Pages from the web: politely, from public machines alone, never more than fits."""

import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpcore

from kb.importing.addresses import Network, PublicNetwork
from kb.importing.robots import Robots, robots
from support.errors import Refused, Unavailable

AGENT = "ParleyImport"
_LARGEST = 20 * 2**20
_SECONDS = 20.0
_LONGEST_SECONDS = 120.0
"""For one page, however slowly it drips."""
_PACE_SECONDS = 0.5
_LONGEST_WAIT = 30.0
"""A site that wants more between two pages is asked as often all the same: a hundred pages take an hour."""
_MOST_REDIRECTS = 5
_MOST_TRIES = 3
_BUSY = (429, 503)
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: `url` is where it led in the end. `body` is None where it has not changed."""

    url: str
    status: int
    body: bytes | None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def media_type(self) -> str:
        """Return it without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def mark(self) -> str:
        """Return what to ask by whether it changed: `etag` and `last-modified`, a line each."""
        return "\n".join((self.headers.get("etag", ""), self.headers.get("last-modified", ""))).rstrip()


class Web:
    """Fetches from the web, one page after the other."""

    def __init__(
        self, also: Sequence[Network] = (), *, sleep: Callable[[float], None] = time.sleep, pace: float = _PACE_SECONDS
    ) -> None:
        """`also` are private networks that may be reached; `pace` the seconds between two pages."""
        self._pool = httpcore.ConnectionPool(network_backend=PublicNetwork(also), max_connections=4)
        self._sleep, self._pace = sleep, pace
        self._robots: dict[str, Robots] = {}

    def close(self) -> None:
        """End all connections."""
        self._pool.close()

    def robots(self, url: str) -> Robots:
        """Return what the site lets us read; nothing, while it cannot say (RFC 9309, 2.3.1.4)."""
        site = _site(url)
        if site not in self._robots:
            try:
                page = self._get(f"{site}/robots.txt", "")
                text = (page.body or b"").decode("utf-8", "replace") if page.status < 400 else ""
                is_closed = page.status >= 500
            except Unavailable:
                text, is_closed = "", True
            self._robots[site] = Robots(rules=[("/", False)]) if is_closed else robots(text, AGENT)
        return self._robots[site]

    def page(self, url: str, mark: str = "") -> Page:
        """Return a page that robots may read. Raises: Refused for one they may not or must not; Unavailable."""
        if not self.robots(url).allows(url):
            raise Refused("robots.txt asks programs not to read it")
        for number in range(_MOST_TRIES):
            self._sleep(min(max(self._pace, self.robots(url).delay), _LONGEST_WAIT))
            page = self._get(url, mark)
            if page.status not in _BUSY or number == _MOST_TRIES - 1:
                return _checked(page)
            self._sleep(_wait(page, number))
        raise AssertionError("unreachable")

    def _get(self, url: str, mark: str) -> Page:
        """Follow redirects, each of which is checked as the first address was."""
        try:
            for _ in range(_MOST_REDIRECTS + 1):
                page = self._once(plain(url), mark)
                if page.status not in _REDIRECTS or "location" not in page.headers:
                    return page
                url = urljoin(url, page.headers["location"])
                if not url.endswith("/robots.txt") and not self.robots(url).allows(url):
                    raise Refused(f"leads to {url}, which robots.txt asks programs not to read")
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
            raise Unavailable(f"does not answer ({type(error).__name__}: {error})".replace(": )", ")")) from error
        raise Refused("leads on and on")

    def _once(self, url: str, mark: str) -> Page:
        timeouts = {"connect": _SECONDS, "read": _SECONDS, "write": _SECONDS, "pool": _SECONDS}
        with self._pool.stream("GET", url, headers=_headers(url, mark), extensions={"timeout": timeouts}) as answer:
            said = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
            if answer.status in _REDIRECTS or answer.status == 304:
                return Page(url, answer.status, None, said)
            return Page(url, answer.status, _body(answer, said), said)


def plain(url: str) -> str:
    """Return an address as it is asked for. Raises: Refused for what is no page's."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise Refused(f"{url[:200]!r} is no address") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise Refused(f"{url[:200]!r} is no address of a web page")
    host = parts.hostname if parts.hostname.isascii() else parts.hostname.encode("idna").decode()
    place = f"[{host}]" if ":" in host else host
    path = "".join(sign if "!" <= sign <= "~" else _quoted(sign) for sign in parts.path or "/")
    query = "".join(sign if "!" <= sign <= "~" else _quoted(sign) for sign in parts.query)
    return urlunsplit((parts.scheme, place + (f":{port}" if port else ""), path, query, ""))


def _quoted(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "replace"))


def _site(url: str) -> str:
    parts = urlsplit(plain(url))
    return f"{parts.scheme}://{parts.netloc}"


def _headers(url: str, mark: str) -> list[tuple[str, str]]:
    etag, _, changed = mark.partition("\n")
    asked = [("If-None-Match", etag), ("If-Modified-Since", changed)]
    return [
        ("Host", urlsplit(url).netloc),
        ("User-Agent", f"{AGENT}/1.0 (a knowledge base that imports its own site)"),
        ("Accept", "text/html, application/xhtml+xml, application/xml, text/plain;q=0.8"),
        ("Accept-Encoding", "gzip"),
        *((name, value) for name, value in asked if value),
    ]


def _body(answer: httpcore.Response, said: dict[str, str]) -> bytes:
    """Return what came, unpacked as it comes. Raises: Refused above what fits, unpacked or not."""
    packed = said.get("content-encoding", "").lower() in ("gzip", "x-gzip")
    unpack = zlib.decompressobj(31) if packed else None
    body, ends_at = bytearray(), time.monotonic() + _LONGEST_SECONDS
    for chunk in answer.iter_stream():
        try:
            body += unpack.decompress(chunk, _LARGEST + 1) if unpack else chunk
        except zlib.error as error:
            raise Unavailable(f"is packed wrongly ({error})") from error
        if len(body) > _LARGEST:
            raise Refused(f"is larger than {_LARGEST // 2**20} MB")
        if time.monotonic() > ends_at:
            raise Unavailable(f"takes longer than {_LONGEST_SECONDS:.0f} seconds")
    return bytes(body)


def _wait(page: Page, number: int) -> float:
    said = page.headers.get("retry-after", "")
    return min(float(said), _LONGEST_WAIT) if said.isdigit() else 2.0**number


def _checked(page: Page) -> Page:
    if page.status >= 500 or page.status in _BUSY:
        raise Unavailable(f"says {page.status}; try again later")
    if page.status >= 400 and page.status not in (404, 410):
        raise Refused(f"says {page.status}")
    return page
