"""What is told to another desk, on every store: handoffs as it has them, the bookmark, the fold over the log."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from desk import elsewhere, handing_over
from store.unit_of_work import SqlBooks
from support import mail
from support.errands import Back, Errand, Returned, Thread, Told, as_message, errand_of
from support.events import HolderChanged
from support.handoffs import Handoff, Holder, Reason
from support.messages import Author, Message, conversation
from support.receipts import Receipt, Status
from targets.briefing import briefing
from targets.following import Follower, forget, keep
from targets.returning import keep_all

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ANNA, BO = conversation("webchat", "anna"), conversation("telegram", "bo")
THREAD = Thread(target="chatwoot", handoff_id="h1", conversation_id=ANNA, opened_at=NOON)


def writes(books: SqlBooks, id: str, to: str = ANNA, author: Author = Author.CUSTOMER) -> None:
    message = Message(id=id, conversation_id=to, author=author, text=f"text of {id}", sent_at=NOON)  # type: ignore[arg-type]
    with books.writing() as uow:
        if author is Author.CUSTOMER:
            mail.receive(uow, message, now=NOON)
        else:
            mail.post(uow, message)
        uow.commit()


def hands_over(books: SqlBooks, opened_by: str = "m1", at: datetime = NOON) -> Handoff:
    with books.writing() as uow:
        handoff = handing_over.open_handoff(uow, ANNA, reason=Reason.ASKED, opened_by=opened_by, context={}, now=at)
        uow.commit()
    return handoff


def closes(books: SqlBooks, handoff: Handoff) -> None:
    with books.writing() as uow:
        handing_over.close(uow, handoff.id, farewell="bye", now=NOON)
        uow.commit()


def follower(books: SqlBooks, target: str = "chatwoot") -> Follower:
    follower = Follower(books, target)
    follower.begin()
    return follower


def errands(books: SqlBooks, target: str = "chatwoot") -> list[Errand]:
    with books.reading() as uow:
        return [errand_of(message) for message in uow.errands.messages(conversation(target, ANNA))]


def told(books: SqlBooks, target: str = "chatwoot") -> list[tuple[Told, str | None]]:
    return [(errand.told, errand.message_id) for errand in errands(books, target)]


def test_a_thread_comes_back_as_it_was(books: SqlBooks) -> None:
    later = replace(THREAD, handoff_id="h2", opened_at=NOON + timedelta(hours=1), external_id="51", holder=Holder.BOT)
    with books.writing() as uow:
        for thread in (THREAD, replace(THREAD, external_id="51", status_at=1.5), later):
            uow.threads.save(thread)
        uow.commit()

    with books.reading() as uow:
        assert uow.threads.get("chatwoot", "h1") == replace(THREAD, external_id="51", status_at=1.5)
        assert uow.threads.at("chatwoot", "51") == later == uow.threads.of("chatwoot", ANNA)
        assert uow.threads.open("chatwoot") == [replace(THREAD, external_id="51", status_at=1.5)]
        assert uow.threads.at("webhook", "51") is None and uow.threads.of("chatwoot", BO) is None


def test_an_errand_comes_back_as_it_was(books: SqlBooks) -> None:
    long_id = conversation("webchat", "a" * 247)  # the longest there may be
    errand = Errand(
        target="chatwoot",
        told=Told.STATUS,
        conversation_id=long_id,
        handoff_id="h1",
        sequence=9,
        at=NOON,
        message_id="chatwoot:7:1001",
        status=Status.FAILED,
        fault="blocked",
    )
    assert errand_of(as_message(errand)) == errand

    with books.writing() as uow:
        assert [keep(uow, errand), keep(uow, errand)] == [True, False]
        uow.commit()


def test_only_what_people_hold_is_told(books: SqlBooks) -> None:
    following = follower(books)
    writes(books, "m0")
    handoff = hands_over(books)
    writes(books, "m1")
    writes(books, "b1", BO)
    writes(books, "m2", author=Author.BOT)
    closes(books, handoff)
    writes(books, "m3")
    following.catch_up()

    assert told(books) == [
        (Told.OPENED, None),
        (Told.RECEIVED, "m1"),
        (Told.POSTED, "m2"),
        (Told.CLOSED, None),
    ]


def test_who_is_given_back_to_the_queue_is_not_told_of_anew(books: SqlBooks) -> None:
    following = follower(books)
    handoff = hands_over(books)
    with books.writing() as uow:
        taken = handing_over.take(uow, handoff.id, "Mina")
        uow.record(HolderChanged(handoff=replace(taken, taken_by=None)))
        uow.record(HolderChanged(handoff=taken))
        uow.commit()
    following.catch_up()

    assert [kind for kind, _ in told(books)] == [Told.OPENED, Told.TAKEN, Told.TAKEN]


def test_followed_twice_or_by_two_it_is_told_once(books: SqlBooks) -> None:
    first, second = follower(books), follower(books)
    hands_over(books)
    writes(books, "m1")
    first.catch_up()
    second.catch_up()
    follower(books).catch_up()
    writes(books, "m2")
    second.catch_up()
    first.catch_up()

    assert [id for _, id in told(books)] == [None, "m1", "m2"]


def test_a_long_log_is_followed_to_its_end(books: SqlBooks) -> None:
    following = follower(books)
    for number in range(250):
        writes(books, f"b{number}", BO)
    hands_over(books)
    for number in range(250):
        writes(books, f"m{number}")
    following.catch_up()

    assert [id for _, id in told(books)] == [None, *(f"m{number}" for number in range(250))]


def test_who_waits_when_it_is_switched_on_is_told_of_and_nothing_older(books: SqlBooks) -> None:
    writes(books, "m0")
    closes(books, hands_over(books, "old", NOON - timedelta(hours=1)))
    handoff = hands_over(books)
    follower(books).catch_up()

    assert [(e.told, e.handoff_id) for e in errands(books)] == [(Told.OPENED, handoff.id)]


def test_another_target_begins_anew(books: SqlBooks) -> None:
    follower(books)
    handoff = hands_over(books)
    follower(books, "webhook").catch_up()
    closes(books, handoff)
    hands_over(books, "again", NOON + timedelta(hours=1))
    follower(books).catch_up()

    assert told(books, "webhook") == [(Told.OPENED, None)]
    assert told(books) == [(Told.OPENED, None)]  # what opened and closed while the other one was on is past


def test_after_a_while_at_our_own_desk_nothing_old_is_told(books: SqlBooks) -> None:
    follower(books)
    forget(books)
    closes(books, hands_over(books))
    follower(books).catch_up()

    assert told(books) == []


def test_the_transcript_ends_where_the_handoff_began(books: SqlBooks) -> None:
    following = follower(books)
    writes(books, "m0")
    writes(books, "m1", author=Author.BOT)
    hands_over(books)
    writes(books, "m2")
    following.catch_up()

    opened = errands(books)[0]
    with books.reading() as uow:
        ready = briefing(uow, opened)
    assert ready is not None and [message.id for message in ready.transcript] == ["m0", "m1"]


def test_what_was_said_there_is_not_told_there(books: SqlBooks) -> None:
    following = follower(books)
    handoff = hands_over(books)
    said = Message(
        id="chatwoot:7:1001", conversation_id=ANNA, author=Author.AGENT, name="Mina", text="Hej", sent_at=NOON
    )
    with books.writing() as uow:
        elsewhere.reply(uow, handoff.id, said, now=NOON)
        mail.sent(uow, said, 0, "x1")
        mail.acknowledge(uow, Receipt(channel="webchat", external_id="x1", status=Status.READ, at=NOON))
        uow.commit()
    following.catch_up()

    statuses = [errand.status for errand in errands(books) if errand.told is Told.STATUS]
    assert [kind for kind, _ in told(books)][:2] == [Told.OPENED, Told.TAKEN] and Status.READ in statuses
    assert Told.POSTED not in [kind for kind, _ in told(books)]


def test_a_note_from_elsewhere_is_kept_once_and_tells_nobody_else(books: SqlBooks) -> None:
    following = follower(books)
    handoff = hands_over(books)
    with books.writing() as uow:
        for _ in range(2):
            elsewhere.note(uow, handoff.id, "Mina", "careful", id="n1", now=NOON)
        uow.commit()
    following.catch_up()

    with books.reading() as uow:
        assert [note.text for note in uow.notes.of([handoff.conversation_id])] == ["careful"]
    assert told(books) == [(Told.OPENED, None)]


def test_what_comes_back_is_kept_once_and_only_for_handoffs_of_ours(books: SqlBooks) -> None:
    following = follower(books)
    handoff = hands_over(books)
    following.catch_up()
    reply = Returned(target="chatwoot", back=Back.REPLY, id="7:1", handoff_id=handoff.id, agent="Mina", text="Hej")
    other = replace(reply, id="7:2", handoff_id="unknown", external_id="99")

    assert keep_all(books, [reply, reply, other]) == [True, False, None]
