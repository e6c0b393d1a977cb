"""What was promised to a customer: how long is left, and whether it was kept."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from support.clocks import Course, ended, running
from support.hours import Hours, between
from support.messages import Author, Kind, Message, conversation
from support.teams import Sla, Team, Timer

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday
NINE_TO_FIVE = Hours(zone=ZoneInfo("UTC"), week=(((540, 1020),),) * 5 + ((), ()))
HELP = Team(id="help", name="Help", sla=Sla(first_reply=20, next_reply=60, resolution=480))
DAYTIME = Team(id="help", name="Help", sla=HELP.sla, hours=NINE_TO_FIVE)


def minutes(number: float) -> datetime:
    return NOON + timedelta(minutes=number)


def says(author: Author, at: float, kind: Kind = Kind.TEXT) -> Message:
    id = conversation("webchat", "anna")
    return Message(id="x", conversation_id=id, author=author, text="hm", sent_at=minutes(at), kind=kind)


def talk(*told: tuple[Author, float]) -> list[Message]:
    return [says(author, at) for author, at in told]


def course(*told: tuple[Author, float]) -> Course:
    found = Course(opened_at=NOON)
    for message in talk(*told):
        found = found.heard(message)
    return found


def shown(found: Course, team: Team = HELP) -> list[tuple[Timer, datetime]]:
    return [(clock.timer, clock.due_at) for clock in running(found, team)]


def judged(*told: tuple[Author, float], closed: float | None = None, team: Team = HELP) -> list[tuple[Timer, float]]:
    """Return which promises have ended, by how many minutes too late."""
    closed_at = None if closed is None else minutes(closed)
    return [(kept.timer, kept.late.total_seconds() / 60) for kept in ended(NOON, closed_at, talk(*told), team)]


def test_the_clock_that_runs_out_next_comes_first() -> None:
    assert shown(course()) == [(Timer.FIRST_REPLY, minutes(20)), (Timer.RESOLUTION, minutes(480))]
    answered = course((Author.AGENT, 3))
    assert shown(answered) == [(Timer.RESOLUTION, minutes(480))]
    asking = course((Author.AGENT, 3), (Author.CUSTOMER, 10), (Author.CUSTOMER, 30))
    assert shown(asking) == [(Timer.NEXT_REPLY, minutes(70)), (Timer.RESOLUTION, minutes(480))]


@pytest.mark.parametrize("kind", [Kind.REACTION, Kind.EDIT])
def test_a_thumb_asks_for_no_reply_and_what_was_said_before_counts_for_nothing(kind: Kind) -> None:
    found = course((Author.AGENT, 3)).heard(says(Author.CUSTOMER, 10, kind))

    assert found.asked_at is None
    assert course((Author.AGENT, -5)).answered_at is None


def test_nothing_promised_is_nothing_due() -> None:
    assert running(course(), Team(id="calm", name="Calm")) == []
    never = Team(id="calm", name="Calm", sla=HELP.sla, hours=Hours(zone=ZoneInfo("UTC"), week=((),) * 7))
    assert running(course(), never) == []


def test_a_fifth_before_the_end_it_is_soon() -> None:
    assert running(course(), HELP)[0].soon_at == minutes(16)


def test_nights_and_weekends_do_not_count() -> None:
    ten_to_five = minutes(290)
    found = running(Course(opened_at=ten_to_five), DAYTIME)

    assert [(clock.soon_at, clock.due_at) for clock in found] == [
        (datetime(2026, 11, 23, 9, 6, tzinfo=UTC), datetime(2026, 11, 23, 9, 10, tzinfo=UTC)),
        (datetime(2026, 11, 23, 15, 14, tzinfo=UTC), datetime(2026, 11, 23, 16, 50, tzinfo=UTC)),
    ]


def test_a_promise_was_kept_or_broken_and_by_how_much() -> None:
    told = [(Author.AGENT, 20), (Author.CUSTOMER, 30), (Author.AGENT, 100), (Author.CUSTOMER, 110), (Author.AGENT, 115)]

    assert judged(*told) == [(Timer.FIRST_REPLY, 0), (Timer.NEXT_REPLY, 10), (Timer.NEXT_REPLY, 0)]
    assert judged(*told, closed=500)[3:] == [(Timer.RESOLUTION, 20)]


def test_what_was_never_answered_is_broken_only_if_its_time_had_come() -> None:
    assert judged(closed=10) == [(Timer.RESOLUTION, 0)]
    assert judged(closed=25) == [(Timer.FIRST_REPLY, 5), (Timer.RESOLUTION, 0)]
    assert judged((Author.AGENT, 1), (Author.CUSTOMER, 5), closed=70)[1:] == [
        (Timer.NEXT_REPLY, 5),
        (Timer.RESOLUTION, 0),
    ]


def test_words_after_the_end_belong_to_what_comes_next() -> None:
    assert judged((Author.AGENT, 30), closed=10) == [(Timer.RESOLUTION, 0)]


def test_late_counts_the_time_they_were_there() -> None:
    monday_ten = datetime(2026, 11, 23, 10, tzinfo=UTC)
    late = (monday_ten - NOON).total_seconds() / 60

    assert judged((Author.AGENT, late), team=DAYTIME) == [(Timer.FIRST_REPLY, 4 * 60 + 40 + 60)]
    (evening,) = ended(minutes(280), None, talk((Author.AGENT, 301)), DAYTIME)
    assert (evening.due_at, evening.is_kept) == (minutes(300), True)
    assert between(NINE_TO_FIVE, NOON, NOON) == between(None, minutes(5), NOON) == timedelta()
