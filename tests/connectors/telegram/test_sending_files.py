"""Files, to the customer and from them."""

import asyncio

import pytest

from connectors.telegram.channel import Telegram as Channel
from store.unit_of_work import SqlBooks
from support.deliveries import State
from support.errors import NotFound
from support.messages import Attachment, MediaKind
from tests.connectors.shelf import on_shelf
from tests.connectors.telegram.conftest import Configure
from tests.connectors.telegram.desk import YES, Desk, buttons
from tests.standins.faults import Kind
from tests.standins.telegram.people import Customer
from tests.standins.telegram.server import Telegram


def kept(books: SqlBooks, kind: MediaKind, media_type: str, body: bytes, name: str | None = None) -> Attachment:
    key = on_shelf(books, body, media_type)
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


def test_a_file_whose_place_is_not_told_is_not_blamed_on_the_server(
    telegram: Telegram, books: SqlBooks, anna: Customer
) -> None:
    document = anna.sends_document(content=b"x")["document"]
    telegram.fail_next(Kind.VAGUE, on="getFile")

    with pytest.raises(NotFound, match="does not say where"):
        fetched(Attachment(kind=MediaKind.DOCUMENT, source=document["file_id"]))


def fetched(file: Attachment) -> tuple[bytes, str]:
    async def fetch() -> tuple[bytes, str]:
        channel = Channel()
        try:
            return await channel.fetch(file)
        finally:
            await channel._api.close()

    return asyncio.run(fetch())
