"""The signed webhook, both ways: our side in real processes, the desk an app, or the very lines of the page on it."""

import base64
import hmac
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.settings import ROOT
from app.texts import texts
from tests.ports import free_port
from tests.standins.app import App
from tests.targets.home import Home, comes_true

SECRET = "0123456789abcdef0123456789abcdef"
PAGE = (ROOT / "docs" / "handoff-targets.md").read_text(encoding="utf-8")


def signed(body: bytes, timestamp: str) -> str:
    """Sign as a stranger would from reading the page."""
    return "sha256=" + hmac.new(SECRET.encode(), f"{timestamp}.".encode() + body, sha256).hexdigest()


@pytest.fixture(scope="module")
def app() -> Iterator[App]:
    with App() as server:
        yield server


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, app: App) -> Iterator[Home]:
    home = Home(
        tmp_path_factory.mktemp("webhook"),
        PARLEY_HANDOFF="webhook",
        PARLEY_WEBHOOK_URL=app.url,
        PARLEY_WEBHOOK_SECRET=SECRET,
    )
    try:
        home.start("web", "targets")
        yield home
    finally:
        home.close()


def told(app: App, conversation_id: str) -> list[dict[str, Any]]:
    """Return what the desk has heard of a conversation."""
    return [one for one in app.posted if one.get("conversation_id") == conversation_id]


def hears(app: App, conversation_id: str, *events: str, seconds: float = 60) -> list[dict[str, Any]]:
    assert comes_true(lambda: len(told(app, conversation_id)) >= len(events), seconds)
    found = told(app, conversation_id)
    assert tuple(one["event"] for one in found) == events
    return found


def back(home: Home, age: int = 0, secret: str = SECRET, **fields: Any) -> httpx.Response:
    body, timestamp = json.dumps(fields).encode(), str(int(time.time()) - age)
    right = signed(body, timestamp) if secret == SECRET else "sha256=" + "0" * 64
    headers = {"X-Parley-Timestamp": timestamp, "X-Parley-Signature": right}
    return httpx.post(f"{home.url}/targets/webhook", content=body, headers=headers, trust_env=False)


def test_what_happens_is_told_signed_and_in_order(home: Home, app: App) -> None:
    anna = home.visitor()
    anna.post("Var är mina pengar?")
    handoff = home.hands_over(anna.conversation_id)
    anna.post("Hallå?")
    home.is_told(anna, "Någon kommer.")
    home.parley("handoffs", "reply", handoff.id, "Bo här.", "--agent", "Bo")
    home.parley("handoffs", "close", handoff.id)

    events = (
        "handoff.opened",
        "message.received",
        "message.posted",
        "handoff.taken",
        "message.posted",
        "handoff.closed",
    )
    found = hears(app, anna.conversation_id, *events)
    assert [one["text"] for one in found[0]["transcript"]] == ["Var är mina pengar?"]
    assert found[0]["handoff"]["context"]["language"] == "sv" and found[0]["contact"]["id"]
    assert found[1]["message"]["text"] == "Hallå?" and found[4]["message"]["name"] == "Bo"
    for request in app.requests:
        names = {name.lower(): value for name, value in request.headers.items()}
        assert names["x-parley-signature"] == signed(request.body, names["x-parley-timestamp"])
        assert json.loads(request.body)["delivery"] == names["x-parley-delivery"]


def test_what_is_not_taken_is_told_again_under_the_same_id(home: Home, app: App) -> None:
    app.answers(500, 404, 302)
    anna = home.visitor()
    home.hands_over(anna.conversation_id)
    anna.post("Hallå?")

    assert comes_true(lambda: len(told(app, anna.conversation_id)) == 5, 30)
    found = told(app, anna.conversation_id)
    assert [one["event"] for one in found] == ["handoff.opened"] * 4 + ["message.received"]
    assert len({one["delivery"] for one in found}) == 2


def test_a_long_conversation_is_told_whole(home: Home, app: App) -> None:
    anna = home.visitor()
    for number in range(520):
        home.posts(anna.conversation_id, f"ord {number}")
    home.hands_over(anna.conversation_id)

    first, last = hears(app, anna.conversation_id, "handoff.transcript", "handoff.opened")
    assert [m["text"] for m in first["transcript"] + last["transcript"]] == [f"ord {n}" for n in range(520)]


