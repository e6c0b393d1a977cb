"""Telling what is asked, and what is none of our business: the bot's own classifier against stock Rasa and MiniLM.

CLINC150: 150 intents of 100 examples each, and 100 examples of what is out of scope, which all are trained on alike
as one more intent. Ours are the bot's SentenceFeaturizer and LogisticRegressionClassifier as config.yml runs them,
then `bot.triage`, with no knowledge base to ask; DIET is stock Rasa (bench.stock_intents, fewer epochs than its
default); MiniLM is all-MiniLM-L6-v2 with scikit-learn's logistic regression.

`accuracy`: of the 4,500 test messages, the likeliest of the 150 intents is the right one. A message counts as known
as far as its likeliest intent is certain, which is what triage and FallbackClassifier go by. `auroc`: how often one
of the known is held for better known than one of 1,000 out of scope; `oos_recall_at_5`: how many of those are refused
where 5 % of the known are. `near_auroc`: 15 intents, drawn with seed 150, are left out of training, and their test
messages are the unknown ones: questions of our own domain that nobody told us of. DIET, which trains for minutes,
is not asked this. `decided`: known messages that triage, at its own thresholds, gives their intent; `refused`: those
out of scope that it refuses. `train_s`: to train ours on all; `told_ms`: to tell a message, features included.
"""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from bench import evaluation, peers
from bench.evaluation import Clinc, Example
from bench.intents import Guess, MiniLM, Ours, diet
from bench.processes import ROOT
from bench.stock_intents import EPOCHS
from bench.table import report, show, verdict
from bot.evidence import OUT_OF_SCOPE, Evidence, Thresholds
from bot.lean import slim_down
from bot.triage import triage

_HELD_OUT, _SEED = 15, 150
_FALSE_REFUSALS = 0.05
_AUROC, _NEAR_AUROC = 0.96, 0.88
"""What we aim at."""

Figures = dict[str, float]
Certainties = npt.NDArray[np.float64]


class Teller(Protocol):
    """What has been trained."""

    def told(self, texts: Sequence[str]) -> list[Guess]:
        """Return the certainties of each text's likeliest intents."""


def main() -> None:
    """Run."""
    peers.must_be_installed()
    data = evaluation.clinc(evaluation.folder())
    slim_down(ROOT / "config.yml")
    encoder = peers.Remembering(peers.minilm())
    asked = [*(text for text, _ in data.test), *data.strangers_test]
    ours, times = timed(examples(data), asked)
    told = {"ours": ours, "DIET": diet(examples(data), asked), "MiniLM": MiniLM(examples(data), encoder).told(asked)}
    near = {"ours": near_auroc(data, Ours), "MiniLM": near_auroc(data, lambda known: MiniLM(known, encoder))}
    summed_up(
        {name: figures(guesses, data.test) for name, guesses in told.items()}, near, decisions(ours, data.test), times
    )


def examples(data: Clinc, without: Sequence[str] = ()) -> list[Example]:
    """Return what is trained on, less some intents; what is out of scope is an intent too, as in the bot."""
    known = [(text, intent) for text, intent in data.train if intent not in without]
    return [*known, *((text, OUT_OF_SCOPE) for text in data.strangers_train)]


def timed(train: Sequence[Example], asked: Sequence[str]) -> tuple[list[Guess], Figures]:
    """Return what ours says, seconds to train it, milliseconds to tell a message."""
    began = time.perf_counter()
    trained = Ours(train)
    ready = time.perf_counter()
    told = trained.told(asked)
    return told, {"train_s": ready - began, "told_ms": (time.perf_counter() - ready) / len(asked) * 1000}


def figures(told: Sequence[Guess], test: Sequence[Example]) -> Figures:
    """Return the figures; `told` are the guesses on `test`, then those on what is out of scope."""
    best = [likeliest(guess) for guess in told]
    certain = np.array([certainty for _, certainty in best])
    known, unknown = certain[: len(test)], certain[len(test) :]
    return {
        "accuracy": float(np.mean([name == right for (name, _), (_, right) in zip(best, test, strict=False)])),
        "oos_recall_at_5": float((unknown < np.quantile(known, _FALSE_REFUSALS)).mean()),
        "auroc": auroc(known, unknown),
    }


def likeliest(guess: Guess) -> tuple[str, float]:
    """Return the likeliest intent that is one, with its certainty."""
    return max(
        ((name, certainty) for name, certainty in guess.items() if name != OUT_OF_SCOPE), key=lambda pair: pair[1]
    )


def near_auroc(data: Clinc, learn: Callable[[Sequence[Example]], Teller]) -> float:
    """Return the AUROC of what is known against intents of the same domain that were left out of training."""
    left_out = random.Random(_SEED).sample(sorted({intent for _, intent in data.train}), _HELD_OUT)
    trained = learn(examples(data, left_out))
    known, unknown = (
        np.array([likeliest(guess)[1] for guess in trained.told(said)])
        for said in (
            [text for text, intent in data.test if intent not in left_out],
            [text for text, intent in data.test if intent in left_out],
        )
    )
    return auroc(known, unknown)


def auroc(known: Certainties, unknown: Certainties) -> float:
    """Return how often one of the known is more certain than one of the unknown."""
    from sklearn.metrics import roc_auc_score

    is_known = np.repeat([1, 0], [len(known), len(unknown)])
    return float(roc_auc_score(is_known, np.concatenate([known, unknown])))


def decisions(told: Sequence[Guess], test: Sequence[Example]) -> Figures:
    """Return what triage makes of the guesses, with no article to answer."""
    thresholds = Thresholds(sure=1.0, unsure=1.0)
    intents = [triage(Evidence(intents=guess, answer=0.0, has_hits=False), thresholds).intent for guess in told]
    return {
        "decided": float(np.mean([name == right for name, (_, right) in zip(intents, test, strict=False)])),
        "refused": float(np.mean([name == OUT_OF_SCOPE for name in intents[len(test) :]])),
    }


def summed_up(rows: Mapping[str, Figures], near: Figures, decided: Figures, times: Figures) -> None:
    """Print the tables, what was reached, and the figures."""
    ours = rows["ours"]
    table = [(name, *row.values(), near.get(name, "-")) for name, row in rows.items()]
    show(f"CLINC150 (DIET of {EPOCHS} epochs)", ("", *ours, "near_auroc"), table)
    show("Ours", ("", ""), [*decided.items(), *times.items()])
    verdict(
        {
            f"auroc >= {_AUROC}": ours["auroc"] >= _AUROC,
            f"near_auroc >= {_NEAR_AUROC}": near["ours"] >= _NEAR_AUROC,
            "accuracy above DIET's": ours["accuracy"] > rows["DIET"]["accuracy"],
        }
    )
    peers_own = {f"{name.lower()}_{key}": value for name in ("DIET", "MiniLM") for key, value in rows[name].items()}
    report(**ours, near_auroc=near["ours"], minilm_near_auroc=near["MiniLM"], **decided, **times, **peers_own)


if __name__ == "__main__":
    main()
