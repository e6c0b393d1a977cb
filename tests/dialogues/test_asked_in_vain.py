"""What customers ask of the running house in vain reaches its writers."""

from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support.askings import Asking, Outcome
from tests.customer import Customer
from tests.dialogues.talk import PHRASES
from tests.house import House


def asked(house: House, customer: Customer) -> Asking | None:
    books = SqlBooks(open_engine(f"sqlite:///{house.folder / 'parley.db'}"))
    with books.reading() as uow:
        found = uow.askings.latest(customer.conversation_id)
    books.dispose()
    return found


def test_a_question_that_finds_nothing_shows_up_in_the_report(house: House) -> None:
    customer, said = Customer(house.url, "en"), PHRASES["en"]["strange"]
    customer.says(said)

    found = asked(house, customer)
    assert found is not None and (found.text, found.outcome) == (said, Outcome.NOTHING)
    done = house.parley("kb", "gaps")
    assert done.returncode == 0 and said in done.stdout, done.stdout + done.stderr


def test_an_answer_that_did_not_help_is_known_for_it(house: House) -> None:
    customer, phrases = Customer(house.url, "en"), PHRASES["en"]
    customer.says(phrases["question"])
    before = asked(house, customer)
    assert before is not None and (before.outcome, before.shown[0]) == (Outcome.ANSWERED, phrases["article"])

    customer.presses(customer.heard[-1]["buttons"][1]["title"])
    after = asked(house, customer)
    assert after is not None and (after.id, after.outcome) == (before.id, Outcome.UNHELPFUL)
