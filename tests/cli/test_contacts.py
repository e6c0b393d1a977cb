"""Who is who, as an operator sees and settles it."""

from datetime import UTC, datetime, timedelta

from desk import contacts
from desk.handing_over import open_handoff
from store.unit_of_work import SqlBooks
from support import mail
from support.handoffs import Reason
from support.messages import Author, ConversationId, Message
from tests.cli.talk import refuses, says
from tests.house import House

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ON_WHATSAPP = ConversationId("whatsapp:1065.46701740605")
ON_WEBCHAT = ConversationId("webchat:anna")


def writes(
    books: SqlBooks, conversation_id: ConversationId, text: str, minute: int, name: str = "Anna", **data: object
) -> str:
    """Have somebody write, and return their contact's id."""
    message = Message(
        id=f"{conversation_id}:{text}",
        conversation_id=conversation_id,
        author=Author.CUSTOMER,
        text=text,
        sent_at=NOON + timedelta(minutes=minute),
        name=name if conversation_id is ON_WHATSAPP else None,
        data=data,
    )
    with books.writing() as uow:
        mail.receive(uow, message, now=message.sent_at)
        contacts.meet(uow, message)
        contact_id = contacts.contact_of(uow, conversation_id).id
        uow.commit()
    return contact_id


def test_contacts_are_listed_with_what_is_verified(home: House, books: SqlBooks) -> None:
    assert says(home, "contacts", "list") == ["Nobody has written yet."]
    anna = writes(books, ON_WHATSAPP, "hej", 0, verified={"phone": "46701740605"})
    writes(books, ON_WHATSAPP, "and then\n\x1b[2Jthis", 2)
    known = f'2026-01-01 12:00  {anna}  Anna  {ON_WHATSAPP} (+46701740605)  "and then [2Jthis"'
    assert says(home, "contacts", "list") == [known]

    stranger = writes(books, ON_WEBCHAT, "hello", 3)
    first, hint = says(home, "contacts", "list")
    assert first == known and "--all" in hint
    assert says(home, "contacts", "list", "--all") == [
        f'2026-01-01 12:03  {stranger}  ?  {ON_WEBCHAT}  "hello"',
        known,
    ]
    assert len(says(home, "contacts", "list", "--all", "--limit", "1")) == 1


def test_two_are_merged_shown_as_one_and_split_again(home: House, books: SqlBooks) -> None:
    anna = writes(books, ON_WHATSAPP, "hej", 0)
    writes(books, ON_WEBCHAT, "hello", 1)

    assert says(home, "contacts", "merge", anna, ON_WEBCHAT)[0] == f"{anna}  Anna"
    for named in (anna, ON_WEBCHAT):
        head, *_, first, last = says(home, "contacts", "show", named)
        assert head == f"{anna}  Anna"
        assert first == "2026-01-01 12:00:00  whatsapp        Anna: hej"
        assert last == "2026-01-01 12:01:00  webchat     customer: hello"

    assert says(home, "contacts", "split", ON_WEBCHAT)[1] == f"    {ON_WEBCHAT}"
    assert "own already" in refuses(home, "contacts", "split", ON_WEBCHAT)


def test_what_a_customer_writes_gives_the_terminal_no_orders(home: House, books: SqlBooks) -> None:
    anna = writes(books, ON_WHATSAPP, "hej\n\x1b]0;mine\x07\x9b2Jdå\r", 0, name="An\x1b[2Jna")
    with books.writing() as uow:
        handoff = open_handoff(uow, ON_WHATSAPP, reason=Reason.ASKED, opened_by="m1", context={}, now=NOON)
        uow.commit()

    for command in (("contacts", "list"), ("contacts", "show", anna), ("handoffs", "show", handoff.id)):
        shown = "\n".join(says(home, *command))
        assert "hej" in shown and "An[2Jna" in shown
        assert not set("\x1b\x07\x9b\r") & set(shown)


def test_a_handoff_shows_what_was_said_on_other_channels(home: House, books: SqlBooks) -> None:
    first, second = writes(books, ON_WHATSAPP, "hej", 0), writes(books, ON_WEBCHAT, "a person please", 1)
    with books.writing() as uow:
        contacts.merge(uow, first, second)
        handoff = open_handoff(uow, ON_WEBCHAT, reason=Reason.ASKED, opened_by="m1", context={}, now=NOON)
        uow.commit()

    shown = "\n".join(says(home, "handoffs", "show", handoff.id))
    assert "whatsapp        Anna: hej" in shown and "customer: a person please" in shown


def test_who_is_not_known_is_said_in_one_line(home: House, books: SqlBooks) -> None:
    assert "there is no contact abc" in refuses(home, "contacts", "show", "abc")
    assert "nobody has written in webchat:bob" in refuses(home, "contacts", "show", "webchat:bob")
