"""The list of conversations: it follows the event log, on every store."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from store.rebuilding import rebuild
from store.unit_of_work import SqlBooks, SqlUnitOfWork
from support import mail
from support.conversations import Conversation, Order, Page, View, Wanted, after
from support.errors import NotFound, Refused
from support.events import HolderChanged, LabelsChanged, LanguageChanged, NoteWritten, RatingGiven, TeamsChanged
from support.handoffs import Handoff, Holder, Outcome, Reason
from support.messages import Author, ConversationId, Message, conversation
from support.notes import Note
from support.teams import Sla, Team

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ANNA, BOB = conversation("webchat", "anna"), conversation("whatsapp", "4670")
MARIA = "a1"


def minute(number: float) -> datetime:
    return NOON + timedelta(minutes=number)


def says(uow: SqlUnitOfWork, who: ConversationId, text: str, at: float = 0, name: str | None = None) -> None:
    id = f"{who}:{text}:{at}".replace("\0", "")
    message = Message(
        id=id, conversation_id=who, author=Author.CUSTOMER, text=text, sent_at=minute(at), name=name, language="sv"
    )
    assert mail.receive(uow, message, now=message.sent_at)


def hears(uow: SqlUnitOfWork, who: ConversationId, text: str, author: Author, at: float = 0) -> None:
    message = Message(id=f"{who}:{text}:{at}", conversation_id=who, author=author, text=text, sent_at=minute(at))
    assert mail.post(uow, message)


def calls(uow: SqlUnitOfWork, who: ConversationId, at: float = 0) -> Handoff:
    handoff = Handoff(
        id=f"h-{who}", conversation_id=who, reason=Reason.ASKED, opened_by=f"m-{who}", opened_at=minute(at)
    )
    changes(uow, handoff)
    return handoff


def changes(uow: SqlUnitOfWork, handoff: Handoff) -> Handoff:
    uow.handoffs.save(handoff)
    uow.record(HolderChanged(handoff=handoff, by=MARIA, at=NOON))
    return handoff


def page(books: SqlBooks, view: View = View.ALL, at: float = 60, **wanted: object) -> list[ConversationId]:
    with books.reading() as uow:
        asked = Wanted(view=view, now=minute(at), account_id=MARIA, **wanted)  # type: ignore[arg-type]
        return [row.conversation_id for row in uow.conversations.page(asked, None, 50).rows]


def test_a_score_leaves_resolved_what_it_is_about_and_the_next_word_does_not(books: SqlBooks) -> None:
    with books.writing() as uow:
        says(uow, ANNA, "hej")
        handoff = changes(uow, calls(uow, ANNA, 1).take(MARIA, minute(2)))
        changes(uow, handoff.close(minute(3), Outcome.RESOLVED))
        says(uow, ANNA, "4", 4)
        uow.record(RatingGiven(conversation_id=ANNA, handoff_id=handoff.id, score=4))
        hears(uow, ANNA, "Thank you!", Author.BOT, 4)
        uow.commit()
    assert page(books, View.RESOLVED) == [ANNA]

    with books.writing() as uow:
        says(uow, ANNA, "one more thing", 5)
        uow.commit()
    assert (page(books, View.RESOLVED), page(books, View.BOT)) == ([], [ANNA])


def test_a_row_is_what_folding_the_log_gives(books: SqlBooks) -> None:
    with books.writing() as uow:
        says(uow, ANNA, "hej", name="Anna")
        says(uow, BOB, "hello", 1)
        uow.commit()
    with books.writing() as uow:
        handoff = changes(uow, calls(uow, ANNA, 2).take(MARIA, minute(3)))
        hears(uow, ANNA, "Hej Anna", Author.AGENT, 4)
        uow.record(LabelsChanged(conversation_id=ANNA, labels=("vip", "refund"), by=MARIA, at=minute(5)))
        uow.record(LanguageChanged(conversation_id=ANNA, language="fa"))
        changes(uow, replace(handoff, team="t1", priority=2).snooze(minute(9)))
        uow.commit()

    with books.writing() as uow:
        folded: dict[str, Conversation | None] = {}
        for logged in uow.events.since(0):
            id = getattr(logged.event, "conversation_id", None) or getattr(
                getattr(logged.event, "message", None) or getattr(logged.event, "handoff", None), "conversation_id", ""
            )
            folded[id] = after(folded.get(id), logged.event)
        kept = {id: uow.conversations.get(id) for id in (ANNA, BOB)}
        assert kept == folded

        rebuild(uow._connection)
        assert {id: uow.conversations.get(id) for id in (ANNA, BOB)} == kept
    anna = kept[ANNA]
    assert (anna.name, anna.language, anna.labels, anna.last_text) == ("Anna", "fa", ("vip", "refund"), "Hej Anna")
    assert (anna.holder, anna.taken_by, anna.team, anna.priority) == (Holder.AGENT, MARIA, "t1", 2)
    assert (anna.waiting_since, anna.snoozed_until, anna.reason) == (None, minute(9), Reason.ASKED)
    with books.reading() as uow, pytest.raises(NotFound):
        uow.conversations.get(conversation("webchat", "nobody"))


def test_each_view_shows_its_own_in_its_order(books: SqlBooks) -> None:
    names = ("answered", "urgent", "early", "late", "mine", "asleep", "done", "bot1", "bot2")
    who = {name: conversation("webchat", name) for name in names}
    with books.writing() as uow:
        for number, id in enumerate(who.values()):
            says(uow, id, "help", number)
        handoffs = {name: calls(uow, who[name], 10) for name in names[:7]}
        changes(uow, replace(handoffs["urgent"], priority=1))
        changes(uow, handoffs["mine"].take(MARIA, minute(11)))
        changes(uow, handoffs["answered"].take("b2", minute(11)))
        hears(uow, who["answered"], "hello", Author.AGENT, 12)
        changes(uow, handoffs["asleep"].snooze(minute(90)))
        changes(uow, handoffs["done"].close(minute(13), Outcome.RESOLVED))
        uow.commit()

    def named(view: View, at: float = 60) -> list[str]:
        return [id.partition(":")[2] for id in page(books, view, at)]

    assert named(View.UNASSIGNED) == ["urgent", "early", "late"]
    assert named(View.ALL) == ["urgent", "early", "late", "mine", "answered"]
    assert (named(View.MINE), named(View.SNOOZED), named(View.RESOLVED)) == (["mine"], ["asleep"], ["done"])
    assert named(View.BOT) == ["bot2", "bot1"]
    assert named(View.ALL, at=90) == ["urgent", "early", "late", "mine", "asleep", "answered"]
    with books.reading() as uow:
        counts = uow.conversations.counts(MARIA, minute(60))
        assert counts == {"mine": 1, "unassigned": 3, "all": 5, "bot": 2, "snoozed": 1}
        assert [row.conversation_id for row in uow.conversations.waking(minute(80), minute(90))] == [who["asleep"]]
        assert uow.conversations.waking(minute(90), minute(99)) == []


def promises(books: SqlBooks, *teams: Team) -> None:
    with books.writing() as uow:
        uow.teams.replace_all(teams)
        uow.record(TeamsChanged(names=tuple(team.name for team in teams)))
        uow.commit()


def test_what_is_due_first_comes_first_where_that_is_wanted(books: SqlBooks) -> None:
    who = {name: conversation("webchat", name) for name in ("calm", "early", "asks", "quick", "asleep", "with the bot")}
    quick = Team(id="quick", name="Quick", sla=Sla(first_reply=5))
    usual = Team(id="usual", name="Usual", sla=Sla(first_reply=30, next_reply=60))
    promises(books, quick, usual, Team(id="calm", name="Calm"))
    with books.writing() as uow:
        for id in who.values():
            says(uow, id, "help", -1)
        handoffs = {name: calls(uow, id, place) for place, (name, id) in enumerate(list(who.items())[:5])}
        changes(uow, replace(handoffs["calm"], team="calm", priority=3))
        for name in ("early", "asks"):
            changes(uow, replace(handoffs[name], team="usual"))
        changes(uow, replace(handoffs["quick"], team="quick"))
        changes(uow, replace(handoffs["asleep"], team="quick", snoozed_until=minute(90)))
        hears(uow, who["asks"], "hello", Author.AGENT, 3)
        says(uow, who["asks"], "well?", 4)
        uow.commit()

    def named(**wanted: object) -> list[str]:
        return [id.partition(":")[2] for id in page(books, order=Order.DUE, **wanted)]

    assert named() == ["quick", "early", "asks", "calm"]
    assert page(books)[0] == who["calm"]
    promises(books, quick, replace(usual, sla=Sla(next_reply=1)))  # the calm ones are the quick ones' now
    assert named() == ["asks", "calm", "quick", "early"]
    with books.writing() as uow:
        before = [uow.conversations.page(Wanted(view=View.ALL, now=minute(60), order=Order.DUE), None, 50)]
        rebuild(uow._connection)
        assert [uow.conversations.page(Wanted(view=View.ALL, now=minute(60), order=Order.DUE), None, 50)] == before


def test_a_row_knows_what_is_promised_about_its_latest_handoff(books: SqlBooks) -> None:
    def row() -> Conversation:
        with books.reading() as uow:
            return uow.conversations.get(ANNA)

    with books.writing() as uow:
        says(uow, ANNA, "hej")
        first = calls(uow, ANNA)
        hears(uow, ANNA, "hello", Author.AGENT, 2)
        says(uow, ANNA, "and?", 3)
        first = changes(uow, replace(first, context={"email": "anna@shop.example", "wants": "hej"}))
        uow.commit()
    assert row().course is not None
    assert row().wants == "hej"
    assert (row().answered_at, row().asked_at, row().left_email) == (minute(2), minute(3), "anna@shop.example")

    with books.writing() as uow:
        changes(uow, first.close(minute(4)))
        uow.commit()
    assert row().course is None
    with books.writing() as uow:
        changes(uow, replace(first, id="h2", opened_at=minute(5), context={}))
        uow.commit()
    assert (row().answered_at, row().asked_at, row().left_email, row().wants) == (None, None, None, "")


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("view", [View.UNASSIGNED, View.BOT])
def test_pages_lead_through_the_whole_list(books: SqlBooks, view: View, order: Order) -> None:
    with books.writing() as uow:
        for number in range(7):
            id = conversation("webchat", f"v{number}")
            says(uow, id, "help", number // 2)  # some at the same time
            if view is View.UNASSIGNED:
                calls(uow, id, 10)
        uow.commit()

    asked, seen, place = Wanted(view=view, now=minute(60), order=order), [], None
    with books.reading() as uow:
        whole = uow.conversations.page(asked, None, 50)
        while True:
            found: Page = uow.conversations.page(asked, place, 3)
            seen += found.rows
            if (place := found.next) is None:
                break
    assert tuple(seen) == whole.rows and len(seen) == 7 and whole.next is None


@pytest.mark.parametrize(
    "place", ["", "null", "[]", "{}", "[1,2]", '["a","b","c"]', "[[1],[2],[3]]", "[1e999,1,2]", "["]
)
def test_a_place_that_is_none_is_refused(books: SqlBooks, place: str) -> None:
    with books.reading() as uow, pytest.raises(Refused):
        uow.conversations.page(Wanted(view=View.ALL, now=NOON), place, 3)


def test_the_list_can_be_narrowed(books: SqlBooks) -> None:
    with books.writing() as uow:
        says(uow, ANNA, "hej", 0)
        says(uow, BOB, "hello", 30)
        changes(uow, replace(calls(uow, ANNA, 31), team="t1"))
        calls(uow, BOB, 31)
        uow.record(LabelsChanged(conversation_id=ANNA, labels=("a%b",)))
        uow.record(LabelsChanged(conversation_id=BOB, labels=("axb", "a%")))
        uow.record(LanguageChanged(conversation_id=BOB, language="en"))
        uow.commit()

    assert page(books, channel="whatsapp") == page(books, language="en") == [BOB]
    assert page(books, label="a%b") == page(books, team="t1") == page(books, waiting_before=minute(20)) == [ANNA]
    assert page(books, label="a") == page(books, label="a%b\n") == page(books, channel="nothing") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("REFUND late", True),
        ("late refund", True),
        ("Strasse", True),
        ("ecole", True),
        ("كتاب", True),  # typed on an Arabic keyboard, written on a Persian one
        ("ச", True),
        ("退货", True),
        ("100%", True),
        ("10_", False),
        ("anna-li", True),
        ("secretly", True),
        ("refund hello", False),
    ],
)
def test_a_conversation_is_found_by_any_words_said_there(books: SqlBooks, words: str, found: bool) -> None:
    said = ["\0 nothing", "My refund is late, 100% sure", "Große STRASSE, École", "کتاب", "சேலை", "我要退货"]
    with books.writing() as uow:
        for number, text in enumerate(said):
            says(uow, ANNA, text, number, name="Anna-Liisa")
        says(uow, BOB, "hello")
        note = Note(id="n1", conversation_id=ANNA, written_by=MARIA, name="M", text="secretly rich", written_at=NOON)
        assert uow.notes.put(note) and not uow.notes.put(note)
        uow.record(NoteWritten(note=note))
        uow.commit()

    assert page(books, View.BOT, words=tuple(words.split())) == ([ANNA] if found else [])
    with books.reading() as uow:
        assert uow.notes.of([ANNA, BOB]) == [note]


def test_the_customers_word_wakes_what_was_snoozed_for_good(books: SqlBooks) -> None:
    with books.writing() as uow:
        says(uow, ANNA, "hej")
        asleep = changes(uow, calls(uow, ANNA).take(MARIA, NOON).snooze(minute(99)))
        uow.commit()
    assert page(books) == []

    with books.writing() as uow:
        says(uow, ANNA, "still there?", 1)
        changes(uow, replace(asleep, priority=2))  # what changes for other reasons does not send it to sleep again
        uow.commit()
    assert page(books) == [ANNA]

    with books.writing() as uow:
        changes(uow, asleep.snooze(minute(100)))
        uow.commit()
    assert page(books) == []