def test_reply_note_and_close_come_back(home: Home, app: App) -> None:
    anna = home.visitor()
    anna.post("Hej")
    handoff = home.hands_over(anna.conversation_id)
    hears(app, anna.conversation_id, "handoff.opened")
    named = {"handoff_id": handoff.id, "agent": "Mina"}
    picture = {"name": "a.png", "media_type": "image/png", "data": base64.b64encode(b"PNG").decode()}

    reply = {**named, "id": "r1", "kind": "reply", "text": "Hej Anna", "attachments": [picture]}
    assert back(home, **reply).json() == {"done": 1, "known": 0}
    assert back(home, **reply).json() == {"done": 0, "known": 1}
    assert back(home, **named, id="n1", kind="note", text="arg kund").status_code == 200
    assert back(home, id="c1", handoff_id=handoff.id, kind="close").status_code == 200

    farewell = texts("sv").get("bot", "handover_closed")
    assert anna.listen(lambda: [m["text"][:8] for m in anna.heard] == ["Hej Anna", farewell[:8]])
    (said, _) = home.said(anna.conversation_id)
    assert said.attachments[0].media_type == "image/png" and said.name == "Mina"
    assert "arg kund" in home.parley("handoffs", "show", handoff.id).stdout
    assert "arg kund" not in str(anna.heard)


@pytest.mark.parametrize(
    ("fields", "status", "why"),
    [
        ({"kind": "dance"}, 400, "kind is one of"),
        ({"kind": "reply", "id": "1", "handoff_id": "h", "agent": "M"}, 400, "text is missing"),
        ({"kind": "reply", "id": "1", "handoff_id": "h", "text": "x"}, 400, "agent is missing"),
        ({"kind": "close", "handoff_id": "h"}, 400, "id is missing"),
        ({"kind": "close", "id": 7, "handoff_id": "h"}, 400, "id is no text"),
        ({"kind": "close", "id": "1" * 200, "handoff_id": "h"}, 400, "at most 128"),
        ({"kind": "close", "id": "1", "handoff_id": "nobody"}, 404, "no such handoff"),
        (
            {
                "kind": "reply",
                "id": "1",
                "handoff_id": "h",
                "agent": "M",
                "attachments": [{"media_type": "a/b", "data": "?"}],
            },
            400,
            "no base64",
        ),
    ],
)
def test_what_cannot_be_understood_is_named(home: Home, fields: dict[str, Any], status: int, why: str) -> None:
    answer = back(home, **fields)

    assert answer.status_code == status and why in answer.json()["message"]


def test_strangers_and_recordings_are_refused(home: Home) -> None:
    close = {"kind": "close", "id": "1", "handoff_id": "nobody"}

    assert back(home, secret="guessed", **close).status_code == 401
    assert back(home, age=400, **close).status_code == 401
    assert back(home, age=-400, **close).status_code == 401


def test_the_settings_can_be_tried(home: Home, app: App) -> None:
    home._extra["PARLEY_PUBLIC_URL"] = home.url
    tried = home.parley("handoffs", "target")

    assert tried.returncode == 0, tried.stdout
    assert app.posted[-1]["event"] == "ping"
    app.answers(500)
    assert home.parley("handoffs", "target").returncode == 1


def test_the_desk_on_the_page_answers(tmp_path: Path) -> None:
    (lines,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    port = free_port()
    given = {
        "PARLEY_HANDOFF": "webhook",
        "PARLEY_WEBHOOK_URL": f"http://127.0.0.1:{port}/",
        "PARLEY_WEBHOOK_SECRET": SECRET,
    }
    home = Home(tmp_path / "page", **given)
    environment = {**os.environ, **given, "PARLEY_PUBLIC_URL": home.url, "PORT": str(port)}
    desk = subprocess.Popen([sys.executable, "-c", lines], env=environment, stderr=subprocess.DEVNULL)
    try:
        home.start("web", "targets")
        anna = home.visitor()
        home.hands_over(anna.conversation_id)
        anna.post("Är det någon där?")
        assert anna.listen(lambda: [m["text"] for m in anna.heard] == ["You wrote: Är det någon där?"])
    finally:
        desk.kill()
        desk.wait()
        home.close()
