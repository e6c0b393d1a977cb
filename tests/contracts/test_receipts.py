"""What channels tell of what we sent, on every store."""

from datetime import UTC, datetime

import pytest

from store.unit_of_work import SqlBooks
from support import mail
from support.errors import NotFound
from support.events import StatusChanged
from support.messages import Author, Message, conversation
from support.receipts import Receipt, Status
from support.shelves import Stray

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ANSWER = Message(
    id="m1/0", conversation_id=conversation("whatsapp", "anna"), author=Author.BOT, text="hello", sent_at=NOON
)


def told(books: SqlBooks, *statuses: Status, external_id: str = "w1", fault: str | None = None) -> list[bool]:
    receipts = [
        Receipt(channel="whatsapp", external_id=external_id, status=status, at=NOON, fault=fault) for status in statuses
    ]
    with books.writing() as uow:
        news = [mail.acknowledge(uow, receipt) for receipt in receipts]
        uow.commit()
    return news


def sent(books: SqlBooks, *external_ids: str) -> None:
    with books.writing() as uow:
        mail.post(uow, ANSWER)
        for number, external_id in enumerate(external_ids):
            mail.sent(uow, ANSWER, number, external_id)
        uow.commit()


def status(books: SqlBooks) -> tuple[Status, str | None] | None:
    with books.reading() as uow:
        return uow.receipts.of(["m1/0"]).get("m1/0")


def test_receipts_in_any_order_never_regress(books: SqlBooks) -> None:
    sent(books, "w1")

    news = told(books, Status.READ, Status.SENT, Status.DELIVERED, Status.READ, Status.FAILED)
    assert news == [True, False, False, False, False]
    assert status(books) == (Status.READ, None)


def test_a_receipt_may_come_before_we_noted_the_sending(books: SqlBooks) -> None:
    told(books, Status.DELIVERED)
    sent(books, "w1")

    assert status(books) == (Status.DELIVERED, None)
    with books.reading() as uow:
        events = [logged.event for logged in uow.events.since(0)]
    assert [event.status for event in events if isinstance(event, StatusChanged)] == [Status.DELIVERED]


def test_a_message_in_parts_is_delivered_when_its_last_part_is(books: SqlBooks) -> None:
    sent(books, "w1", "w2")
    told(books, Status.DELIVERED)
    assert status(books) == (Status.SENT, None)

    told(books, Status.READ, external_id="w2")
    assert status(books) == (Status.DELIVERED, None)


def test_a_failure_says_why(books: SqlBooks) -> None:
    sent(books, "w1", "w2")
    told(books, Status.READ)
    told(books, Status.FAILED, external_id="w2", fault="131026 cannot be delivered")

    assert status(books) == (Status.FAILED, "131026 cannot be delivered")


def test_a_message_nobody_sent_has_no_status(books: SqlBooks) -> None:
    assert told(books, Status.DELIVERED, external_id="somebody else's") == [True]
    assert status(books) is None


def test_a_refusal_told_before_we_noted_the_sending_is_said_again_in_another_form(books: SqlBooks) -> None:
    receipt = Receipt(
        channel="whatsapp", external_id="w1", status=Status.FAILED, at=NOON, key="m1/0/0", again="window closed"
    )
    with books.writing() as uow:
        mail.post(uow, ANSWER)
        mail.acknowledge(uow, receipt)
        mail.sent(uow, ANSWER, 0, "w1")
        uow.commit()

    assert status(books) == (Status.FAILED, None)
    with books.reading() as uow:
        assert [said.id for said in uow.outbox.messages(ANSWER.conversation_id)] == ["m1/0", "m1/0/again"]


def test_parts_that_went_out_are_remembered(books: SqlBooks) -> None:
    sent(books, "w1", "w2")

    with books.reading() as uow:
        assert uow.receipts.parts("m1/0") == {0: "w1", 1: "w2"}
        assert uow.receipts.message_of("whatsapp", "w2") == "m1/0"
        assert uow.receipts.message_of("telegram", "w2") is None


def test_a_file_is_kept_once(books: SqlBooks) -> None:
    with books.writing() as uow:
        keys = {uow.media.put(b"\x00cat", "image/png"), uow.media.put(b"\x00cat", "image/png")}
        uow.commit()
    (key,) = keys
    with books.reading() as uow:
        assert (uow.media.get(key).body, uow.media.get(key).media_type) == (b"\x00cat", "image/png")
        with pytest.raises(NotFound):
            uow.media.get("nothing")


def test_strays_are_kept_the_newest_thousand(books: SqlBooks) -> None:
    with books.writing() as uow:
        for number in range(1005):
            uow.strays.put(Stray(channel="whatsapp", came_at=NOON, body=f"{{{number}}}", fault="unknown"))
        uow.commit()
    with books.reading() as uow:
        kept = uow.strays.all()
    assert (len(kept), kept[0].body, kept[-1].body) == (1000, "{5}", "{1004}")
