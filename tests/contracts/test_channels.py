"""The exam every channel passes: over real HTTP, against a stand-in that refuses what the provider refuses.

A channel is examined because it has a door (connectors.doors); nobody has to remember to enter it.
"""

import asyncio
import json
import logging
import threading

import pytest
import sqlalchemy

from app import logs
from app.settings import settings
from connectors.checks import checks, closed_because
from store.engine import open_engine
from support.deliveries import State
from support.messages import Button
from support.receipts import Status
from tests.contracts.exam.room import Room, all_settled
from tests.standins.faults import Kind

LARGEST = 3 * 1024 * 1024


def test_an_authentic_post_is_in_the_books_when_it_is_acknowledged(room: Room) -> None:
    assert room.post(room.examinee.says("வணக்கம் 👋")) == 200
    assert room.received() == ["வணக்கம் 👋"]


def test_who_writes_is_met(room: Room) -> None:
    room.post(room.examinee.says("hej"))

    with room.books.reading() as uow:
        assert uow.contacts.identity(room.examinee.anna) is not None


@pytest.mark.parametrize("proof", ["", "wrong", "sha256=", "sha256=" + "0" * 64, "ä" * 64, "x" * 5000])
def test_a_post_with_a_wrong_proof_is_refused(room: Room, proof: str) -> None:
    assert room.posts(room.examinee.says("hej"), {room.examinee.signature: proof.encode()}) == 401  # type: ignore[dict-item]
    assert (room.received(), room.strays()) == ([], 0)


def test_a_post_without_proof_is_refused(room: Room) -> None:
    assert room.posts(room.examinee.says("hej"), {}) == 401
    assert (room.received(), room.strays()) == ([], 0)


def test_a_post_that_comes_again_and_again_is_kept_once(room: Room) -> None:
    body = room.examinee.says("hej")

    assert [room.post(body) for _ in range(5)] == [200] * 5
    assert room.received() == ["hej"]


def test_copies_that_come_at_once_are_kept_once(room: Room) -> None:
    body, statuses = room.examinee.says("hej"), list[int]()
    copies = [threading.Thread(target=lambda: statuses.append(room.post(body))) for _ in range(8)]
    for copy in copies:
        copy.start()
    for copy in copies:
        copy.join()

    assert (statuses, room.received()) == ([200] * 8, ["hej"])


def test_a_batch_is_kept_whole_and_in_order(room: Room) -> None:
    if not room.examinee.batches:
        pytest.skip("this provider posts one thing at a time")
    texts = [f"number {number}" for number in range(20)]

    assert room.post(room.examinee.says(*texts)) == 200
    assert room.received() == texts


def test_what_nobody_understands_is_acknowledged_and_kept(room: Room) -> None:
    assert room.post(room.examinee.unknown()) == 200
    assert room.strays() + len(room.received()) >= 1


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b"null", b"7", b'"x"', b"{}", b"[" * 100_000])
def test_an_authentic_post_that_is_nonsense_is_acknowledged_and_kept(room: Room, body: bytes) -> None:
    assert room.post(body) == 200
    assert (room.strays(), room.received()) == (1, [])


def test_a_post_that_is_too_large_is_refused(room: Room) -> None:
    assert room.post(room.examinee.says("x" * LARGEST)) == 413
    assert (room.received(), room.strays()) == ([], 0)


def test_a_post_that_cannot_be_stored_is_not_acknowledged(room: Room) -> None:
    """The provider sends it again, and then it is kept."""
    engine, body = open_engine(settings().url), room.examinee.says("hej")
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("ALTER TABLE inbox RENAME TO mislaid"))
    assert room.post(body) >= 500

    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("ALTER TABLE mislaid RENAME TO inbox"))
    engine.dispose()
    assert room.post(body) == 200
    assert room.received() == ["hej"]


def test_what_is_sent_arrives_in_order_and_once(room: Room) -> None:
    room.post(room.examinee.says("hej"))
    room.say("one", "two", "three")

    assert all_settled(room.deliver())
    assert room.examinee.heard() == ["one", "two", "three"]


def test_a_channel_that_is_told_to_wait_waits_and_sends_once(room: Room) -> None:
    room.post(room.examinee.says("hej"))
    room.say("one", "two")
    room.examinee.standin.fail_next(Kind.TOO_FAST, seconds=2, on=room.examinee.sends)

    deliveries = room.deliver()
    record = room.examinee.standin.record
    assert all_settled(deliveries) and room.examinee.heard() == ["one", "two"]
    assert (record.sent[0].at - record.rejected[0].at).total_seconds() >= 2
    assert len(record.rejected) == 1  # it asked no more before its time
    assert deliveries[0].attempts <= 1  # being told to wait uses up no try


def test_a_provider_that_is_down_gets_everything_later_in_order_and_once(room: Room) -> None:
    room.post(room.examinee.says("hej"))
    room.say("one", "two", "three")
    for kind in (Kind.ERROR, Kind.DROP_BEFORE, Kind.ERROR):
        room.examinee.standin.fail_next(kind, on=room.examinee.sends)

    assert all_settled(room.deliver())
    assert room.examinee.heard() == ["one", "two", "three"]


