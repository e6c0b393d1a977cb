"""Buttons and lists on WhatsApp: each limit, and one over it."""

from typing import Any

import pytest

from tests.standins.clients import Business, code
from tests.standins.whatsapp.people import Customer
from tests.standins.whatsapp.server import WhatsApp


@pytest.fixture
def anna(whatsapp: WhatsApp) -> Customer:
    customer = whatsapp.customer()
    customer.writes("hej")
    return customer


def buttons(*replies: tuple[str, str], **more: Any) -> dict[str, Any]:
    offered = [{"type": "reply", "reply": {"id": id, "title": title}} for id, title in replies]
    return {"type": "button", "body": {"text": "Sure?"}, "action": {"buttons": offered}} | more


def rows(*sections: tuple[str, list[dict[str, str]]], button: str = "Choose", **more: Any) -> dict[str, Any]:
    parts = [{"title": title, "rows": offered} if title else {"rows": offered} for title, offered in sections]
    return {"type": "list", "body": {"text": "Which?"}, "action": {"button": button, "sections": parts}} | more


def row(number: int, **more: str) -> dict[str, str]:
    return {"id": str(number), "title": f"Row {number}"} | more


@pytest.mark.parametrize(
    "interactive",
    [
        buttons(("y", "Yes")),
        buttons(("1", "é" * 20), ("2", "b"), ("3", "c")),
        buttons(("x" * 256, "Yes"), body={"text": "x" * 1024}, footer={"text": "x" * 60}),
        buttons(("y", "Yes"), header={"type": "text", "text": "x" * 60}),
        rows(("", [row(number) for number in range(10)]), button="x" * 20),
        rows(("A" * 24, [row(1)]), ("B", [row(2, title="x" * 24, id="x" * 200, description="x" * 72)])),
        {
            "type": "cta_url",
            "body": {"text": "x"},
            "action": {"name": "cta_url", "parameters": {"display_text": "x" * 20, "url": "https://example.com"}},
        },
        {"type": "location_request_message", "body": {"text": "x"}, "action": {"name": "send_location"}},
    ],
)
def test_choices_up_to_the_limits_are_taken(business: Business, anna: Customer, interactive: dict[str, Any]) -> None:
    assert code(business.sends(anna, "interactive", interactive)) == 0


@pytest.mark.parametrize(
    "interactive",
    [
        buttons(),
        buttons(*((str(number), f"Title {number}") for number in range(4))),
        buttons(("y", "x" * 21)),
        buttons(("y", "")),
        buttons(("x" * 257, "Yes")),
        buttons((" y", "Yes")),
        buttons(("y", "Yes"), ("y", "No")),
        buttons(("y", "Yes"), ("n", "Yes")),
        buttons(("y", "Yes"), body={"text": "x" * 1025}),
        buttons(("y", "Yes"), body={"text": ""}),
        buttons(("y", "Yes"), body=None),
        buttons(("y", "Yes"), footer={"text": "x" * 61}),
        buttons(("y", "Yes"), header={"type": "text", "text": "x" * 61}),
        rows(("", [row(number) for number in range(11)])),
        rows(("A", [row(number) for number in range(6)]), ("B", [row(number) for number in range(6, 11)])),
        rows(("", [])),
        rows(("A", [row(1)]), ("", [row(2)])),
        rows(("A" * 25, [row(1)])),
        rows(("", [row(1, title="x" * 25)])),
        rows(("", [row(1, description="x" * 73)])),
        rows(("", [row(1, id="x" * 201)])),
        rows(("", [row(1), row(1)])),
        rows(("", [row(1)]), button="x" * 21),
        rows(("", [row(1)]), header={"type": "image", "image": {"link": "https://example.com/a.png"}}),
    ],
)
def test_choices_over_a_limit_are_131009(business: Business, anna: Customer, interactive: dict[str, Any]) -> None:
    answer = business.sends(anna, "interactive", interactive)

    assert (answer.status_code, code(answer)) == (400, 131009)
    assert answer.json()["error"]["error_data"]["details"]
    assert anna.heard == []
