"""Who is who across channels, on every store."""

from datetime import UTC, datetime, timedelta

import pytest

from connectors.arrivals import Arrived, Noted, take
from connectors.telegram.origins import Account
from connectors.telegram.parse import parse as on_telegram_parsed
from connectors.whatsapp.parse import parse as on_whatsapp_parsed
from desk import contacts
from store.unit_of_work import SqlBooks
from support import mail
from support.contacts import Contact
from support.errors import Conflict, NotFound, Refused
from support.events import ContactsMerged, ContactSplit
from support.messages import Author, ConversationId, Message, channel_of
from tests.standins.samples import payload

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ON_WHATSAPP = ConversationId("whatsapp:1065.46701740605")
ON_TELEGRAM = ConversationId("telegram:5000000001")
ON_WEBCHAT = ConversationId("webchat:anna")
NUMBER = "+46701740605"


def writes(
    books: SqlBooks,
    conversation_id: ConversationId,
    text: str = "hej",
    *,
    name: str | None = None,
    verified: dict[str, str] | None = None,
    minute: int = 0,
) -> None:
    """Have a customer's message taken as any channel takes it."""
    message = Message(
        id=f"{conversation_id}:{text}",
        conversation_id=conversation_id,
        author=Author.CUSTOMER,
        text=text,
        sent_at=NOON + timedelta(minutes=minute),
        name=name,
        data={"verified": verified} if verified else {},
    )
    with books.writing() as uow:
        take(uow, Arrived(message=message))
        uow.commit()


def contact(books: SqlBooks, conversation_id: ConversationId) -> Contact:
    with books.reading() as uow:
        return contacts.contact_of(uow, conversation_id)


def told(books: SqlBooks, kind: type) -> list[object]:
    with books.reading() as uow:
        return [logged.event for logged in uow.events.since(0) if isinstance(logged.event, kind)]


def one_on_two_channels(books: SqlBooks) -> None:
    writes(books, ON_WHATSAPP, "on WhatsApp", name="Anna Berg", verified={"phone": "46701740605"})
    writes(books, ON_TELEGRAM, "on Telegram", verified={"phone": "+46 70-174 06 05"}, minute=1)


def test_who_writes_is_met_once(books: SqlBooks) -> None:
    writes(books, ON_WEBCHAT, "hej")
    writes(books, ON_WEBCHAT, "hallå?", minute=1)

    (anna,) = contact(books, ON_WEBCHAT).identities
    assert (anna.met_at, anna.name, anna.phone, anna.email) == (NOON, None, None, None)


def test_a_name_told_later_is_known_then(books: SqlBooks) -> None:
    writes(books, ON_TELEGRAM, "one")
    writes(books, ON_TELEGRAM, "two", name="Anna")
    writes(books, ON_TELEGRAM, "three")

    assert contact(books, ON_TELEGRAM).name == "Anna"


def test_the_same_verified_number_is_the_same_person(books: SqlBooks) -> None:
    one_on_two_channels(books)

    anna = contact(books, ON_TELEGRAM)
    assert anna == contact(books, ON_WHATSAPP)
    assert (anna.conversation_ids, anna.name) == ((ON_WHATSAPP, ON_TELEGRAM), "Anna Berg")
    assert [identity.phone for identity in anna.identities] == [NUMBER, NUMBER]
    assert len(told(books, ContactsMerged)) == 1


def test_a_number_shared_in_something_noted_counts_as_well(books: SqlBooks) -> None:
    one_on_two_channels(books)
    message = Message(
        id="telegram:7:1",
        conversation_id=ConversationId("telegram:7"),
        author=Author.CUSTOMER,
        text="",
        sent_at=NOON,
        data={"verified": {"phone": NUMBER}},
    )
    with books.writing() as uow:
        take(uow, Noted(message=message))
        uow.commit()

    assert len(contact(books, ON_WHATSAPP).identities) == 3


def test_what_a_customer_merely_says_joins_nobody(books: SqlBooks) -> None:
    one_on_two_channels(books)
    writes(books, ON_WEBCHAT, f"my number is {NUMBER}", name="Anna Berg")

    assert contact(books, ON_WEBCHAT) != contact(books, ON_WHATSAPP)


