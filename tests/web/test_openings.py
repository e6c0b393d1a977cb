"""How many chats may begin at one address: as many as a school needs, and nobody's beyond that is lost."""

import httpx

from tests.conftest import CHATS_PER_MINUTE
from tests.house import House


def begins(house: House, address: str | None, session: str | None = None) -> httpx.Response:
    """Open the chat, or go on with it, by way of a proxy that says who asks."""
    headers = {"X-Forwarded-For": address} if address else {}
    if session:
        headers["Authorization"] = f"Bearer {session}"
    return httpx.post(f"{house.url}/chat/session", json={"language": "en"}, headers=headers, trust_env=False)


def test_one_address_begins_so_many_chats_and_is_told_when_to_try_again(house: House) -> None:
    opened = [begins(house, "9.9.9.9") for _ in range(CHATS_PER_MINUTE)]
    assert {answer.status_code for answer in opened} == {200}

    refused = begins(house, "9.9.9.9")
    assert (refused.status_code, refused.json()["error"]) == (429, "TooFast")
    assert 50 <= int(refused.headers["Retry-After"]) <= 60
    assert begins(house, "8.8.8.8, 9.9.9.9").status_code == 429  # by another name

    assert begins(house, "9.9.9.9", opened[0].json()["session"]).status_code == 200  # one that has begun goes on
    assert begins(house, "9.9.9.10").status_code == 200


def test_who_cannot_be_told_apart_is_not_counted(house: House) -> None:
    for address in (None, "10.0.0.7"):
        assert {begins(house, address).status_code for _ in range(CHATS_PER_MINUTE + 2)} == {200}
