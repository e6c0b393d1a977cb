"""Pipeline: what is typed instead of pressing a button counts as pressed; `pressed` is what the rest goes by."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from app.settings import settings
from app.texts import texts
from bot.attestation import ATTESTED, ENOUGH
from bot.choosing import AFFIRM, DENY, NOT_HELPFUL, chosen, is_leaving, meant
from bot.components.base import Component
from bot.evidence import COMPLAINT, ORDER_FORM, PERSON_OFFERED
from bot.reactions import WORDLESS, reaction
from bot.standing import Standing, standing
from kb.patterns import without_orders

PRESSED = "pressed"
_SURE = 0.5
_MOST_WORDS = 5
"""A yes with more words than that asks for something else as well."""
_MOST_CHARACTERS = 200
"""Nor is it looked at for a number."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class TypedChoices(Component):
    """Sets `pressed`: the payload of the button that was pressed, or whose number, place or title was typed."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at what the bot's latest turn offered."""
        for message in messages:
            pressed = (message.get("metadata") or {}).get(PRESSED) or _typed(message.get(TEXT) or "", standing.get())
            message.set(PRESSED, pressed, add_to_output=True)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class BareAnswers(Component):
    """Takes a bare yes, no or emoji for the button that it means, where nothing was pressed."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Go by the classifier, so that this works in every language there are examples of."""
        for message in messages:
            if message.get(PRESSED) is None and not _has_order(message):
                message.set(PRESSED, _answered(message, standing.get()), add_to_output=True)
        return messages


def _has_order(message: Message) -> bool:
    """Whether an order's number stands in the message: then it is no bare answer."""
    text = (message.get(TEXT) or "").strip()
    return len(text) <= _MOST_CHARACTERS and without_orders(text) != text


def _typed(text: str, now: Standing) -> str | None:
    words = texts(now.spoken.language or settings().default_language).group("choices")
    if now.form == ORDER_FORM and is_leaving(text, words):
        return DENY
    return chosen(text, now.offered, words)


def _answered(message: Message, now: Standing) -> str | None:
    text, guess = message.get(TEXT) or "", message.get(INTENT) or {}
    sign = reaction(text)
    if now.form is not None and sign is not None:
        return None  # no number, however it is meant
    offered = [button.payload for button in now.offered]
    is_bare = len(text.split()) <= _MOST_WORDS and (guess.get("confidence") or 0.0) >= _SURE
    is_bare = is_bare and message.get(ATTESTED, 1.0) >= ENOUGH
    said = sign or (guess.get("name") if is_bare else None)
    answer = meant(said, offered, is_person_asked=now.latest.intent in (COMPLAINT, PERSON_OFFERED))
    return answer or {AFFIRM: "thank", DENY: NOT_HELPFUL, WORDLESS: WORDLESS}.get(sign or "")
