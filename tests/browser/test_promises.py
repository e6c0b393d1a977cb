"""What was promised, how it was, and who wants an e-mail, on the desk's page."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk.handing_over import open_handoff
from support.handoffs import Handoff, Reason
from support.hours import Hours
from support.messages import ConversationId, conversation
from support.teams import SUPPORT, Sla
from tests.browser.agent import AtDesk
from tests.browser.chromium import until
from tests.web.inbox import Agent, bot_says, customer_says, leaves_address, promises, rates
from tests.web.office import Office

PARVANEH = conversation("telegram", "77")
KAVYA = conversation("whatsapp", "919876543210")
LEO = conversation("webchat", "leo")

_DUE = "return [...document.querySelectorAll(arguments[0] + ' .due')].map(n => [n.dataset.state, n.textContent])"
_ASKED = "return performance.getEntriesByType('resource').filter(e => e.name.includes('/desk/api/')).length"
_SORT_BY = """
const order = document.querySelector('[name=sort]');
order.value = arguments[0];
order.dispatchEvent(new Event('change', { bubbles: true }));
"""
_CUT = """
const box = (node) => node.getBoundingClientRect();
const isCut = (tag, end) => box(tag).top < end - 1 && box(tag).bottom > end + 1;
const cut = (line) => [...line.children].some((tag) => isCut(tag, box(line).bottom));
return [...document.querySelectorAll('.item .tags')].filter(cut).map((line) => line.textContent);
"""
"""Rows with tags that are seen in part: what does not fit is not seen at all."""
_WIDE = """
const width = (selector) => document.querySelector(selector).clientWidth;
return Math.min(width('.card .wants'), width('.card .clocks')) / width('.card');
"""
"""How much of the card's width what they want and the clocks have."""
_WIDER = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"


def waits(office: Office, id: ConversationId, name: str, language: str, text: str, seconds: float) -> Handoff:
    """Have somebody wait for a person for so long already."""
    asked = customer_says(office.books, text, id, name=name, language=language)
    bot_says(office.books, asked, f"… {text}", "knowledge_unsure", "returns", "refunds")
    with office.books.writing() as uow:
        handoff = open_handoff(
            uow,
            id,
            reason=Reason.ASKED,
            opened_by=asked.id,
            context={"language": language, "slots": {}},
            now=datetime.now(UTC) - timedelta(seconds=seconds),
        )
        uow.commit()
    return handoff


def clocks(maria: AtDesk, where: str = ".item") -> list[list[str]]:
    return list(maria.browser.script(_DUE, where))


def test_a_clock_runs_out_on_the_page_without_asking_the_server(office: Office, maria: AtDesk) -> None:
    promises(office.books, first_reply=1)
    waits(office, LEO, "Leo", "en", "Where is my bag?", 44)
    maria.comes().sees_rows("Leo")
    asked = maria.browser.script(_ASKED)

    _, text = until(lambda: next((one for one in clocks(maria) if one[0] == "soon"), None), "it is soon")
    assert re.fullmatch(r"First reply due in \d+ s", text)
    _, text = until(lambda: next((one for one in clocks(maria) if one[0] == "late"), None), "it is late", 40)
    assert re.fullmatch(r"First reply late by \d+ s", text)
    assert maria.browser.script(_ASKED) == asked


def test_a_clock_stands_still_while_the_team_is_not_there(office: Office, maria: AtDesk) -> None:
    now = datetime.now(UTC)
    hour = ((now.hour + 12) % 24 * 60, (now.hour + 12) % 24 * 60 + 60)  # half a day away, each day
    team = replace(SUPPORT, sla=Sla(first_reply=20), hours=Hours(zone=ZoneInfo("UTC"), week=((hour,),) * 7))
    with office.books.writing() as uow:
        uow.teams.replace_all([team])
        uow.commit()
    waits(office, LEO, "Leo", "en", "Where is my bag?", 60)
    maria.comes().sees_rows("Leo")

    ((state, text),) = clocks(maria)
    assert (state, text.partition(", ")[0]) == ("ok", "First reply: 20 min left")
    assert re.search(r", open \w+ \d\d:00", text)


