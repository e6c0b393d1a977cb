"""Pipeline, last: the one decision of bot.triage, on evidence from the components before it."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from app.knowledge import language_reader, library, search, spelling
from app.settings import settings
from bot.attestation import ATTESTED
from bot.choosing import ARTICLE, LANGUAGE_BUTTON
from bot.components.again import AGAIN, PRESSED_LANGUAGE
from bot.components.base import Component
from bot.components.choices import PRESSED
from bot.components.classifier import FAMILIARITY
from bot.components.featurizer import VECTOR
from bot.components.language import CERTAINTY, FOREIGN, LANGUAGE, WRITTEN
from bot.components.retriever import KNOWLEDGE, ORDER_FOLLOWED
from bot.evidence import CHANGE_LANGUAGE, ORDER_FORM, SURE, Decision, Evidence, Thresholds
from bot.standing import standing
from bot.triage import triage
from kb.folding import fold
from kb.names import names_place, wished_language
from kb.spelling import is_noise

DECISION = "decision"
WISHED = "wished_language"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Triage(Component):
    """Sets the message's intent and `decision`."""

    @classmethod
    def load(cls, *arguments: Any, **more: Any) -> Triage:
        """Return the component, with the articles it decides on read before the first customer waits for them."""
        library()
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Decide; the classifier's own ranking stays for desk and trainers."""
        for message in messages:
            message.set(WISHED, _wished(message), add_to_output=True)
            evidence = self._evidence(message)
            thresholds = Thresholds(sure=search().confidence.sure, unsure=settings().unsure)
            decision = triage(evidence, thresholds)
            message.set(INTENT, {"name": decision.intent, "confidence": decision.confidence}, add_to_output=True)
            if decision.intent == CHANGE_LANGUAGE:
                _wish(message)
            message.set(DECISION, self._record(message, decision), add_to_output=True)
        return messages

    def _evidence(self, message: Message) -> Evidence:
        knowledge = message.get(KNOWLEDGE)
        vector = message.get(VECTOR)
        ranking = message.get(INTENT_RANKING_KEY, []) if vector is not None and vector.any() else []
        return Evidence(
            intents={guess["name"]: float(guess["confidence"]) for guess in ranking},
            answer=knowledge["confidence"],
            has_hits=bool(knowledge["hits"]),
            familiarity=message.get(FAMILIARITY, 1.0),
            attested=message.get(ATTESTED, 1.0),
            words=sum(token.text.isalnum() or len(token.text) > 1 for token in message.get(TOKENS_NAMES[TEXT], [])),
            has_order_number=any(entity["entity"] == "order_number" for entity in message.get(ENTITIES, [])),
            is_order_expected=standing.get().form == ORDER_FORM,
            has_digits=any(map(str.isdigit, message.get(TEXT) or "")),
            is_same_choice=_is_same_choice(message),
            pressed=_pressed(message),
            earlier=standing.get().intents,
            names_language=message.get(WISHED) is not None,
            names_place=names_place(message.get(TEXT) or "", settings().languages),
            is_noise=not message.get(FOREIGN) and is_noise(message.get(TEXT) or "", spelling()),
            is_order_followed=bool(message.get(ORDER_FOLLOWED)),
            times_answered=standing.get().times_answered(knowledge["hits"][0]["slug"]) if knowledge["hits"] else 0,
        )

    def _record(self, message: Message, decision: Decision) -> dict[str, Any]:
        knowledge = message.get(KNOWLEDGE)
        guesses = message.get(INTENT_RANKING_KEY, [])[:3]
        return {
            "intent": decision.intent,
            "confidence": round(decision.confidence, 3),
            "cause": decision.cause,
            "language": message.get(LANGUAGE),
            "language_certainty": message.get(CERTAINTY),
            "written": message.get(WRITTEN) if decision.intent != CHANGE_LANGUAGE else None,
            "foreign": message.get(FOREIGN),
            "again": message.get(AGAIN, False),
            "guesses": [{"intent": g["name"], "confidence": round(float(g["confidence"]), 3)} for g in guesses],
            "answer_confidence": knowledge["confidence"],
            "hits": [{key: hit[key] for key in ("slug", "language", "title", "score")} for hit in knowledge["hits"]],
        }


def _is_same_choice(message: Message) -> bool:
    """Whether these articles are those that have just been offered, and the words those they were offered for."""
    now, hits = standing.get(), message.get(KNOWLEDGE)["hits"]
    offered = {button.payload for button in now.offered if button.payload.startswith(ARTICLE)}
    is_same_text = fold(message.get(TEXT) or "").split() == fold(now.latest.text).split()
    return bool(offered) and offered == {f"{ARTICLE}{hit['slug']}" for hit in hits} and is_same_text


def _pressed(message: Message) -> str | None:
    """Return the intent of the button that was pressed, if one was; an article's button asks for that article."""
    pressed: str | None = message.get(PRESSED)
    if pressed and pressed.startswith(ARTICLE):
        return SURE if message.get(KNOWLEDGE)["confidence"] == 1.0 else None
    if pressed and pressed.startswith(LANGUAGE_BUTTON):
        return CHANGE_LANGUAGE if message.get(PRESSED_LANGUAGE) else None
    return pressed


def _wished(message: Message) -> str | None:
    if pressed := message.get(PRESSED_LANGUAGE):
        return str(pressed)
    reader = language_reader()
    guess = reader.guess(message.get(TEXT) or "")
    written = guess.language if guess is not None and len((message.get(TEXT) or "").split()) > 2 else None
    spoken = standing.get().spoken.language
    return wished_language(message.get(TEXT) or "", settings().languages, spoken=spoken, written=written)


def _wish(message: Message) -> None:
    """Let an explicit wish for a language of ours win, now and from here on."""
    wish = message.get(WISHED)
    if wish not in settings().languages:
        return
    message.set(LANGUAGE, wish, add_to_output=True)
    entities = [entity for entity in message.get(ENTITIES, []) if entity["entity"] != "language"]
    wished = [{"entity": name, "value": wish, "extractor": "Triage"} for name in ("language", "language_wish")]
    message.set(ENTITIES, [*entities, *wished], add_to_output=True)
