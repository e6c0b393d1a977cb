"""Customers on both channels who ask what has known answers, and what each of them came to hear."""

import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.providers import Providers
from tests.standins.record import Sent

Reply = tuple[str, ...]
"""What a question is answered with, message by message."""


class Customer:
    """One person in one conversation; asks its questions in order, without waiting for answers."""

    def __init__(self, standin: Any, person: Any, questions: Sequence[str]) -> None:
        """`person` is a stand-in's customer."""
        self._standin = standin
        self._person = person
        self.questions = tuple(questions)

    def ask(self, number: int) -> None:
        """Send one of the questions."""
        self._person.writes(self.questions[number])

    def heard(self) -> list[str]:
        """Return what the provider took for this customer, oldest first."""
        sent: list[Sent] = self._standin.record.to(self._address)
        return [_shown(one) for one in sent]

    @property
    def _address(self) -> str:
        person = self._person
        return str(person.address if hasattr(person, "address") else person.user["id"])


def _shown(sent: Sent) -> str:
    """Return all that a customer sees of a message: its text, and where its buttons lead."""
    return json.dumps([sent.text, sent.body.get("reply_markup"), sent.body.get("interactive")], sort_keys=True)


def crowd(both: Providers, count: int, pool: Sequence[str], each: int, seed: int) -> list[Customer]:
    """Return this many customers, half of them on each channel, each with some questions of the pool."""
    die = random.Random(seed)
    whatsapp = [(both.whatsapp, both.whatsapp.customer(f"46700{n:06d}", name=f"W{n}")) for n in range(count // 2)]
    telegram = [(both.telegram, both.telegram.customer(f"T{n}", language="en")) for n in range(count - count // 2)]
    return [Customer(standin, person, die.sample(list(pool), each)) for standin, person in whatsapp + telegram]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Over all customers: questions without their whole answer, answers before an earlier one's, messages too many."""

    lost: int
    reordered: int
    too_many: int


def judged(customers: Sequence[Customer], answers: dict[str, Reply]) -> Judgement:
    """Hold what customers heard against what they should have heard: every answer, once, in the order of asking."""
    lost = reordered = too_many = 0
    for customer in customers:
        expected = [message for question in customer.questions for message in answers[question]]
        heard = customer.heard()
        missing = Counter(expected) - Counter(heard)
        lost += sum(any(message in missing for message in answers[question]) for question in customer.questions)
        too_many += sum((Counter(heard) - Counter(expected)).values())
        first = [heard.index(message) for message in dict.fromkeys(expected) if message in heard]
        reordered += sum(later < earlier for earlier, later in zip(first, first[1:], strict=False))
    return Judgement(lost, reordered, too_many)
