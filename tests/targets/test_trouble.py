"""Chatwoot or we ourselves in trouble: nothing is lost, nothing is told twice, nobody else waits."""

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from support.deliveries import Delivery, State
from support.errands import Errand, Told, as_message
from support.messages import ConversationId, conversation
from targets.delivering import wait_seconds
from tests.ports import free_port
from tests.standins.chatwoot.people import Agent
from tests.standins.chatwoot.server import INBOX, SECRET, Chatwoot
from tests.standins.faults import Kind
from tests.targets.conftest import settings_for
from tests.targets.home import Home, comes_true


def asks_for_a_person(home: Home) -> Any:
    customer = home.visitor()
    customer.post("Hej")
    home.hands_over(customer.conversation_id)
    return customer


def is_told(home: Home, customer: Any) -> bool:
    """Return whether the other desk comes to have been told all."""
    queue = conversation("chatwoot", customer.conversation_id)

    def settled() -> bool:
        with home.books.reading() as uow:
            kept = [uow.errands.get(message.id) for message in uow.errands.messages(queue)]
        return bool(kept) and all(one is not None and one.state is State.SETTLED for one in kept)

    return comes_true(settled)


def errands(home: Home) -> list[tuple[str, str]]:
    with home.books.reading() as uow:
        return [(letter.message.text, letter.fault or "") for letter in uow.errands.dead()]


def test_what_a_cut_line_left_open_is_looked_up_before_it_is_said_again(
    home: Home, mina: Agent, chatwoot: Chatwoot
) -> None:
    for name in ("contacts", "conversations", "messages"):
        chatwoot.fail_next(Kind.DROP_AFTER, on=name)
    anna = asks_for_a_person(home)
    anna.post("Hallå?")

    (talk,) = mina.sees(1)
    assert mina.reads(talk, "Hallå?", 40, private=False)
    assert len(mina.talks) == 1
    said = talk.read()
    assert len(said) == len(set(said)) == 3


def test_while_it_asks_us_to_wait_nothing_is_lost(home: Home, mina: Agent, chatwoot: Chatwoot) -> None:
    chatwoot.fail_next(Kind.TOO_FAST, 3, seconds=1)
    anna = asks_for_a_person(home)
    anna.post("Hallå?")

    (talk,) = mina.sees(1, 30)
    assert mina.reads(talk, "Hallå?", 30, private=False)


def test_a_conversation_in_trouble_holds_up_no_other(home: Home, mina: Agent, chatwoot: Chatwoot) -> None:
    chatwoot.fail_next(Kind.ERROR, 1, on="messages")
    first = asks_for_a_person(home)
    assert mina.sees(1)
    second = asks_for_a_person(home)
    quick = mina.sees(2)[1]
    assert mina.reads(quick, "Handed over")
    assert mina.reads(mina.talks[0], "Handed over", 20)
    assert first.conversation_id != second.conversation_id


def test_a_conversation_that_was_deleted_there_begins_anew(home: Home, mina: Agent, chatwoot: Chatwoot) -> None:
    anna = asks_for_a_person(home)
    (talk,) = mina.sees(1)
    assert mina.reads(talk, "Handed over") and is_told(home, anna)
    del chatwoot.shelves.talks[talk.id]
    anna.post("Är någon där?")

    assert comes_true(lambda: [t for t in mina.talks if t.id != talk.id], 20)
    (anew,) = mina.talks
    assert mina.reads(anew, "Är någon där?", private=False)
    assert mina.reads(anew, "Handed over", private=True)


def test_one_that_is_deleted_while_it_is_told_of_is_told_of_whole(home: Home, mina: Agent, chatwoot: Chatwoot) -> None:
    anna = home.visitor()
    anna.post("Hej")
    chatwoot.deletes_after = "Handed over"
    home.hands_over(anna.conversation_id)

    assert comes_true(lambda: chatwoot.shelves.gone and mina.talks, 20)
    (anew,) = mina.talks
    assert mina.reads(anew, "Handed over", private=True) and mina.reads(anew, "Hej", private=True)


def test_what_chatwoot_will_never_take_is_seen_by_the_operator(home: Home, mina: Agent, chatwoot: Chatwoot) -> None:
    anna = asks_for_a_person(home)
    (talk,) = mina.sees(1)
    assert mina.reads(talk, "Handed over") and mina.waits_for(talk, "open")
    chatwoot.fail_next(Kind.ERROR, code=422, on="messages")
    anna.post("Det här vill den inte ha")
    anna.post("Men det här")

    assert mina.reads(talk, "Men det här", private=False)
    lines = home.parley("messages", "dead").stdout
    assert "errands  chatwoot" in lines and "Chatwoot says 422" in lines
    assert home.parley("messages", "retry", "--all").returncode == 0
    assert mina.reads(talk, "Det här vill den inte ha", private=False)


