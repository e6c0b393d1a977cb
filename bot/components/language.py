"""Pipeline: which language the message is in and the answer will be in."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from app.knowledge import language_reader
from bot.components.base import Component
from bot.components.choices import PRESSED
from bot.standing import standing
from kb.languages import Standing

LANGUAGE = "language"
CERTAINTY = "language_certainty"
TEXT_LANGUAGE = "text_language"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class LanguageDetector(Component):
    """Sets `language`, the one to answer in, as an entity too: Rasa's own slot mapping keeps it.

    `text_language` is the one the message is in: another one where the customer wished for an answer in the first.
    """

    def __init__(self) -> None:
        """Load the languages now, not at the first message."""
        language_reader()

    def process(self, messages: list[Message]) -> list[Message]:
        """Decide with what the conversation has settled, and the channel's hint."""
        for message in messages:
            metadata, spoken = message.get("metadata") or {}, standing.get().spoken
            if message.get(PRESSED):  # a button's words are ours, in whatever language the article had
                spoken = Standing(language=spoken.language, wish=spoken.wish or spoken.language)
            self._set(message, spoken, metadata.get("language_hint"))
            entity = {"entity": LANGUAGE, "value": message.get(LANGUAGE), "extractor": type(self).__name__}
            message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Read each example by itself: it stands in no conversation."""
        for message in training_data.training_examples:
            self._set(message, Standing(), None)
        return training_data

    def _set(self, message: Message, spoken: Standing, hint: str | None) -> None:
        text = message.get(TEXT) or ""
        decided = language_reader().decide(text, spoken, hint)
        read = language_reader().guess(text) if spoken.wish else decided
        message.set(LANGUAGE, decided.language, add_to_output=True)
        message.set(CERTAINTY, round(decided.certainty, 4), add_to_output=True)
        message.set(TEXT_LANGUAGE, (read or decided).language)
