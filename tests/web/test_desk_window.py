"""WhatsApp's 24 hours at the desk: until when, and what goes out afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from connectors.whatsapp import window
from support.messages import ConversationId, conversation
from tests.standins.whatsapp.server import WhatsApp
from tests.web.inbox import ANNA, Agent, at, bot_calls, customer_says
from tests.web.office import Office, opened


@pytest.fixture
def office(whatsapp: WhatsApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """One that has WhatsApp, and two approved templates."""
    whatsapp.approves("news", "en", "News for {{1}}: {{2}}")
    whatsapp.approves("hello", "sv", "Hej igen!")
    settings = {
        "TOKEN": whatsapp.token,
        "PHONE_NUMBER_ID": whatsapp.business.phone_number_id,
        "APP_SECRET": whatsapp.business.app_secret,
        "VERIFY_TOKEN": "open-sesame",
        "API": whatsapp.url,
        "BUSINESS_ACCOUNT_ID": whatsapp.business.account_id,
    }
    window._known.clear()
    with opened(
        tmp_path, monkeypatch, **{f"PARLEY_WHATSAPP_{name}": value for name, value in settings.items()}
    ) as held:
        yield held


@pytest.fixture
def maria(office: Office) -> Agent:
    return Agent(office, "Maria")


@pytest.fixture
def customer(whatsapp: WhatsApp) -> ConversationId:
    return conversation("whatsapp", f"{whatsapp.business.phone_number_id}.46701234567")


def writes(office: Office, customer: ConversationId, hours_ago: float) -> None:
    said = customer_says(office.books, "hej", customer)
    with office.books.writing() as uow:
        kept = uow.inbox.get(said.id)
        assert kept is not None
        uow.inbox.amend(replace(kept.message, sent_at=datetime.now(UTC) - timedelta(hours=hours_ago)))
        uow.commit()
    bot_calls(office.books, said)


def replies(maria: Agent, customer: ConversationId, **body: Any) -> Any:
    return maria.tries("reply", customer, id=str(uuid4()), **body)


def test_the_window_counts_from_the_customers_last_word(office: Office, maria: Agent, customer: ConversationId) -> None:
    writes(office, customer, 23)

    told = maria.sees(f"{at(customer)}/window")

    left = datetime.fromisoformat(told["open_until"]) - datetime.now(UTC)
    assert told["is_open"] and timedelta(minutes=58) < left <= timedelta(hours=1)
    assert told["templates"] == [
        {"name": "news", "language": "en", "text": "News for {{1}}: {{2}}", "parameters": ["1", "2"]},
        {"name": "hello", "language": "sv", "text": "Hej igen!", "parameters": []},
    ]
    assert replies(maria, customer, text="Hej!").status_code == 200


def test_after_a_days_silence_a_template_is_chosen(office: Office, maria: Agent, customer: ConversationId) -> None:
    writes(office, customer, 25)
    assert maria.sees(f"{at(customer)}/window")["is_open"] is False

    refused = replies(maria, customer, text="Hej!")
    assert refused.status_code == 400 and "choose a template" in refused.json()["message"]
    news = {"name": "news", "language": "en"}
    assert replies(maria, customer, template=news, parameters=["Anna", " Your\n shoes  are here "]).status_code == 200

    last = maria.opens(customer)["transcript"][-1]
    assert (last["author"], last["text"]) == ("agent", "News for Anna: Your shoes are here")
    with office.books.reading() as uow:
        sent = uow.outbox.messages(customer)[-1].data["template"]
    assert sent == {"name": "news", "language": "en", "parameters": ["Anna", "Your shoes are here"]}


@pytest.mark.parametrize(
    "body",
    [
        {"template": {"name": "news", "language": "en"}, "parameters": ["one"]},
        {"template": {"name": "news", "language": "en"}, "parameters": ["one", " "]},
        {"template": {"name": "news", "language": "sv"}, "parameters": ["one", "two"]},
        {"template": {"name": "hello"}},
        {"template": "hello"},
        {"template": {"name": "hello", "language": "sv"}, "parameters": "x"},
    ],
)
def test_a_template_is_taken_as_it_was_approved_or_not_at_all(
    office: Office, maria: Agent, customer: ConversationId, body: dict[str, Any]
) -> None:
    writes(office, customer, 25)
    assert replies(maria, customer, **body).status_code == 400


def test_other_channels_have_neither(office: Office, maria: Agent) -> None:
    customer_says(office.books, "hej")
    assert maria.sees(f"{at(ANNA)}/window") is None
    assert replies(maria, ANNA, template={"name": "hello", "language": "sv"}).status_code == 400
