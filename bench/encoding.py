"""One encoder measured in a process of its own: `python -m bench.encoding MODEL`, the questions on standard input.

Prints one JSON object. Nothing heavy is imported above: what an encoder brings along belongs to its figures.
"""

import json
import os
import sys
import time
from collections.abc import Sequence
from typing import Any

from bench.processes import ROOT, memory_mb

BUNDLED_FOLDER = ROOT / "models" / "encoder"
_ALONE = 5
"""Every fifth question is encoded alone, as the bot does; the others at once, so that none is met twice."""


def main() -> None:
    """Load, encode, weigh."""
    questions = sys.stdin.read().splitlines()
    before, _ = memory_mb(os.getpid())
    began = time.perf_counter()
    encoder = _loaded(sys.argv[1], questions[0])
    load_s = time.perf_counter() - began
    alone, together = questions[::_ALONE], [text for at, text in enumerate(questions) if at % _ALONE]
    figures = {"load_s": load_s, "one_ms": _seconds(encoder, [[text] for text in alone]) / len(alone) * 1000}
    figures["per_s"] = len(together) / _seconds(encoder, [together])
    figures["memory_mb"] = memory_mb(os.getpid())[0] - before
    print(json.dumps(figures))


def _loaded(model: str, question: str) -> Any:
    """Return the encoder once it has encoded a first question: some load at their first use."""
    from kb.encoder import load_encoder

    encoder = load_encoder(model, BUNDLED_FOLDER)
    encoder.encode([question])
    return encoder


def _seconds(encoder: Any, batches: Sequence[Sequence[str]]) -> float:
    began = time.perf_counter()
    for batch in batches:
        encoder.encode(batch)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
