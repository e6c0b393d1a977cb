"""In groups replies quote whom they are for, and follow the group."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.arrivals import Arrived, take_all
from connectors.telegram.channel import Telegram as Channel
from connectors.telegram.origins import Account
from connectors.telegram.parse import parse
from connectors.telegram.parts import Part
from support.deliveries import State
from support.messages import Message
from tests.connectors.telegram.desk import Desk
from tests.standins.telegram.people import Customer, Group, Voice
from tests.standins.telegram.server import Telegram


@pytest.fixture
def runners(telegram: Telegram) -> Group:
    return telegram.group("Löparna")


def asks(desk: Desk, voice: Voice, text: str, **more: Any) -> Message:
    """Have a member of a group say something to us, and take it in."""
    update = {"update_id": 1, "message": voice.writes(text, **more)}
    us = Account(id=110201543, username="parley_demo_bot")
    (arrival,) = parse(update, account=us, now=datetime.now(UTC))
    assert isinstance(arrival, Arrived)
    take_all(desk.books, [arrival])
    return arrival.message


def address(message: Message) -> str:
    return message.conversation_id.partition(":")[2]


def test_in_a_group_the_reply_quotes_whom_it_is_meant_for(
    telegram: Telegram, desk: Desk, anna: Customer, runners: Group
) -> None:
    voice = runners.member(anna)
    first = asks(desk, voice, "@parley_demo_bot öppet?")
    voice.writes("och sen?")
    second = asks(desk, voice, "@parley_demo_bot och på söndag?")

    desk.says(address(first), "Ja.", id=f"{first.id}/0")
    assert runners.last.body["reply_to_message"]["text"] == "@parley_demo_bot öppet?"
    desk.says(address(second), "Här är en människa.", id="agents-own-id")
    assert runners.last.body["reply_to_message"]["text"] == "@parley_demo_bot och på söndag?"


def test_a_group_that_became_a_supergroup_is_followed(telegram: Telegram, desk: Desk, anna: Customer) -> None:
    small = telegram.group("Liten", is_super=False)
    asked = asks(desk, small.member(anna), "@parley_demo_bot hej")
    grown = small.migrates(anna)
    after = desk.says(address(asked), "Hej!", id=f"{asked.id}/0")

    assert (after.state, grown.heard) == (State.SETTLED, ["Hej!"])


def test_once_known_the_supergroup_is_written_to_at_once(telegram: Telegram, desk: Desk, anna: Customer) -> None:
    small = telegram.group("Liten", is_super=False)
    asked = asks(desk, small.member(anna), "@parley_demo_bot hej")
    grown = small.migrates(anna)

    async def twice() -> None:
        channel = Channel()
        for text in ("ett", "två"):
            part = Part(method="sendMessage", fields={"text": text}, answers=asked.id)
            await channel.send(asked.conversation_id, part, key=text)
        await channel._api.close()

    asyncio.run(twice())
    assert (grown.heard, len(telegram.record.rejected)) == (["ett", "två"], 1)


def test_in_a_topic_the_reply_stays_there_even_when_the_question_is_gone(
    telegram: Telegram, desk: Desk, anna: Customer, runners: Group
) -> None:
    topic = {"is_topic_message": True, "message_thread_id": 12}
    asked = asks(desk, runners.member(anna), "@parley_demo_bot öppet?", **topic)
    del runners.chat.messages[asked.data["quote"]]
    after = desk.says(address(asked), "Ja.", id=f"{asked.id}/0")

    assert (after.state, runners.heard) == (State.SETTLED, ["Ja."])
    assert telegram.record.named("sendMessage")[-1].body["message_thread_id"] == 12
