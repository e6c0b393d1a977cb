"""What a number says about a language: only where one stands out, and only one of ours."""

import pytest

from connectors.whatsapp.countries import _COUNTRIES, likely_language
from tests.connectors.whatsapp.conftest import Shop
from tests.standins.whatsapp.server import WhatsApp


@pytest.mark.parametrize(
    ("person", "language"),
    [
        ("46701740605", "sv"),
        ("491711234567", "de"),
        ("436601234567", "de"),
        ("5215512345678", "es"),
        ("12125551234", "en"),
        ("18095551234", "es"),
        ("989121234567", "fa"),
        ("8801712345678", "bn"),
        ("3580401234", "fi"),
        ("79161234567", "ru"),
        ("SE.13491208655302740001", "sv"),
        ("DE.ENT.1349120865", "de"),
    ],
)
def test_a_country_with_one_main_language_speaks_it(person: str, language: str) -> None:
    assert likely_language(person) == language


@pytest.mark.parametrize(
    "person", ["41791234567", "32470123456", "919812345678", "94771234567", "923001234567", "77011234567", "999", "X.1"]
)
def test_where_none_stands_out_nothing_is_likely(person: str) -> None:
    assert likely_language(person) is None


def test_no_calling_code_hides_behind_another() -> None:
    hidden = {code: other for code in _COUNTRIES for other in _COUNTRIES if other != code and code.startswith(other)}
    assert set(hidden.values()) == {"1", "7"}  # these two zones hold several countries (E.164)


@pytest.mark.parametrize(("number", "language"), [("46701740999", "sv"), ("41791234567", None), ("3580401234", None)])
def test_a_message_says_which_language_is_likely(
    whatsapp: WhatsApp, shop: Shop, number: str, language: str | None
) -> None:
    customer = whatsapp.customer(number=number)
    customer.writes("ok")
    shop.takes()

    (message,) = shop.inbox(customer)
    assert (message.language, message.data.get("language_is_likely")) == (language, True if language else None)
