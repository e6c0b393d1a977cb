"""A turn is committed with its replies or not at all."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.ear import Ear
from app.texts import texts
from app.turns import current_turn
from connectors import inbox
from connectors.downloads import Downloads
from connectors.worker import Worker
from desk import handing_over
from desk.dead_letters import retry
from store.unit_of_work import SqlBooks
from support import mail
from support.deliveries import MAX_ATTEMPTS, State
from support.errors import NotFound
from support.events import DeliveryDied
from support.handoffs import Reason
from support.messages import Attachment, Author, Kind, MediaKind, Message, conversation

ANNA = conversation("webchat", "anna")


def arrives(books: SqlBooks, id: str, conversation_id: str = ANNA) -> Message:
    message = Message(
        id=id, conversation_id=conversation_id, author=Author.CUSTOMER, text=f"text {id}", sent_at=datetime.now(UTC)
    )
    with books.writing() as uow:
        mail.receive(uow, message, now=message.sent_at)
        uow.commit()
    return message


async def echo(message: Message) -> None:
    """A bot that answers twice and remembers."""
    turn = current_turn.get()
    assert turn is not None
    turn.memory = f"[{message.id}]"
    for text in ("one", "two"):
        turn.replies.append(
            Message(
                id="",
                conversation_id=message.conversation_id,
                author=Author.BOT,
                text=f"{text} to {message.id}",
                sent_at=message.sent_at,
                language="sv",
            )
        )


async def broken(_message: Message) -> None:
    raise RuntimeError("no model")


async def silent(_message: Message) -> None:
    """A bot whose action failed: Rasa swallows that."""


class Bot:
    """A channel whose bot does as it is told, and whose files are at hand."""

    def __init__(self, run: Callable[[Message], Awaitable[None]], **files: bytes) -> None:
        self.run = run
        self._files = files

    async def attend(self, _message: Message) -> None:
        raise ConnectionError("nothing hangs on it")

    async def fetch(self, file: Attachment) -> tuple[bytes, str]:
        if file.source not in self._files:
            raise NotFound("the link has expired")
        return self._files[file.source], file.media_type


def answers(books: SqlBooks, batch: inbox.Batch, run: Callable[[Message], Awaitable[None]], **files: bytes) -> None:
    asyncio.run(inbox.answer(books, batch, Bot(run, **files), Downloads()))


def leased(books: SqlBooks, hold: timedelta = timedelta()) -> inbox.Batch:
    (batch,) = claimed(books, hold)
    return batch


def claimed(books: SqlBooks, hold: timedelta = timedelta()) -> list[inbox.Batch]:
    return inbox.lease(books, "webchat", hold, Downloads())


def at_work(books: SqlBooks, bot: "Bot") -> Worker[inbox.Batch]:
    """Return a worker on the inbox, not begun yet."""
    downloads = Downloads()

    def lease(_at_most: int) -> list[inbox.Batch]:
        return inbox.lease(books, "webchat", timedelta(), downloads)

    def work(batch: inbox.Batch) -> Awaitable[None]:
        return inbox.answer(books, batch, bot, downloads)

    return Worker(lambda: inbox.rest(books, "webchat"), lease, work, Ear(books))


def said(books: SqlBooks) -> list[str]:
    with books.reading() as uow:
        return [message.text for message in uow.outbox.messages(ANNA)]


def test_replies_and_memory_are_kept_together(books: SqlBooks) -> None:
    arrives(books, "m1")
    answers(books, leased(books), echo)

    assert said(books) == ["one to m1", "two to m1"]
    with books.reading() as uow:
        assert uow.trackers.get(ANNA) == "[m1]"
        settled = uow.inbox.get("m1")
    assert settled is not None and settled.state is State.SETTLED


def test_a_turn_run_twice_is_kept_once(books: SqlBooks) -> None:
    """Two workers on one message: the first one's lease ran out while it was still at work."""
    arrives(books, "m1")
    slow = leased(books)
    with books.writing() as uow:
        quick = uow.inbox.lease_next("webchat", datetime.now(UTC) + timedelta(minutes=1))
        uow.commit()
    assert quick is not None

    answers(books, [quick], echo)
    answers(books, slow, echo)

    assert said(books) == ["one to m1", "two to m1"]


def test_a_failed_turn_leaves_no_trace_and_comes_due_again(books: SqlBooks) -> None:
    arrives(books, "m1")
    answers(books, leased(books), broken)

    assert said(books) == []
    assert claimed(books) == []  # not yet
    with books.writing() as uow:
        again = uow.inbox.lease_next("webchat", datetime.now(UTC) + timedelta(seconds=5))
    assert again is not None and again.fault == "RuntimeError: no model"


def test_silence_is_no_answer(books: SqlBooks) -> None:
    arrives(books, "m1")
    answers(books, leased(books), silent)

    assert said(books) == ["Something went wrong on our side. Please try again, or ask for a person."]


