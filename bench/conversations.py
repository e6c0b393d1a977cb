"""Customers on both channels who ask what has known answers, and what each of them came to hear."""

import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from bench.providers import Providers
from tests.standins.record import Sent

Reply = tuple[str, ...]
"""What a question is answered with, message by message."""


Expected = Mapping[tuple[str, str], Reply]
"""Replies by channel and question."""


class Customer:
    """One person in one conversation; asks its questions in order, without waiting for answers."""

    def __init__(self, channel: str, standin: Any, person: Any, questions: Sequence[str]) -> None:
        """`person` is a stand-in's customer."""
        self.channel = channel
        self.questions = tuple(questions)
        self._standin = standin
        self._person = person

    def ask(self, number: int) -> None:
        """Send one of the questions."""
        self._person.writes(self.questions[number])

    def heard(self) -> list[str]:
        """Return what the provider took for this customer, oldest first."""
        return [_shown(one) for one in self._standin.record.to(str(self._person.address))]

    def should_hear(self, answers: Expected) -> list[Reply]:
        """Return the answer to each question, in the order of asking."""
        return [answers[self.channel, question] for question in self.questions]


def _shown(sent: Sent) -> str:
    """Return all that a customer sees of a message: its text, and where its buttons lead."""
    return json.dumps([sent.text, sent.body.get("reply_markup"), sent.body.get("interactive")], sort_keys=True)


def crowd(both: Providers, count: int, pool: Sequence[str], each: int, die: random.Random) -> list[Customer]:
    """Return this many new customers, half of them on each channel, each with some questions of the pool."""
    made = []
    for number in range(count):
        questions = die.sample(list(pool), each)
        if number % 2:
            person: Any = both.telegram.customer(f"Anna {number}", language="en")
            made.append(Customer("telegram", both.telegram, person, questions))
        else:
            person = both.whatsapp.customer(f"4670{die.randrange(10**7):07d}", name=f"Anna {number}")
            made.append(Customer("whatsapp", both.whatsapp, person, questions))
    return made


@dataclass(frozen=True, slots=True)
class Judgement:
    """Over all customers: questions without their whole answer, answers before an earlier one's, messages too many."""

    lost: int
    reordered: int
    too_many: int


def judged(customers: Sequence[Customer], answers: Expected) -> Judgement:
    """Hold what customers heard against what they should have heard: every answer, once, in the order of asking."""
    lost = reordered = too_many = 0
    for customer in customers:
        replies, heard = customer.should_hear(answers), customer.heard()
        expected = [message for reply in replies for message in reply]
        lost += sum(any(message not in heard for message in reply) for reply in replies)
        too_many += sum((Counter(heard) - Counter(expected)).values())
        first = [heard.index(message) for message in expected if message in heard]
        reordered += sum(later < earlier for earlier, later in pairwise(first))
    return Judgement(lost, reordered, too_many)
