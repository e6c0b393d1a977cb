"""What no browser and no provider sends: every door refuses it, or reads it, and none takes it for a fault of ours."""

import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from sanic import Sanic

from app.wiring import ear
from support.staff import Role
from targets.signature import signed
from tests.web.office import Office, opened
from tests.web.test_guard import address
from web import guard, server

SECRET = "0123456789abcdef"
DOORS = {
    "PARLEY_PUBLIC_URL": "http://parley.example",
    "PARLEY_TELEGRAM_TOKEN": "110201543:AAHdqTcvCH1vGWJx",
    "PARLEY_TELEGRAM_MODE": "webhook",
    "PARLEY_TELEGRAM_SECRET": SECRET,
    "PARLEY_WHATSAPP_TOKEN": "t",
    "PARLEY_WHATSAPP_PHONE_NUMBER_ID": "1",
    "PARLEY_WHATSAPP_APP_SECRET": "s",
    "PARLEY_WHATSAPP_VERIFY_TOKEN": "v",
    "PARLEY_HANDOFF": "webhook",
    "PARLEY_WEBHOOK_URL": "http://127.0.0.1:9/",
    "PARLEY_WEBHOOK_SECRET": SECRET,
}
"""Every door there is stands open."""

NO_HTTP = [
    *(
        b"Content-Length: abc",
        b"Content-Length: ",
        b"Content-Length: -1",
        b"Content-Length: +1",
        b"Content-Length: 1_0",
    ),
    *("Content-Length: ٣".encode(), b"Content-Length: 5\r\nContent-Length: 6", b"Content-Length: " + b"9" * 5000),
    *(b"Transfer-Encoding: gzip", b"Transfer-Encoding: chunked, gzip", b"Transfer-Encoding: \xff"),
    *(b"Transfer-Encoding: chunked\r\nContent-Length: 3", b"Content-Length : 1", b" Content-Length: 1", b"no colon"),
]
NO_REQUEST = [
    *(b"GET http://[ HTTP/1.1", b"GET \xff HTTP/1.1", b"GET /\xff HTTP/1.1", b"GET /?q=\xff HTTP/1.1", b"\xff\xff"),
    "GET /?q=å HTTP/1.1".encode(),
    *(b"GET / HTTP/9", b"GET / there HTTP/1.1", b"GET help HTTP/1.1", b"GET /\0 HTTP/1.1", b"GET http://x:y/ HTTP/1.1"),
]
ODD_HEADS = [
    *(f"{name}: ".encode() + b"\xff\xfe%ff" for name in ("Accept-Language", "Cookie", "Authorization", "User-Agent")),
    *(f"{name}: ".encode() + b"\xff\xfe%ff" for name in ("X-Forwarded-For", "X-File-Name", "Origin", "Host", "Range")),
    *(f"{name}: ".encode() + b"\xff\xfe%ff" for name in ("Sec-Fetch-Site", "X-CSRF-Token", "Content-Type", "Upgrade")),
    *(b"Last-Event-ID: \xff", b"If-Modified-Since: \xff", b"Range: bytes=9-1", b"Host: [", b"X-Parley-Timestamp: \xff"),
    *(b"Content-Type: multipart/form-data", b"Content-Type: application/x-www-form-urlencoded; charset=\xff"),
]
ODD_ADDRESSES = [
    *(b"?q=%ff&next=%ff&view=%ff", b"?%ff=%00", b"?q=%", b"?limit=%d9%a3&after=%00&waiting=9e9", b"/%ff", b"%zz"),
    *(b"?after=AAAA&before=AAAA&view=unassigned", b"?" + b"&" * 3000),
]
ODD_BODIES = [
    *(b"7", b"[]", b'"x"', b"null", b"true", b"NaN", b'{"a":', b"\xff", b'"\\ud800"', b"[" * 5000, b'{"a":' * 5000),
    b'{"id": {}, "text": null, "labels": 1, "files": 7, "until": 1e999, "note": [], "identity": 3, "on": "x"}',
    b'{"id": 1, "text": [], "type": {}, "handoff_id": 3, "event": [], "update_id": "x", "entry": 7, "template": 1}',
]
TYPES = ("application/json", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded")


class Sender:
    """Whoever sends bytes as they are, in the name of an admin and of a customer."""

    def __init__(self, office: Office) -> None:
        desk = office.desk_of(office.hires("Dora", Role.ADMIN, Role.AGENT))
        chat = desk.http.post("/chat/session").json()["session"]
        self._where = urlsplit(office.url)
        self._names = {
            "Host": "parley.example",
            "Cookie": f"{guard.COOKIE}={desk.session()}",
            "X-CSRF-Token": desk.csrf(),
            "Authorization": f"Bearer {chat}",
        }

    def asks(self, line: bytes, head: bytes = b"", body: bytes = b"") -> int:
        """Return the status of the answer; 0 where there is none."""
        said = head.lower()
        own = [f"{name}: {value}".encode() for name, value in self._names.items() if name.lower().encode() not in said]
        raw = b"\r\n".join([line, *own, *filter(None, [head]), b"Connection: close", b"", body])
        with socket.create_connection((self._where.hostname, self._where.port), timeout=5) as line_:
            line_.sendall(raw)
            return int(b"0" + line_.recv(64)[9:12])

    def posts(self, path: str, body: bytes, kind: str = "application/json", *more: str) -> int:
        heads = (f"Content-Type: {kind}", f"Content-Length: {len(body)}", *more)
        return self.asks(f"POST {path} HTTP/1.1".encode(), "\r\n".join(heads).encode(), body)


@pytest.fixture(autouse=True)
def nobody_listens() -> Iterator[None]:
    """Whoever asks for the desk's stream has the ear look, and the office is open for longer than one test."""
    yield
    ear().close()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("odd")
    with pytest.MonkeyPatch.context() as monkeypatch, opened(folder, monkeypatch, **DOORS) as held:
        yield held


@pytest.fixture(scope="module")
def sender(office: Office) -> Sender:
    return Sender(office)


@pytest.fixture(scope="module")
def routes(office: Office) -> list[tuple[str, str]]:
    """Every route as (path, method); but signing out, and the one that says 503 where there is no bot."""
    Sanic.test_mode = True
    found = guard.all_routes(server.create_app())
    asked = [(f"/{route.path}", method) for route in found for method in route.methods if method in ("GET", "POST")]
    return sorted((there(path), method) for path, method in asked if path not in ("/ready", "/sign-out"))


def there(path: str) -> str:
    """Return a path that leads to the handler, not just past it."""
    return address(path).replace("/conversations/0123456789abcdef01234567", "/conversations/webchat:x")


@pytest.mark.parametrize("head", NO_HTTP, ids=lambda head: repr(head[:50]))
def test_what_is_no_http_is_refused_at_every_door(sender: Sender, head: bytes) -> None:
    for path in (
        "/",
        "/help/en",
        "/chat/messages",
        "/webhooks/telegram/",
        "/targets/webhook/",
        "/sign-in",
        "/desk/api/me",
    ):
        assert sender.asks(f"POST {path} HTTP/1.1".encode(), head) == 400, path


@pytest.mark.parametrize("line", NO_REQUEST)
def test_what_is_no_request_is_refused(sender: Sender, line: bytes) -> None:
    assert sender.asks(line) == 400


def test_an_odd_head_or_address_is_no_fault_of_ours(sender: Sender, routes: list[tuple[str, str]]) -> None:
    for path, method in routes:
        line = f"{method} {path}".encode()
        found = {head: sender.asks(line + b" HTTP/1.1", head) for head in ODD_HEADS}
        found |= {more: sender.asks(line + more + b" HTTP/1.1") for more in ODD_ADDRESSES}
        assert {what: status for what, status in found.items() if not 200 <= status < 500} == {}, (method, path)


def test_an_odd_body_is_no_fault_of_ours(sender: Sender, routes: list[tuple[str, str]]) -> None:
    for path in [path for path, method in routes if method == "POST"]:
        found = {(body, kind): sender.posts(path, body, kind) for body in ODD_BODIES for kind in TYPES}
        assert {what[0][:30]: status for what, status in found.items() if not 200 <= status < 500} == {}, path


@pytest.mark.parametrize("body", ODD_BODIES, ids=lambda body: repr(body[:30]))
def test_an_odd_body_of_a_targets_or_a_providers_own_is_none_either(sender: Sender, body: bytes) -> None:
    now = str(int(time.time()))
    proof = f"X-Parley-Timestamp: {now}", f"X-Parley-Signature: {signed(body, now, SECRET)}"

    assert sender.posts("/targets/webhook/", body, TYPES[0], *proof) in (200, 400, 404)
    token = f"X-Telegram-Bot-Api-Secret-Token: {SECRET}"
    assert sender.posts("/webhooks/telegram/", body, TYPES[0], token) == 200
