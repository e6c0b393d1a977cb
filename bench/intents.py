"""What tells intents in `bench.scope`: the bot's own components, stock Rasa, MiniLM with logistic regression."""

import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import peers
from bench.evaluation import Example
from bench.processes import PYTHON, ROOT, environment

Guess = dict[str, float]
"""Certainties of the likeliest intents, as far as they are worth something."""


class Ours:
    """SentenceFeaturizer and LogisticRegressionClassifier, as Rasa's graph runs them."""

    def __init__(self, examples: Sequence[Example]) -> None:
        """Train, with the components' own defaults."""
        from rasa.engine.storage.local_model_storage import LocalModelStorage
        from rasa.engine.storage.resource import Resource
        from rasa.shared.nlu.training_data.training_data import TrainingData

        from bot.components.classifier import LogisticRegressionClassifier

        messages = list(_featurized(examples))
        with tempfile.TemporaryDirectory() as folder:
            storage = LocalModelStorage.create(Path(folder))
            config = LogisticRegressionClassifier.get_default_config()
            self._classifier = LogisticRegressionClassifier(config, storage, Resource("intents"))
            self._classifier.train(TrainingData(messages))

    def told(self, texts: Sequence[str]) -> list[Guess]:
        """Return what the message carries to triage."""
        messages = list(_featurized([(text, "") for text in texts]))
        self._classifier.process(messages)
        return [_guess(message) for message in messages]


def _featurized(examples: Sequence[Example]) -> Iterator[Any]:
    """Yield each as a message, featurized by itself as the bot does."""
    from rasa.shared.nlu.constants import INTENT, TEXT
    from rasa.shared.nlu.training_data.message import Message

    from bot.components.featurizer import SentenceFeaturizer

    featurizer = SentenceFeaturizer("featurizer", SentenceFeaturizer.get_default_config())
    for text, intent in examples:
        (message,) = featurizer.process([Message({TEXT: text, INTENT: intent})])
        yield message


class MiniLM:
    """Logistic regression of scikit-learn, as it comes, over all-MiniLM-L6-v2."""

    def __init__(self, examples: Sequence[Example], encoder: peers.Remembering) -> None:
        from sklearn.linear_model import LogisticRegression

        self._encoder, self._model = encoder, LogisticRegression(max_iter=1000)
        self._model.fit(encoder.encode([text for text, _ in examples]), [intent for _, intent in examples])

    def told(self, texts: Sequence[str]) -> list[Guess]:
        """Return the probabilities."""
        rows = self._model.predict_proba(self._encoder.encode(texts))
        return [dict(zip(self._model.classes_, map(float, row), strict=True)) for row in rows]


def diet(examples: Sequence[Example], texts: Sequence[str]) -> list[Guess]:
    """Return what stock Rasa says, trained in a process of its own: it needs the TensorFlow we go without."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "train.json").write_text(json.dumps(examples))
        (folder / "asked.json").write_text(json.dumps(texts))
        command = [PYTHON, "-W", "ignore", "-m", "bench.stock_intents", name]
        done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"bench.stock_intents: {done.stderr[-1500:]}")
        return [{intent: certainty} for intent, certainty in json.loads((folder / "said.json").read_text())]


def _guess(message: Any) -> Guess:
    from rasa.shared.nlu.constants import INTENT_RANKING_KEY

    from bot.components.classifier import FAMILIARITY

    worth = message.get(FAMILIARITY)
    return {guess["name"]: float(guess["confidence"]) * worth for guess in message.get(INTENT_RANKING_KEY)}
