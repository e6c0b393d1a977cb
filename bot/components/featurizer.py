"""Pipeline: the message as numbers, once a turn: its sentence vector, and its words for the classifier."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from app.knowledge import encoder
from bot.components.tokenizer import question_of
from kb.lexical import terms

VECTOR = "vector"
WORDS = "words"
BUCKETS = 1 << 16
"""Enough for the n-grams of some thousand examples; a class then weighs half a megabyte."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Sets `vector`, (dim,) float32 of length 1, and `words`, the sorted buckets of its words and n-grams.

    The vector becomes Rasa's sentence feature too, for whoever puts another classifier into config.yml.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Rasa checks that a tokenizer stands before a featurizer."""
        return [Tokenizer]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturizer:
        """Return the component; the encoder comes from PARLEY_ENCODER."""
        return cls(execution_context.node_name, config)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Every config will do."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Encode them together."""
        vectors = encoder().encode([question_of(message) for message in messages])
        for message, vector in zip(messages, vectors, strict=True):
            message.set(VECTOR, vector)
            message.set(WORDS, _words(question_of(message)))
            sentence = np.asarray(vector).reshape(1, -1)
            message.add_features(Features(sentence, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encode all examples; those without text (stories, synonyms) get nothing."""
        self.process([message for message in training_data.training_examples if message.get(TEXT)])
        return training_data


def _words(text: str) -> npt.NDArray[np.int64]:
    hashed = np.fromiter(terms(text), np.int64)
    return np.asarray(np.unique(hashed % BUCKETS))
