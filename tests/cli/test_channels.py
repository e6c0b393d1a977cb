"""Which channels are open, and whether they work."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from tests.cli.talk import refuses, says
from tests.house import House


def test_the_web_chat_is_always_open(home: House) -> None:
    assert any(line.split() == ["webchat", "open"] for line in says(home, "channel", "list"))


def test_a_channel_that_does_not_work_says_so_and_fails(home: House) -> None:
    done = home.parley("channel", "test", "webchat")

    assert done.returncode == 1
    assert f"✗ http://127.0.0.1:{home.port} does not answer" in done.stdout


def test_a_channel_that_works_is_all_ticks(home: House) -> None:
    class Widget(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", home.port), Widget)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    lines = says(home, "channel", "test", "webchat")
    server.shutdown()
    server.server_close()

    assert lines and all(line.startswith("✓ ") for line in lines)


def test_an_unknown_channel_is_told_the_known_ones(home: House) -> None:
    assert refuses(home, "channel", "test", "pigeon").startswith("there is no channel pigeon; there are: webchat")