def test_the_bot_is_silent_while_people_hold_the_conversation(books: SqlBooks) -> None:
    arrives(books, "m1")
    with books.writing() as uow:
        handing_over.open_handoff(uow, ANNA, reason=Reason.ASKED, opened_by="m0", context={}, now=datetime.now(UTC))
        uow.commit()
    answers(books, leased(books), echo)

    assert said(books) == []
    with books.reading() as uow:
        kept = handing_over.transcript(uow, ANNA)
    assert [message.text for message in kept] == ["text m1"]  # but not lost: people read it


def test_a_turn_that_died_after_opening_its_handoff_still_tells_the_customer(books: SqlBooks) -> None:
    arrives(books, "m1")
    with books.writing() as uow:
        handing_over.open_handoff(uow, ANNA, reason=Reason.ASKED, opened_by="m1", context={}, now=datetime.now(UTC))
        uow.commit()
    answers(books, leased(books), echo)

    assert said(books) == ["one to m1", "two to m1"]


def test_a_worker_answers_many_conversations_each_in_order(books: SqlBooks) -> None:
    for number in range(5):
        for name in ("anna", "bob", "cem"):
            arrives(books, f"{name}{number}", conversation("webchat", name))
    order: list[str] = []

    async def run(message: Message) -> None:
        await asyncio.sleep(0.01)
        order.append(message.id)
        await echo(message)

    async def work() -> None:
        worker = at_work(books, Bot(run))
        worker.start()
        while len(order) < 15:
            await asyncio.sleep(0.01)
        await worker.stop()

    asyncio.run(asyncio.wait_for(work(), 30))

    for name in ("anna", "bob", "cem"):
        assert [id for id in order if id.startswith(name)] == [f"{name}{number}" for number in range(5)]
    with books.reading() as uow:
        assert len(uow.outbox.messages(conversation("webchat", "bob"))) == 10


def arrive_together(books: SqlBooks, *ids: str) -> None:
    for id in ids:
        arrives(books, id)


def test_a_breath_is_one_turn(books: SqlBooks) -> None:
    arrive_together(books, "m1", "m2", "m3")
    heard: list[str] = []

    async def run(message: Message) -> None:
        heard.append(message.text)
        await echo(message)

    answers(books, leased(books, hold=timedelta(seconds=1)), run)

    assert heard == ["text m1\ntext m2\ntext m3"]
    assert said(books) == ["one to m1", "two to m1"]
    assert claimed(books) == []  # all three are settled


def test_what_failed_together_is_tried_one_by_one(books: SqlBooks) -> None:
    arrive_together(books, "m1", "m2")
    answers(books, leased(books, hold=timedelta(seconds=1)), broken)

    with books.writing() as uow:
        again = uow.inbox.lease_next("webchat", datetime.now(UTC) + timedelta(seconds=5))
        assert again is not None
        assert uow.inbox.lease_after(again, datetime.now(UTC), within=timedelta(seconds=9)) == []


def a_file(
    books: SqlBooks, kind: MediaKind, text: str = "", *, id: str = "m1", album: str | None = None, **more: Any
) -> None:
    file = Attachment(**{"kind": kind, "source": "file1", "media_type": "audio/ogg"} | more)
    message = Message(
        id=id,
        conversation_id=ANNA,
        author=Author.CUSTOMER,
        text=text,
        sent_at=datetime.now(UTC),
        language="de",
        kind=Kind.MEDIA,
        attachments=(file,),
        data={"album": album},
    )
    with books.writing() as uow:
        mail.receive(uow, message, now=message.sent_at)
        uow.commit()


def test_a_voice_is_kept_and_goes_to_a_person(books: SqlBooks) -> None:
    a_file(books, MediaKind.VOICE)
    answers(books, leased(books), broken, file1=b"OggS")

    assert said(books) == [texts("de").get("bot", "voice_handover")]
    with books.reading() as uow:
        (handoff,) = uow.handoffs.open()
        (message,) = uow.inbox.messages(ANNA)
        assert message.attachments[0].key is not None
        assert uow.media.get(message.attachments[0].key).body == b"OggS"
    assert handoff.reason is Reason.VOICE


def test_a_picture_with_words_is_answered_by_its_words(books: SqlBooks) -> None:
    a_file(books, MediaKind.IMAGE, text="is this the right part")
    answers(books, leased(books), echo, file1=b"PNG")

    assert said(books) == ["one to m1", "two to m1"]


def test_a_picture_without_words_is_kept_and_asked_about(books: SqlBooks) -> None:
    a_file(books, MediaKind.IMAGE)
    answers(books, leased(books), broken, file1=b"PNG")

    assert said(books) == [texts("de").get("bot", "only_text")]


