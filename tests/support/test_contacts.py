"""Numbers and addresses in one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from support.contacts import Contact, Identity, introduced, mail_address, phone_number
from support.messages import Author, Message, conversation
from tests.support.test_deliveries import NOON


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+46 (0)70-174 06 05", "+46701740605"),
        ("call 46701740605", None),
        ("+46 70-174 06 05", "+46701740605"),
        ("0046701740605", "+46701740605"),
        ("46701740605", "+46701740605"),
        ("+۹۸ ۹۱۲ ۳۴۵ ۶۷۸۹", "+989123456789"),
        ("5215512345678", "+525512345678"),
        ("+12025550123", "+12025550123"),
        ("0701740605", None),
        ("SE.13491208655302741918", None),
        ("", None),
    ],
)
def test_a_number_has_one_spelling(written: str, number: str | None) -> None:
    assert phone_number(written) == number


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (" Anna@Example.com", "anna@example.com"),
        ("STRASSE@ex.de", "strasse@ex.de"),
        ("anna", None),
        ("@example.com", None),
        ("anna@", None),
        ("a b@example.com", None),
        ("a" * 250 + "@example.com", None),
    ],
)
def test_an_address_has_one_spelling(written: str, address: str | None) -> None:
    assert mail_address(written) == address


@given(
    some.recursive(
        some.none() | some.integers() | some.text(), lambda s: some.lists(s) | some.dictionaries(some.text(), s)
    )
)
def test_whatever_a_channel_puts_there_is_read_or_ignored(verified: object) -> None:
    message = Message(
        id="m1",
        conversation_id=conversation("telegram", "anna"),
        author=Author.CUSTOMER,
        text="",
        sent_at=NOON,
        data={"verified": verified},
    )
    told = introduced(message)

    assert all(phone_number(number) == number for number in [told["phone"]] if number)
    assert all(mail_address(address) == address for address in [told["email"]] if address)


@pytest.mark.parametrize(
    ("names", "called"),
    [
        (("Anna", None, "anna Svensson"), "anna Svensson"),
        ((None, "Anna Svensson", "Anna"), "Anna Svensson"),
        (("Anna", "Bo Ek"), "Anna"),
        ((None, None), None),
    ],
)
def test_a_contact_has_the_fuller_of_its_names(names: tuple[str | None, ...], called: str | None) -> None:
    identities = [
        Identity(conversation_id=conversation("webchat", str(number)), contact_id="c", met_at=NOON, name=name)
        for number, name in enumerate(names)
    ]
    assert Contact(id="c", identities=tuple(identities)).name == called
