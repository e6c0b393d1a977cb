"""Pipeline: order numbers, e-mail addresses, phone numbers, by spaCy's EntityRuler."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.base import Component
from bot.components.tokenizer import MAX_READ_CHARACTERS
from bot.evidence import ORDER_FORM, ORDER_STATUS
from bot.standing import standing
from kb.patterns import find


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PatternExtractor(Component):
    """Adds what kb.patterns finds as entities."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities, in the order they stand in the text."""
        for message in messages:
            found = [
                {
                    "entity": span.kind,
                    "value": span.value,
                    "start": span.start,
                    "end": span.end,
                    "extractor": type(self).__name__,
                }
                for span in find(
                    (message.get(TEXT) or "")[:MAX_READ_CHARACTERS],
                    is_order_expected=_is_order_expected(message),
                )
            ]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages


def _is_order_expected(message: Message) -> bool:
    """Whether six digits alone are an order number: where one was asked for, is asked about, or is all there is."""
    text = (message.get(TEXT) or "").strip()
    intent = (message.get(INTENT) or {}).get("name")
    return standing.get().form == ORDER_FORM or intent == ORDER_STATUS or (len(text) == 6 and text.isdigit())
