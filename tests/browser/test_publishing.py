"""From the editor to the customer: what is published is what the bot says. How soon: `python -m bench.publish`."""

from collections.abc import Iterator

import pytest

from app.texts import texts
from desk import people
from desk.people import Profile
from desk.sign_ins import open_sign_in
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support.staff import Role
from tests.browser.chat import Chat
from tests.browser.chromium import Browser, until
from tests.browser.test_writing import says
from tests.house import House
from tests.web.office import act
from web.guard import COOKIE


@pytest.fixture
def writer(house: House, browser: Browser) -> Iterator[Browser]:
    """A writer signed in at the running house."""
    books = SqlBooks(open_engine(f"sqlite:///{house.folder / 'parley.db'}"))
    with books.writing() as uow:
        account, _ = people.invite(
            uow, "vera@shop.example", Profile(name="Vera", roles=frozenset({Role.WRITER})), act()
        )
        uow.accounts.update(people.replace(account, joined_at=act().at))
        token = open_sign_in(uow, account, act(), browser="test")
        uow.commit()
    books.dispose()
    browser.visit("/")
    browser.tell("Network.setCookie", name=COOKIE, value=token, url=house.url)
    yield browser


def test_an_article_is_written_published_and_answered_from(writer: Browser) -> None:
    writer.visit("/writers")
    writer.one("[name=title]").send_keys("Do you engrave violins?")
    writer.one(".form button").click()
    writer.one("textarea.text").send_keys("Yes: we engrave **violins** within nine days.")
    says(writer, "we engrave violins within nine days", ".panel.preview .prose")
    writer.one("button.publish").click()
    says(writer, "Published.")

    writer.visit("/")
    chat = Chat(writer).open()
    until(lambda: "within nine days" in chat.ask("do you engrave violins?").text, "the new article as the answer")

    writer.visit("/writers/articles/do-you-engrave-violins/en")
    writer.one("button.archive:not([hidden])").click()
    writer.driver.switch_to.alert.accept()
    says(writer, "Archived")
    writer.visit("/help/en/do-you-engrave-violins")
    assert writer.one("main h1").text == texts("en").get("help", "not_found")
