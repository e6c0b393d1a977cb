"""The one decision a message."""

import pytest

from bot.triage import Evidence, Thresholds, triage

THRESHOLDS = Thresholds(sure=0.6, unsure=0.2)


def decided(**found: object) -> str:
    evidence = {"intents": {"question": 0.9}, "answer": 0.0, "has_hits": True} | found
    return triage(Evidence(**evidence), THRESHOLDS).intent  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("confidence", "intent"), [(0.9, "knowledge_sure"), (0.4, "knowledge_unsure"), (0.1, "out_of_scope")]
)
def test_a_question_is_answered_offered_or_refused_by_its_confidence(confidence: float, intent: str) -> None:
    assert decided(answer=confidence) == intent


def test_a_clear_intent_goes_before_an_article() -> None:
    assert decided(intents={"greet": 0.8, "question": 0.1}, answer=0.7) == "greet"


def test_an_unclear_intent_does_not() -> None:
    assert decided(intents={"greet": 0.4, "question": 0.3}, answer=0.7) == "knowledge_sure"


def test_a_pressed_button_needs_no_guessing() -> None:
    assert decided(intents={"greet": 0.99}, answer=0.9, pressed="ask_human") == "ask_human"


def test_nothing_understood_is_out_of_scope() -> None:
    assert decided(intents={}, answer=0.0, has_hits=False) == "out_of_scope"


def test_the_second_miss_in_a_row_brings_a_person() -> None:
    assert decided(earlier=("greet", "out_of_scope")) == "needs_person"
    assert decided(earlier=("out_of_scope", "greet")) == "out_of_scope"


def test_a_miss_after_the_person_was_there_starts_anew() -> None:
    assert decided(earlier=("out_of_scope", "needs_person")) == "out_of_scope"


def test_an_unhelpful_answer_is_tried_once_more_then_a_person_comes() -> None:
    pressed = "answer_not_helpful"

    assert decided(pressed=pressed, earlier=("knowledge_sure",)) == pressed
    assert decided(pressed=pressed, earlier=("knowledge_sure", pressed, "knowledge_sure")) == "needs_person"
    assert decided(pressed=pressed, earlier=("knowledge_sure", pressed)) == "needs_person"


def test_the_cause_goes_with_the_call_for_a_person() -> None:
    evidence = Evidence(intents={}, answer=0.0, has_hits=False, earlier=("out_of_scope",))

    assert triage(evidence, THRESHOLDS).cause == "missed_twice"