@pytest.mark.parametrize("nonsense", [46701740605, "", "0701740605", "12", "9" * 16, "anna", None, {"x": 1}, ["+4670"]])
def test_what_is_no_international_number_joins_nobody(books: SqlBooks, nonsense: str) -> None:
    writes(books, ON_WEBCHAT, verified={"phone": nonsense})
    writes(books, ON_TELEGRAM, verified={"phone": nonsense})

    assert contact(books, ON_WEBCHAT) != contact(books, ON_TELEGRAM)


def test_a_verified_address_joins_in_any_spelling(books: SqlBooks) -> None:
    writes(books, ON_WEBCHAT)
    writes(books, ON_TELEGRAM, minute=1)
    with books.writing() as uow:
        contacts.verify(uow, ON_WEBCHAT, email="Anna@Example.COM ")
        anna = contacts.verify(uow, ON_TELEGRAM, email="anna@example.com")
        uow.commit()

    assert anna.conversation_ids == (ON_WEBCHAT, ON_TELEGRAM)
    assert anna.identities[0].email == "anna@example.com"


def test_what_can_be_no_address_is_refused(books: SqlBooks) -> None:
    writes(books, ON_WEBCHAT)
    with books.writing() as uow:
        for wrong in ({"email": "anna"}, {"email": "a b@example.com"}, {"phone": "070"}):
            with pytest.raises(Refused):
                contacts.verify(uow, ON_WEBCHAT, **wrong)
        with pytest.raises(NotFound):
            contacts.verify(uow, ON_TELEGRAM, phone=NUMBER)


def test_three_become_one_when_a_third_links_two(books: SqlBooks) -> None:
    writes(books, ON_WHATSAPP, verified={"phone": NUMBER})
    writes(books, ON_WEBCHAT, verified={"email": "anna@example.com"}, minute=1)
    writes(books, ON_TELEGRAM, verified={"phone": NUMBER, "email": "anna@example.com"}, minute=2)

    assert contact(books, ON_WEBCHAT).conversation_ids == (ON_WHATSAPP, ON_WEBCHAT, ON_TELEGRAM)


def test_a_number_shared_on_telegram_is_the_one_that_writes_on_whatsapp(books: SqlBooks) -> None:
    """As both providers post it."""
    bot = Account(id=110201543, username="parley_demo_bot")
    on_whatsapp = on_whatsapp_parsed(payload("whatsapp", "text"), ["106540352242922"])
    on_telegram = on_telegram_parsed(payload("telegram", "contact"), account=bot, now=NOON)
    with books.writing() as uow:
        for arrival in (*on_whatsapp, *on_telegram):
            take(uow, arrival)
        uow.commit()

    with books.reading() as uow:
        (anna,) = uow.contacts.latest(10)
    assert {channel_of(id) for id in anna.conversation_ids} == {"whatsapp", "telegram"}
    assert {identity.phone for identity in anna.identities} == {NUMBER}


def test_a_person_merges_what_nothing_proves(books: SqlBooks) -> None:
    writes(books, ON_WHATSAPP)
    writes(books, ON_WEBCHAT, minute=1)
    into, other = contact(books, ON_WEBCHAT).id, contact(books, ON_WHATSAPP).id
    with books.writing() as uow:
        merged = contacts.merge(uow, into, other)
        uow.commit()

    assert (merged.id, merged.conversation_ids) == (into, (ON_WHATSAPP, ON_WEBCHAT))
    assert told(books, ContactsMerged) == [ContactsMerged(contact_id=into, merged=(other,))]
    with books.writing() as uow:
        with pytest.raises(NotFound):
            contacts.merge(uow, into, other)
        with pytest.raises(Conflict):
            contacts.merge(uow, into, into)


def test_what_a_person_split_is_never_joined_again_by_itself(books: SqlBooks) -> None:
    one_on_two_channels(books)
    with books.writing() as uow:
        bob = contacts.split(uow, ON_TELEGRAM, now=NOON)
        uow.commit()
    writes(books, ON_TELEGRAM, "not Anna", name="Bob", verified={"phone": NUMBER, "email": "b@example.com"})
    writes(books, ON_WHATSAPP, "not Bob", verified={"phone": NUMBER, "email": "b@example.com"})

    assert contact(books, ON_TELEGRAM).id == bob.id
    assert contact(books, ON_WHATSAPP).conversation_ids == (ON_WHATSAPP,)
    assert len(told(books, ContactSplit)) == 1


