"""Pipeline: who presses another language is answered in it, and what they asked last is asked again."""

from __future__ import annotations

from dataclasses import replace

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from app.settings import settings
from bot.choosing import LANGUAGE_BUTTON
from bot.components.base import Component
from bot.components.choices import PRESSED
from bot.evidence import CHANGE_LANGUAGE
from bot.standing import Standing, standing

PRESSED_LANGUAGE = "pressed_language"
AGAIN = "again"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PressedLanguages(Component):
    """Sets `pressed_language`; and `again`, with the latest turn's text, where the button stood below its answer."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Let the language win as a wish that was written does."""
        for message in messages:
            pressed = message.get(PRESSED) or ""
            language = pressed.removeprefix(LANGUAGE_BUTTON)
            if pressed.startswith(LANGUAGE_BUTTON) and language in settings().languages:
                message.set(PRESSED_LANGUAGE, language)
                _take_up(message, standing.get(), language)
        return messages


def _take_up(message: Message, now: Standing, language: str) -> None:
    """Read the latest question in place of the button's title, as if it had been asked in that language at once."""
    if _is_below_an_answer(message.get(PRESSED), now):
        message.set(TEXT, now.latest.text)
        message.set(PRESSED, None, add_to_output=True)
        message.set(AGAIN, True)
        now = now.without_latest()
    standing.set(replace(now, spoken=replace(now.spoken, wish=language, written=None)))


def _is_below_an_answer(pressed: str, now: Standing) -> bool:
    """Whether the latest turn offered this button; on other channels an old one can still be pressed."""
    is_offered = pressed in [button.payload for button in now.offered]
    return is_offered and bool(now.latest.text) and now.latest.intent != CHANGE_LANGUAGE
