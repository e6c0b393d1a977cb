"""The router, on every store: who waits finds somebody, and is not left alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.texts import texts
from desk import contacts, handing_over, presence, routing
from store.unit_of_work import SqlBooks
from support import mail
from support.articles import Article
from support.events import LabelsChanged, PresenceChanged, TeamsChanged
from support.handoffs import Handoff, Outcome, Reason
from support.hours import Hours
from support.messages import Author, ConversationId, Message, conversation
from support.staff import Account, Role
from support.surveys import Survey
from support.teams import Assignment, Member, Presence, Sla, Step, Team, Then, Timer
from web.routing import Router

NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)  # a Friday
OFFICE = Hours(zone=ZoneInfo("UTC"), week=(((540, 1020),),) * 5 + ((), ()))
FREE = Team(id="support", name="Support", assignment=Assignment.FREE, capacity=2, urgencies=())


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


class Office:
    """A house's books and its router, on a clock of its own."""

    def __init__(self, books: SqlBooks) -> None:
        self.books = books
        self.router = Router(books, Survey.CSAT)
        self.next: datetime | None = None

    def has(self, *teams: Team) -> None:
        with self.books.writing() as uow:
            uow.teams.replace_all(teams)
            uow.record(TeamsChanged(names=tuple(team.name for team in teams)))
            uow.commit()

    def asks(self, who: str, minutes: float, channel: str = "telegram", **context: object) -> str:
        with self.books.writing() as uow:
            handoff = handing_over.open_handoff(
                uow,
                conversation(channel, who),
                reason=Reason.ASKED,
                opened_by=f"{who}{minutes}",
                context={"language": "sv"} | context,
                now=at(minutes),
            )
            uow.commit()
        return handoff.id

    def hires(self, name: str, language: str) -> None:
        account = Account(
            id=name.lower(),
            email=f"{name}@shop.example".lower(),
            name=name,
            roles=frozenset({Role.AGENT}),
            made_at=NINE,
            joined_at=NINE,
            languages=(language,),
        )
        with self.books.writing() as uow:
            uow.accounts.add(account)
            uow.commit()

    def hears_of(self, agent: str, minutes: float, is_busy: bool | None = None) -> None:
        with self.books.writing() as uow:
            presence.beat(uow, agent, now=at(minutes), is_busy=is_busy)
            uow.commit()

    def replies(self, handoff_id: str, agent: str, minutes: float) -> None:
        with self.books.writing() as uow:
            handing_over.reply(uow, handoff_id, agent, "Hej!", id=f"{handoff_id}{minutes}", now=at(minutes))
            uow.commit()

    def ends(self, handoff_id: str, outcome: Outcome, minutes: float) -> None:
        with self.books.writing() as uow:
            handing_over.close(uow, handoff_id, farewell="Hej då!", now=at(minutes), outcome=outcome)
            uow.commit()

    def answers_at(self, *, another_desk: bool) -> None:
        """Have the server begin anew, with people here or elsewhere."""
        self.router = Router(self.books, Survey.CSAT, is_here=not another_desk)

    def works(self, minutes: float) -> None:
        self.next = self.router.work(at(minutes))

    def holds(self, handoff_id: str) -> Handoff:
        with self.books.reading() as uow:
            return uow.handoffs.get(handoff_id)

    def told(self, who: str, channel: str = "telegram") -> list[str]:
        with self.books.reading() as uow:
            said = uow.outbox.messages(ConversationId(f"{channel}:{who}"))
        return [message.text for message in said if message.author is Author.BOT]


@pytest.fixture
def office(books: SqlBooks) -> Office:
    return Office(books)


def swedish(key: str, **values: object) -> str:
    return texts("sv").get("bot", key, **values)


def test_who_knows_about_it_is_given_it_by_what_the_bot_found(office: Office) -> None:
    members = (Member(agent="per"), Member(agent="maria", skills=("bank",)))
    office.has(FREE, replace(FREE, id="money", skills=("payments",), members=members))
    with office.books.writing() as uow:
        paying = Article(slug="pay-by-bank", language="sv", title="Bank", body="...", tags=("payments", "bank"))
        uow.articles.put(paying)
        uow.commit()
    tried = [{"intent": "ask", "hits": [{"slug": "pay-by-bank"}, {"slug": "sizes"}]}]

    asked = [office.asks(who, minute, tried=tried) for minute, who in enumerate(("anna", "bo", "cy"))]
    for agent in ("per", "maria"):
        office.hears_of(agent, 3)
    office.works(3)

    assert {office.holds(id).team for id in asked} == {"money"}
    assert [office.holds(id).taken_by for id in asked] == ["maria", "maria", "per"]
    assert office.holds(office.asks("di", 0, tried=[{"intent": "ask", "hits": [{"slug": "sizes"}]}])).team == "support"


