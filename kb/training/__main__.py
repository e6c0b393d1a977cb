"""`python -m kb.training corpus.tsv.zst --to FOLDER`: from aligned texts to an encoder with its lexicon.

Each stage is kept in the folder and not done again; the vectors go on from their last checkpoint. With `--start` a
finished encoder learns more, its pieces and its lexicon as they are: your own articles and chats in a minute or two.
"""

import argparse
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from kb.asked import read_asked
from kb.encoder import TOKENIZER, WEIGHTS
from kb.importing.markdown import read_folder
from kb.lexicon import FILE
from kb.packing import pack, unpack
from kb.training import lexicon, pieces, teacher, texts, vectors
from kb.training.corpus import Pair, pairs
from kb.training.own import own_pairs

_CHECKPOINT = 1000
"""Steps: some minutes."""
_USUAL = vectors.Plan()
_MORE_STEPS, _MORE_RATE = 100, 0.05
"""Of an encoder that learns more: more steps, or faster ones, and it forgets what it knew."""


class Training:
    """One run: where its stages lie, and what it is made from."""

    def __init__(self, wanted: argparse.Namespace) -> None:
        self._wanted = wanted
        self._folder: Path = wanted.to
        self._work = self._folder / "work"
        (self._work / "lexicon").mkdir(parents=True, exist_ok=True)
        self._began = time.monotonic()
        more = wanted.start is not None
        self._plan = vectors.Plan(
            steps=wanted.steps or (_MORE_STEPS if more else _USUAL.steps),
            dim=wanted.dim,
            rate=_MORE_RATE if more else _USUAL.rate,
            seed=wanted.seed,
        )

    def run(self) -> None:
        """Do every stage that is not done."""
        if self._wanted.start is not None:
            for name in (TOKENIZER, FILE):
                shutil.copyfile(self._wanted.start / name, self._folder / name)
        else:
            self._make_pieces()
            self._make_lexicon()
        self._write(self._train(pieces.of(self._folder / TOKENIZER)))

    def _make_pieces(self) -> None:
        if not (self._folder / TOKENIZER).is_file():
            self._say(f"learning {self._wanted.pieces:,} pieces")
            pieces.learn(self._pairs(), self._wanted.seed, self._wanted.pieces).save(str(self._folder / TOKENIZER))

    def _pairs(self) -> Iterator[Pair]:
        yield from pairs(self._wanted.corpora, without=frozenset(self._wanted.without))
        if self._wanted.articles is not None:
            asked = read_asked(self._wanted.asked) if self._wanted.asked is not None else []
            yield from own_pairs(read_folder(self._wanted.articles), asked)

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
        return vectors.train(read, taught, self._state(tokenizer.get_vocab_size()), self._plan, self._stepped)

    def _state(self, count: int) -> vectors.State:
        kept = self._work / "vectors.pt"
        if kept.is_file():
            return vectors.State(**torch.load(kept, weights_only=True))
        return vectors.start(count, self._plan) if self._wanted.start is None else _learnt(self._wanted.start)

    def _asked(self, done: int, total: int) -> None:
        self._say(f"teacher: {done:,} of {total:,}")

    def _stepped(self, state: vectors.State, loss: float) -> None:
        self._say(f"step {state.steps:,} of {self._plan.steps:,}, loss {loss:.3f}")
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


def _learnt(folder: Path) -> vectors.State:
    """Return where a finished encoder stands."""
    with np.load(folder / WEIGHTS) as arrays:
        rows, scales = unpack(arrays["codes"], arrays["scales"])
    known = torch.from_numpy(rows * scales[:, None])
    return vectors.State(known, torch.zeros(len(known)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run."""
    parser = argparse.ArgumentParser(prog="python -m kb.training", description=__doc__)
    parser.add_argument("corpora", nargs="*", type=Path, help="files of aligned pairs; your own may stand beside")
    parser.add_argument("--start", type=Path, help="folder of a finished encoder that is to learn more")
    parser.add_argument("--articles", type=Path, help="folder of your articles: their phrasings belong together")
    parser.add_argument("--asked", type=Path, help="folder of what your customers asked, with the articles that answer")
    parser.add_argument("--to", type=Path, required=True, help="folder of the encoder, and of the work on it")
    parser.add_argument("--without", nargs="*", default=[], help="sources to leave out")
    parser.add_argument("--teacher", type=Path, help="folder of an English sentence-transformers model")
    parser.add_argument("--taught", type=int, default=100_000, help="texts the teacher is asked about")
    parser.add_argument("--steps", type=int, help=f"{_USUAL.steps:,} from nothing, {_MORE_STEPS} with --start")
    parser.add_argument("--dim", type=int, default=_USUAL.dim)
    parser.add_argument("--pieces", type=int, default=pieces.COUNT)
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args(arguments)
    if not wanted.corpora and wanted.articles is None:
        parser.error("there is nothing to learn from: name a corpus, or --articles")
    if wanted.start is not None and wanted.start.resolve() == wanted.to.resolve():
        parser.error("--to is the encoder to --start from: name another folder")
    Training(wanted).run()


if __name__ == "__main__":
    main()
