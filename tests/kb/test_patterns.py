"""Order numbers, addresses, phone numbers."""

import pytest

from kb.patterns import find, without_orders


def found(text: str, **options: bool) -> list[tuple[str, str]]:
    return [(span.kind, span.value) for span in find(text, **options)]


@pytest.mark.parametrize(
    "text", ["TM-204518", "tm 204518", "TM204518?", "سفارش TM-۲۰۴۵۱۸ کجاست", "my order TM–204518.", "(tm_204518)"]
)
def test_an_order_number_is_read_however_it_is_typed(text: str) -> None:
    assert found(text) == [("order_number", "TM-204518")]


@pytest.mark.parametrize("text", ["TM-2045189", "TM-20451", "ATM 204518x", "2026-11-22", "I paid 204518"])
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert ("order_number", "TM-204518") not in found(text)
    assert not [kind for kind, _ in found(text) if kind == "phone"]


def test_six_digits_are_a_number_only_where_one_was_asked_for() -> None:
    assert found("204518", is_order_expected=True) == [("order_number", "TM-204518")]
    assert found("204518") == []


def test_addresses_and_phones_are_found_where_they_stand() -> None:
    text = "write to anna.l@example.se, or call +46 8 5550 0199"
    spans = find(text)

    assert [(span.kind, span.value) for span in spans] == [
        ("email", "anna.l@example.se"),
        ("phone", "+46 8 5550 0199"),
    ]
    assert all(span.value in text[span.start : span.end] for span in spans)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("please cancel TM-204518", "please cancel"),
        ("cancel my order tm 48213 please", "cancel my order  please"),  # mistyped, but no word either
        ("TM-২০৪৫১৮ বাতিল করুন", "বাতিল করুন"),
        ("what about 204518?", "what about ?"),
        ("TM-204518", ""),
        ("I have 2 lamps from 2024", "I have 2 lamps from 2024"),
    ],
)
def test_what_is_asked_about_an_order_is_what_stands_around_its_number(text: str, rest: str) -> None:
    assert without_orders(text) == rest


def test_a_row_of_digits_without_end_is_no_phone_number_without_end() -> None:
    found = find("+1 " + "1 " * 2000)  # looked for without a bound, each message such as this takes a second

    assert found and all(len(span.value) < 40 for span in found)