def test_nothing_to_do_is_nothing_to_wait_for(office: Office) -> None:
    office.works(0)
    assert office.next is None


def test_who_waited_longest_is_given_the_next_and_nobody_too_many(office: Office) -> None:
    office.has(FREE)
    office.hears_of("maria", 0)
    office.hears_of("per", 0.1)
    waiting = [office.asks(name, 0.2 + place / 100) for place, name in enumerate(("anna", "bob", "cem", "dan", "eva"))]
    office.works(0.3)

    holders = [office.holds(id).taken_by for id in waiting]
    assert sorted(map(str, holders)) == ["None", "maria", "maria", "per", "per"]
    assert holders[:2] in (["maria", "per"], ["per", "maria"])
    office.ends(waiting[0], Outcome.RESOLVED, 0.4)
    office.works(0.5)
    assert office.holds(waiting[4]).taken_by == holders[0]


def test_who_speaks_the_language_gets_it(office: Office) -> None:
    members = (Member(agent="dieter", languages=("de",)), Member(agent="maria", languages=("sv", "en")))
    office.has(Team(id="support", name="Support", assignment=Assignment.FREE, members=members))
    for name in ("dieter", "maria", "stranger"):
        office.hears_of(name, 0)
    handoff = office.asks("anna", 0.1)
    office.works(0.2)

    assert office.holds(handoff).taken_by == "maria"


def test_an_account_says_what_its_owner_speaks_and_is_called(office: Office) -> None:
    office.has(FREE)
    for name, language in (("Maria", "sv"), ("Dieter", "de")):
        office.hires(name, language)
        office.hears_of(name.lower(), 0)
    handoff = office.asks("anna", 0.1)
    office.works(0.2)

    assert office.holds(handoff).taken_by == "maria"
    assert office.told("anna") == [texts("sv").get("widget", "person_joined", name="Maria")]


def test_a_label_makes_it_urgent(office: Office) -> None:
    handoff = office.asks("anna", 0)
    office.works(0)
    with office.books.writing() as uow:
        uow.record(LabelsChanged(conversation_id=conversation("telegram", "anna"), labels=("vip",), at=at(1)))
        uow.commit()
    office.works(1)
    assert office.holds(handoff).priority == 3


def test_a_label_is_a_contacts_on_whichever_channel(office: Office) -> None:
    office.has(FREE, replace(FREE, id="gold", labels=("vip",)))
    phone = {"phone": "+4670123"}
    with office.books.writing() as uow:
        for channel in ("telegram", "whatsapp"):
            id = conversation(channel, "anna")
            contacts.introduce(uow, id, phone, met_at=at(0))
            said = Message(id=f"{id}/hej", conversation_id=id, author=Author.CUSTOMER, text="hej", sent_at=at(0))
            mail.note(uow, said)
        uow.commit()
    first = office.asks("anna", 0)
    with office.books.writing() as uow:
        uow.record(LabelsChanged(conversation_id=conversation("whatsapp", "anna"), labels=("vip",), at=at(1)))
        uow.commit()
    office.works(1)

    with office.books.reading() as uow:
        assert uow.watches.get(first).labels == ("vip",)
    assert office.holds(office.asks("anna", 2, channel="whatsapp")).team == "gold"
    assert office.holds(office.asks("bo", 2)).team == "support"


def test_by_hand_means_by_hand_and_busy_means_busy(office: Office) -> None:
    office.hears_of("maria", 0)
    by_hand = office.asks("anna", 0.1)
    office.works(0.2)
    assert office.holds(by_hand).taken_by is None

    office.hears_of("maria", 0.3, is_busy=True)
    office.has(FREE)
    office.works(0.4)
    assert office.holds(by_hand).taken_by is None
    office.hears_of("maria", 0.5, is_busy=False)
    office.works(0.6)
    assert office.holds(by_hand).taken_by == "maria"