def test_a_reply_ends_one_clock_and_the_card_says_what_came_of_it(office: Office, maria: AtDesk) -> None:
    promises(office.books, first_reply=10, next_reply=30, resolution=600)
    waits(office, LEO, "Leo", "en", "Where is my bag?", 22 * 60)
    maria.comes().opens("Leo")
    found = [["late", "First reply late by 12 min"], ["ok", "Resolution due in 9 h 38 min"]]
    until(lambda: clocks(maria, ".card") == found, "both clocks on the card")

    maria.presses("take")
    until(lambda: maria.holder() == "With Maria", "it is hers")
    maria.writes("It is on its way.")
    until(lambda: clocks(maria, ".card") == found[1:], "one clock is left")
    until(lambda: "✗ First reply late by 12 min" in maria._text(".card .kept"), "that it was late")
    maria.presses("resolve")
    until(lambda: "✓ Resolution in time" in maria._text(".card .kept"), "that it was resolved in time")
    assert clocks(maria, ".card") == []


def test_due_first_is_an_order_that_stays(office: Office, maria: AtDesk) -> None:
    promises(office.books, first_reply=10, next_reply=1)
    waits(office, PARVANEH, "پروانه", "fa", "پولم کی برمی‌گردد؟", 300)
    waits(office, KAVYA, "காவியா", "ta", "எப்போது வரும்?", 30)
    per = Agent(office, "Per")
    per.says("வணக்கம்!", KAVYA)
    per.does("assign", KAVYA, to=None)
    customer_says(office.books, "?", KAVYA, name="காவியா", language="ta")
    maria.comes().sees_rows("پروانه", "காவியா")

    maria.browser.script(_SORT_BY, "due")
    maria.sees_rows("காவியா", "پروانه")
    waits(office, LEO, "Leo", "en", "Where is my bag?", 900)
    maria.sees_rows("Leo", "காவியா", "پروانه")
    maria.browser.reload()
    maria.sees_rows("Leo", "காவியா", "پروانه")


def test_other_promises_count_on_an_open_page(office: Office, maria: AtDesk) -> None:
    waits(office, LEO, "Leo", "en", "Where is my bag?", 30)
    maria.comes().opens("Leo")
    assert clocks(maria) == []

    promises(office.books, first_reply=60)
    until(lambda: clocks(maria) == [["ok", "First reply due in 1 h"]], "the new clock in the list")
    until(lambda: clocks(maria, ".card") == [["ok", "First reply due in 1 h"]], "and on the card")


def test_a_score_comes_to_the_card_by_itself(office: Office, maria: AtDesk) -> None:
    handoff = waits(office, LEO, "Leo", "en", "Where is my bag?", 30)
    maria.comes().opens("Leo")
    assert "Content" not in maria._text(".card")

    rates(office.books, handoff, 2, "<b>too slow</b>")
    until(lambda: "Content: 2 of 5 <b>too slow</b>" in maria._text(".card .rating"), "how it was")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_it_fits_whatever_it_is_looked_at_on(office: Office, maria: AtDesk, width: int, scheme: str) -> None:
    promises(office.books, first_reply=10, next_reply=30, resolution=600)
    persian = waits(office, PARVANEH, "پروانه", "fa", "پولم کی برمی‌گردد؟ سفارش TM-10234 را پس فرستاده‌ام.", 22 * 60)
    tamil = waits(office, KAVYA, "காவியா", "ta", "என் ஆர்டர் இன்னும் வரவில்லை, எப்போது வரும்?", 8.5 * 60)
    waits(office, LEO, "Leo", "en", "The zip of my bag broke", 60)
    leaves_address(office.books, persian, "parvaneh.long.address@customers.example")
    rates(office.books, tamil, 2, "மிகவும் மெதுவாக இருந்தது")
    rates(office.books, persian, 5, "خیلی خوب بود، ممنون از کمک شما")
    maria.browser.be_a_phone(width, 860)
    maria.browser.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    try:
        maria.comes("/desk?view=unassigned&sort=due").sees_rows("پروانه", "காவியா", "Leo")
        assert [state for state, _ in clocks(maria)] == ["late", "soon", "ok"]
        maria.shown(f"promises-list-{width}-{scheme}")
        assert not maria.browser.script(_WIDER)
        assert maria.browser.script(_CUT) == []
        for name in ("پروانه", "காவியா"):
            maria.opens(name)
            assert len(clocks(maria, ".card")) == 2
            assert maria.browser.script(_WIDE) > 0.7
            maria.browser.script("document.querySelector('.opened .scroll').scrollTop = 0")
            maria.shown(f"promises-{'fa' if name == 'پروانه' else 'ta'}-{width}-{scheme}")
            assert not maria.browser.script(_WIDER)
            maria.browser.script("document.querySelector('.back').click()")
    finally:
        maria.browser.tell("Emulation.setEmulatedMedia", features=[])
