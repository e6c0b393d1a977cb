"""Messages with files: kept, answered by their words, or asked about."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.texts import texts
from store.unit_of_work import SqlBooks
from support import mail
from support.handoffs import Reason
from support.messages import Attachment, Author, Kind, MediaKind, Message
from tests.connectors.turns import ANNA, answers, broken, echo, leased, said


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
