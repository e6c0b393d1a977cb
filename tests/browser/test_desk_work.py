"""A whole day's work at the desk: without a mouse, by ear, in two tabs, and with five thousand who wait."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from selenium.webdriver.common.keys import Keys

from desk.handing_over import open_handoff
from store.unit_of_work import SqlBooks
from support import mail
from support.handoffs import Reason
from support.messages import Author, ConversationId, Message, conversation
from support.staff import Role
from tests.browser.agent import AtDesk
from tests.browser.chromium import until
from tests.web.inbox import Agent, bot_calls, bot_says, customer_says, said_to
from tests.web.office import PASSWORD, Office

LEO, ANNA = conversation("webchat", "leo"), conversation("webchat", "anna")

_MANY = 5000
_FEW = 80
"""Rows on the page at most, however many there are: three screens full."""

_FOCUSED = """
const node = document.activeElement, box = node.getBoundingClientRect(), style = getComputedStyle(node);
const isSeen = box.width > 0 && box.top >= 0 && box.bottom <= innerHeight && style.outlineStyle !== 'none';
return node === document.body ? 'nothing' : isSeen ? 'seen' : node.outerHTML.slice(0, 200);
"""
_ROWS = "return Number(document.querySelector('.items').style.getPropertyValue('--rows'))"
_AT = "return document.activeElement.querySelector('.who')?.textContent"
_TOP = """
return [...document.querySelectorAll('.item')].find(n => n.querySelector('.who').textContent === arguments[0])
  .getBoundingClientRect().top;
