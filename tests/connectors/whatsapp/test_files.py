"""A customer's files: fetched with our token, checked for size, kept; or the reason why not."""

import pytest

from connectors.files import kept
from support.errors import NotFound, Refused
from support.messages import Attachment, MediaKind, Message
from tests.connectors.whatsapp.conftest import Shop
from tests.standins.faults import Kind
from tests.standins.whatsapp.people import Customer
from tests.standins.whatsapp.server import WhatsApp


def latest(shop: Shop, customer: Customer) -> Message:
    """Return the customer's latest message with its files fetched."""
    shop.takes()
    message = shop.inbox(customer)[-1]
    done: Message = shop.uses(lambda channel: kept(shop.books, message, channel.fetch))
    return done


def content(shop: Shop, file: Attachment) -> bytes:
    assert file.key is not None, file.fault
    with shop.books.reading() as uow:
        return uow.media.get(file.key).body


def test_a_voice_note_is_kept_for_a_person_to_hear(shop: Shop, anna: Customer) -> None:
    anna.sends_voice(b"OggS voice")
    (file,) = latest(shop, anna).attachments

    assert (file.kind, file.media_type, file.size) == (MediaKind.VOICE, "audio/ogg; codecs=opus", 10)
    assert content(shop, file) == b"OggS voice"


def test_a_photo_comes_with_its_caption(shop: Shop, anna: Customer) -> None:
    anna.sends_photo(b"\xff\xd8\xff jpeg", caption="Sulan har lossnat")
    message = latest(shop, anna)
    assert message.text == "Sulan har lossnat" and content(shop, message.attachments[0]) == b"\xff\xd8\xff jpeg"


def test_what_is_too_large_is_not_even_downloaded(shop: Shop, anna: Customer, whatsapp: WhatsApp) -> None:
    anna.sends_document(size=50_000_000)
    (file,) = latest(shop, anna).attachments

    assert file.key is None and "larger than 20 MB" in (file.fault or "")
    assert whatsapp.record.named("download") == []


def test_what_is_larger_than_it_says_is_left_half_way(shop: Shop, anna: Customer) -> None:
    anna.sends_document(content=b"x" * 21_000_000, size=10)
    (file,) = latest(shop, anna).attachments
    assert file.key is None and file.fault == "is larger than 20 MB (PARLEY_MEDIA_MEGABYTES)"


def test_a_file_that_has_ended_says_so(shop: Shop, anna: Customer, whatsapp: WhatsApp) -> None:
    anna.sends_photo()
    whatsapp.clock.skip(days=8)
    (file,) = latest(shop, anna).attachments
    assert "WhatsApp has it no more" in (file.fault or "")


@pytest.mark.parametrize("on", ["object", "download"])
def test_trouble_on_the_way_is_tried_again(shop: Shop, anna: Customer, whatsapp: WhatsApp, on: str) -> None:
    anna.sends_photo()
    whatsapp.fail_next(Kind.ERROR, on=on)
    with pytest.raises(Exception) as trouble:
        latest(shop, anna)
    assert not isinstance(trouble.value, Refused | NotFound)  # those would be final

    message = shop.inbox(anna)[-1]
    assert message.attachments[0].fault is None
    assert latest(shop, anna).attachments[0].key is not None
