"""Stock Rasa as an intent classifier, in a process of its own: `python -m bench.stock_intents FOLDER`.

FOLDER holds `train.json`, [[text, intent], ...], and `asked.json`, [text, ...]; `said.json` is written there:
[[intent, confidence], ...], the likeliest intent that is a known one. The pipeline is that of `rasa init`, less what
has nothing to do here (synonyms, response selection), with fewer epochs. FallbackClassifier refuses by that
confidence; so does the bench, at every threshold instead of one.
"""

import asyncio
import json
import logging
import sys
from pathlib import Path
from typing import Any

import structlog

from bot.evidence import OUT_OF_SCOPE

EPOCHS = 6
"""Of 100 in `rasa init`: an epoch takes one to two minutes on two cores, and most is learnt in the first."""

_PIPELINE = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": EPOCHS, "constrain_similarities": True, "random_seed": 42},
    {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
]
_UNKNOWN = {"nlu_fallback", OUT_OF_SCOPE}


def main() -> None:
    """Train, then ask one after the other."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    folder = Path(sys.argv[1])
    model = trained(folder, json.loads((folder / "train.json").read_text()))
    said = asyncio.run(parsed(model, json.loads((folder / "asked.json").read_text())))
    (folder / "said.json").write_text(json.dumps(said))


def trained(folder: Path, examples: list[tuple[str, str]]) -> str:
    """Return the path of the model."""
    from rasa.model_training import train_nlu
    from ruamel.yaml import YAML

    texts: dict[str, list[str]] = {}
    for text, intent in examples:
        texts.setdefault(intent, []).append(text)
    nlu = [{"intent": intent, "examples": "".join(f"- {text}\n" for text in said)} for intent, said in texts.items()]
    for name, content in (
        ("config", {"recipe": "default.v1", "assistant_id": "stock", "language": "en", "pipeline": _PIPELINE}),
        ("nlu", {"version": "3.1", "nlu": nlu}),
    ):
        with (folder / f"{name}.yml").open("w") as file:
            YAML().dump(content, file)
    return str(train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder)))


async def parsed(model: str, texts: list[str]) -> list[tuple[str, float]]:
    """Return the likeliest known intent of each text with its confidence."""
    from rasa.core.agent import Agent

    agent = Agent.load(model)
    return [_likeliest(await agent.parse_message(text)) for text in texts]


def _likeliest(answer: dict[str, Any]) -> tuple[str, float]:
    ranking = [guess for guess in answer["intent_ranking"] if guess["name"] not in _UNKNOWN]
    return str(ranking[0]["name"]), float(ranking[0]["confidence"])


if __name__ == "__main__":
    main()
