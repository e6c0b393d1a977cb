"""The desk's stream over real HTTP: live, and after a line that broke."""

import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from threading import Thread

import httpx
import pytest

from store.unit_of_work import SqlBooks
from support import mail
from support.messages import conversation
from support.receipts import Receipt, Status
from tests.web.inbox import ANNA, Agent, Ears, bot_calls, customer_says
from tests.web.office import Office
from web.desk import stream


@pytest.fixture
def maria(office: Office) -> Agent:
    return Agent(office, "Maria")


@pytest.fixture
def per(office: Office) -> Agent:
    return Agent(office, "Per")


def texts(ears: Ears, count: int) -> list[str]:
    return [ears.until("message")["text"] for _ in range(count)]


def test_what_happens_is_seen_at_once_by_all(office: Office, maria: Agent, per: Agent) -> None:
    with maria.listening() as own, per.listening() as other:
        asked = customer_says(office.books, "help")
        assert own.until("conversation")["last_text"] == "help"
        assert own.until("message")["text"] == "help"
        other.counted(bot=1)

        bot_calls(office.books, asked)
        assert other.until("change")["what"] == "called"
        other.counted(mine=0, unassigned=1, all=1, bot=0, snoozed=0)

        maria.says("Hello")
        row = other.until("conversation")
        assert (row["holder"], row["taken_by"], row["waiting_since"]) == ("agent", maria.account.id, None)
        assert other.until("change")["text"] == "Maria took it"
        said = other.until("message")
        assert (said["text"], said["name"], said["conversation_id"]) == ("Hello", "Maria", ANNA)
        own.counted(mine=1, unassigned=0)

        maria.notes("nice")
        maria.does("labels", labels=["vip"])
        assert other.until("note")["text"] == "nice"
        assert other.until("change")["about"] == "vip"


def test_a_line_that_broke_goes_on_where_it_was(office: Office, maria: Agent) -> None:
    with maria.listening() as ears:
        customer_says(office.books, "one")
        assert texts(ears, 1) == ["one"]
        place = ears.place
    for text in ("two", "three"):
        customer_says(office.books, text)

    with maria.listening(int(place or 0)) as ears:
        customer_says(office.books, "four")
        assert texts(ears, 3) == ["two", "three", "four"]


def test_nothing_is_lost_between_what_was_missed_and_what_comes(office: Office, maria: Agent) -> None:
    """Streams are opened while customers write: each hears every word from its place on, once, in order."""
    count = 60
    sequence = maria.sees("conversations")["sequence"]

    def write() -> None:
        for number in range(count):
            customer_says(office.books, str(number), conversation("webchat", f"c{number % 7}"))

    writing = Thread(target=write)
    writing.start()
    for _ in range(4):
        with maria.listening(sequence) as ears:
            assert texts(ears, count) == [str(number) for number in range(count)]
    writing.join()


@pytest.mark.parametrize("place", ["999999999", "-1", "x", "1" * 30, ""])
def test_a_place_that_is_none_begins_with_now(office: Office, maria: Agent, place: str) -> None:
    customer_says(office.books, "before")
    with maria.browser.http.stream("GET", "/desk/api/events", headers={"Last-Event-ID": place}) as answer:
        ears = Ears(answer)
        ears.until("presence")
        customer_says(office.books, "now")
        assert texts(ears, 1) == ["now"]


def test_colleagues_see_each_other(office: Office, maria: Agent, per: Agent) -> None:
    customer_says(office.books, "help")
    with maria.listening() as ears:
        with per.listening():
            assert ears.until("presence")["online"] == sorted([maria.account.id, per.account.id])
            per.does("viewing")
            per.does("typing", on=True)
            by = {"id": per.account.id, "name": "Per"}
            assert ears.until("viewing") == {"conversation_id": ANNA, "by": by, "on": True}
            assert ears.until("typing") == {"conversation_id": ANNA, "by": by, "on": True}
        while ears.until("presence")["online"] != [maria.account.id]:
            customer_says(office.books, "anybody?")  # whoever has gone is noticed when they are written to


def test_how_far_an_answer_has_come_is_told(office: Office, maria: Agent) -> None:
    phone = conversation("whatsapp", "4670")
    customer_says(office.books, "help", phone)
    maria.says("Hello", phone)
    with office.books.reading() as uow:
        (said,) = uow.outbox.messages(phone)
    with maria.listening() as ears:
        with office.books.writing() as uow:
            mail.sent(uow, said, 0, "wamid.1")
            receipt = Receipt(
                channel="whatsapp", external_id="wamid.1", status=Status.FAILED, at=datetime.now(UTC), fault="blocked"
            )
            assert mail.acknowledge(uow, receipt)
            uow.commit()
        assert ears.until("status")["status"] == "sent"
        told = ears.until("status")
        assert (told["message_id"], told["status"], told["fault"]) == (said.id, "failed", "blocked")


def test_what_was_put_off_wakes_by_itself(office: Office, maria: Agent) -> None:
    bot_calls(office.books, customer_says(office.books, "help"))
    maria.does("take")
    with maria.listening() as ears:
        maria.does("snooze", until=(datetime.now(UTC) + timedelta(seconds=1)).isoformat())
        assert ears.until("conversation")["snoozed_until"]
        ears.counted(snoozed=1)
        assert ears.until("conversation")["conversation_id"] == ANNA
        ears.counted(mine=1, snoozed=0)


def test_an_ended_session_ends_its_stream(office: Office, maria: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PING_SECONDS", 0.2)
    with maria.listening() as ears:
        with office.books.writing() as uow:
            uow.sign_ins.end_all(maria.account.id)
            uow.commit()
        with pytest.raises((EOFError, httpx.HTTPError)):
            while True:
                ears.next()


class Counting:
    """Counts how often the log is read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reads = 0
        plain = SqlBooks.reading

        def counted(books: SqlBooks) -> object:
            self.reads += 1
            return plain(books)

        monkeypatch.setattr(SqlBooks, "reading", counted)


def test_many_open_desks_read_the_log_once(office: Office, maria: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    with ExitStack() as stack:
        ears = [stack.enter_context(maria.listening()) for _ in range(9)]
        time.sleep(1.2)  # the numbers have been told
        counting = Counting(monkeypatch)
        customer_says(office.books, "help")
        assert [each.until("message")["text"] for each in ears] == ["help"] * 9
        time.sleep(1.2)
        assert counting.reads <= 4  # one for what happened, one for the numbers, whoever they are for
