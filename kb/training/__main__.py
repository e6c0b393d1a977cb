"""`python -m kb.training corpus.tsv.zst --to FOLDER`: from aligned texts to an encoder with its lexicon.

Each stage is kept in the folder and not done again; the vectors go on from their last checkpoint.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from kb.encoder import TOKENIZER, WEIGHTS
from kb.lexicon import FILE
from kb.packing import pack
from kb.training import lexicon, pieces, teacher, texts, vectors
from kb.training.corpus import Pair, pairs

_CHECKPOINT = 1000
"""Steps: some minutes."""
_USUAL = vectors.Plan()


class Training:
    """One run: where its stages lie, and what it is made from."""

    def __init__(self, wanted: argparse.Namespace) -> None:
        self._wanted = wanted
        self._folder: Path = wanted.to
        self._work = self._folder / "work"
        (self._work / "lexicon").mkdir(parents=True, exist_ok=True)
        self._began = time.monotonic()

    def run(self) -> None:
        """Do every stage that is not done."""
        if not (self._folder / TOKENIZER).is_file():
            self._say(f"learning {self._wanted.pieces:,} pieces")
            pieces.learn(self._pairs(), self._wanted.seed, self._wanted.pieces).save(str(self._folder / TOKENIZER))
        self._make_lexicon()
        tokenizer = pieces.of(self._folder / TOKENIZER)
        self._write(self._train(tokenizer))

    def _pairs(self) -> Iterator[Pair]:
        return pairs(self._wanted.corpora, without=frozenset(self._wanted.without))

    def _make_lexicon(self) -> None:
        by_language: dict[str, list[Pair]] = {}
        for pair in self._pairs():
            by_language.setdefault(pair.language, []).append(pair)
        tables = {}
        for language in sorted(by_language):
            self._say(f"lexicon: {language}, {len(by_language[language]):,} pairs")
            own = by_language.pop(language)
            tables[language] = lexicon.table(own, language, self._work / "lexicon" / f"{language}.npz")
        lexicon.pack(tables, self._folder)

    def _train(self, tokenizer: Any) -> torch.Tensor:
        self._say("reading the corpus")
        read, english = texts.read(self._pairs(), tokenizer)
        self._say(f"asking the teacher about {self._wanted.taught:,} texts")
        useful = teacher.most_useful(read, english)[: self._wanted.taught]
        taught = teacher.asked(english, useful, self._wanted.teacher, self._work / "teacher.npy", self._asked)
        plan = vectors.Plan(steps=self._wanted.steps, dim=self._wanted.dim, seed=self._wanted.seed)
        state = self._resumed(tokenizer.get_vocab_size(), plan)
        return vectors.train(read, taught, state, plan, self._stepped)

    def _resumed(self, count: int, plan: vectors.Plan) -> vectors.State:
        kept = self._work / "vectors.pt"
        return vectors.State(**torch.load(kept, weights_only=True)) if kept.is_file() else vectors.start(count, plan)

    def _asked(self, done: int, total: int) -> None:
        self._say(f"teacher: {done:,} of {total:,}")

    def _stepped(self, state: vectors.State, loss: float) -> None:
        self._say(f"step {state.steps:,} of {self._wanted.steps:,}, loss {loss:.3f}")
        if state.steps % _CHECKPOINT == 0:
            beside = self._work / "vectors.part.pt"
            torch.save({"vectors": state.vectors, "gone": state.gone, "steps": state.steps}, beside)
            beside.replace(self._work / "vectors.pt")

    def _write(self, found: torch.Tensor) -> None:
        codes, scales = pack(found.numpy())
        np.savez_compressed(self._folder / WEIGHTS, codes=codes, scales=scales)
        size = sum((self._folder / name).stat().st_size for name in (WEIGHTS, TOKENIZER, FILE)) / 1e6
        self._say(f"done: {self._folder}, {size:.0f} MB; measure it with python -m bench.retrieval")

    def _say(self, what: str) -> None:
        print(f"{time.monotonic() - self._began:8.0f} s  {what}", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run."""
    parser = argparse.ArgumentParser(prog="python -m kb.training", description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path, help="files of aligned pairs; your own may stand beside")
    parser.add_argument("--to", type=Path, required=True, help="folder of the encoder, and of the work on it")
    parser.add_argument("--without", nargs="*", default=[], help="sources to leave out")
    parser.add_argument("--teacher", type=Path, help="folder of an English sentence-transformers model")
    parser.add_argument("--taught", type=int, default=100_000, help="texts the teacher is asked about")
    parser.add_argument("--steps", type=int, default=_USUAL.steps)
    parser.add_argument("--dim", type=int, default=_USUAL.dim)
    parser.add_argument("--pieces", type=int, default=pieces.COUNT)
    parser.add_argument("--seed", type=int, default=0)
    Training(parser.parse_args(arguments)).run()


if __name__ == "__main__":
    main()
