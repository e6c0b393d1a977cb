"""What the shelves of teams, of who waits and of how it was must do, on every store."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from store.unit_of_work import SqlBooks
from support.events import PresenceChanged, RatingGiven, TeamsChanged
from support.handoffs import Handoff, Outcome, Reason
from support.hours import Hours
from support.messages import conversation
from support.routing_shelves import Here
from support.surveys import Rating, Survey
from support.teams import (
    SUPPORT,
    Assignment,
    Member,
    Outside,
    Presence,
    Sla,
    Step,
    Team,
    Then,
    Timer,
)
from support.watches import Watch

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ANNA = conversation("webchat", "anna")
NORDIC = Team(
    id="nordic",
    name="Nordic",
    languages=("sv", "da"),
    channels=("webchat",),
    labels=("vip",),
    members=(Member(agent="maria", languages=("sv",), capacity=2), Member(agent="per")),
    assignment=Assignment.FREE,
    capacity=7,
    hours=Hours(
        zone=ZoneInfo("Europe/Stockholm"), week=(((540, 1020),),) * 5 + ((), ()), holidays=frozenset({date(2026, 6, 6)})
    ),
    outside=Outside.BOT,
    sla=Sla(first_reply=10, resolution=600),
    steps=(Step(timer=Timer.FIRST_REPLY, then=Then.TEAM, team="support"),),
)


def a_watch(id: str = "h1", **more: object) -> Watch:
    values = {"team": "support", "opened_at": NOON, "queued_at": NOON, "labels": ("vip",), "done": ("x",)} | more
    return Watch(handoff_id=id, conversation_id=ANNA, **values)  # type: ignore[arg-type]


def test_a_house_has_a_team_before_anybody_sets_one_up(books: SqlBooks) -> None:
    with books.writing() as uow:
        assert uow.teams.all() == [SUPPORT]
        uow.teams.replace_all([SUPPORT, NORDIC])
        assert uow.teams.all() == [SUPPORT, NORDIC]
        uow.teams.replace_all([NORDIC])
        assert uow.teams.all() == [NORDIC]


def test_who_is_there_is_known(books: SqlBooks) -> None:
    maria = Here(agent="maria", seen_at=NOON, is_busy=True, given_at=NOON)
    with books.writing() as uow:
        assert uow.presences.get("maria") is None
        uow.presences.save(maria)
        uow.presences.save(Here(agent="per", seen_at=NOON - timedelta(minutes=5), is_here=False))
        assert uow.presences.get("maria") == maria
        assert uow.presences.here() == [maria]
        assert [here.agent for here in uow.presences.all()] == ["per", "maria"]


def test_the_queue_is_in_order_of_urgency_then_of_waiting(books: SqlBooks) -> None:
    later, urgent = (
        a_watch("h2", opened_at=NOON + timedelta(1)),
        a_watch("h3", opened_at=NOON + timedelta(2), priority=2),
    )
    with books.writing() as uow:
        for over in (later, urgent, a_watch(), a_watch("h4", agent="maria"), a_watch("h5", team="nordic")):
            uow.watches.save(over, None)
        assert uow.watches.queue("support", 9) == [urgent, a_watch(), later]
        assert uow.watches.queue("support", 1) == [urgent]
        assert uow.watches.held() == {"maria": 1}
        assert [over.handoff_id for over in uow.watches.of_agent("maria")] == ["h4"]
        uow.watches.remove("h3")
        assert uow.watches.get("h3") is None
        assert len(uow.watches.of([ANNA])) == len(uow.watches.all()) == 4
        assert uow.watches.of([]) == []


def test_what_is_due_next_is_found_without_looking_at_all(books: SqlBooks) -> None:
    with books.writing() as uow:
        assert uow.watches.next_due() is None
        uow.watches.save(a_watch(), NOON)
        uow.watches.save(a_watch("h2"), NOON - timedelta(minutes=1))
        uow.watches.save(a_watch("h3"), None)
        assert uow.watches.next_due() == NOON - timedelta(minutes=1)
        assert [over.handoff_id for over in uow.watches.due(NOON, 9)] == ["h2", "h1"]
        assert uow.watches.due(NOON - timedelta(hours=1), 9) == []


def test_the_first_wait_counts(books: SqlBooks) -> None:
    with books.writing() as uow:
        uow.waits.put("h1", "support", NOON, 60.0)
        uow.waits.put("h1", "support", NOON, 900.0)
        uow.waits.put("h2", "support", NOON + timedelta(1), 30.0)
        assert uow.waits.latest("support", 9) == [(NOON + timedelta(1), 30.0), (NOON, 60.0)]
        assert uow.waits.latest("nordic", 9) == []


def test_a_handoffs_question_is_asked_once_and_its_answer_kept(books: SqlBooks) -> None:
    asked = Rating(
        handoff_id="h1", conversation_id=ANNA, survey=Survey.NPS, asked_at=NOON, agent="maria", team="support"
    )
    with books.writing() as uow:
        assert uow.ratings.latest(ANNA) is None
        assert uow.ratings.ask(asked)
        assert not uow.ratings.ask(asked)
        uow.ratings.save(asked.scored(0, NOON).explained("slow"))
        assert uow.ratings.get("h1") == uow.ratings.latest(ANNA) == asked.scored(0, NOON).explained("slow")
        assert uow.ratings.since(NOON) != []
        assert uow.ratings.since(NOON + timedelta(seconds=1)) == []


def test_the_place_in_the_log_is_kept(books: SqlBooks) -> None:
    with books.writing() as uow:
        assert uow.progress.get("routing") is None
        uow.progress.put("routing", 7)
        uow.commit()
    with books.reading() as uow:
        assert uow.progress.get("routing") == 7


def test_a_handoff_keeps_its_team_and_how_it_ended(books: SqlBooks) -> None:
    handoff = Handoff(id="h1", conversation_id=ANNA, reason=Reason.ASKED, opened_by="m1", opened_at=NOON)
    handoff = replace(handoff.take("maria", NOON), team="nordic", priority=2, snoozed_until=NOON)
    with books.writing() as uow:
        uow.handoffs.save(handoff.close(NOON, Outcome.RESOLVED))
        assert uow.handoffs.get("h1") == handoff.close(NOON, Outcome.RESOLVED)


def test_what_happens_around_teams_is_told(books: SqlBooks) -> None:
    told = [
        TeamsChanged(names=("Support",)),
        PresenceChanged(agent="maria", presence=Presence.BUSY),
        RatingGiven(conversation_id=ANNA, handoff_id="h1", score=4, words="good"),
    ]
    with books.writing() as uow:
        for event in told:
            uow.record(event)
        uow.commit()
    with books.reading() as uow:
        assert [entry.event for entry in uow.events.since(0)] == told
        assert [entry.event for entry in uow.events.since(0, ANNA)] == told[2:]