def test_a_worker_that_is_killed_loses_nothing_and_repeats_nothing(
    tmp_path: Path, mina: Agent, chatwoot: Chatwoot
) -> None:
    """kill -9 while it waits for an answer: Chatwoot has taken it, and the books do not know."""
    home = Home(tmp_path / "killed", **settings_for(chatwoot))
    try:
        home.start("web", "targets")
        chatwoot.fail_next(Kind.HANG, seconds=3, on="messages")
        anna = asks_for_a_person(home)
        anna.post("Hallå?")
        assert comes_true(lambda: mina.talks and mina.talks[0].messages)
        home.kill("targets")
        anna.post("Finns ni?")
        home.start("targets")

        (talk,) = mina.sees(1)
        assert mina.reads(talk, "Finns ni?", 60, private=False)
        assert talk.read(private=False) == ["Hallå?", "Finns ni?"]
        assert len(talk.read(private=True)) == 2 and len(mina.talks) == 1
    finally:
        home.close()


def test_a_chatwoot_that_is_away_hears_it_all_when_it_is_back(tmp_path: Path) -> None:
    port = free_port()
    away = Chatwoot(port=port)
    home = Home(tmp_path / "away", **settings_for(away))
    try:
        home.start("web", "targets")
        customers = [asks_for_a_person(home) for _ in range(3)]
        for customer in customers:
            customer.post("Hallå?")
        time.sleep(2)
        with away:
            mina = Agent(away)
            talks = mina.sees(3, 30)
            assert all(mina.reads(talk, "Hallå?", 30, private=False) for talk in talks)
            assert all(len(talk.read()) == 3 for talk in talks)
        assert errands(home) == []
    finally:
        home.close()


def test_it_is_asked_again_for_a_day_ever_more_seldom() -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    errand = Errand(
        target="chatwoot",
        told=Told.OPENED,
        conversation_id=ConversationId("webchat:anna"),
        handoff_id="h1",
        sequence=1,
        at=noon,
    )
    delivery, now, waits = Delivery(message=as_message(errand), due_at=noon), noon, []
    while delivery.state is State.PENDING:
        waits.append(wait_seconds(delivery, now))
        delivery = delivery.leased(now).postponed(now, waits[-1], "away")
        now = delivery.due_at
    assert waits[:6] == [2, 2, 4, 8, 16, 32] and max(waits) == 300
    assert timedelta(hours=24) <= now - noon < timedelta(hours=24, minutes=6)


def post(home: Home, body: bytes, headers: dict[str, str]) -> int:
    return httpx.post(f"{home.url}/targets/chatwoot", content=body, headers=headers, trust_env=False).status_code


@pytest.mark.parametrize(
    ("secret", "age", "status"),
    [(SECRET, 0, 200), (SECRET, 280, 200), (SECRET, 320, 401), (SECRET, -330, 401), ("x", 0, 401)],
)
def test_only_what_chatwoot_has_just_signed_is_taken(
    home: Home, chatwoot: Chatwoot, secret: str, age: int, status: int
) -> None:
    body = json.dumps({"event": "message_created"}).encode()

    assert post(home, body, chatwoot.signed(body, secret, at=int(time.time()) - age)) == status


def test_a_body_that_was_changed_is_refused(home: Home, chatwoot: Chatwoot) -> None:
    headers = chatwoot.signed(b'{"event": "message_created"}')

    assert post(home, b'{"event": "message_created" }', headers) == 401
    assert post(home, b"{}", {}) == 401


ODD: list[Any] = [
    None,
    [],
    "text",
    {},
    {"event": "message_created"},
    {"event": "message_created", "inbox": 3, "conversation": "x"},
    {
        "event": "message_created",
        "inbox": {"id": INBOX},
        "conversation": {"id": []},
        "id": 1,
        "message_type": "outgoing",
    },
    {
        "event": "message_created",
        "inbox": {"id": INBOX},
        "conversation": {"id": 51},
        "id": 2,
        "message_type": "outgoing",
    },
    {
        "event": "conversation_status_changed",
        "inbox_id": INBOX,
        "status": "resolved",
        "id": {"a": 1},
        "updated_at": "x",
    },
    {"event": "conversation_status_changed", "inbox_id": INBOX, "status": "open", "meta": [], "custom_attributes": 7},
    {
        "event": "conversation_status_changed",
        "inbox_id": INBOX,
        "status": "open",
        "id": "9" * 9999,
        "account": {"id": 8},
    },
]


@pytest.mark.parametrize("odd", ODD)
def test_odd_posts_do_no_harm(home: Home, chatwoot: Chatwoot, odd: Any) -> None:
    body = json.dumps(odd).encode()

    assert post(home, body, chatwoot.signed(body)) == 200


def test_no_secret_is_in_a_log(home: Home, chatwoot: Chatwoot) -> None:
    secrets = (SECRET, "user-token-standin", "bot-token-standin")

    assert all(secret not in home.log(name) for name in ("web", "targets") for secret in secrets)
