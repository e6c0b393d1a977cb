"""Pipeline: which language the message is in and the answer will be in."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from app.knowledge import language_reader
from bot.components.again import PRESSED_LANGUAGE
from bot.components.base import Component
from bot.components.choices import PRESSED
from bot.standing import standing
from kb.languages import Guess, Standing

LANGUAGE = "language"
CERTAINTY = "language_certainty"
TEXT_LANGUAGE = "text_language"
WRITTEN = "written"
FOREIGN = "foreign"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class LanguageDetector(Component):
    """Sets `language`, the one to answer in, as an entity too: Rasa's own slot mapping keeps it.

    `written` is the language of ours it is clearly in, `foreign` the one that is none of ours;
    `text_language` is the one the message is in: another one where the customer wished for an answer in the first.
    """

    def __init__(self) -> None:
        """Load the languages now, not at the first message."""
        language_reader()

    def process(self, messages: list[Message]) -> list[Message]:
        """Decide with what the conversation has settled, and the channel's hint."""
        for message in messages:
            self._decide(message, standing.get().spoken)
            found = {LANGUAGE: message.get(LANGUAGE)}
            if message.get(PRESSED_LANGUAGE):
                found["language_wish"] = message.get(PRESSED_LANGUAGE)
            elif standing.get().spoken.wish not in (None, message.get(LANGUAGE)):
                found["language_wish"] = ""  # the wish has given way; Rasa would not let a slot forget by None
            entities = [
                {"entity": name, "value": value, "extractor": type(self).__name__} for name, value in found.items()
            ]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *entities], add_to_output=True)
        return messages

    def _decide(self, message: Message, spoken: Standing) -> None:
        text, metadata = message.get(TEXT) or "", message.get("metadata") or {}
        hint, prior = metadata.get("language_hint"), metadata.get("language_prior")
        if message.get(PRESSED):
            decided = language_reader().decide_pressed(spoken, hint, prior)
            is_another_possible = bool(spoken.wish or spoken.language)
        else:
            decided = language_reader().decide(text, spoken, hint, prior)
            is_another_possible = bool(spoken.wish)
            message.set(WRITTEN, language_reader().clearly(text))
            message.set(FOREIGN, language_reader().foreign(text), add_to_output=True)
        read = language_reader().guess(text) if is_another_possible else None
        _set(message, decided, read or decided)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Read each example by itself: it stands in no conversation."""
        for message in training_data.training_examples:
            decided = language_reader().decide(message.get(TEXT) or "", Standing())
            _set(message, decided, decided)
        return training_data


def _set(message: Message, decided: Guess, read: Guess) -> None:
    message.set(LANGUAGE, decided.language, add_to_output=True)
    message.set(CERTAINTY, round(decided.certainty, 4), add_to_output=True)
    message.set(TEXT_LANGUAGE, read.language)