def test_what_somebody_was_given_and_left_goes_to_others(office: Office) -> None:
    office.has(FREE)
    office.hears_of("maria", 0)
    left, answered = office.asks("anna", 0.1), office.asks("bob", 0.2)
    office.works(0.3)
    office.replies(answered, "maria", 0.5)
    office.works(0.6)
    assert office.next == at(1)  # a minute after she was last heard of

    office.hears_of("per", 1.1)
    office.works(1.2)
    assert (office.holds(left).taken_by, office.holds(answered).taken_by) == ("per", "maria")
    with office.books.reading() as uow:
        events = [entry.event for entry in uow.events.since(0)]
    assert PresenceChanged(agent="maria", presence=Presence.OFFLINE) in events


def test_nobody_is_given_anything_at_night_but_in_the_morning(office: Office) -> None:
    office.has(Team(id="support", name="Support", assignment=Assignment.FREE, hours=OFFICE))
    evening, morning = 10 * 60, 3 * 24 * 60
    handoff = office.asks("anna", evening)
    office.works(evening)
    assert office.next == at(morning)

    office.hears_of("maria", morning)
    office.works(morning)
    assert office.holds(handoff).taken_by == "maria"


def test_who_joins_is_told_unless_they_speak_for_themselves(office: Office) -> None:
    office.works(0)
    quiet, quick, chat = office.asks("anna", 0), office.asks("bob", 0), office.asks("cem", 0, "webchat")
    office.works(0)
    with office.books.writing() as uow:
        for id in (quiet, chat):
            handing_over.take(uow, id, "Maria", now=at(1))
        uow.commit()
    office.replies(quick, "Maria", 1)
    office.works(1)

    assert office.told("anna") == [texts("sv").get("widget", "person_joined", name="Maria")]
    assert office.told("bob") == []
    assert office.told("cem", "webchat") == []


def test_who_is_not_taken_gets_a_word_then_is_asked_for_an_address(office: Office) -> None:
    handoff = office.asks("anna", 0)
    office.works(0)
    assert office.next == at(5)
    office.works(4.9)
    assert office.told("anna") == []

    office.works(5)
    office.works(6)
    assert office.told("anna") == [swedish("still_waiting")]
    office.works(20)
    assert office.told("anna")[1:] == [f"{swedish('still_waiting')} {swedish('leave_mail')}"]
    assert office.holds(handoff).context["asks_mail"]
    office.works(30)
    assert office.holds(handoff).priority == 2  # by then it is urgent
    assert len(office.told("anna")) == 2
    assert office.next is None


def test_a_router_that_was_down_says_it_late_and_once(office: Office) -> None:
    office.works(0)
    office.asks("anna", 1)
    office.router = Router(office.books, None)
    office.works(500)
    office.router = Router(office.books, None)
    office.works(501)

    assert len(office.told("anna")) == 2


def test_what_is_late_is_hurried_given_to_others_and_in_the_end_to_the_bot(office: Office) -> None:
    steps = (
        Step(timer=Timer.FIRST_REPLY, then=Then.RAISE),
        Step(timer=Timer.FIRST_REPLY, after=30, then=Then.TEAM, team="second"),
    )
    first = Team(id="first", name="First", sla=Sla(first_reply=10), steps=steps, urgencies=())
    give_up = (Step(timer=Timer.UNTAKEN, after=60, then=Then.BOT),)
    second = Team(id="second", name="Second", labels=("hard",), steps=give_up, urgencies=())
    office.has(first, second)
    handoff = office.asks("anna", 0)
    with office.books.writing() as uow:
        handing_over.take(uow, handoff, "maria", now=at(1))
        uow.commit()
    office.works(10)
    assert office.holds(handoff).priority == 1

    office.works(30)
    assert (office.holds(handoff).team, office.holds(handoff).taken_by) == ("second", None)
    office.works(90)
    assert office.holds(handoff).outcome is Outcome.RETURNED
    assert office.told("anna")[-1] == swedish("handover_untaken")


def test_who_is_answered_and_then_forgotten_is_hurried_once_a_time(office: Office) -> None:
    hurry = (Step(timer=Timer.NEXT_REPLY, then=Then.RAISE),)
    office.has(Team(id="support", name="Support", sla=Sla(next_reply=10), steps=hurry, urgencies=()))
    handoff = office.asks("anna", 0)
    office.replies(handoff, "maria", 1)
    asked = Message(
        id="m2", conversation_id=conversation("telegram", "anna"), author=Author.CUSTOMER, text="?", sent_at=at(2)
    )
    with office.books.writing() as uow:
        mail.receive(uow, asked, now=at(2))
        uow.commit()
    office.works(2)
    assert office.next == at(12)
    office.works(12)
    office.works(13)
    assert office.holds(handoff).priority == 1


