"""The stand-ins as programs of their own, led over HTTP as a benchmark leads them."""

import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from tests.house import ROOT
from tests.ports import free_port
from tests.standins.app import App
from tests.standins.clients import Bot
from tests.standins.telegram.server import TOKEN as BOT_TOKEN
from tests.standins.whatsapp.server import TOKEN as BUSINESS_TOKEN
from tests.standins.whatsapp.webhooks import Business

NUMBER = Business().phone_number_id


@pytest.fixture(params=["telegram", "whatsapp"])
def provider(request: pytest.FixtureRequest, app: App) -> Iterator[tuple[str, httpx.Client]]:
    port = free_port()
    command = [sys.executable, "-m", f"tests.standins.{request.param}", "--port", str(port)]
    if request.param == "whatsapp":
        command += ["--hook", app.url, "--verify", app.verify_token]
    program = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    assert program.stdout
    assert f":{port}" in program.stdout.readline()
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
        yield request.param, http
    program.terminate()
    program.wait(timeout=10)
    program.stdout.close()


def send(provider: str, http: httpx.Client, to: str, text: str) -> httpx.Response:
    if provider == "telegram":
        return http.post(f"/bot{BOT_TOKEN}/sendMessage", json={"chat_id": to, "text": text})
    body = {"messaging_product": "whatsapp", "to": to, "type": "text", "text": {"body": text}}
    return http.post(f"/v23.0/{NUMBER}/messages", json=body, headers={"Authorization": f"Bearer {BUSINESS_TOKEN}"})


def test_a_conversation_led_from_outside(provider: tuple[str, httpx.Client]) -> None:
    name, http = provider
    anna = http.post("/standin/control/customers", json={}).json()["address"]
    path = f"/standin/control/customers/{anna}"
    assert http.post(f"{path}/writes", json={"text": "hej"}).status_code == 200
    http.post("/standin/control/faults", json={"kind": "error", "count": 1})

    assert [send(name, http, anna, text).status_code for text in ("lost", "hej Anna")] == [500, 200]
    assert [one["text"] for one in http.get("/standin/control/sent", params={"to": anna}).json()] == ["hej Anna"]
    assert http.post(f"{path}/_happen", json={}).status_code == 404
    assert http.post(f"{path}/sleeps", json={}).status_code == 404


def test_by_hand_what_comes_is_shown_as_it_comes(app: App) -> None:
    port = free_port()
    command = [sys.executable, "-m", "tests.standins.telegram", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdin and program.stdout
        assert f"PARLEY_TELEGRAM_API=http://127.0.0.1:{port} " in program.stdout.readline()
        bot = Bot(f"http://127.0.0.1:{port}", BOT_TOKEN)
        program.stdin.write("hej\n")
        program.stdin.flush()
        (update,) = bot.does("getUpdates", timeout=10)
        for text in ("Hello!", "Somebody will be with you.", "Anna here."):  # and nothing more is typed
            bot.does("sendMessage", chat_id=update["message"]["chat"]["id"], text=text)

        told = [program.stdout.readline() for _ in range(3)]
        program.terminate()
        bot.http.close()
    assert told == ["< Hello!\n", "< Somebody will be with you.\n", "< Anna here.\n"]
