"""What is said after a score, told by what the bot decided of it."""

import pytest
import yaml

from app.settings import ROOT
from support import surveys


def decision(intent: str, confidence: float, guess: str) -> dict[str, object]:
    return {"intent": intent, "confidence": confidence, "guesses": [{"intent": guess, "confidence": 0.4}]}


@pytest.mark.parametrize(("confidence", "guess", "is_one"), [(0.7, "complaint", True), (0.95, "complaint", False)])
def test_an_article_that_is_merely_near_answers_nothing(confidence: float, guess: str, is_one: bool) -> None:
    assert surveys.is_remark(decision("knowledge_sure", confidence, guess)) is is_one
    assert not surveys.is_remark(decision("knowledge_sure", confidence, "question"))


def test_what_the_bot_decided_nothing_of_is_none() -> None:
    assert not surveys.is_remark({})


def test_all_of_these_are_decisions_of_the_bot() -> None:
    known = set(yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"])

    assert surveys._FELT | surveys._MISSED | surveys._ASKING | {surveys._ANSWERED} <= known
