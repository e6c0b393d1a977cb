"""Trouble on demand, the same for both stand-ins."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.standins.clients import Bot, Business
from tests.standins.faults import Fault, Faults, Kind
from tests.standins.server import Standin
from tests.standins.telegram.server import Telegram
from tests.standins.whatsapp.server import WhatsApp

Send = Callable[[str], httpx.Response]


@pytest.fixture(params=["telegram", "whatsapp"])
def provider(request: pytest.FixtureRequest) -> Iterator[tuple[Standin, Send, Callable[[], list[str]]]]:
    if request.param == "telegram":
        with Telegram() as telegram:
            bot, anna = Bot(telegram.url, telegram.token), telegram.customer()
            anna.starts()
            yield telegram, lambda text: bot.answers("sendMessage", chat_id=anna.chat.id, text=text), lambda: anna.heard
            bot.http.close()
    else:
        with WhatsApp() as whatsapp:
            business, bo = Business(whatsapp), whatsapp.customer()
            bo.writes("hej")
            yield whatsapp, lambda text: business.texts(bo, text), lambda: bo.heard
            business.http.close()


def test_too_fast_says_how_long_to_wait(provider: tuple[Standin, Send, Callable[[], list[str]]]) -> None:
    standin, send, heard = provider
    standin.fail_next(Kind.TOO_FAST, 2, seconds=7)

    first, second, third = (send(text) for text in ("one", "two", "three"))

    assert [first.status_code, second.status_code, third.status_code] == [429, 429, 200]
    assert first.headers["Retry-After"] == "7"
    assert heard() == ["three"]
    assert [rejected.status for rejected in standin.record.rejected] == [429, 429]


def test_an_error_took_nothing(provider: tuple[Standin, Send, Callable[[], list[str]]]) -> None:
    standin, send, heard = provider
    standin.fail_next(Kind.ERROR)

    assert [send("one").status_code, send("two").status_code] == [500, 200]
    assert heard() == ["two"]


def test_a_vague_answer_hides_what_was_taken(provider: tuple[Standin, Send, Callable[[], list[str]]]) -> None:
    standin, send, heard = provider
    standin.fail_next(Kind.VAGUE)
    answer = send("one")

    assert (answer.status_code, "id" in answer.text, heard()) == (200, False, ["one"])


@pytest.mark.parametrize(("kind", "is_taken"), [(Kind.DROP_BEFORE, False), (Kind.DROP_AFTER, True)])
def test_a_cut_connection_hides_whether_it_was_taken(
    provider: tuple[Standin, Send, Callable[[], list[str]]], kind: Kind, is_taken: bool
) -> None:
    standin, send, heard = provider
    standin.fail_next(kind)

    with pytest.raises(httpx.TransportError):
        send("one")

    assert heard() == (["one"] if is_taken else [])
    assert send("two").status_code == 200


def test_a_slow_answer_is_a_message_sent(provider: tuple[Standin, Send, Callable[[], list[str]]]) -> None:
    standin, send, heard = provider
    standin.fail_next(Kind.HANG, seconds=0.3)

    answer = send("one")

    assert answer.elapsed.total_seconds() >= 0.3
    assert (answer.status_code, heard()) == (200, ["one"])


def test_who_stops_waiting_has_sent_all_the_same() -> None:
    with WhatsApp() as whatsapp:
        business, anna = Business(whatsapp), whatsapp.customer()
        anna.writes("hej")
        business.http.timeout = httpx.Timeout(0.2)
        whatsapp.fail_next(Kind.HANG, seconds=0.5)

        with pytest.raises(httpx.ReadTimeout):
            business.texts(anna, "one")

        assert anna.heard == ["one"]
        assert business.texts(anna, "two").status_code == 200
        business.http.close()


def test_a_fault_meets_only_the_call_it_is_meant_for(
    provider: tuple[Standin, Send, Callable[[], list[str]]],
) -> None:
    standin, send, _ = provider
    standin.fail_next(Kind.ERROR, on="nothing of the kind")

    assert send("one").status_code == 200


def test_any_published_code_can_be_asked_for() -> None:
    with WhatsApp() as whatsapp:
        business, anna = Business(whatsapp), whatsapp.customer()
        anna.writes("hej")
        whatsapp.fail_next(Kind.ERROR, code=131056, on="messages")

        answer = business.texts(anna, "x")

        assert (answer.status_code, answer.json()["error"]["code"]) == (400, 131056)
        business.http.close()


def test_the_die_is_seeded() -> None:
    def rolls(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.expect(Fault(Kind.ERROR), 0.3, "")
        return [faults.pick("sendMessage") is not None for _ in range(200)]

    assert rolls(1) == rolls(1) != rolls(2)
    assert 30 < sum(rolls(1)) < 90
