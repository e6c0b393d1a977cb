"""What was promised and how it was, as the desk's API tells it."""

from datetime import datetime, timedelta

import pytest

from desk.contacts import merge
from support.messages import conversation
from tests.web.inbox import ANNA, Agent, bot_calls, customer_says, leaves_address, promises, rates
from tests.web.office import Office

ANNA_ELSEWHERE = conversation("telegram", "4670")


@pytest.fixture
def maria(office: Office) -> Agent:
    return Agent(office, "Maria")


def timers(row: dict[str, list[dict[str, str]]]) -> list[str]:
    return [clock["timer"] for clock in row["clocks"]]


def test_the_clocks_run_and_what_came_of_them_is_told(office: Office, maria: Agent) -> None:
    promises(office.books, first_reply=5, next_reply=10, resolution=60)
    called = bot_calls(office.books, customer_says(office.books, "hej"))

    (row,) = maria.sees("conversations", view="unassigned")["conversations"]
    assert timers(row) == ["first_reply", "resolution"]
    first = row["clocks"][0]
    due, soon, began = (datetime.fromisoformat(first[name]) for name in ("due_at", "soon_at", "began_at"))
    assert (due - began, due - soon, first["team"]) == (timedelta(minutes=5), timedelta(minutes=1), "support")
    assert abs(began - called.opened_at) < timedelta(milliseconds=1)

    assert timers(maria.says("Hej!")) == ["resolution"]
    customer_says(office.books, "och?")
    assert timers(maria.opens()["conversation"]) == ["next_reply", "resolution"]
    maria.says("Strax.")
    assert maria.does("resolve")["clocks"] == []
    assert maria.opens()["card"]["kept"] == [
        {"timer": name, "kept": 1, "broken": 0, "late_seconds": 0}
        for name in ("first_reply", "next_reply", "resolution")
    ]


def test_what_nobody_promised_has_no_clock(office: Office, maria: Agent) -> None:
    bot_calls(office.books, customer_says(office.books, "hej"))

    assert maria.opens()["conversation"]["clocks"] == [] == maria.opens()["card"]["kept"]


def test_due_first_is_an_order_and_nonsense_is_none(office: Office, maria: Agent) -> None:
    promises(office.books, first_reply=5, next_reply=1)
    early, asks = conversation("webchat", "early"), conversation("webchat", "asks")
    for id in (early, asks):
        bot_calls(office.books, customer_says(office.books, "hej", id))
    maria.says("Hej!", asks)
    maria.does("assign", asks, to=None)
    customer_says(office.books, "och?", asks)

    assert maria.lists(view="unassigned") == [early, asks]
    assert maria.lists(view="unassigned", sort="due") == [asks, early]
    assert maria.asks("conversations", view="all", sort="magic").status_code == 400


def test_a_page_hears_of_new_promises_and_asks_when_teams_are_there(office: Office, maria: Agent) -> None:
    assert maria.sees("me")["teams"] == [{"id": "support", "name": "Support", "openings": None}]
    with maria.listening() as ears:
        promises(office.books, first_reply=5)
        assert ears.until("teams") == {}


def test_how_it_was_stands_on_the_card_and_among_the_other_conversations(office: Office, maria: Agent) -> None:
    handoff = bot_calls(office.books, customer_says(office.books, "hej"))
    maria.says("Hej!")
    maria.does("resolve")
    with maria.listening() as ears:
        rates(office.books, handoff, 2, "too slow")
        told = ears.until("rating")
    assert told["conversation_id"] == ANNA

    (found,) = maria.opens()["ratings"]
    assert told["rating"] == found
    kept = {name: found[name] for name in ("survey", "score", "least", "most", "words")}
    assert kept == {"survey": "csat", "score": 2, "least": 1, "most": 5, "words": "too slow"}
    customer_says(office.books, "igen", ANNA_ELSEWHERE)
    with office.books.writing() as uow:
        into, other = (uow.contacts.identity(id) for id in (ANNA, ANNA_ELSEWHERE))
        assert into and other
        merge(uow, into.contact_id, other.contact_id)
        uow.commit()
    (elsewhere,) = maria.opens(ANNA_ELSEWHERE)["others"]
    assert elsewhere["rating"] == found and maria.opens(ANNA_ELSEWHERE)["ratings"] == []


def test_an_address_that_was_left_is_told(office: Office, maria: Agent) -> None:
    handoff = bot_calls(office.books, customer_says(office.books, "hej"))
    leaves_address(office.books, handoff, "anna@shop.example")

    found = maria.opens()
    assert found["conversation"]["left_email"] == found["contact"]["left_email"] == "anna@shop.example"
    assert found["contact"]["email"] is None
