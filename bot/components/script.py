"""Pipeline, last: whether a customer has to be told that we answer in other letters than they write."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from app.knowledge import language_reader
from bot.components.base import Component
from bot.components.choices import PRESSED
from bot.components.language import FOREIGN, LANGUAGE
from bot.evidence import PERSON_COMES
from bot.standing import standing

OTHER_SCRIPT = "other_script"
SCRIPT_KNOWN = "script_known"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ScriptNotes(Component):
    """Sets `other_script` where it is news, and `script_known` as an entity once it is none: a slot keeps it."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at what the customer typed; on a button stand our own words."""
        for message in messages:
            if not (standing.get().is_script_known or message.get(PRESSED) or message.get(FOREIGN)):
                _note(message)
        return messages


def _note(message: Message) -> None:
    typed = language_reader().guess(message.get(TEXT) or "")
    if typed is None or typed.language != message.get(LANGUAGE) or not language_reader().has_own_script(typed.language):
        return
    if typed.is_romanised and (message.get(INTENT) or {}).get("name") in PERSON_COMES:
        return  # people write as they like; when the bot is back, it is news still
    message.set(OTHER_SCRIPT, typed.is_romanised, add_to_output=True)
    known = {"entity": SCRIPT_KNOWN, "value": typed.language, "extractor": ScriptNotes.__name__}
    message.set(ENTITIES, [*message.get(ENTITIES, []), known], add_to_output=True)
