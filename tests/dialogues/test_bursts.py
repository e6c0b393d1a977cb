"""People write in fragments: what comes in one breath is one question."""

import uuid
from collections.abc import Iterator

import pytest

from tests.customer import Customer
from tests.house import House


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory, house: House) -> Iterator[House]:
    """A house that waits as an operator's does; `house` has trained the model already."""
    home = House(tmp_path_factory.mktemp("patient"), burst_seconds="0.7")
    home.prepare()
    home.start()
    yield home
    home.stop()


def test_fragments_are_answered_together(patient: House) -> None:
    customer = Customer(patient.url)
    for fragment in ("hi", "one question", "how many days", "does delivery take?"):
        assert customer.post(fragment).status_code == 202

    assert customer.listen(lambda: customer.heard)
    (answer,) = customer.heard
    assert answer["link"]["url"] == "/help/en/delivery-times"
    assert [said["author"] for said in customer.transcript()] == ["customer"] * 4 + ["bot"]


def test_the_next_breath_is_another_question(patient: House) -> None:
    customer = Customer(patient.url)
    customer.says("how many days does delivery take?")

    (answer,) = customer.says("how do i return something")
    assert answer["link"]["url"] == "/help/en/returns"


def test_a_fragment_sent_twice_counts_once(patient: House) -> None:
    customer, id = Customer(patient.url), uuid.uuid4().hex
    for _ in range(2):
        customer.post("how do i return something", id=id)

    assert customer.listen(lambda: customer.heard)
    assert len(customer.heard) == 1


def test_a_pressed_button_waits_for_nothing(patient: House) -> None:
    customer = Customer(patient.url)
    customer.says("how do i return something")

    (thanks,) = customer.presses("Yes, it did")
    assert thanks["text"].startswith("Glad")
