"""The tests' own customer: patient, but not for ever."""

import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.customer import Customer


class Silent(BaseHTTPRequestHandler):
    """A chat that says that it lives, again and again, and nothing else."""

    def do_POST(self) -> None:
        body = json.dumps({"session": "s"}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            try:
                self.wfile.write(b": alive\n\n")
                time.sleep(0.05)
            except OSError:
                break

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Silent)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_signs_of_life_do_not_make_it_wait_longer(url: str) -> None:
    customer, began = Customer(url), time.monotonic()

    assert not customer.listen(lambda: True, seconds=0.5)
    assert 0.4 < time.monotonic() - began < 2
