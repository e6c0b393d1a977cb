"""What an operator sees of messages in trouble, and does about them."""

from datetime import UTC, datetime

from store.unit_of_work import SqlBooks
from support import mail
from support.deliveries import Delivery, State
from support.messages import Author, Message, conversation
from support.receipts import Receipt, Status
from support.shelves import Stray
from tests.cli.talk import refuses, says
from tests.house import House

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ANNA = conversation("whatsapp", "1065.46701740605")


def a_message(id: str, author: Author = Author.BOT) -> Message:
    return Message(id=id, conversation_id=ANNA, author=author, text=f"secret words of {id}", sent_at=NOON)


def gave_up(books: SqlBooks, id: str, box: str, fault: str) -> None:
    author = Author.BOT if box == "outbox" else Author.CUSTOMER
    delivery = Delivery(message=a_message(id, author), due_at=NOON, attempts=6, state=State.DEAD, fault=fault)
    with books.writing() as uow:
        getattr(uow, box).put(delivery)
        uow.commit()


def test_what_was_given_up_is_listed_without_what_was_written(home: House, books: SqlBooks) -> None:
    gave_up(books, "w1", "inbox", "ValueError: no model")
    gave_up(books, "w1/0", "outbox", "131026: this number has no WhatsApp")

    came_in, went_out, hint = says(home, "messages", "dead")
    assert came_in.split("  ") == [
        *("2026-01-01 12:00:00", "inbox", "whatsapp", ANNA, "w1", "6 tries", "ValueError: no model")
    ]
    assert "131026: this number has no WhatsApp" in went_out and "outbox" in went_out
    assert "retry" in hint
    assert "secret words of w1/0" in "".join(says(home, "messages", "dead", "--text"))
    assert "secret" not in came_in + went_out


def test_one_is_tried_again(home: House, books: SqlBooks) -> None:
    gave_up(books, "w1", "inbox", "x")
    gave_up(books, "w2/0", "outbox", "x")
    assert says(home, "messages", "retry", "w2/0") == ["outbox  w2/0: will be tried again."]

    with books.reading() as uow:
        revived, other = uow.outbox.get("w2/0"), uow.inbox.get("w1")
    assert revived is not None and (revived.state, revived.attempts, revived.fault) == (State.PENDING, 0, None)
    assert other is not None and other.state is State.DEAD
    assert "only a dead one" in refuses(home, "messages", "retry", "w2/0")
    assert "there is no message w9" in refuses(home, "messages", "retry", "w9")


def test_all_are_tried_again(home: House, books: SqlBooks) -> None:
    gave_up(books, "w1", "inbox", "x")
    gave_up(books, "w2/0", "outbox", "x")

    assert len(says(home, "messages", "retry", "--all")) == 2
    assert says(home, "messages", "dead") == ["Nothing was given up."]
    assert says(home, "messages", "retry", "--all") == ["Nothing was given up."]


def test_it_must_be_said_which(home: House, books: SqlBooks) -> None:
    assert "--all" in home.parley("messages", "retry").stderr
    assert home.parley("messages", "retry", "w1", "--all").returncode == 2


def test_strays_are_listed_and_shown_whole_when_asked(home: House, books: SqlBooks) -> None:
    with books.writing() as uow:
        uow.strays.put(Stray(channel="telegram", came_at=NOON, body='{"future": 1}', fault="unknown kind"))
        uow.commit()

    assert says(home, "messages", "strays") == ["2026-01-01 12:00:00  telegram  13 characters  unknown kind"]
    assert '    {"future": 1}' in says(home, "messages", "strays", "--body")


def test_each_message_says_how_far_it_came(home: House, books: SqlBooks) -> None:
    gave_up(books, "w0/0", "outbox", "131026: no WhatsApp")
    with books.writing() as uow:
        for id in ("w1/0", "w2/0", "w3/0"):
            mail.post(uow, a_message(id))
        mail.sent(uow, a_message("w1/0"), 0, "wamid.1")
        mail.sent(uow, a_message("w2/0"), 0, "wamid.2")
        mail.acknowledge(uow, Receipt(channel="whatsapp", external_id="wamid.1", status=Status.READ, at=NOON))
        failed = Receipt(channel="whatsapp", external_id="wamid.2", status=Status.FAILED, at=NOON, fault="131047")
        mail.acknowledge(uow, failed)
        uow.commit()

    told = [line.split("  ") for line in says(home, "messages", "status", ANNA)]
    assert [[column.strip() for column in columns if column] for columns in told] == [
        ["2026-01-01 12:00:00", "given up", "bot: secret words of w0/0", "131026: no WhatsApp", "w0/0"],
        ["2026-01-01 12:00:00", "read", "bot: secret words of w1/0", "w1/0"],
        ["2026-01-01 12:00:00", "failed", "bot: secret words of w2/0", "131047", "w2/0"],
        ["2026-01-01 12:00:00", "waiting", "bot: secret words of w3/0", "w3/0"],
    ]
    assert "nothing was said" in refuses(home, "messages", "status", "whatsapp:nobody")
