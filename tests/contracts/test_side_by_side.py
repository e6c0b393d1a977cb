"""Several workers on one database: every message once, every conversation in order, on disk and on PostgreSQL."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from time import sleep

import pytest

from app.turns import Turn
from connectors.arrivals import Arrived
from connectors.ledger import Ledger
from connectors.outcomes import settle
from desk import answering, contacts, dead_letters, handing_over
from desk.replies import Reply
from store.unit_of_work import SqlBooks
from support import mail
from support.deliveries import Delivery
from support.errors import HandoffTaken
from support.handoffs import Reason
from support.messages import Author, Message, conversation
from support.ports import UnitOfWork
from support.receipts import Receipt, Status
from support.staff import Account, Role

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


def test_a_stranger_who_writes_on_two_channels_at_once_is_one_contact(books: SqlBooks) -> None:
    both_have_begun, addresses, errors = threading.Barrier(2), iter(("anna", "bo")), list[Exception]()

    def meet() -> None:
        try:
            with books.writing() as uow:
                uow.events.last()
                with suppress(threading.BrokenBarrierError):
                    both_have_begun.wait(0.3)
                contacts.meet(uow, a_message(next(addresses), 0))
                sleep(0.2)  # the other one has met theirs, or waits
                uow.commit()
        except Exception as error:
            errors.append(error)

    side_by_side(meet, 2)

    assert errors == []
    with books.reading() as uow:
        found = uow.contacts.latest(10)
    assert [len(contact.identities) for contact in found] == [2]


class Slow(list[Arrived]):
    """Two arrivals; between them the other process writes too."""

    def __init__(self, first: Message, second: Message, both_have_begun: threading.Barrier) -> None:
        super().__init__((Arrived(message=first), Arrived(message=second)))
        self._both_have_begun = both_have_begun

    def __iter__(self) -> Iterator[Arrived]:
        yield self[0]
        with suppress(threading.BrokenBarrierError):
            self._both_have_begun.wait(0.3)
        yield self[1]


@pytest.mark.parametrize("proves", [(), ("bo:0",), ("anna:1",), ("bo:0", "anna:1")])
def test_posts_of_two_people_that_cross_in_two_processes_are_all_kept(books: SqlBooks, proves: tuple[str, ...]) -> None:
    """Each process met one of them first, and waits for what the other holds."""
    both_have_begun, errors = threading.Barrier(2), list[Exception]()
    people = iter((("anna", "bo", 0), ("bo", "anna", 1)))

    def written(address: str, number: int) -> Message:
        message = a_message(address, number)
        return message if message.id in proves else replace(message, data={})

    def keep() -> None:
        first, second, number = next(people)
        posts = Slow(written(first, number), written(second, number), both_have_begun)
        try:
            asyncio.run(Ledger(books).keep(posts))
        except Exception as error:
            errors.append(error)

    side_by_side(keep, 2)

    assert errors == []
    with books.reading() as uow:
        kept = [uow.inbox.get(f"{name}:{number}") for name in ("anna", "bo") for number in (0, 1)]
    assert None not in kept


def test_what_one_of_two_messages_at_once_proves_is_kept(books: SqlBooks) -> None:
    """The first one to write of a stranger knows nothing of them; the second one knows their number."""
    both_have_begun = threading.Barrier(2)
    messages = iter((replace(a_message("anna", 0), data={}), a_message("anna", 1)))

    def meet() -> None:
        message = next(messages)
        with books.writing() as uow:
            uow.events.last()
            with suppress(threading.BrokenBarrierError):
                both_have_begun.wait(0.3)
            sleep(0.1 * int(message.text))
            contacts.meet(uow, message)
            sleep(0.2)
            uow.commit()

    side_by_side(meet, 2)

    with books.reading() as uow:
        (anna,) = uow.contacts.latest(10)
    assert [identity.phone for identity in anna.identities] == ["+46701740605"]


def test_two_people_who_bring_a_message_back_at_once_do_it_once(books: SqlBooks) -> None:
    """The second one's word comes when a worker may have the message in hand: it would be worked on twice."""
    message = a_message("anna", 0)
    with books.writing() as uow:
        uow.inbox.put(Delivery(message=message, due_at=NOON).dead("no model"))
        uow.commit()
    both_have_read, done = threading.Barrier(2), list[int]()

    def retry() -> None:
        with books.writing() as uow:
            uow.inbox.get(message.id)
            with suppress(threading.BrokenBarrierError):
                both_have_read.wait(0.3)
            done.append(len(dead_letters.retry_all(uow, now=NOON)))
            if sum(done) == 1:
                sleep(0.2)  # the other one looks, still finds it dead, and waits to write
            uow.commit()

    side_by_side(retry, 2)

    assert sorted(done) == [0, 1]


