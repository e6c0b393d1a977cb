"""Ready replies: written on a page, found by their code, filled in for the customer."""

import re
from html import unescape
from typing import Any

import pytest

from support.messages import conversation
from support.staff import Role
from tests.web.inbox import ANNA, Agent, bot_calls, customer_says
from tests.web.office import Desk, Office

EVIL = '<script>alert("{{agent.name}}")</script>'


@pytest.fixture
def maria(office: Office) -> Agent:
    return Agent(office, "Maria")


@pytest.fixture
def boss(office: Office) -> Desk:
    return office.desk_of(office.hires("Boss", Role.ADMIN))


def write(desk: Desk, code: str, text: str, language: str = "en", **more: str) -> Any:
    return desk.sends("/desk/canned", code=code, text=text, language=language, **more)


def shown(agent: Agent, q: str = "", **query: Any) -> list[tuple[str, str]]:
    return [(each["code"], each["text"]) for each in agent.sees("canned", q=q, **query)]


def test_a_reply_is_filled_in_for_the_customer(office: Office, maria: Agent) -> None:
    said = customer_says(office.books, "Var är tm ۱۲۳۴۵۶?", name="Anna Ö")
    bot_calls(office.books, said)
    write(maria.browser, "Var", "Hej {{ customer.name }}! {{order.number}} är på väg. /{{agent.name}}", "sv")

    found = maria.sees("canned", q="va", conversation=ANNA)

    assert [(each["code"], each["gaps"]) for each in found] == [("var", [])]
    assert found[0]["text"] == "Hej Anna Ö! TM-123456 är på väg. /Maria"


def test_what_nobody_knows_stays_to_be_seen(office: Office, maria: Agent) -> None:
    customer_says(office.books, "hej", name=None)
    write(maria.browser, "mail", "We write to {{customer.email}}, {{customer.name}}.")

    (found,) = maria.sees("canned", conversation=ANNA)

    assert found["text"] == "We write to {{customer.email}}, {{customer.name}}."
    assert found["gaps"] == ["customer.email", "customer.name"]


def test_the_name_of_a_customer_is_no_placeholder(office: Office, maria: Agent) -> None:
    customer_says(office.books, "hej", name=EVIL)
    write(maria.browser, "hi", "Hi {{customer.name}}")

    (found,) = maria.sees("canned", conversation=ANNA)

    assert found["text"] == f"Hi {EVIL}"


def test_the_customers_language_first_then_the_houses_then_any(office: Office, maria: Agent) -> None:
    customer_says(office.books, "hej")
    persian = conversation("webchat", "reza")
    customer_says(office.books, "سلام", persian, language="fa")
    write(maria.browser, "hi", "Hello", "en")
    write(maria.browser, "hi", "Hej", "sv")
    write(maria.browser, "tack", "Tack!", "sv")

    assert shown(maria, conversation=ANNA) == [("hi", "Hej"), ("tack", "Tack!")]
    assert shown(maria, conversation=persian) == [("hi", "Hello"), ("tack", "Tack!")]
    assert shown(maria) == [("hi", "Hello"), ("tack", "Tack!")]


def test_what_begins_so_comes_before_what_speaks_of_it(maria: Agent) -> None:
    write(maria.browser, "a-refund", "Money back")
    write(maria.browser, "money", "It takes 3 days")

    assert [code for code, _ in shown(maria, "MONEY")] == ["money", "a-refund"]
    assert shown(maria, "nothing such") == []


def test_ones_own_reply_is_nobody_elses_and_comes_before_everybodys(office: Office, maria: Agent, boss: Desk) -> None:
    per = Agent(office, "Per")
    write(boss, "hi", "From us all", is_shared="yes")
    write(maria.browser, "hi", "From Maria")

    assert (shown(maria), shown(per)) == ([("hi", "From Maria")], [("hi", "From us all")])
    own = maria.sees("canned")[0]["id"]
    assert per.browser.get(f"/desk/canned/{own}").status_code == 404
    assert per.browser.sends(f"/desk/canned/{own}/change", code="hi", text="Hacked").status_code == 404
    assert per.browser.sends(f"/desk/canned/{own}/delete").status_code == 404
    assert shown(maria) == [("hi", "From Maria")]


def test_everybodys_are_written_by_admins(office: Office, maria: Agent, boss: Desk) -> None:
    write(boss, "hi", "From us all", is_shared="yes")
    (shared,) = maria.sees("canned")

    assert write(maria.browser, "all", "Mine for all", is_shared="yes").status_code == 403
    assert maria.browser.sends(f"/desk/canned/{shared['id']}/delete").status_code == 403
    assert maria.browser.sends(f"/desk/canned/{shared['id']}/change", code="hi", text="x").status_code == 403
    assert shown(maria) == [("hi", "From us all")]

    changed = boss.sends(f"/desk/canned/{shared['id']}/change", code="hi", text="New", language="en", is_shared="yes")
    assert (changed.status_code, shown(maria)) == (303, [("hi", "New")])
    boss.sends(f"/desk/canned/{shared['id']}/delete")
    assert shown(maria) == []


@pytest.mark.parametrize(
    ("code", "text", "language", "told"),
    [
        ("", "x", "en", "A code has"),
        ("two words", "x", "en", "A code has"),
        ("<b>", "x", "en", "A code has"),
        ("hi", "  ", "en", "no words"),
        ("hi", "x", "xx", "choose one of the languages"),
        ("hi", "{{customer.credit_card}}", "en", "nothing is known by the name customer.credit_card"),
        ("hi", "x" * 4001, "en", "more than 4000"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_what_was_written(
    maria: Agent, code: str, text: str, language: str, told: str
) -> None:
    answer = write(maria.browser, code, text, language)

    assert answer.status_code in (400, 413) and told.casefold() in unescape(answer.text).casefold()
    assert text.strip() in unescape(answer.text) and shown(maria) == []


def test_a_code_is_taken_once_a_language(maria: Agent) -> None:
    write(maria.browser, "hi", "One")

    assert write(maria.browser, "/HI", "Two").status_code == 409
    assert shown(maria) == [("hi", "One")]


def test_script_in_a_reply_is_words(maria: Agent) -> None:
    write(maria.browser, "evil", EVIL)

    pages = [maria.browser.get("/desk/canned"), maria.browser.get(f"/desk/canned/{maria.sees('canned')[0]['id']}")]
    assert all(page.status_code == 200 and not re.search(r"<script>alert", page.text) for page in pages)
    assert maria.browser.get("/desk").status_code in (200, 404)


def test_a_conversation_that_is_none_is_said_to_be_none(maria: Agent) -> None:
    assert maria.asks("canned", conversation="webchat:nobody").status_code == 404
    assert maria.asks("canned", conversation="nonsense").status_code == 404
