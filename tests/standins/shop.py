"""A shop: pages on an origin of their own that embed the chat and say who is signed in."""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlencode, urlsplit

SECRET = "a secret of the shop's".replace(" ", "-")


def signed(email: str, secret: str = SECRET) -> str:
    """Return the signature as the shop's server makes it."""
    return hmac.new(secret.encode(), email.encode(), sha256).hexdigest()


class Shop:
    """Where its pages are."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def page(self, **data: str) -> str:
        """Return the address of a page whose script tag has these data attributes."""
        return f"{self.url}/?{urlencode(data)}"


@contextmanager
def shop(port: int, widget: str) -> Iterator[Shop]:
    """Serve its pages while inside; `widget` is the address of widget.js."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = "".join(f' data-{name}="{escape(value)}"' for name, value in parse_qsl(urlsplit(self.path).query))
            page = f'<!doctype html><title>Shop</title><script type="module" src="{widget}"{data}></script>'
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Page)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Shop(port)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
