"""What is sent reaches the customer's telephone, over real HTTP, within Telegram's limits."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors import outbox
from connectors.arrivals import Arrived, take_all
from connectors.telegram.channel import Telegram as Channel
from connectors.telegram.origins import Account
from connectors.telegram.parse import parse
from connectors.telegram.parts import Part
from store.unit_of_work import SqlBooks
from support import mail
from support.deliveries import Delivery, State
from support.messages import Attachment, Author, Button, Link, MediaKind, Message, conversation
from tests.connectors.telegram.conftest import Configure
from tests.standins.faults import Kind as Fault
from tests.standins.record import Sent
from tests.standins.samples import payload
from tests.standins.telegram.people import Customer, Group, Voice
from tests.standins.telegram.server import Telegram

YES, NO = Button(title="Ja", payload="answer_helpful"), Button(title="Nej", payload="answer_not_helpful")


@pytest.fixture
def anna(telegram: Telegram) -> Iterator[Customer]:
    customer = telegram.customer("Anna")
    customer.starts()
    yield customer


class Desk:
    """Says things through the outbox, as the bot and people do."""

    def __init__(self, books: SqlBooks) -> None:
        self.books = books
        self.count = 0

    def says(self, to: str, text: str = "", *, id: str = "", **more: Any) -> Delivery:
        """Post a message, deliver it once, and return how it stands."""
        self.count += 1
        message = Message(
            id=id or f"said-{self.count}/0",
            conversation_id=conversation("telegram", to),
            author=Author.BOT,
            text=text,
            sent_at=datetime.now(UTC),
            **more,
        )
        with self.books.writing() as uow:
            mail.post(uow, message)
            uow.commit()
        return self.tries(message.id)

    def tries(self, message_id: str) -> Delivery:
        asyncio.run(self._delivers())
        with self.books.reading() as uow:
            after = uow.outbox.get(message_id)
        assert after is not None
        return after

    async def _delivers(self) -> None:
        channel = Channel()
        channel.pace.wait = lambda _conversation_id: 0.0  # type: ignore[method-assign]
        (leased,) = outbox.lease(self.books, "telegram", channel.pace)
        await outbox.deliver(self.books, leased, channel)
        await channel._api.close()


@pytest.fixture
def desk(books: SqlBooks) -> Desk:
    return Desk(books)


def buttons(sent: Sent) -> list[list[dict[str, str]]]:
    rows: list[list[dict[str, str]]] = sent.body["reply_markup"]["inline_keyboard"]
    return rows


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


def test_more_buttons_than_anyone_reads_become_numbers(desk: Desk, anna: Customer) -> None:
    many = tuple(Button(title=f"Val {number}", payload="ask_human") for number in range(21))
    desk.says(anna.address, "Välj", buttons=many, language="sv")

    assert "21. Val 20" in anna.heard[0] and "reply_markup" not in anna.last.body


def kept(books: SqlBooks, kind: MediaKind, media_type: str, body: bytes, name: str | None = None) -> Attachment:
    with books.writing() as uow:
        key = uow.media.put(body, media_type)
        uow.commit()
    return Attachment(kind=kind, source="", media_type=media_type, name=name, size=len(body), key=key)


@pytest.mark.parametrize(
    ("kind", "media_type", "sent_as"),
    [
        (MediaKind.IMAGE, "image/png", "photo"),
        (MediaKind.IMAGE, "image/svg+xml", "document"),
        (MediaKind.VOICE, "audio/ogg", "voice"),
        (MediaKind.AUDIO, "audio/mpeg", "audio"),
        (MediaKind.AUDIO, "audio/flac", "document"),
        (MediaKind.VIDEO, "video/mp4", "video"),
        (MediaKind.STICKER, "image/webp", "sticker"),
        (MediaKind.DOCUMENT, "application/pdf", "document"),
    ],
)
def test_files_from_our_shelf_are_uploaded(
    desk: Desk, anna: Customer, kind: MediaKind, media_type: str, sent_as: str
) -> None:
    file = kept(desk.books, kind, media_type, b"content", "faktura.x")
    after = desk.says(anna.address, "Varsågod", attachments=(file,), buttons=(YES,))

    assert after.state is State.SETTLED
    first, second = anna.telegram.record.to(anna.address)
    assert (first.kind, second.text) == (sent_as, "Varsågod")
    assert "reply_markup" in second.body and "reply_markup" not in first.body


def test_a_file_alone_carries_the_buttons(desk: Desk, anna: Customer) -> None:
    file = kept(desk.books, MediaKind.IMAGE, "image/jpeg", b"\xff\xd8\xff")
    desk.says(anna.address, attachments=(file,), buttons=(YES,))

    assert (anna.last.kind, buttons(anna.last)[0][0]["text"]) == ("photo", "Ja")


def test_a_photo_too_large_for_one_goes_as_a_document(desk: Desk, anna: Customer) -> None:
    desk.says(anna.address, attachments=(kept(desk.books, MediaKind.IMAGE, "image/jpeg", b"x" * 10_000_001),))

    assert anna.last.kind == "document"


def test_telegram_asks_us_to_slow_down_and_is_heard(telegram: Telegram, desk: Desk, anna: Customer) -> None:
    telegram.fail_next(Fault.TOO_FAST, seconds=7, on="sendMessage")
    after = desk.says(anna.address, "hej")

    assert (after.state, after.attempts) == (State.PENDING, 0)
    assert 6 < (after.due_at - datetime.now(UTC)).total_seconds() <= 7


def test_no_wait_silences_a_conversation_for_years(telegram: Telegram, desk: Desk, anna: Customer) -> None:
    telegram.fail_next(Fault.TOO_FAST, seconds=1_000_000_000, on="sendMessage")
    after = desk.says(anna.address, "hej")

    assert (after.due_at - datetime.now(UTC)).total_seconds() <= 3600


def test_who_quotes_the_bot_quotes_our_message(telegram: Telegram, desk: Desk, anna: Customer) -> None:
    said = desk.says(anna.address, "hej")
    raw = anna.quotes(int(anna.last.id), "what do you mean?")
    account = Account(id=int(telegram.token.partition(":")[0]))
    take_all(desk.books, parse({"update_id": 1, "message": raw}, account=account, now=datetime.now(UTC)))

    with desk.books.reading() as uow:
        assert uow.inbox.messages(said.message.conversation_id)[-1].quotes == said.message.id


def test_who_blocked_the_bot_is_not_tried_again(desk: Desk, anna: Customer) -> None:
    anna.blocks()
    after = desk.says(anna.address, "hej")

    assert after.state is State.DEAD
    assert after.fault == "Telegram says 403: Forbidden: bot was blocked by the user"


def test_who_never_wrote_to_us_cannot_be_written_to(desk: Desk) -> None:
    after = desk.says("999", "hej")

    assert (after.state, "chat not found" in str(after.fault)) == (State.DEAD, True)


@pytest.mark.parametrize("kind", [Fault.ERROR, Fault.DROP_BEFORE, Fault.DROP_AFTER])
def test_trouble_on_the_way_is_tried_again(telegram: Telegram, desk: Desk, anna: Customer, kind: Fault) -> None:
    telegram.fail_next(kind, on="sendMessage")
    after = desk.says(anna.address, "hej")

    assert (after.state, after.attempts) == (State.PENDING, 1)
    assert telegram.token not in str(after.fault)


def test_a_wrong_token_is_no_fault_of_the_message(
    telegram: Telegram, desk: Desk, anna: Customer, configured: Configure
) -> None:
    configured(TELEGRAM_TOKEN="110201543:" + "x" * 35, TELEGRAM_API=telegram.url)
    after = desk.says(anna.address, "hej")

    assert (after.state, after.attempts) == (State.PENDING, 0)
    assert "PARLEY_TELEGRAM_TOKEN" in str(after.fault)


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


def test_a_file_is_fetched(telegram: Telegram, books: SqlBooks, anna: Customer) -> None:
    sent = anna.sends_photo(b"\xff\xd8\xff" * 100)
    file = Attachment(kind=MediaKind.IMAGE, source=sent["photo"][-1]["file_id"], media_type="image/jpeg")

    assert fetched(file) == (b"\xff\xd8\xff" * 100, "image/jpeg")


@pytest.mark.parametrize(("size", "why"), [(21 * 2**20, "too big"), (0, "larger than 0.5 MB")])
def test_a_file_too_large_is_refused(
    telegram: Telegram, books: SqlBooks, anna: Customer, configured: Configure, size: int, why: str
) -> None:
    configured(TELEGRAM_TOKEN=telegram.token, TELEGRAM_API=telegram.url, MEDIA_MEGABYTES="0.5")
    document = anna.sends_document(content=b"x" * 600_000, size=size)["document"]

    with pytest.raises(Exception, match=why):
        fetched(Attachment(kind=MediaKind.DOCUMENT, source=document["file_id"]))


def fetched(file: Attachment) -> tuple[bytes, str]:
    async def fetch() -> tuple[bytes, str]:
        channel = Channel()
        try:
            return await channel.fetch(file)
        finally:
            await channel._api.close()

    return asyncio.run(fetch())


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
