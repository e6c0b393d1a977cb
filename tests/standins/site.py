"""Somebody's web site: pages, robots.txt, validators, redirects; it answers 304 only to who knows the page's ETag."""

import gzip
import hashlib
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from tests.standins.served import Served


@dataclass
class Answer:
    """What an address gives."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Site(Served):
    """Serves what `pages` holds; `asked` are the paths in the order they were asked for, `agents` who asked."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.hosts: list[str] = []
        self.serve(_handler(self), host)

    def has(self, path: str, body: str | bytes = "", status: int = 200, **headers: str) -> None:
        """Put a page there; `content_type="..."` is a header."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = body.encode() if isinstance(body, str) else body
        self.pages[path] = Answer(content, status, {"content-type": "text/html; charset=utf-8", **named})

    def names(self, *paths: str, at: str = "/sitemap.xml", packed: bool = False) -> None:
        """Put a sitemap of these paths there."""
        rows = "".join(f"<url><loc>{self.url}{path}</loc></url>" for path in paths)
        text = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
        self.has(at, gzip.compress(text.encode()) if packed else text, content_type="application/xml")

    def leads(self, path: str, to: str) -> None:
        """Redirect a path."""
        self.has(path, status=302, location=to)


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.hosts.append(self.headers.get("Host", ""))
            answer = site.pages.get(self.path, Answer(b"no such page", 404))
            etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
            if answer.status == 200 and self.headers.get("If-None-Match") == etag:
                answer = Answer(b"", 304, {})
            self.send_response(answer.status)
            for name, value in {**answer.headers, "etag": etag}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