def test_two_agents_who_take_a_conversation_at_once_do_not_both_have_it(books: SqlBooks) -> None:
    message = a_message("anna", 0)
    with books.writing() as uow:
        opened = {"reason": Reason.ASKED, "opened_by": message.id, "context": {}, "now": NOON}
        handoff = handing_over.open_handoff(uow, message.conversation_id, **opened)
        uow.commit()
    both_have_read, refused = threading.Barrier(2), list[str]()
    agents = iter(("Kim", "Bo"))

    def take() -> None:
        agent = next(agents)
        try:
            with books.writing() as uow:
                handing_over.reply(uow, handoff.id, agent, f"{agent} here", id=agent, now=NOON)
                with suppress(threading.BrokenBarrierError):
                    both_have_read.wait(0.3)
                uow.commit()
        except HandoffTaken:
            refused.append(agent)

    side_by_side(take, 2)

    assert len(refused) == 1
    with books.reading() as uow:
        assert len(uow.outbox.messages(message.conversation_id)) == 1


def an_agent(name: str) -> Account:
    id = f"{name}-id"
    return Account(id=id, email=f"{name}@x.example", name=name, roles=frozenset({Role.AGENT}), made_at=NOON)


def test_two_agents_who_step_in_at_once_do_not_both_have_it(books: SqlBooks) -> None:
    """The bot holds it: there is no handoff yet that the second one could find taken."""
    message = a_message("anna", 0)
    with books.writing() as uow:
        assert mail.receive(uow, message, now=NOON)
        uow.commit()
    both_have_looked, refused = threading.Barrier(2), list[str]()
    agents = iter((an_agent("Kim"), an_agent("Bo")))

    def step_in() -> None:
        agent = next(agents)
        now = NOON + timedelta(seconds=len(agent.name))
        with suppress(threading.BrokenBarrierError):
            both_have_looked.wait(0.3)
        try:
            with books.writing() as uow:
                answering.reply(uow, message.conversation_id, agent, Reply(text="hello"), id=agent.id, now=now)
                sleep(0.2)  # the other one looks meanwhile
                uow.commit()
        except HandoffTaken:
            refused.append(agent.name)

    side_by_side(step_in, 2)

    assert len(refused) == 1
    with books.reading() as uow:
        assert len(uow.outbox.messages(message.conversation_id)) == len(uow.handoffs.open()) == 1


def test_the_bot_says_nothing_once_somebody_has_stepped_in(books: SqlBooks) -> None:
    message = a_message("anna", 0)
    with books.writing() as uow:
        mail.receive(uow, message, now=NOON)
        batch = uow.inbox.lease_heads("webchat", NOON)
        uow.commit()
    with books.writing() as uow:  # while the bot works on it
        answering.take(uow, message.conversation_id, an_agent("Kim"), now=NOON)
        uow.commit()

    settle(books, batch, message, Turn(replies=[replace(message, id="", author=Author.BOT, text="I am the bot")]))

    with books.reading() as uow:
        assert uow.outbox.messages(message.conversation_id) == []
        assert uow.inbox.next_due("webchat", NOON + timedelta(days=1)) is None


def test_what_was_asked_is_kept_in_the_words_that_the_bot_read(books: SqlBooks) -> None:
    spoken = replace(a_message("anna", 0), text="")  # a voice, which was written down meanwhile
    with books.writing() as uow:
        mail.receive(uow, spoken, now=NOON)
        batch = uow.inbox.lease_heads("webchat", NOON)
        uow.commit()
    decision = {"intent": "out_of_scope", "hits": [], "language": "en"}
    refusal = replace(spoken, id="", author=Author.BOT, text="no", data={"decision": decision})

    settle(books, batch, replace(spoken, text="do you engrave cellos?"), Turn(replies=[refusal]))

    with books.reading() as uow:
        asked = uow.askings.latest(spoken.conversation_id)
        assert asked is not None and (asked.id, asked.text) == (spoken.id, "do you engrave cellos?")


def test_a_receipt_that_comes_while_its_sending_is_noted_waits_for_nobody(books: SqlBooks) -> None:
    """The sender holds the part and wants to tell the log; the door has told the log and wants the part."""
    answer = replace(a_message("anna", 0), id="m1/0", author=Author.BOT)
    receipt = Receipt(channel="webchat", external_id="w1", status=Status.SENT, at=NOON, key="m1/0/0")
    with books.writing() as uow:
        mail.post(uow, answer)
        uow.commit()
    both_have_begun, errors = threading.Barrier(2), list[Exception]()

    def in_one_transaction(begin: Callable[[UnitOfWork], object], end: Callable[[UnitOfWork], object]) -> None:
        try:
            with books.writing() as uow:
                begin(uow)
                with suppress(threading.BrokenBarrierError):
                    both_have_begun.wait(0.3)
                end(uow)
                uow.commit()
        except Exception as error:
            errors.append(error)

    def note(uow: UnitOfWork) -> None:
        mail.sent(uow, answer, 0, "w1")

    works = iter(
        (
            partial(in_one_transaction, lambda uow: uow.receipts.note_part(answer, 0, "w1"), note),
            partial(
                in_one_transaction,
                lambda uow: mail.receive(uow, a_message("bo", 0), now=NOON),
                lambda uow: mail.acknowledge(uow, receipt),
            ),
        )
    )
    side_by_side(lambda: next(works)(), 2)

    assert errors == []