def test_an_album_is_asked_about_once(books: SqlBooks) -> None:
    for id, album in (("m1", "a"), ("m2", "a"), ("m3", "a"), ("m4", "b"), ("m5", None), ("m6", None)):
        a_file(books, MediaKind.IMAGE, id=id, album=album)
        answers(books, leased(books), broken, file1=b"PNG")

    assert len(said(books)) == 4  # two albums, two pictures by themselves
    with books.reading() as uow:
        assert all(message.attachments[0].key for message in uow.inbox.messages(ANNA))


def test_an_album_with_words_is_answered_by_them(books: SqlBooks) -> None:
    a_file(books, MediaKind.IMAGE, text="is this the right part", id="m1", album="a")
    a_file(books, MediaKind.IMAGE, id="m2", album="a")
    for _ in range(2):
        answers(books, leased(books), echo, file1=b"PNG")

    assert said(books) == ["one to m1", "two to m1"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("audio/ogg; codecs=opus", "audio/ogg; codecs=opus"),
        ("image/png\r\nX-Forged: yes", ""),
        ("application/" + "x" * 200, ""),
        ("anything", ""),
    ],
)
def test_what_an_app_calls_its_file_is_kept_where_it_is_a_media_type(books: SqlBooks, said: str, kept: str) -> None:
    a_file(books, MediaKind.DOCUMENT, text="see", media_type=said)
    answers(books, leased(books), echo, file1=b"PNG")

    with books.reading() as uow:
        (file,) = uow.inbox.messages(ANNA)[0].attachments
        assert (file.media_type, uow.media.get(file.key or "").media_type) == (kept, kept)


def test_a_file_that_cannot_be_had_says_why_and_stops_nothing(books: SqlBooks) -> None:
    a_file(books, MediaKind.DOCUMENT, text="my invoice")
    answers(books, leased(books), echo)

    with books.reading() as uow:
        (message,) = uow.inbox.messages(ANNA)
    assert message.attachments[0].fault == "the link has expired"
    assert said(books) == ["one to m1", "two to m1"]


def test_a_file_too_large_is_not_even_fetched(books: SqlBooks) -> None:
    a_file(books, MediaKind.VIDEO, text="see", size=21_000_000)
    answers(books, leased(books), echo, file1=b"would come")

    with books.reading() as uow:
        (message,) = uow.inbox.messages(ANNA)
    assert message.attachments[0].fault == "is larger than 20 MB (PARLEY_MEDIA_MEGABYTES)"


def has_no_try_left(books: SqlBooks) -> None:
    """Have what is due be as its last worker left it when that died."""
    (head,) = leased(books)
    with books.writing() as uow:
        uow.inbox.save(head, replace(head, attempts=MAX_ATTEMPTS, due_at=datetime.now(UTC)))
        uow.commit()


def test_a_dead_turn_is_told_of_and_seen_even_if_who_finds_it_dies_too(books: SqlBooks) -> None:
    arrives(books, "m1")
    has_no_try_left(books)
    (head,) = leased(books)  # and no more: nobody works on it

    assert head.state is State.DEAD
    assert said(books) == [texts("en").get("bot", "trouble")]
    with books.reading() as uow:
        (handoff,) = uow.handoffs.open()
        died = [e.event for e in uow.events.since(0) if isinstance(e.event, DeliveryDied)]
    assert handoff.reason is Reason.TROUBLE
    assert [(event.message_id, event.box) for event in died] == [("m1", "inbox")]


def dies(books: SqlBooks) -> None:
    """Have what is due fail for the last time."""
    (head,) = leased(books)
    last = replace(head, attempts=MAX_ATTEMPTS)
    with books.writing() as uow:
        uow.inbox.save(head, last)
        uow.commit()
    answers(books, [last], broken)


def tried_again(books: SqlBooks, message_id: str) -> None:
    with books.writing() as uow:
        retry(uow, message_id, now=datetime.now(UTC))
        uow.commit()


def test_a_dead_turn_that_is_tried_again_is_answered_and_its_handoff_stays_open(books: SqlBooks) -> None:
    arrives(books, "m1")
    dies(books)
    tried_again(books, "m1")
    answers(books, leased(books), echo)

    assert said(books) == [texts("en").get("bot", "trouble"), "one to m1", "two to m1"]
    with books.reading() as uow:
        assert len(uow.handoffs.open()) == 1  # a person was promised, and closes it


def test_a_turn_that_dies_again_after_its_handoff_was_closed_is_seen_again(books: SqlBooks) -> None:
    arrives(books, "m1")
    dies(books)
    with books.writing() as uow:
        handing_over.close(uow, uow.handoffs.open()[0].id, farewell="bye", now=datetime.now(UTC))
        uow.commit()
    tried_again(books, "m1")
    dies(books)

    with books.reading() as uow:
        (handoff,) = uow.handoffs.open()
    assert (handoff.reason, handoff.opened_by) == (Reason.TROUBLE, "m1")