def test_a_provider_that_stays_down_is_given_up_in_the_open(room: Room) -> None:
    room.post(room.examinee.says("hej"))
    room.say("one")
    room.examinee.standin.fail_next(Kind.ERROR, 6, on=room.examinee.sends)

    (delivery,) = room.deliver()
    assert (delivery.state, delivery.attempts) == (State.DEAD, 6) and delivery.fault
    assert room.examinee.heard() == []


def test_what_the_provider_will_never_take_is_given_up_at_once_and_frees_what_follows(room: Room) -> None:
    room.post(room.examinee.says("hej"))
    room.say("one", "two")
    room.examinee.standin.fail_next(Kind.ERROR, code=room.examinee.refusal, on=room.examinee.sends)

    refused, sent = room.deliver()
    assert (refused.state, refused.attempts, sent.state) == (State.DEAD, 1, State.SETTLED) and refused.fault
    assert room.examinee.heard() == ["two"]


@pytest.mark.parametrize(("kind", "seconds"), [(Kind.DROP_AFTER, 1.0), (Kind.HANG, 12.0)])
def test_an_answer_that_is_lost_costs_at_most_one_repeat(room: Room, kind: Kind, seconds: float) -> None:
    room.post(room.examinee.says("hej"))
    room.say("one", "two")
    room.examinee.standin.fail_next(kind, seconds=seconds, on=room.examinee.sends)

    assert all_settled(room.deliver())
    assert room.examinee.heard() in (["one", "two"], ["one", "one", "two"])


def test_a_long_text_is_split_within_the_limits_and_loses_nothing(room: Room) -> None:
    room.post(room.examinee.says("hej"))
    text = " ".join(f"Das ist Satz {n}: பொருட்களை 👨‍👩‍👧 திருப்பி அனுப்பலாம், بدون هزینه." for n in range(80))
    room.say(text)

    assert all_settled(room.deliver())
    heard = room.examinee.heard()
    assert len(heard) > 1 and "".join("".join(heard).split()) == "".join(text.split())
    assert not room.examinee.standin.record.rejected


@pytest.mark.parametrize("count", [1, 3, 4, 10, 11, 25])
def test_however_many_buttons_every_choice_can_be_read(room: Room, count: int) -> None:
    room.post(room.examinee.says("hej"))
    titles = [f"{number:02} is a choice with a title" for number in range(count)]
    room.say("Which?", buttons=tuple(Button(title=title, payload=f"article:a-{title[:2]}") for title in titles))

    assert all_settled(room.deliver())
    readable = "\n".join([*room.examinee.heard(), *room.examinee.shown()])
    assert [title for title in titles if title[:12] not in readable] == []
    assert not room.examinee.standin.record.rejected


def test_its_check_says_what_works_and_tells_no_secret(room: Room) -> None:
    name = room.examinee.anna.partition(":")[0]
    assert closed_because(name) is None
    found = "\n".join(finding.text for finding in asyncio.run(checks(name)()))

    assert found
    assert [secret for secret in room.examinee.secrets if secret in found] == []


def test_statuses_in_any_order_never_go_back(room: Room) -> None:
    if room.examinee.status("x", "read") is None:
        pytest.skip("this provider tells nothing of what became of a message")
    room.post(room.examinee.says("hej"))
    (said,) = room.say("one")
    room.deliver()
    with room.books.reading() as uow:
        external_id = uow.receipts.parts(said.id)[0]
    told = []
    for status in ("delivered", "sent", "read", "delivered", "read", "sent", "failed"):
        assert room.post(room.examinee.status(external_id, status) or b"") == 200
        with room.books.reading() as uow:
            told.append(uow.receipts.of([said.id])[said.id][0])

    assert told == [Status.DELIVERED] * 2 + [Status.READ] * 5


def test_a_secret_is_read_in_no_log_and_no_fault(
    room: Room, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    logs.set_up()  # once more: to where this test reads
    caplog.set_level(logging.DEBUG)
    room.post(room.examinee.says("hej"))
    room.posts(room.examinee.says("hej"), {room.examinee.signature: "wrong"})
    room.post(b"{")
    room.say("one", "two")
    for kind in (Kind.ERROR, Kind.DROP_BEFORE, Kind.DROP_AFTER):
        room.examinee.standin.fail_next(kind, on=room.examinee.sends)
    room.deliver()
    room.examinee.standin.stop()
    room.say("nobody listens")
    deliveries = room.deliver()

    assert deliveries[-1].state is State.DEAD
    with room.books.reading() as uow:
        kept = json.dumps([event.event.__repr__() for event in uow.events.since(0)])
    printed = capfd.readouterr()
    read = "\n".join([printed.out, printed.err, caplog.text, kept, *(str(each.fault) for each in deliveries)])
    assert "outbox.send.failed" in read  # it is the right place to look
    assert [secret for secret in room.examinee.secrets if secret in read] == []
