"""The agents' desk in a real browser, beside customers who write."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from desk.canned import Draft, write
from support.marks import MarkKind
from support.messages import ConversationId, conversation
from tests.browser.agent import AtDesk
from tests.browser.chromium import until
from tests.web.inbox import Agent, bot_calls, bot_says, customer_says, said_to
from tests.web.office import Office

PARVANEH = conversation("telegram", "77")
KAVYA = conversation("whatsapp", "919876543210")
LEO = conversation("webchat", "leo")

_WIDER = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"


def waits(office: Office, id: ConversationId, name: str, language: str, *texts: str) -> None:
    """Have a customer ask, be answered by the bot, and ask for a person."""
    for text in texts:
        asked = customer_says(office.books, text, id, name=name, language=language)
        bot_says(office.books, asked, f"… {text}", "knowledge_unsure", "returns", "refunds")
    bot_calls(office.books, customer_says(office.books, "☎ ?", id, name=name, language=language))


def three_wait(office: Office) -> None:
    waits(office, PARVANEH, "پروانه", "fa", "پولم کی برمی‌گردد؟ سفارش TM-10234 را پس فرستاده‌ام.")
    waits(office, KAVYA, "காவியா", "ta", "என் ஆர்டர் இன்னும் வரவில்லை, எப்போது வரும்?")
    waits(office, LEO, "Leo <script>alert(1)</script>", "en", "The zip of my **bag** broke")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1440])
def test_the_desk_fits_whatever_it_is_looked_at_on(office: Office, maria: AtDesk, width: int, scheme: str) -> None:
    three_wait(office)
    maria.browser.be_a_phone(width, 860)
    maria.browser.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    try:
        maria.comes().sees_rows("پروانه", "காவியா", "Leo <script>alert(1)</script>")
        maria.shown(f"desk-list-{width}-{scheme}")
        assert not maria.browser.script(_WIDER)
        for name in ("پروانه", "காவியா"):
            maria.comes().opens(name)
            maria.presses("take")
            until(lambda: maria.holder() == "With Maria", "it is hers")
            maria.writes("سلام، الان نگاه می‌کنم." if name == "پروانه" else "வணக்கம்! இதோ பார்க்கிறேன்.")
            maria.shown(f"desk-{'fa' if name == 'پروانه' else 'ta'}-{width}-{scheme}")
            assert not maria.browser.script(_WIDER)
    finally:
        maria.browser.tell("Emulation.setEmulatedMedia", features=[])


def test_a_conversation_is_taken_answered_and_resolved(office: Office, maria: AtDesk) -> None:
    three_wait(office)
    maria.comes().opens("காவியா")
    assert "வரவில்லை" in maria._text(".card b")

    maria.presses("take")
    until(lambda: maria.holder() == "With Maria", "it is hers")
    maria.writes("வணக்கம்!")
    until(lambda: said_to(office.books, KAVYA)[-1:] == ["வணக்கம்!"], "the answer is on its way")
    customer_says(office.books, "நன்றி", KAVYA, name="காவியா", language="ta")
    maria.sees("நன்றி")

    maria.keys(Keys.ALT, "e")
    until(lambda: maria.holder() == "With the bot", "it is resolved")
    maria.comes("/desk?view=resolved").sees_rows("காவியா")


def test_who_is_slower_is_told_kindly_who_was_faster(office: Office, maria: AtDesk) -> None:
    three_wait(office)
    per = Agent(office, "Per")
    maria.comes().opens("پروانه")
    maria.browser.offline()
    per.does("take", PARVANEH)
    maria.browser.online()

    maria.browser.script("document.querySelector('[data-does=take]')?.click()")
    until(lambda: maria.holder() == "With Per", "it is seen that Per has it")


def test_what_happens_comes_by_itself(office: Office, maria: AtDesk) -> None:
    maria.comes()
    assert maria.rows() == []
    waits(office, LEO, "Leo", "en", "Where is my bag?")
    maria.sees_rows("Leo")

    maria.opens("Leo")
    customer_says(office.books, "still there?", LEO, name="Leo", language="en")
    maria.sees("still there?")
    per = Agent(office, "Per")
    per.does("take", LEO)
    maria.sees_rows()
    per.notes("knows him from the fair", LEO)
    maria.sees("knows him from the fair")
    per.does("viewing", LEO)
    until(lambda: "Per is looking" in maria._text(".others"), "it is seen that Per looks, too")


def test_what_was_begun_is_there_after_a_reload_each_in_its_place(office: Office, maria: AtDesk) -> None:
    three_wait(office)
    maria.comes().opens("پروانه")
    maria.writes("سلا", is_sent=False)
    maria.opens("காவியா")
    assert maria.composed() == ""
    maria.writes("வண", is_sent=False)

    maria.browser.reload()
    until(lambda: maria.composed() == "வண", "what was begun")
    maria.opens("پروانه")
    until(lambda: maria.composed() == "سلا", "what was begun before")


def test_an_answer_waits_for_the_line_and_is_sent_once(office: Office, maria: AtDesk) -> None:
    waits(office, LEO, "Leo", "en", "Where is my bag?")
    maria.comes().opens("Leo")
    maria.presses("take")
    until(lambda: maria.holder() == "With Maria", "it is hers")
    maria.browser.offline()
    maria.writes("It is on its way.")
    until(lambda: "Not sent" in maria._text(".status.failed"), "that it was not sent")
    maria.browser.online()

    until(lambda: said_to(office.books, LEO).count("It is on its way.") == 1, "it is sent")
    maria.writes("Anything else?")
    until(lambda: "Anything else?" in said_to(office.books, LEO), "the next one")
    assert said_to(office.books, LEO).count("It is on its way.") == 1


def test_all_of_it_goes_without_a_mouse(office: Office, maria: AtDesk) -> None:
    three_wait(office)
    maria.comes()
    maria.keys(Keys.ALT, "j")
    until(lambda: maria.title() == "پروانه", "the first one")
    maria.keys(Keys.ALT, "j")
    until(lambda: maria.title() == "காவியா", "the next one")
    maria.keys(Keys.ALT, "t")
    until(lambda: maria.holder() == "With Maria", "it is taken, and one may write")
    maria.writes("வணக்கம்!")
    until(lambda: "வணக்கம்!" in said_to(office.books, KAVYA), "it is sent")
    maria.keys(Keys.ALT, "p")
    maria.writes("vip")
    maria.sees("vip")
    maria.keys(Keys.CONTROL, "k")
    until(lambda: maria.browser.script("return document.querySelector('dialog[open]')"), "the palette")
    maria.keys("Resolve")
    maria.keys(Keys.ENTER)
    until(lambda: maria.holder() == "With the bot", "it is resolved")


def test_nothing_that_a_customer_writes_is_anything_but_words(office: Office, maria: AtDesk) -> None:
    evil = "<img src=x onerror=\"document.title='mine'\">"
    waits(office, LEO, evil, "en", evil)
    maria.comes().opens(evil)
    per = Agent(office, "Per")
    per.does("labels", LEO, labels=[evil[:40]])
    per.notes(evil, LEO)
    maria.sees(evil)

    assert evil in maria.said()
    assert maria.browser.script("return document.querySelectorAll('parley-desk img').length") == 0
    assert "mine" not in maria.browser.driver.title


def test_a_ready_reply_and_a_file_help_to_answer(office: Office, maria: AtDesk, tmp_path: Path) -> None:
    waits(office, LEO, "Leo", "en", "Where is my bag?")
    with office.books.writing() as uow:
        draft = Draft(code="hi", language="en", text="Hello {{customer.name}}, {{order.number}}", is_shared=False)
        write(uow, draft, maria.account, languages=["en"], now=datetime.now(UTC))
        uow.commit()
    file = tmp_path / "label.txt"
    file.write_text("print me")
    maria.comes().opens("Leo")
    maria.presses("take")
    until(lambda: maria.holder() == "With Maria", "it is hers")

    maria.writes("/", is_sent=False)
    until(lambda: maria.browser.script("return document.querySelector('dialog[open]')"), "the ready replies")
    maria.keys("hi")
    maria.shown("desk-canned")
    maria.keys(Keys.ENTER)
    until(lambda: maria.composed().startswith("Hello Leo"), "it is filled in")
    maria.browser.one(".composer input[type=file]").send_keys(str(file))
    until(lambda: "label.txt" in maria._text(".files"), "the file is kept")
    maria.shown("desk-file")
    maria.writes("")
    until(lambda: any(said.startswith("Hello Leo") for said in said_to(office.books, LEO)), "it is sent")
    with office.books.reading() as uow:
        assert [file.name for file in uow.outbox.messages(LEO)[-1].attachments] == ["label.txt"]


def test_an_answer_is_marked_for_those_who_write_articles(office: Office, maria: AtDesk) -> None:
    waits(office, LEO, "Leo", "en", "Where is my bag?")
    maria.comes().opens("Leo")
    maria.writes("Bags are made on Tuesdays.")
    until(lambda: "Bags are made on Tuesdays." in said_to(office.books, LEO), "it is sent")

    maria.browser.script("document.querySelector('.entry.agent .mark').click()")
    maria.chooses("This should be an article")
    until(lambda: maria.told() == "Marked.", "that it is marked")
    with office.books.reading() as uow:
        assert [mark.answer for mark in uow.marks.all([MarkKind.ARTICLE])] == ["Bags are made on Tuesdays."]