def test_after_it_is_settled_they_are_asked_once_how_it_was(office: Office) -> None:
    office.works(0)
    settled, returned, unanswered = (office.asks(name, 0) for name in ("anna", "bob", "cem"))
    for id in (settled, returned):
        office.replies(id, "maria", 1)
    office.ends(settled, Outcome.RESOLVED, 2)
    office.ends(returned, Outcome.RETURNED, 2)
    office.ends(unanswered, Outcome.RESOLVED, 2)
    office.works(3)
    office.router = Router(office.books, Survey.CSAT)
    office.works(4)

    assert office.told("anna") == ["Hej då!", swedish("survey_csat")]
    assert office.told("bob") == office.told("cem") == ["Hej då!"]
    with office.books.reading() as uow:
        (asked,) = uow.ratings.since(NINE)
        (*_, question) = uow.outbox.messages(conversation("telegram", "anna"))
    assert (asked.handoff_id, asked.agent, asked.team) == (settled, "maria", "support")
    assert [button.title for button in question.buttons] == ["1", "2", "3", "4", "5"]


def test_what_was_opened_before_there_was_a_router_is_seen_to(office: Office) -> None:
    office.asks("anna", 0)
    office.works(10)
    assert office.told("anna") == [swedish("still_waiting")]


def test_many_of_them_are_seen_to_in_parts_and_what_happens_meanwhile_is_followed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routing, "_MOST_ADOPTED", 2)
    waiting = [office.asks(name, place / 100) for place, name in enumerate(("anna", "bob", "cem", "dan", "eva"))]
    office.router._round(at(1))
    assert watched(office) == set(waiting[:2])
    office.replies(waiting[0], "maria", 1.1)  # of whom the router knows already
    office = Office(office.books)  # it was killed in between
    office.works(1.2)

    assert watched(office) == set(waiting)
    with office.books.reading() as uow:
        found = uow.watches.get(waiting[0])
    assert found is not None and found.agent == "maria" and found.answered_at is not None


def watched(office: Office) -> set[str]:
    with office.books.reading() as uow:
        return {over.handoff_id for over in uow.watches.all()}


def test_how_long_people_waited_is_remembered_while_the_team_was_there(office: Office) -> None:
    office.has(Team(id="support", name="Support", hours=OFFICE))
    day, night = office.asks("anna", 0), office.asks("bob", -60)
    office.works(0)
    with office.books.writing() as uow:
        for id in (day, night):
            handing_over.take(uow, id, "maria", now=at(7))
        uow.commit()
    office.works(8)

    with office.books.reading() as uow:
        assert uow.waits.latest("support", 9) == [(NINE, 7 * 60.0)]


def hurried() -> Team:
    steps = (Step(timer=Timer.UNTAKEN, then=Then.RAISE, after=5), Step(timer=Timer.UNTAKEN, then=Then.BOT, after=10))
    return replace(FREE, steps=steps)


def test_who_is_with_another_desk_is_given_to_nobody_here_and_never_taken_back(office: Office) -> None:
    office.answers_at(another_desk=True)
    office.has(hurried())
    office.hears_of("maria", 0)
    waiting = office.asks("anna", 0)
    for minutes in (0.1, 6, 11, 60 * 24):
        office.works(minutes)

    found = office.holds(waiting)
    assert (found.taken_by, found.closed_at, found.priority) == (None, None, 0)
    assert (office.told("anna"), office.next) == ([], None)


def test_what_was_due_here_is_left_to_the_other_desk_and_is_due_again_when_people_are_back(office: Office) -> None:
    office.has(hurried())
    waiting = office.asks("anna", 0)
    office.works(0.1)
    assert office.next == at(5)

    office.answers_at(another_desk=True)
    office.works(20)
    assert (office.holds(waiting).closed_at, office.next) == (None, None)

    office.answers_at(another_desk=False)
    office.works(21)
    assert office.holds(waiting).outcome is Outcome.RETURNED


def test_how_it_was_is_asked_wherever_people_answered(office: Office) -> None:
    office.answers_at(another_desk=True)
    office.has(FREE)
    office.works(0)
    waiting = office.asks("anna", 0)
    office.replies(waiting, "Maria", 1)
    office.ends(waiting, Outcome.RESOLVED, 2)
    office.works(2.1)

    assert office.told("anna")[-1] == swedish("survey_csat")
