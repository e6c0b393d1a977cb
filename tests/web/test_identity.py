"""The shop says who a visitor is: one person on every browser and channel, and nobody by a lie."""

import uuid
from typing import Any

import httpx

from tests.house import House
from tests.standins.shop import signed


def someone() -> str:
    """Return the address of somebody the house has never met: it is shared."""
    return f"{uuid.uuid4().hex[:8]}@example.com"


def identity(email: str, **more: str) -> dict[str, str]:
    return {"email": email, "signature": signed(email), **more}


def begins(house: House, claim: Any, session: str | None = None) -> httpx.Response:
    headers = {"Authorization": f"Bearer {session}"} if session else {}
    body = {"language": "en", "identity": claim}
    return httpx.post(f"{house.url}/chat/session", json=body, headers=headers, trust_env=False)


def conversation_of(answer: httpx.Response) -> str:
    return "webchat:" + answer.json()["session"].partition(".")[0]


def line_of(house: House, conversation: str) -> str:
    """Return the line of `parley contacts list` with this conversation, empty for a stranger who has not written."""
    lines = house.parley("contacts", "list").stdout.splitlines()
    return next((line for line in lines if conversation in line), "")


def test_who_signs_in_on_two_browsers_is_one_contact(house: House) -> None:
    anna = someone()
    at_home = conversation_of(begins(house, identity(anna, name="Anna Berg")))
    at_work = conversation_of(begins(house, identity(anna)))

    assert at_home != at_work
    line = line_of(house, at_home)
    assert f"{at_home} ({anna})" in line and f"{at_work} ({anna})" in line and "Anna Berg" in line


def test_a_wrong_signature_is_refused_and_told_in_the_log(house: House) -> None:
    anna, before = someone(), house.log("web").count("webchat.identity.refused")
    answer = begins(house, {"email": anna, "signature": signed(anna, "another secret")})

    assert (answer.status_code, answer.json()["error"]) == (403, "Unvouched")
    assert house.log("web").count("webchat.identity.refused") == before + 1
    assert anna not in house.log("web") and anna not in house.parley("contacts", "list").stdout


def test_a_stranger_who_signs_in_keeps_the_conversation(house: House) -> None:
    stranger, anna = begins(house, None), someone()
    assert line_of(house, conversation_of(stranger)) == ""
    answer = begins(house, identity(anna), stranger.json()["session"])

    assert answer.json()["session"] == stranger.json()["session"]
    assert anna in line_of(house, conversation_of(answer))
    assert begins(house, None, answer.json()["session"]).json()["session"] == stranger.json()["session"]


def test_who_signs_in_after_another_in_the_same_browser_has_a_conversation_of_their_own(house: House) -> None:
    anna, bo = someone(), someone()
    annas = begins(house, identity(anna))
    bos = begins(house, identity(bo), annas.json()["session"])

    assert conversation_of(bos) != conversation_of(annas)
    assert bo in line_of(house, conversation_of(bos)) and anna not in line_of(house, conversation_of(bos))
    assert line_of(house, conversation_of(annas)).count("webchat:") == 1
