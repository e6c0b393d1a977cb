"""What an inbox and an outbox must do, on every store."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest

from store.unit_of_work import SqlBooks, SqlUnitOfWork
from support import mail
from support.deliveries import MAX_ATTEMPTS, Delivery, State
from support.errors import Conflict, NotFound
from support.messages import Attachment, Author, Button, Kind, Link, MediaKind, Message, conversation

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


def a_message(id: str, address: str = "anna", **more: object) -> Message:
    values = {"author": Author.CUSTOMER, "text": f"text of {id}", "sent_at": NOON} | more
    return Message(id=id, conversation_id=conversation("webchat", address), **values)  # type: ignore[arg-type]


def put(books: SqlBooks, *messages: Message) -> list[bool]:
    with books.writing() as uow:
        kept = [uow.inbox.put(Delivery(message=message, due_at=message.sent_at)) for message in messages]
        uow.commit()
    return kept


def lease(books: SqlBooks, now: datetime = NOON) -> Delivery | None:
    with books.writing() as uow:
        delivery = uow.inbox.lease_next("webchat", now)
        uow.commit()
    return delivery


def save(books: SqlBooks, leased: Delivery, after: Delivery) -> None:
    with books.writing() as uow:
        uow.inbox.save(leased, after)
        uow.commit()


def leased_id(books: SqlBooks, now: datetime = NOON) -> str | None:
    delivery = lease(books, now)
    return delivery.message.id if delivery else None


def test_the_same_id_is_kept_once(books: SqlBooks) -> None:
    assert put(books, a_message("m1"), a_message("m1"), a_message("m2")) == [True, False, True]


def test_a_message_comes_back_as_it_was(books: SqlBooks) -> None:
    message = a_message(
        "m1",
        text="வணக்கம் 👋\nسلام",
        language="ta",
        payload="article:returns",
        buttons=(Button(title="Ja", payload="yes"),),
        question="Did this help?",
        link=Link(title="More", url="/help"),
        data={"decision": {"confidence": 0.5}},
    )
    put(books, message)

    with books.reading() as uow:
        assert uow.inbox.get("m1") == Delivery(message=message, due_at=NOON)


def test_one_turn_at_a_time_in_order_and_conversations_side_by_side(books: SqlBooks) -> None:
    put(books, a_message("a1"), a_message("a2"), a_message("b1", "bob"))

    first = lease(books)
    assert first is not None and first.message.id == "a1"
    assert leased_id(books) == "b1"  # a2 waits for a1
    assert leased_id(books) is None

    save(books, first, first.settled())
    assert leased_id(books) == "a2"


def test_a_failed_head_holds_back_what_follows(books: SqlBooks) -> None:
    put(books, a_message("a1"), a_message("a2"))
    head = lease(books)
    assert head is not None
    save(books, head, head.failed(NOON, "no network"))

    assert leased_id(books) is None
    assert leased_id(books, NOON + timedelta(seconds=3)) == "a1"


def test_a_dead_head_frees_what_follows(books: SqlBooks) -> None:
    put(books, a_message("a1"), a_message("a2"))
    for attempt in range(MAX_ATTEMPTS):
        assert leased_id(books, NOON + timedelta(hours=attempt)) == "a1"  # its worker dies each time

    dead = lease(books, NOON + timedelta(days=1))
    assert dead is not None and (dead.message.id, dead.state) == ("a1", State.DEAD)  # once, to be told of
    assert leased_id(books, NOON + timedelta(days=1)) == "a2"
    with books.reading() as uow:
        assert uow.inbox.get("a1") == dead


def test_a_worker_whose_lease_ran_out_cannot_settle(books: SqlBooks) -> None:
    put(books, a_message("a1"))
    slow = lease(books)
    quick = lease(books, LATER)
    assert slow is not None and quick is not None

    with pytest.raises(Conflict, match="another worker"):
        save(books, slow, slow.settled())
    save(books, quick, quick.settled())


def test_several_heads_are_claimed_at_once_one_of_each_conversation(books: SqlBooks) -> None:
    put(books, a_message("a1"), a_message("a2"), a_message("b1", "bob"), a_message("c1", "cem"))

    assert claimed(books, at_most=2) == ["a1", "b1"]
    assert claimed(books, at_most=2) == ["c1"]


def test_what_cannot_begin_yet_is_put_off_holds_nobody_up_and_uses_no_try(books: SqlBooks) -> None:
    put(books, a_message("a1"), a_message("a2"), a_message("b1", "bob"))

    assert claimed(books, resting="a1") == ["b1"]
    assert claimed(books) == []  # nor a2, which waits for a1
    with books.reading() as uow:
        assert uow.inbox.next_due("webchat", NOON) == NOON + timedelta(seconds=7)
        put_off = uow.inbox.get("a1")
    assert put_off is not None and put_off.attempts == 0
    assert claimed(books, now=NOON + timedelta(seconds=8)) == ["a1"]


def claimed(books: SqlBooks, *, at_most: int = 9, resting: str = "", now: datetime = NOON) -> list[str]:
    with books.writing() as uow:
        leased = uow.inbox.lease_heads(
            "webchat", now, at_most=at_most, rest=lambda message: 7.0 if message.id == resting else 0.0
        )
        uow.commit()
    return [delivery.message.id for delivery in leased]


def test_of_several_none_is_settled_when_one_was_taken_over(books: SqlBooks) -> None:
    put(books, a_message("a1"), a_message("b1", "bob"))
    slow = [lease(books), lease(books)]
    both = [delivery for delivery in slow if delivery is not None]
    assert leased_id(books, LATER) == "a1"

    with books.writing() as uow, pytest.raises(Conflict, match="another worker"):
        uow.inbox.save_all(both, [delivery.settled() for delivery in both])
    assert leased_id(books, LATER) == "b1"


def test_several_are_settled_at_once(books: SqlBooks) -> None:
    put(books, a_message("a1"), a_message("b1", "bob"))
    both = [delivery for delivery in (lease(books), lease(books)) if delivery is not None]
    with books.writing() as uow:
        uow.inbox.save_all(both, [delivery.settled() for delivery in both])
        uow.commit()

    assert leased_id(books, LATER) is None


def test_another_channel_is_another_queue(books: SqlBooks) -> None:
    put(books, a_message("m1"))

    with books.writing() as uow:
        assert uow.inbox.lease_next("telegram", LATER) is None


def test_what_is_not_committed_never_was(books: SqlBooks) -> None:
    with books.writing() as uow:
        uow.inbox.put(Delivery(message=a_message("m1"), due_at=NOON))

    assert leased_id(books) is None


def test_the_latest_messages_come_oldest_first(books: SqlBooks) -> None:
    put(books, *(a_message(f"m{number}") for number in range(5)), a_message("x", "bob"))

    with books.reading() as uow:
        messages = uow.inbox.messages(conversation("webchat", "anna"), limit=2)
    assert [message.id for message in messages] == ["m3", "m4"]


def test_a_lease_that_was_given_back_and_taken_anew_is_another_lease(books: SqlBooks) -> None:
    put(books, a_message("a1"))
    slow = lease(books)
    quick = lease(books, LATER)
    assert slow is not None and quick is not None
    save(books, quick, quick.postponed(LATER, 1))  # uses up no try: the counts are those of the slow one again
    with pytest.raises(Conflict):
        save(books, slow, slow.settled())


def test_what_is_typed_in_one_breath_is_claimed_together(books: SqlBooks) -> None:
    press = a_message("a4", payload="ask_human", sent_at=NOON)
    put(books, a_message("a1"), a_message("a2", sent_at=NOON + timedelta(seconds=1)), a_message("b1", "bob"))
    put(books, a_message("a3", sent_at=NOON + timedelta(seconds=2)), press, a_message("a5"))

    assert breath(books, LATER) == ["a1", "a2", "a3"]  # a button is a turn of its own, and so is what follows it
    assert breath(books, LATER) == ["b1"]
    assert breath(books, LATER) == []


def test_what_came_minutes_later_is_another_breath(books: SqlBooks) -> None:
    put(books, a_message("a1"), a_message("a2", sent_at=NOON + timedelta(minutes=5)))

    assert breath(books, LATER) == ["a1"]


def breath(books: SqlBooks, now: datetime) -> list[str]:
    with books.writing() as uow:
        head = uow.inbox.lease_next("webchat", now)
        batch = [] if head is None else [head, *uow.inbox.lease_after(head, now, within=timedelta(seconds=1))]
        uow.commit()
    return [delivery.message.id for delivery in batch]


def test_a_burst_is_waited_for_but_not_for_ever(books: SqlBooks) -> None:
    hold = timedelta(seconds=1)
    for number in range(10):
        with books.writing() as uow:
            now = NOON + timedelta(seconds=number * 0.8)
            mail.receive(uow, a_message(f"a{number}", sent_at=now), now=now, hold=hold)
            uow.commit()
        with books.reading() as uow:
            due_at = uow.inbox.next_due("webchat", now)
        assert due_at == min(now + hold, NOON + 4 * hold)


def test_a_press_does_not_wait(books: SqlBooks) -> None:
    with books.writing() as uow:
        mail.receive(uow, a_message("a1", payload="ask_human"), now=NOON, hold=timedelta(seconds=1))
        uow.commit()

    assert leased_id(books) == "a1"


def test_the_next_due_is_that_of_a_head(books: SqlBooks) -> None:
    put(books, a_message("a1"), a_message("a2"))
    first = lease(books)
    assert first is not None
    with books.reading() as uow:
        assert uow.inbox.next_due("webchat", NOON) == first.due_at  # not a2's, which waits for a1
        assert uow.inbox.next_due("telegram", NOON) is None


def test_a_dead_message_is_seen_and_can_be_tried_again(books: SqlBooks) -> None:
    put(books, a_message("a1"))
    first = lease(books)
    assert first is not None
    save(books, first, first.dead("number does not exist"))

    with books.reading() as uow:
        assert [(d.message.id, d.fault) for d in uow.inbox.dead()] == [("a1", "number does not exist")]
    with books.writing() as uow:
        uow.inbox.revive("a1", LATER)
        uow.commit()
    again = lease(books, LATER)
    assert again is not None and (again.attempts, again.fault) == (1, None)


def test_one_that_comes_back_waits_for_what_is_in_hand(books: SqlBooks) -> None:
    put(books, a_message("a1"), a_message("a2"))
    first = lease(books)
    assert first is not None
    save(books, first, first.dead("no such number"))
    second = lease(books)
    assert second is not None and second.message.id == "a2"
    with books.writing() as uow:
        uow.inbox.revive("a1", NOON)
        uow.commit()

    assert leased_id(books) is None  # one at a time in a conversation, whatever comes back
    with books.reading() as uow:
        assert uow.inbox.next_due("webchat", NOON) is None
    save(books, second, second.settled())
    assert leased_id(books) == "a1"


def test_only_the_dead_are_revived(books: SqlBooks) -> None:
    put(books, a_message("a1"))
    with books.writing() as uow:
        with pytest.raises(Conflict, match="pending"):
            uow.inbox.revive("a1", LATER)
        with pytest.raises(NotFound):
            uow.inbox.revive("nobody", LATER)


def test_a_message_is_amended_in_place(books: SqlBooks) -> None:
    picture = Attachment(kind=MediaKind.IMAGE, source="media-1", media_type="image/png")
    put(books, a_message("a1", attachments=(picture,), kind=Kind.MEDIA))
    kept = a_message("a1", attachments=(replace(picture, key="abc", size=3),), kind=Kind.MEDIA, text="a cat")
    with books.writing() as uow:
        uow.inbox.amend(kept)
        uow.commit()

    first = lease(books)
    assert first is not None and first.message == kept


def put_waiting(books: SqlBooks, waiting: range) -> None:
    """Have so many wait, two in each conversation, one coming due a second after the other."""
    with books.writing() as uow:
        for number in waiting:
            message = a_message(f"m{number}", f"customer {number // 2}")
            uow.inbox.put(Delivery(message=message, due_at=LATER + timedelta(seconds=number)))
        uow.commit()


def seconds_of(books: SqlBooks, act: Callable[[SqlUnitOfWork], object]) -> float:
    """Return the shortest of several tries; nothing of them stays."""
    times = []
    for _ in range(9):
        with books.writing() as uow:
            began = perf_counter()
            assert act(uow)
            times.append(perf_counter() - began)
    return min(times)


@pytest.mark.parametrize(
    "act",
    [
        lambda uow: uow.inbox.next_due("webchat", NOON) == LATER,  # nothing is due
        lambda uow: uow.inbox.lease_heads("webchat", NOON) == [],  # nor is there anything to claim
        lambda uow: len(uow.inbox.lease_heads("webchat", LATER + timedelta(days=1), at_most=8)) == 8,  # everything is
    ],
    ids=["when the next comes due", "none that are due", "the first that are due"],
)
def test_it_is_known_at_once_however_much_waits(books: SqlBooks, act: Callable[[SqlUnitOfWork], object]) -> None:
    put_waiting(books, range(100))
    few = seconds_of(books, act)
    put_waiting(books, range(100, 6_000))

    assert seconds_of(books, act) < 8 * few  # read through, sixty times as many would take sixty times as long
