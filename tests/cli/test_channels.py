"""Which channels are open, and whether they work."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

from tests.cli.talk import refuses, says
from tests.house import House
from tests.standins.telegram.server import Telegram


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
    assert refuses(home, "channel", "test", "pigeon").startswith("there is no channel pigeon; there are: webchat, ")


def with_telegram(folder: Path, telegram: Telegram, token: str) -> House:
    return House(folder / "var", PARLEY_TELEGRAM_TOKEN=token, PARLEY_TELEGRAM_API=telegram.url)


def test_a_channel_that_is_not_set_up_is_closed_and_says_what_is_missing(home: House) -> None:
    lines = {line.split()[0]: line for line in says(home, "channel", "list")}

    assert "closed: PARLEY_TELEGRAM_TOKEN is not set" in lines["telegram"]
    assert "closed" in lines["whatsapp"]
    assert refuses(home, "channel", "test", "telegram").startswith("telegram is closed: PARLEY_TELEGRAM_TOKEN")


def test_a_channel_that_is_half_set_up_says_so_among_the_others(tmp_path: Path) -> None:
    home = House(tmp_path / "var", PARLEY_WHATSAPP_TOKEN="x")
    lines = {line.split()[0]: line for line in says(home, "channel", "list")}

    assert "cannot open" in lines["whatsapp"] and "PARLEY_WHATSAPP_APP_SECRET" in lines["whatsapp"]
    assert "open" in lines["webchat"]


def test_the_provider_itself_is_asked(tmp_path: Path, telegram: Telegram) -> None:
    lines = says(with_telegram(tmp_path, telegram, telegram.token), "channel", "test", "telegram")

    assert "✓ the token is that of @parley_demo_bot" in lines[0]


def test_a_wrong_token_is_told_without_telling_it(tmp_path: Path, telegram: Telegram) -> None:
    wrong = "110201543:" + "B" * 35
    done = with_telegram(tmp_path, telegram, wrong).parley("channel", "test", "telegram")

    assert done.returncode == 1 and "✗" in done.stdout and "401" in done.stdout
    assert wrong not in done.stdout + done.stderr
