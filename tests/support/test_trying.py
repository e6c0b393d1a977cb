"""What a question's answer is for an article, and why two differ."""

import pytest

from support.trying import Decided, Outcome, Reason, Verdict, reason, renamed


def decided(verdict: Verdict, *given: str, intent: str = "") -> Decided:
    return Decided(verdict=verdict, intent=intent or verdict.value, confidence=0.5, given=given)


SURE, OTHER_SURE = decided(Verdict.SURE, "returns"), decided(Verdict.SURE, "refunds")
UNSURE, NONE = decided(Verdict.UNSURE, "returns", "refunds"), decided(Verdict.NONE)
PERSON = decided(Verdict.OTHER, intent="ask_human")


def test_an_article_answers_or_is_among_the_choices_or_is_not() -> None:
    assert [each.outcome("returns") for each in (SURE, UNSURE, NONE, PERSON, OTHER_SURE)] == [
        *(Outcome.ANSWER, Outcome.CHOICE, Outcome.NONE, Outcome.NONE, Outcome.NONE),
    ]


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (SURE, OTHER_SURE, Reason.OTHER_ARTICLE),
        (SURE, UNSURE, Reason.LESS_SURE),
        (UNSURE, SURE, Reason.MORE_SURE),
        (NONE, UNSURE, Reason.MORE_SURE),
        (UNSURE, NONE, Reason.NOTHING_NEAR),
        (UNSURE, decided(Verdict.UNSURE, "shipping"), Reason.OTHER_CHOICES),
        (SURE, PERSON, Reason.OTHER_INTENT),
        (PERSON, NONE, Reason.OTHER_INTENT),
    ],
)
def test_why_two_answers_differ(before: Decided, after: Decided, why: Reason) -> None:
    assert not before.is_like(after) and reason(before, after) is why


def test_choices_in_another_order_are_the_same() -> None:
    assert UNSURE.is_like(decided(Verdict.UNSURE, "refunds", "returns"))
    assert not UNSURE.is_like(SURE) and not PERSON.is_like(decided(Verdict.OTHER, intent="greet"))


def test_an_article_with_another_address_is_the_same() -> None:
    assert renamed(decided(Verdict.SURE, "send-back"), [("send-back", "returns")]).is_like(SURE)
