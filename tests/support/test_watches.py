"""What is due when nobody takes a conversation, or nobody answers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from support.handoffs import Handoff, Reason
from support.messages import Author, Message, conversation
from support.teams import SUPPORT, Sla, Step, Team, Then, Timer
from support.watches import Watch, dues, next_at, urgency, watch

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday
ANNA = conversation("webchat", "anna")
HELP = Team(
    id="help",
    name="Help",
    sla=Sla(first_reply=20, next_reply=60, resolution=480),
    steps=(
        Step(timer=Timer.UNTAKEN, after=5, then=Then.TELL),
        Step(timer=Timer.FIRST_REPLY, then=Then.RAISE),
        Step(timer=Timer.NEXT_REPLY, then=Then.RAISE),
    ),
)


def minutes(number: float) -> datetime:
    return NOON + timedelta(minutes=number)


def a_handoff(reason: Reason = Reason.ASKED) -> Handoff:
    return Handoff(id="h1", conversation_id=ANNA, reason=reason, opened_by="m1", opened_at=NOON)


def says(author: Author, at: datetime) -> Message:
    return Message(id="x", conversation_id=ANNA, author=author, text="hm", sent_at=at)


def coming(over: Watch, team: Team = HELP) -> list[tuple[datetime, Then]]:
    return [(due.at, due.step.then) for due in dues(over, team)]


def test_an_untaken_one_is_told_and_then_raised() -> None:
    over = watch(a_handoff(), "help")

    assert coming(over) == [(minutes(5), Then.TELL), (minutes(20), Then.RAISE)]
    assert coming(over.did(dues(over, HELP)[0].key)) == [(minutes(20), Then.RAISE)]


def test_who_is_taken_waits_for_a_word_still() -> None:
    over = watch(a_handoff(), "help").moved(a_handoff().take("maria", minutes(2)), minutes(2))

    assert coming(over) == [(minutes(20), Then.RAISE)]
    assert coming(over.heard(says(Author.AGENT, minutes(3)))) == []


def test_what_the_customer_says_next_is_waited_for_from_their_first_word_on() -> None:
    over = watch(a_handoff(), "help").heard(says(Author.CUSTOMER, minutes(1)))
    assert over.asked_at is None  # they wait for the first reply anyway

    talking = over.heard(says(Author.AGENT, minutes(3))).moved(a_handoff().take("maria"), minutes(3))
    asking = talking.heard(says(Author.CUSTOMER, minutes(10))).heard(says(Author.CUSTOMER, minutes(30)))
    assert coming(asking) == [(minutes(70), Then.RAISE)]
    done = asking.did(dues(asking, HELP)[0].key)
    assert coming(done) == []
    again = done.heard(says(Author.AGENT, minutes(90))).heard(says(Author.CUSTOMER, minutes(100)))
    assert coming(again) == [(minutes(160), Then.RAISE)]  # once for each time they wait


def test_what_comes_back_to_the_queue_waits_anew() -> None:
    taken = watch(a_handoff(), "help").moved(a_handoff().take("maria"), minutes(2))
    back = taken.moved(a_handoff(), minutes(30))

    assert (minutes(35), Then.TELL) in coming(back)


def test_what_is_put_off_is_not_hurried() -> None:
    over = watch(replace(a_handoff().take("maria"), snoozed_until=minutes(600)), "help")
    over = replace(over, snoozed_until=minutes(600))

    assert coming(over) == [(minutes(600), Then.RAISE)]


def test_who_asks_is_angry_waits_or_matters_goes_first() -> None:
    brought = watch(a_handoff(Reason.MISSED_TWICE), "support")

    assert urgency(brought, SUPPORT, NOON) == 0
    assert urgency(watch(a_handoff(), "support"), SUPPORT, NOON) == 1
    assert urgency(watch(a_handoff(), "support", is_angry=True), SUPPORT, NOON) == 2
    assert urgency(brought, SUPPORT, minutes(29)) == 0
    assert urgency(brought, SUPPORT, minutes(30)) == 2
    assert urgency(watch(a_handoff(), "support", labels=["vip"]), SUPPORT, NOON) == 3


def test_it_is_looked_at_when_the_next_thing_comes() -> None:
    over = watch(a_handoff(Reason.MISSED_TWICE), "help")
    assert next_at(over, HELP, NOON) == minutes(5)

    quiet = replace(HELP, steps=())
    assert next_at(over, quiet, NOON) == minutes(30)  # then it is urgent
    assert next_at(replace(over, priority=3), quiet, NOON) is None