def test_others_still_join_the_one_that_was_split_from(books: SqlBooks) -> None:
    one_on_two_channels(books)
    with books.writing() as uow:
        contacts.split(uow, ON_TELEGRAM, now=NOON)
        uow.commit()
    writes(books, ON_WEBCHAT, verified={"phone": NUMBER}, minute=2)

    assert contact(books, ON_WEBCHAT).conversation_ids == (ON_WHATSAPP, ON_WEBCHAT)


def test_the_first_of_several_can_be_split_off_too(books: SqlBooks) -> None:
    one_on_two_channels(books)
    with books.writing() as uow:
        contacts.split(uow, ON_WHATSAPP, now=NOON)
        uow.commit()

    assert contact(books, ON_WHATSAPP).id != contact(books, ON_TELEGRAM).id
    with books.writing() as uow, pytest.raises(Conflict):
        contacts.split(uow, ON_WHATSAPP, now=NOON)


def test_a_merge_by_a_person_undoes_a_split(books: SqlBooks) -> None:
    one_on_two_channels(books)
    with books.writing() as uow:
        apart = contacts.split(uow, ON_TELEGRAM, now=NOON)
        contacts.merge(uow, contacts.contact_of(uow, ON_WHATSAPP).id, apart.id)
        uow.commit()

    assert contact(books, ON_TELEGRAM).may_join and len(contact(books, ON_TELEGRAM).identities) == 2


def test_a_person_sees_every_word_on_every_channel(books: SqlBooks) -> None:
    one_on_two_channels(books)
    answer = Message(
        id="a1", conversation_id=ON_WHATSAPP, author=Author.BOT, text="hello", sent_at=NOON + timedelta(seconds=5)
    )
    with books.writing() as uow:
        mail.post(uow, answer)
        uow.commit()

    with books.reading() as uow:
        said = contacts.whole_transcript(uow, ON_TELEGRAM)
    assert [(message.conversation_id, message.text) for message in said] == [
        (ON_WHATSAPP, "on WhatsApp"),
        (ON_WHATSAPP, "hello"),
        (ON_TELEGRAM, "on Telegram"),
    ]


def test_a_conversation_older_than_contacts_has_its_transcript(books: SqlBooks) -> None:
    with books.writing() as uow:
        mail.receive(
            uow,
            Message(id="m1", conversation_id=ON_WEBCHAT, author=Author.CUSTOMER, text="hej", sent_at=NOON),
            now=NOON,
        )
        assert [message.text for message in contacts.whole_transcript(uow, ON_WEBCHAT)] == ["hej"]
        with pytest.raises(NotFound):
            contacts.contact_of(uow, ON_WEBCHAT)


def test_those_met_last_are_listed_first(books: SqlBooks) -> None:
    one_on_two_channels(books)
    writes(books, ON_WEBCHAT, minute=2)

    with books.reading() as uow:
        latest = uow.contacts.latest(10)
        assert [found.conversation_ids for found in latest] == [(ON_WEBCHAT,), (ON_WHATSAPP, ON_TELEGRAM)]
        assert len(uow.contacts.latest(1)) == 1


def test_strangers_can_be_left_out_of_the_list(books: SqlBooks) -> None:
    writes(books, ON_WHATSAPP, name="Anna")
    writes(books, ConversationId("webchat:one"), minute=1)
    writes(books, ConversationId("webchat:two"), minute=2)
    writes(books, ON_TELEGRAM, verified={"phone": "+12025550123"}, minute=3)
    anna, also_anna = contact(books, ON_WHATSAPP).id, contact(books, ConversationId("webchat:one")).id
    with books.writing() as uow:
        contacts.merge(uow, anna, also_anna)
        uow.commit()
    writes(books, ON_WEBCHAT, minute=4)

    with books.reading() as uow:
        found = [each.conversation_ids for each in uow.contacts.latest(2, strangers=False)]
    assert found == [(ON_TELEGRAM,), (ON_WHATSAPP, "webchat:one")]


def test_who_claims_nothing_is_like_nobody(books: SqlBooks) -> None:
    writes(books, ON_WHATSAPP, verified={"phone": NUMBER})
    writes(books, ON_WEBCHAT)

    with books.reading() as uow:
        assert uow.contacts.claiming(None, None) == []