"""
_SPOKEN = """
window.spoken = [];
const live = document.querySelector('.aloud');
new MutationObserver(() => live.textContent && window.spoken.push(live.textContent)).observe(live, { childList: true });
"""


def waits(office: Office, id: ConversationId, name: str, text: str = "Where is my bag?") -> None:
    asked = customer_says(office.books, text, id, name=name, language="en")
    bot_says(office.books, asked, "I do not know.", "knowledge_unsure", "returns")
    bot_calls(office.books, asked)


def many_wait(books: SqlBooks, count: int) -> list[str]:
    """Have so many wait, a second apart; return what the desk calls them, who waits longest first."""
    begun = datetime.now(UTC) - timedelta(days=1)
    for start in range(0, count, 500):
        with books.writing() as uow:
            for place in range(start, min(start + 500, count)):
                id, at = conversation("webchat", f"c{place:04}"), begun + timedelta(seconds=place)
                said = Message(id=f"{id}:0", conversation_id=id, author=Author.CUSTOMER, text="a person", sent_at=at)
                mail.note(uow, said)
                open_handoff(uow, id, reason=Reason.ASKED, opened_by=said.id, context={"language": "en"}, now=at)
            uow.commit()
    return [f"Visitor c{place:04}" for place in range(count)]


def all_at_once(books: SqlBooks, id: ConversationId, name: str, count: int) -> None:
    """Have a customer write so many messages in one breath."""
    now = datetime.now(UTC)
    said = Message(id="", conversation_id=id, author=Author.CUSTOMER, text="", sent_at=now, name=name)
    with books.writing() as uow:
        for number in range(count):
            mail.receive(uow, replace(said, id=f"{id}:burst {number}", text=f"hello {number}"), now=now)
        uow.commit()


def focus(maria: AtDesk) -> None:
    """The focus is somewhere, and can be seen."""
    until(lambda: maria.browser.script(_FOCUSED) == "seen", f"the focus, not {maria.browser.script(_FOCUSED)}")


def comes_to(maria: AtDesk, selector: str, *, back: bool = False) -> None:
    """Press Tab until the focus is there."""
    for _ in range(60):
        if maria.browser.script("return document.activeElement.matches(arguments[0])", selector):
            return focus(maria)
        maria.keys(*([Keys.SHIFT] if back else []), Keys.TAB)
    raise AssertionError(f"Tab does not come to {selector}")


def test_a_day_goes_without_a_mouse_and_the_focus_is_never_lost(office: Office, maria: AtDesk) -> None:
    waits(office, LEO, "Leo")
    waits(office, ANNA, "Anna")
    maria.browser.driver.delete_all_cookies()
    maria.browser.visit("/desk")
    comes_to(maria, "[name=email]")
    maria.keys("maria@shop.example")
    comes_to(maria, "[name=password]")
    maria.keys(PASSWORD)
    maria.keys(Keys.ENTER)
    maria.sees_rows("Leo", "Anna")

    comes_to(maria, ".item a")
    maria.keys(Keys.DOWN)
    focus(maria)
    maria.keys(Keys.ENTER)
    until(lambda: maria.title() == "Anna", "the second one")
    focus(maria)
    comes_to(maria, "[data-does=take]")
    maria.keys(Keys.ENTER)
    until(lambda: maria.holder() == "With Maria", "it is taken")
    focus(maria)
    maria.keys("Hello Anna")
    maria.keys(Keys.ENTER)
    until(lambda: "Hello Anna" in said_to(office.books, ANNA), "it is sent")
    maria.keys(Keys.ALT, "p")
    maria.keys("a regular")
    maria.keys(Keys.ENTER)
    maria.sees("a regular")
    focus(maria)

    maria.keys(Keys.ALT, "g")
    maria.keys("vip")
    maria.keys(Keys.ENTER)
    until(lambda: "vip×" in maria._text(".labels p"), "the label")
    focus(maria)
    comes_to(maria, ".labels p button", back=True)
    maria.keys(Keys.ENTER)
    until(lambda: not maria._text(".labels p"), "the label is gone")
    focus(maria)

    maria.keys(Keys.ALT, "m")
    maria.keys(Keys.ENTER)
    maria.sees("put it off")
    focus(maria)
    customer_says(office.books, "thanks", ANNA, name="Anna", language="en")
    maria.sees("thanks")
    comes_to(maria, "[data-does=resolve]", back=True)
    maria.keys(Keys.ENTER)
    until(lambda: maria.holder() == "With the bot", "it is resolved")
    focus(maria)

    maria.keys(Keys.ALT, "j")
    until(lambda: maria.title() == "Leo", "the next one")
    maria.keys(Keys.ALT, "t")
    until(lambda: maria.holder() == "With Maria", "it is taken")
    maria.keys(Keys.ALT, "b")
    until(lambda: maria.browser.script("return document.querySelector('dialog[open]')"), "the last words")
    maria.keys("Bye")
    comes_to(maria, "dialog .primary")
    maria.keys(Keys.ENTER)
    until(lambda: maria.holder() == "With the bot", "it is returned")
    focus(maria)
    maria.keys("x")
    until(lambda: maria.composed() == "x", "one can write where one was")


def test_a_row_that_leaves_hands_its_focus_on(office: Office, maria: AtDesk) -> None:
    per = Agent(office, "Per")
    for id, name in ((LEO, "Leo"), (ANNA, "Anna")):
        waits(office, id, name)
    maria.comes()
    comes_to(maria, ".item a")
    assert maria.browser.script(_AT) == "Leo"

    per.does("take", LEO)
    maria.sees_rows("Anna")
    until(lambda: maria.browser.script(_AT) == "Anna", "the next row to have it")
    focus(maria)


def test_new_words_are_read_out_and_a_burst_is_one_breath(office: Office, maria: AtDesk) -> None:
    waits(office, LEO, "Leo")
    waits(office, ANNA, "Anna")
    maria.comes().opens("Leo")
    maria.browser.script(_SPOKEN)
    customer_says(office.books, "still there?", LEO, name="Leo", language="en")
    until(lambda: maria.browser.script("return window.spoken") == ["Leo: still there?"], "it is read out")

    all_at_once(office.books, LEO, "Leo", 20)
    all_at_once(office.books, ANNA, "Anna", 20)
    maria.sees("hello 19")
    until(
        lambda: "new messages from Leo" in maria.browser.script("return window.spoken.at(-1)"), "a number is read out"
    )
    spoken = maria.browser.script("return window.spoken")
    assert len(spoken) < 10
    assert not any("Anna" in said for said in spoken)
    maria.writes("Yes, here.")
    maria.sees("Yes, here.")
    customer_says(office.books, "good", LEO, name="Leo", language="en")
    until(lambda: maria.browser.script("return window.spoken.at(-1)") == "Leo: good", "what comes next")
    assert not any("Yes, here" in said for said in maria.browser.script("return window.spoken"))


def test_two_tabs_are_one_desk_and_one_draft(office: Office, maria: AtDesk) -> None:
    waits(office, LEO, "Leo")
    maria.comes().opens("Leo")
    maria.writes("It is", is_sent=False)
    first = maria.browser.driver.current_window_handle

    with maria.browser.tab("/desk?view=unassigned"):
        second = maria.browser.driver.current_window_handle
        maria.opens("Leo")
        until(lambda: maria.composed() == "It is", "what was begun in the other tab")
        maria.writes(" on its way", is_sent=False)
    until(lambda: maria.composed() == "It is on its way", "what was added in the other tab")
    maria.writes(".")
    until(lambda: "It is on its way." in said_to(office.books, LEO), "it is sent")
    maria.browser.driver.switch_to.window(second)
    maria.sees("It is on its way.")
    assert maria.composed() == ""
    assert maria.holder() == "With Maria"
    maria.browser.driver.switch_to.window(first)
    customer_says(office.books, "thanks", LEO, name="Leo", language="en")
    maria.sees("thanks")
    assert said_to(office.books, LEO).count("It is on its way.") == 1


def test_what_somebody_begins_is_nobody_elses_at_the_same_browser(office: Office, maria: AtDesk) -> None:
    waits(office, LEO, "Leo")
    maria.comes().opens("Leo")
    maria.writes("between us", is_sent=False)
    session = office.desk_of(office.hires("Per", Role.AGENT)).session()
    maria.browser.driver.delete_all_cookies()
    maria.browser.driver.add_cookie({"name": "parley_session", "value": session, "path": "/"})

    maria.comes().opens("Leo")

    assert maria.composed() == ""


def test_a_refused_answer_says_why_and_can_be_taken_back(office: Office, maria: AtDesk) -> None:
    waits(office, LEO, "Leo")
    maria.comes().opens("Leo")
    maria.browser.script("const f = document.querySelector('.composer textarea'); f.value = 'a'.repeat(70000)")
    maria.writes("!")
    until(lambda: "Not sent" in maria._text(".status.failed"), "that it is not sent")

    maria.browser.reload()
    until(lambda: "Not sent" in maria._text(".status.failed"), "that it is still not sent")
    maria.browser.script("document.querySelectorAll('.failed button')[1].click()")
    until(lambda: maria.composed().endswith("a!"), "it is there to be written anew")
    assert said_to(office.books, LEO) == ["I do not know."]


def test_five_thousand_wait_and_each_can_be_reached(office: Office, maria: AtDesk) -> None:
    names = many_wait(office.books, _MANY)
    per = Agent(office, "Per")
    maria.comes("/desk?view=unassigned")
    assert maria.rows()[:3] == names[:3]

    comes_to(maria, ".item a")
    seen = set(maria.rows())
    while names[-1] not in seen:
        maria.keys(Keys.END)
        seen |= set(maria.rows())
    maria.keys(Keys.END)
    until(lambda: maria.browser.script(_AT) == names[-1], "the last one")
    focus(maria)
    assert len(maria.rows()) <= _FEW
    maria.keys(Keys.ENTER)
    until(lambda: maria.title() == names[-1], "it is opened")
    maria.shown("desk-5000-end")
    maria.keys(Keys.ALT, "k")
    until(lambda: maria.title() == names[-2], "the one before")

    # Who comes last stands last; who goes from the top moves nothing that is read.
    waits(office, LEO, "Leo")
    until(lambda: maria.rows()[-2:] == [names[-1], "Leo"], "who came last")
    top = maria.browser.script(_TOP, names[-5])
    per.does("take", conversation("webchat", "c0000"))
    until(lambda: maria.browser.script(_ROWS) == _MANY, "one to have gone")
    assert abs(maria.browser.script(_TOP, names[-5]) - top) < 1
    maria.keys(Keys.HOME)
    until(lambda: maria.browser.script(_AT) == names[1], "who waits longest now")
    assert maria.rows()[:3] == names[1:4]
