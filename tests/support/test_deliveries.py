"""A message on its way."""

from datetime import UTC, datetime, timedelta

from support.deliveries import MAX_ATTEMPTS, SEND_FACTOR, Delivery, State
from support.messages import Author, Message, conversation

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def a_delivery() -> Delivery:
    message = Message(
        id="m1", conversation_id=conversation("webchat", "a"), author=Author.CUSTOMER, text="hi", sent_at=NOON
    )
    return Delivery(message=message, due_at=NOON)


def test_a_lease_keeps_others_away_for_a_while() -> None:
    leased = a_delivery().leased(NOON, timedelta(seconds=30))

    assert leased.due_at == NOON + timedelta(seconds=30)
    assert leased.attempts == 1


def test_each_failure_waits_twice_as_long() -> None:
    delivery, waits = a_delivery(), []
    for _ in range(4):
        delivery = delivery.leased(NOON).failed(NOON, "no network")
        waits.append((delivery.due_at - NOON).total_seconds())

    assert waits == [2, 4, 8, 16]


def test_what_is_sent_outlives_an_outage_of_minutes() -> None:
    delivery, waits = a_delivery(), []
    for _ in range(MAX_ATTEMPTS - 1):
        delivery = delivery.leased(NOON).failed(NOON, "no network", factor=SEND_FACTOR)
        waits.append((delivery.due_at - NOON).total_seconds())

    assert waits == [2, 10, 50, 250, 1250]


def test_the_last_failure_is_the_end_and_says_why() -> None:
    delivery = a_delivery()
    for _ in range(MAX_ATTEMPTS):
        assert delivery.state is State.PENDING
        delivery = delivery.leased(NOON).failed(NOON, "no network")

    assert (delivery.state, delivery.fault) == (State.DEAD, "no network")


def test_a_message_that_kills_every_worker_ends_dead() -> None:
    delivery = a_delivery()
    for _ in range(MAX_ATTEMPTS):
        delivery = delivery.leased(NOON)  # and the worker dies without a word

    assert delivery.leased(NOON).state is State.DEAD


def test_chance_keeps_what_failed_together_apart() -> None:
    delivery = a_delivery().leased(NOON)

    assert delivery.failed(NOON, "x", chance=0.0).due_at - NOON == timedelta(seconds=2)
    assert delivery.failed(NOON, "x", chance=1.0).due_at - NOON == timedelta(seconds=1)


def test_a_channel_that_asks_to_wait_uses_up_no_try() -> None:
    delivery = a_delivery()
    for _ in range(MAX_ATTEMPTS * 3):
        delivery = delivery.leased(NOON).postponed(NOON, 30, "slow down")

    assert (delivery.state, delivery.attempts, delivery.due_at) == (State.PENDING, 0, NOON + timedelta(seconds=30))


def test_after_a_day_of_waiting_it_is_given_up() -> None:
    tomorrow = NOON + timedelta(days=1, seconds=1)

    assert a_delivery().leased(tomorrow).postponed(tomorrow, 30, "slow down").state is State.DEAD


def test_a_dead_one_gets_all_its_tries_again() -> None:
    revived = a_delivery().leased(NOON).dead("no such number").revived(NOON)

    assert (revived.state, revived.attempts, revived.fault) == (State.PENDING, 0, None)
