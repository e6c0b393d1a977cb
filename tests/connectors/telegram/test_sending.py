"""What is sent reaches the customer's telephone, over real HTTP, within Telegram's limits."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.arrivals import Arrived, take_all
from connectors.telegram.channel import Telegram as Channel
from connectors.telegram.origins import Account
from connectors.telegram.parse import parse
from store.unit_of_work import SqlBooks
from support.deliveries import State
from support.messages import Button, Link
from tests.connectors.telegram.conftest import Configure
from tests.connectors.telegram.desk import NO, YES, Desk, buttons
from tests.standins.samples import payload
from tests.standins.telegram.people import Customer
from tests.standins.telegram.server import Telegram


def test_an_answer_arrives_as_plain_text_with_a_button_a_row(desk: Desk, anna: Customer) -> None:
    after = desk.says(anna.address, "**30 dagar** <b> & `x`\n\n- ett\n- två", buttons=(YES, NO))

    assert after.state is State.SETTLED
    assert anna.heard == ["30 dagar <b> & x\n\n• ett\n• två"]
    assert buttons(anna.last) == [
        [{"text": "Ja", "callback_data": "answer_helpful"}],
        [{"text": "Nej", "callback_data": "answer_not_helpful"}],
    ]
    with desk.books.reading() as uow:
        assert uow.receipts.parts("said-1/0") == {0: f"telegram:110201543:{anna.address}.{anna.last.id}"}


def test_a_link_is_a_button_where_telegram_can_open_it(
    telegram: Telegram, desk: Desk, anna: Customer, configured: Configure
) -> None:
    link = Link(title="Läs mer", url="/help/sv/returns")
    desk.says(anna.address, "Svar", link=link)
    assert "reply_markup" not in anna.last.body  # nobody knows our address

    token = {"TELEGRAM_TOKEN": telegram.token, "TELEGRAM_API": telegram.url}
    configured(PUBLIC_URL="https://help.example", **token)
    desk.says(anna.address, "Svar", link=link)
    assert buttons(anna.last) == [[{"text": "Läs mer", "url": "https://help.example/help/sv/returns"}]]

    configured(PUBLIC_URL="http://localhost:8000", **token)
    desk.says(anna.address, "Svar", link=link)
    assert anna.heard[-1] == "Svar\n\nLäs mer\nhttp://localhost:8000/help/sv/returns"


@pytest.mark.parametrize(("text", "count"), [("x" * 4096, 1), ("x" * 4097, 2), ("😀" * 2048, 1), ("😀" * 2049, 2)])
def test_a_long_text_is_cut_where_telegram_counts(desk: Desk, anna: Customer, text: str, count: int) -> None:
    desk.says(anna.address, text, buttons=(YES,))

    assert "".join(anna.heard) == text and len(anna.heard) == count
    assert ["reply_markup" in sent.body for sent in anna.telegram.record.to(anna.address)] == [False] * (count - 1) + [
        True
    ]


def test_a_payload_of_any_length_fits_a_button(desk: Desk, anna: Customer) -> None:
    slug = "article:" + "b" * 128
    fits = "article:" + "a" * 56
    desk.says(anna.address, "?", buttons=(Button(title="A", payload=fits), Button(title="B" * 500, payload=slug)))

    (first,), (second,) = buttons(anna.last)
    assert first["callback_data"] == fits
    assert second["callback_data"].startswith("#") and second["text"] == "B" * 63 + "…"


def test_a_press_of_a_button_too_long_for_telegram_reaches_the_bot_as_what_it_means(
    telegram: Telegram, desk: Desk, anna: Customer
) -> None:
    slug = "article:" + "b" * 128
    said = desk.says(anna.address, "?", buttons=(Button(title="Returns", payload=slug),))
    desk.says(anna.address, "and later", buttons=(YES,))
    shown = anna.chat.messages[int(telegram.record.to(anna.address)[0].id)]
    ((button,),) = shown["reply_markup"]["inline_keyboard"]
    query = {"id": "7", "from": anna.user, "message": shown, "data": button["callback_data"]}
    account = Account(id=int(telegram.token.partition(":")[0]))
    take_all(desk.books, parse({"update_id": 1, "callback_query": query}, account=account, now=datetime.now(UTC)))
    heard = list[Any]()

    async def run() -> None:
        async def hear(message: Any) -> None:
            heard.append((message.text, message.metadata["pressed"]))

        channel = Channel()
        channel.on_new_message = hear
        with desk.books.reading() as uow:
            (press,) = uow.inbox.messages(said.message.conversation_id)
        await channel.run(press)
        await channel.close()

    asyncio.run(run())
    assert heard == [("Returns", slug)]


def test_more_buttons_than_anyone_reads_become_numbers(desk: Desk, anna: Customer) -> None:
    many = tuple(Button(title=f"Val {number}", payload="ask_human") for number in range(21))
    desk.says(anna.address, "Välj", buttons=many, language="sv")

    assert "21. Val 20" in anna.heard[0] and "reply_markup" not in anna.last.body


def test_who_quotes_the_bot_quotes_our_message(telegram: Telegram, desk: Desk, anna: Customer) -> None:
    said = desk.says(anna.address, "hej")
    raw = anna.quotes(int(anna.last.id), "what do you mean?")
    account = Account(id=int(telegram.token.partition(":")[0]))
    take_all(desk.books, parse({"update_id": 1, "message": raw}, account=account, now=datetime.now(UTC)))

    with desk.books.reading() as uow:
        assert uow.inbox.messages(said.message.conversation_id)[-1].quotes == said.message.id


def test_the_customer_sees_that_somebody_types(telegram: Telegram, books: SqlBooks, anna: Customer) -> None:
    async def attend() -> None:
        channel = Channel()
        (arrival,) = parse(payload("telegram", "text"), account=Account(id=1), now=datetime.now(UTC))
        assert isinstance(arrival, Arrived)
        await channel.attend(arrival.message)
        await channel._api.close()

    asyncio.run(attend())
    assert [call.body for call in telegram.record.named("sendChatAction")] == [
        {"chat_id": anna.chat.id, "action": "typing"}
    ]
