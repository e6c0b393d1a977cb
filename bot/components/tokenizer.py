"""Pipeline: words, by the spaCy pipeline of the message's language."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from app.settings import settings
from bot.components.language import TEXT_LANGUAGE
from kb.folding import unstretched
from kb.patterns import without_orders
from kb.reading import read

MAX_READ_CHARACTERS = 2000
"""A question is a few sentences; what comes after says nothing more about what is wanted."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SpacyTokenizer(Tokenizer):
    """Sets the tokens."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return what the base class asks for; intents are never split."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_"}

    @classmethod
    def create(cls, config: dict[str, Any], *context: Any, **named: Any) -> SpacyTokenizer:
        """Return the component, with every language's pipeline made now, not at its first message."""
        for language in settings().languages:
            read("", language)
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the attribute's tokens, white space left out."""
        doc = read((message.get(attribute) or "")[:MAX_READ_CHARACTERS], message.get(TEXT_LANGUAGE) or "xx")
        return [Token(token.text, token.idx) for token in doc if not token.is_space]


def question_of(message: Message) -> str:
    """Return what is asked: the text without order numbers, which say which order but not what is wanted with it.

    Letters that were held down are let go: the encoder knows "please", not "pleaseeee".
    """
    return unstretched(without_orders((message.get(TEXT) or "")[:MAX_READ_CHARACTERS]))
