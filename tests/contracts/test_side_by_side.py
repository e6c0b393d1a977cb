"""Several workers on one database: every message once, every conversation in order, on disk and on PostgreSQL."""

import threading
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from desk import contacts
from store.unit_of_work import SqlBooks
from support.deliveries import Delivery
from support.messages import Author, Message, conversation

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def is_shared(request: pytest.FixtureRequest) -> None:
    if "memory" in request.node.name:
        pytest.skip("a database in memory has one connection")


def a_message(address: str, number: int) -> Message:
    return Message(
        id=f"{address}:{number}",
        conversation_id=conversation("webchat", address),
        author=Author.CUSTOMER,
        text=str(number),
        sent_at=NOON,
        data={"verified": {"phone": "+46701740605"}},
    )


def side_by_side(work: object, count: int = 4) -> None:
    threads = [threading.Thread(target=work) for _ in range(count)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_workers_share_the_messages_and_keep_each_conversation_in_order(books: SqlBooks) -> None:
    with books.writing() as uow:
        for number in range(8):
            for address in "abcdef":
                uow.inbox.put(Delivery(message=a_message(address, number), due_at=NOON))
        uow.commit()
    worked, lock, idle = defaultdict(list), threading.Lock(), threading.Event()

    def work() -> None:
        while not idle.is_set():
            with books.writing() as uow:
                leased = uow.inbox.lease_next("webchat", LATER)
                uow.commit()
            if leased is None:
                idle.wait(0.005)
                continue
            with lock:
                worked[leased.message.conversation_id].append(int(leased.message.text))
                if sum(map(len, worked.values())) == 48:
                    idle.set()
            with books.writing() as uow:
                uow.inbox.save(leased, leased.settled())
                uow.commit()

    timer = threading.Timer(60, idle.set)
    timer.start()
    side_by_side(work)
    timer.cancel()

    assert dict(worked) == {conversation("webchat", address): list(range(8)) for address in "abcdef"}


def test_a_stranger_who_writes_twice_at_once_is_one_contact(books: SqlBooks) -> None:
    errors = list[Exception]()

    def meet() -> None:
        try:
            for address in "abcdef":
                with books.writing() as uow:
                    contacts.meet(uow, a_message(address, 0))
                    uow.commit()
        except Exception as error:
            errors.append(error)

    side_by_side(meet)

    assert errors == []
    with books.reading() as uow:
        found = uow.contacts.latest(10)
    assert [len(contact.identities) for contact in found] == [6]
