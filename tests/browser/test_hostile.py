"""Who means harm: nothing they write runs, nothing of a colleague's is left behind for them."""

from datetime import UTC, datetime

from desk.canned import Draft, write
from support.messages import Attachment, MediaKind
from support.staff import Role
from tests.browser.agent import AtDesk
from tests.browser.chromium import Browser, until
from tests.web.inbox import ANNA, Agent, bot_calls, customer_says, file_of, said_to
from tests.web.office import Office

EVIL = "<img src=x onerror=\"document.title='mine'\">"
POLYGLOT = b"GIF89a/*\x00\x00*/=1;document.title='mine';"
"""A picture to who looks at its beginning, a script to who runs it."""

_PLANTED = "return document.querySelectorAll('img[src=x]').length"
_RUN = """
const script = document.createElement('script');
const done = arguments[arguments.length - 1];
Object.assign(script, { src: arguments[0], onload: () => done('ran'), onerror: () => done('refused') });
document.head.append(script);
"""


def is_unharmed(browser: Browser) -> bool:
    return browser.script(_PLANTED) == 0 and "mine" not in browser.driver.title


def full_of_evil(office: Office, maria: AtDesk) -> None:
    files = [
        Attachment(kind=kind, source="x", media_type=type, name=EVIL, key=file_of(office.books, POLYGLOT, type))
        for kind, type in ((MediaKind.IMAGE, "image/gif"), (MediaKind.DOCUMENT, "image/svg+xml"))
    ]
    files.append(Attachment(kind=MediaKind.IMAGE, source="x", fault=EVIL))
    said = customer_says(office.books, EVIL, ANNA, name=EVIL, attachments=tuple(files))
    bot_calls(office.books, said)
    per = Agent(office, "Per")
    per.does("labels", labels=[EVIL[:40]])
    per.notes(EVIL)
    with office.books.writing() as uow:
        draft = Draft(code="evil", language="en", text=EVIL, is_shared=False)
        write(uow, draft, maria.account, languages=["en"], now=datetime.now(UTC))
        uow.commit()


def test_what_anybody_writes_is_words_on_every_page(office: Office, chromium: Browser) -> None:
    maria = AtDesk(chromium, office, office.hires("Maria", Role.ADMIN))
    full_of_evil(office, maria)
    maria.comes().opens(EVIL)
    maria.sees(EVIL)
    until(lambda: EVIL in maria._text(".entries .file"), "the file's name")
    assert is_unharmed(chromium)

    maria.writes("/", is_sent=False)
    until(lambda: EVIL in maria._text("dialog[open]"), "the ready reply")
    assert is_unharmed(chromium)
    maria.chooses("/evil")
    until(lambda: maria.composed() == EVIL, "it is filled in")
    maria.writes("")
    until(lambda: EVIL in said_to(office.books), "it is sent")
    maria.browser.script("document.querySelector('.entry.agent .mark').click()")
    maria.chooses("This should be an article")
    until(lambda: maria.told() == "Marked.", "that it is marked")
    for path in ("/desk/canned", "/desk/marks", "/admin/people", f"/desk?c={EVIL}", f"/desk?view={EVIL}"):
        chromium.visit(path)
        assert is_unharmed(chromium), path


def test_a_picture_that_is_a_script_too_does_not_run(office: Office, chromium: Browser) -> None:
    maria = AtDesk(chromium, office, office.hires("Maria", Role.AGENT))
    key = file_of(office.books, POLYGLOT, "image/gif")
    maria.comes()

    assert chromium.driver.execute_async_script(_RUN, f"/desk/api/files/{key}") == "refused"
    assert chromium.driver.execute_async_script(_RUN, "/desk/ui/pace.js") == "ran"  # what is ours does
    assert is_unharmed(chromium)


def test_what_one_began_is_not_there_for_who_signs_in_next(office: Office, chromium: Browser) -> None:
    bot_calls(office.books, customer_says(office.books, "hej", name="Anna"))
    maria = AtDesk(chromium, office, office.hires("Maria", Role.AGENT))
    maria.comes().opens("Anna")
    maria.writes("her card is 4111", is_sent=False)
    until(lambda: chromium.script("return JSON.stringify(localStorage).includes('4111')"), "it is kept")

    maria.becomes(office, office.hires("Per", Role.AGENT))
    maria.comes().opens("Anna")
    assert maria.composed() == ""
    maria.writes("mine", is_sent=False)

    assert chromium.script("return Object.keys(localStorage).filter((key) => key.includes('reply:')).length") == 2
