"""kill -9 at the worst moment: every question is answered, once, in order."""

import uuid
from collections.abc import Iterator

import pytest

from app.texts import texts
from tests.customer import Customer
from tests.house import House


@pytest.fixture
def fragile(tmp_path_factory: pytest.TempPathFactory, house: House) -> Iterator[House]:
    """A house of its own, to be broken; `house` has trained the model already."""
    home = House(tmp_path_factory.mktemp("fragile"))
    home.prepare()
    home.start()
    yield home
    home.stop()


QUESTIONS = {
    "how long does delivery take": "/help/en/delivery-times",
    "i forgot my password": "/help/en/reset-password",
    "how do i return something": "/help/en/returns",
}


def test_questions_asked_while_the_bot_dies_are_answered_once_in_order(fragile: House) -> None:
    customers = [Customer(fragile.url) for _ in range(5)]
    for customer in customers:
        for question in QUESTIONS:
            assert customer.post(question).status_code == 202
    fragile.kill("bot")  # some turns are done, some are running, some wait
    for customer in customers:
        assert customer.post("thank you").status_code == 202  # the door stays open

    fragile.start("bot")
    for customer in customers:
        assert customer.listen(lambda customer=customer: len(customer.heard) >= 4, seconds=90)
        answers = [reply["link"]["url"] if reply["link"] else reply["text"] for reply in customer.heard]
        assert answers == [*QUESTIONS.values(), texts("en").get("bot", "thank")]
        assert len({reply["id"] for reply in customer.heard}) == 4


def test_a_killed_web_server_loses_nothing(fragile: House) -> None:
    customer, id = Customer(fragile.url), uuid.uuid4().hex
    customer.says("hello")
    assert customer.post("how do i return something", id=id).status_code == 202
    fragile.kill("web")
    fragile.start("web")

    assert customer.post("how do i return something", id=id).status_code == 200  # the browser sends again, to be sure
    assert customer.listen(lambda: len(customer.heard) == 2)
    assert [message["author"] for message in customer.transcript()] == ["customer", "bot", "customer", "bot"]


def test_without_the_action_server_the_customer_is_told(fragile: House) -> None:
    customer = Customer(fragile.url)
    fragile.kill("actions")

    (reply,) = customer.says("I want to talk to a person")
    assert reply["text"] == texts("en").get("bot", "trouble")
    fragile.start("actions")
    (reply,) = customer.says("I want to talk to a person")
    assert reply["text"] == texts("en").get("bot", "handover")
