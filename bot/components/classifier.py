"""Pipeline: which intent the message has, by logistic regression over its sentence vector and its words.

The model of Rasa's own LogisticRegressionClassifier, kept so that a message costs a look at its few words' weights:
Rasa's builds sparse matrices for each message, 3 ms of a turn where this needs 0.1.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.attestation import ATTESTED, Attestation
from bot.components.featurizer import BUCKETS, VECTOR, WORDS, SentenceFeaturizer
from bot.components.tokenizer import question_of
from bot.familiarity import Familiarity
from bot.regression import Problem, fitted
from support.errors import BrokenContent

FAMILIARITY = "familiarity"
_FILE = "intents.npz"
_RANKED = 10
"""Guesses kept, as Rasa's classifier does."""


@dataclass(frozen=True, slots=True)
class Weights:
    """`vector` (dim, intents), `words` (BUCKETS, intents), `bias` (intents,): float32, multinomial."""

    intents: tuple[str, ...]
    vector: npt.NDArray[np.float32]
    words: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def probabilities(self, vector: npt.NDArray[np.float32], words: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """Return (intents,) in 0..1 for a (dim,) unit vector and the buckets of the words, each named once."""
        logits = vector @ self.vector + self.words[words].sum(axis=0) / max(len(words), 1) ** 0.5 + self.bias
        risen = np.exp(logits - logits.max())
        return np.asarray(risen / risen.sum(), np.float32)


@dataclass(frozen=True, slots=True)
class Trained:
    """What training leaves: the weights, and by what to judge how far they can be trusted."""

    weights: Weights
    familiarity: Familiarity
    attestation: Attestation

    def rank(self, message: Message) -> None:
        """Set the message's intents, most likely first, and what that is worth."""
        ranking = _ranking(self.weights, message)
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking[:_RANKED], add_to_output=True)
        message.set(FAMILIARITY, self.familiarity.share(message.get(VECTOR)))
        likeliest = self.weights.intents.index(ranking[0]["name"])
        message.set(ATTESTED, self.attestation.share(question_of(message), likeliest))

    def as_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return what to keep on disk."""
        return {
            "intents": np.array(self.weights.intents),
            "vector": self.weights.vector,
            "words": self.weights.words,
            "bias": self.weights.bias,
            "examples": self.familiarity.examples.astype(np.float16),
            "usual": np.array(self.familiarity.usual),
            "said": np.packbits(self.attestation.said, axis=1),
            "rarity": self.attestation.rarity,
        }


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LogisticRegressionClassifier(IntentClassifier, GraphComponent):
    """Sets `intent` and `intent_ranking`, and what they are worth: `familiarity` and `attested`, both in 0..1."""

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Start untrained: every message is left without an intent."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self.trained: Trained | None = None

    @classmethod
    def required_components(cls) -> list[type]:
        """Rasa checks that the featurizer stands before."""
        return [SentenceFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`scale` stretches both unit vectors against the fixed regularisation.

        On five folds of the demo data: vectors alone .61 of intents right, with n-grams .67; at 3 no better,
        and a stranger's message taken for an intent twice as often.
        """
        return {"scale": 2.0, "max_iter": 1000}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LogisticRegressionClassifier:
        """Return an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LogisticRegressionClassifier:
        """Return the component as it was trained. Raises: BrokenContent."""
        component = cls.create(config, model_storage, resource, execution_context)
        component.trained = _kept(model_storage, resource)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the examples that have an intent and a text."""
        examples = [message for message in training_data.intent_examples if message.get(INTENT) and message.get(TEXT)]
        if len({message.get(INTENT) for message in examples}) > 1:
            self.trained = _trained(examples, self._config["scale"], self._config["max_iter"])
            with self._model_storage.write_to(self._resource) as folder:
                np.savez(folder / _FILE, **self.trained.as_arrays())
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Rank the intents, most likely first."""
        if self.trained is not None:
            for message in messages:
                self.trained.rank(message)
        return messages


def _ranking(weights: Weights, message: Message) -> list[dict[str, Any]]:
    found = weights.probabilities(message.get(VECTOR), message.get(WORDS))
    return [{"name": weights.intents[place], "confidence": float(found[place])} for place in np.argsort(-found)]


def _trained(examples: list[Message], scale: float, max_iter: int) -> Trained:
    weights = _fitted(examples, scale, max_iter)
    labels = [weights.intents.index(message.get(INTENT)) for message in examples]
    return Trained(
        weights,
        Familiarity.of(np.stack([message.get(VECTOR) for message in examples])),
        Attestation.of([question_of(message) for message in examples], labels),
    )


def _fitted(examples: list[Message], scale: float, max_iter: int) -> Weights:
    """Return the weights for features of length 1; what `scale` did to them in training is folded in."""
    intents, labels = np.unique([message.get(INTENT) for message in examples], return_inverse=True)
    vectors = np.stack([message.get(VECTOR) for message in examples])
    problem = Problem(_rows(examples) * np.float32(scale), vectors * np.float32(scale), labels)
    words, vector, bias = fitted(problem, most_steps=max_iter)
    return Weights(tuple(map(str, intents)), vector * np.float32(scale), words * np.float32(scale), bias)


def _rows(examples: list[Message]) -> Any:
    """Return the (n, BUCKETS) matrix of unit rows, one an example."""
    from scipy import sparse

    lengths = [len(message.get(WORDS)) for message in examples]
    places = np.concatenate([message.get(WORDS) for message in examples])
    values = np.concatenate([np.full(length, 1 / max(length, 1) ** 0.5, np.float32) for length in lengths])
    return sparse.csr_matrix((values, places, np.cumsum([0, *lengths])), shape=(len(examples), BUCKETS))


def _kept(model_storage: ModelStorage, resource: Resource) -> Trained | None:
    """Return what training kept, None where it had no examples. Raises: BrokenContent."""
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(model_storage.read_from(resource))
        except ValueError:  # Rasa's way of saying that nothing was written
            return None
        try:
            return _read(folder / _FILE)
        except Exception as error:  # numpy and zipfile have many words for a damaged file
            raise BrokenContent(
                f"{_FILE} in the trained model is damaged ({error}): delete models/*.tar.gz and start again, "
                "which trains it anew"
            ) from error


def _read(path: Path) -> Trained:
    """Return what is in the file: plain arrays, nothing that could run."""
    with np.load(path, allow_pickle=False) as kept:
        said = np.unpackbits(kept["said"], axis=1).astype(bool)
        return Trained(
            Weights(tuple(map(str, kept["intents"])), kept["vector"], kept["words"], kept["bias"]),
            Familiarity(kept["examples"].astype(np.float32), float(kept["usual"])),
            Attestation(said, kept["rarity"]),
        )
