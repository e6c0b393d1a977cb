"""Files that come slowly or not at all hold up their own conversation, and nobody else's."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.ear import Ear
from app.settings import settings
from app.texts import texts
from app.turns import current_turn
from connectors import files, inbox
from connectors.downloads import Downloads
from connectors.outcomes import Batch
from connectors.worker import Worker
from store.unit_of_work import SqlBooks
from support import mail
from support.deliveries import MAX_ATTEMPTS, Delivery, State
from support.messages import Attachment, Author, Kind, MediaKind, Message, conversation


class Channel:
    """A channel whose files come when they are let, and whose bot says back what it reads."""

    def __init__(self, *faults: Exception, is_slow: bool = False) -> None:
        self.fetched: list[str] = []
        self.answered: list[str] = []
        self.come = asyncio.Event()
        self._faults = list(faults)
        self._is_slow = is_slow

    async def attend(self, message: Message) -> None:
        """Show nothing."""

    async def fetch(self, file: Attachment) -> tuple[bytes, str]:
        self.fetched.append(file.source)
        if self._faults:
            raise self._faults.pop(0)
        if self._is_slow:
            await self.come.wait()
        return b"content", file.media_type

    async def run(self, message: Message) -> None:
        turn = current_turn.get()
        assert turn is not None
        self.answered.append(message.id)
        turn.replies.append(replace(message, author=Author.BOT))


def arrives(books: SqlBooks, id: str, *, of: str, kind: MediaKind | None = None, text: str = "") -> None:
    attachments = () if kind is None else (Attachment(kind=kind, source=f"file of {id}", media_type="audio/ogg"),)
    message = Message(
        id=id,
        conversation_id=conversation("webchat", of),
        author=Author.CUSTOMER,
        text=text,
        sent_at=datetime.now(UTC),
        kind=Kind.MEDIA if kind else Kind.TEXT,
        attachments=attachments,
    )
    with books.writing() as uow:
        mail.receive(uow, message, now=message.sent_at)
        uow.commit()


def at_work(books: SqlBooks, channel: Channel, ear: Ear) -> Worker[Batch]:
    downloads = Downloads()
    return Worker(
        lambda: inbox.rest(books, "webchat"),
        lambda _at_most: inbox.lease(books, "webchat", timedelta(), downloads),
        lambda batch: inbox.answer(books, batch, channel, downloads),
        ear,
    )


def test_slow_files_leave_room_for_words_and_keep_their_place(books: SqlBooks, ear: Ear) -> None:
    for number in range(12):
        arrives(books, f"file{number}", of=f"customer{number}", kind=MediaKind.IMAGE, text="see")
    arrives(books, "after", of="customer0", text="did you see it?")
    for number in range(12):
        arrives(books, f"word{number}", of=f"reader{number}", text="hello")

    async def work() -> None:
        channel = Channel(is_slow=True)
        worker = at_work(books, channel, ear)
        worker.start()
        while len(channel.answered) < 12:
            await asyncio.sleep(0.01)
        assert {id[:4] for id in channel.answered} == {"word"} and len(channel.fetched) == 3

        channel.come.set()
        while len(channel.answered) < 25:
            await asyncio.sleep(0.01)
        await worker.stop()
        assert channel.answered.index("file0") < channel.answered.index("after")
        assert len(channel.fetched) == 12

    asyncio.run(asyncio.wait_for(work(), 15))


def leased(books: SqlBooks, *, seconds_later: float = 0.0, is_last: bool = False) -> Batch:
    with books.writing() as uow:
        head = uow.inbox.lease_next("webchat", datetime.now(UTC) + timedelta(seconds=seconds_later))
        assert head is not None
        last = replace(head, attempts=MAX_ATTEMPTS) if is_last else head
        uow.inbox.save(head, last)
        uow.commit()
    return [last]


def stands(books: SqlBooks, id: str) -> Delivery:
    with books.reading() as uow:
        found = uow.inbox.get(id)
    assert found is not None
    return found


def answers(books: SqlBooks, batch: Batch, channel: Channel) -> list[str]:
    """Work on it, and return all that was said to the customer."""
    asyncio.run(inbox.answer(books, batch, channel, Downloads()))
    with books.reading() as uow:
        return [message.text for message in uow.outbox.messages(batch[0].message.conversation_id)]


def test_trouble_with_a_file_is_tried_again_and_said_of_the_file_in_the_end(books: SqlBooks) -> None:
    arrives(books, "m1", of="anna", kind=MediaKind.IMAGE)
    trouble = ConnectionError("reset"), ConnectionError("reset by peer")
    channel = Channel(*trouble)

    assert answers(books, leased(books), channel) == []
    assert stands(books, "m1").message.attachments[0].fault is None
    said = answers(books, leased(books, seconds_later=5, is_last=True), channel)

    assert said == [texts("").get("bot", "only_text")]
    after = stands(books, "m1")
    assert (after.state, after.message.attachments[0].fault) == (State.SETTLED, "reset by peer")
    with books.reading() as uow:
        assert uow.handoffs.open() == []  # its words, or the want of them, were answered


def test_a_file_that_never_comes_is_given_up_in_time_for_the_turn(
    books: SqlBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_FETCH_SECONDS", 0.2)
    arrives(books, "m1", of="anna", kind=MediaKind.DOCUMENT, text="my invoice")
    answers(books, leased(books, is_last=True), channel := Channel(is_slow=True))

    assert channel.answered == ["m1"]
    assert stands(books, "m1").message.attachments[0].fault == "did not come in time"


@pytest.fixture
def transcriber(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    settings.cache_clear()


def test_a_voice_is_not_fetched_again_because_nobody_writes_it_down(
    books: SqlBooks, transcriber: pytest.MonkeyPatch
) -> None:
    transcriber.setattr(inbox, "WORK_SECONDS", 2.0)
    arrives(books, "m1", of="anna", kind=MediaKind.VOICE)
    channel = Channel()

    async def is_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async def tries(batch: Batch) -> None:
        async with await asyncio.start_server(is_silent, "127.0.0.1", 0) as server:
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            transcriber.setenv("PARLEY_TRANSCRIBER_URL", url)
            settings.cache_clear()
            await inbox.answer(books, batch, channel, Downloads())

    asyncio.run(tries(leased(books)))
    asyncio.run(tries(leased(books, seconds_later=5)))

    assert channel.fetched == ["file of m1"]
    with books.reading() as uow:
        assert uow.media.get(stands(books, "m1").message.attachments[0].key or "").body == b"content"
