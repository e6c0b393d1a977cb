"""The weights a message is judged by say the same as scikit-learn's model of the same examples."""

import subprocess
import sys
from pathlib import Path

from app.settings import ROOT

CODE = """
from pathlib import Path
from bot.lean import slim_down
slim_down(Path("config.yml"))
import numpy as np
from rasa.shared.nlu.training_data.message import Message
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from bot.components import classifier
from bot.components.featurizer import BUCKETS

random = np.random.default_rng(1)
def message(intent):
    vector = random.normal(size=8).astype(np.float32)
    words = np.unique(random.integers(0, BUCKETS, random.integers(0, 9)))
    return Message({"text": "x", "intent": intent, "vector": vector / np.linalg.norm(vector), "words": words})

examples = [message(intent) for intent in ("greet", "thank", "goodbye") * 20]
weights = classifier._fitted(examples, scale=2.0, max_iter=1000)
new = [message(None) for _ in range(20)]
new.append(Message({"text": "x", "vector": np.zeros(8, np.float32), "words": np.array([], np.int64)}))

def features(messages):
    return sparse.hstack([classifier._rows(messages), np.stack([m.get("vector") for m in messages])]) * 2.0

model = LogisticRegression(class_weight="balanced", max_iter=1000, random_state=42)
model.fit(features(examples), [m.get("intent") for m in examples])
theirs = model.predict_proba(features(new))
ours = np.stack([weights.probabilities(m.get("vector"), m.get("words")) for m in new])
assert weights.intents == tuple(model.classes_)
assert np.abs(ours - theirs).max() < 2e-3, np.abs(ours - theirs).max()
ranking = classifier._ranking(weights, new[0])
assert [guess["name"] for guess in ranking] == [weights.intents[i] for i in np.argsort(-theirs[0])]
print("same")
"""


def test_probabilities_are_those_of_scikit_learn() -> None:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", CODE], cwd=ROOT, capture_output=True, text=True)

    assert done.stdout.strip() == "same", done.stderr


LOADING = """
import sys
from pathlib import Path
from pathlib import Path
from bot.lean import slim_down
slim_down(Path("config.yml"))
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
import numpy as np
from bot.components.classifier import LogisticRegressionClassifier as Classifier
from bot.components.featurizer import VECTOR, WORDS
from support.errors import BrokenContent

def example(at, intent):
    return Message({"text": "x", "intent": intent, VECTOR: np.eye(4, dtype=np.float32)[at], WORDS: np.array([at])})

place = {"model_storage": LocalModelStorage(Path(sys.argv[1])), "resource": Resource("c"), "execution_context": None}
config = Classifier.get_default_config()
assert Classifier.load(config, **place).trained is None
print("untrained")
Classifier.create(config, **place).train(TrainingData([example(i, f"i{i % 2}") for i in range(4)]))
assert Classifier.load(config, **place).trained.weights.intents == ("i0", "i1")
print("whole")
path, = Path(sys.argv[1]).rglob("*.npz")
whole = path.read_bytes()
for damaged in (b"", bytes(len(whole)), whole[:200], whole.replace(b"usual", b"USUAL"), b"PK", None):
    path.unlink() if damaged is None else path.write_bytes(damaged)
    try:
        Classifier.load(config, **place)
    except BrokenContent as error:
        assert "intents.npz" in str(error) and "models/" in str(error)
        print("damaged")
"""


def test_a_damaged_model_is_named_with_what_to_do_and_is_no_untrained_one(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", LOADING, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert done.stdout.split() == ["untrained", "whole"] + ["damaged"] * 6, done.stderr
