"""Texts to vectors: the bundled static model, or any sentence-transformers model by name or path."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
import numpy.typing as npt

from kb.packing import unpack
from kb.pieces import Pieces
from support.errors import Misconfigured

BUNDLED = "bundled"
WEIGHTS = "vectors.npz"
TOKENIZER = "tokenizer.json"
Matrix = npt.NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into comparable vectors; `name` changes whenever its vectors would."""

    name: str
    dim: int

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return (n, dim) float32 rows of length 1; a text with nothing readable is a row of zeros."""


class StaticEncoder:
    """The bundled model: a text is the mean of its pieces' vectors, four bits a number on disk, a byte in memory.

    Method after model2vec and the StaticEmbedding of sentence-transformers; card in models/encoder/README.md.
    Reads are thread-safe.
    """

    def __init__(self, folder: Path) -> None:
        self._pieces = Pieces(folder / TOKENIZER)
        with np.load(folder / WEIGHTS) as arrays:
            self._rows, self._scales = unpack(arrays["codes"], arrays["scales"])
        self.dim = int(self._rows.shape[1])
        self.name = name_of(BUNDLED, folder)

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return (n, dim) float32 rows of length 1; a text without a known subword is a row of zeros."""
        vectors = np.zeros((len(texts), self.dim), np.float32)
        for row, text in enumerate(texts):
            if ids := self._pieces.ids(text):
                # A sum instead of a mean: the length is taken out right after. take() for speed.
                vectors[row] = self._scales.take(ids) @ self._rows.take(ids, axis=0).astype(np.float32)
        return unit_rows(vectors)


class TransformerEncoder:
    """A sentence-transformers model, by hub name or folder."""

    def __init__(self, model: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model: Any = SentenceTransformer(model, device="cpu")
        self.dim = int(self._model.get_sentence_embedding_dimension())
        self.name = name_of(model, Path())

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return (n, dim) float32 rows of length 1."""
        vectors = self._model.encode(list(texts), convert_to_numpy=True, show_progress_bar=False)
        return unit_rows(np.asarray(vectors, np.float32).reshape(len(texts), self.dim))


def name_of(model: str, bundled: Path) -> str:
    """Return the encoder's name without loading it; the bundled one is named by its content."""
    if model != BUNDLED:
        return f"transformer-{model}"[-128:]
    digest = hashlib.blake2b((bundled / WEIGHTS).read_bytes(), digest_size=6)
    digest.update((bundled / TOKENIZER).read_bytes())
    return f"static-{digest.hexdigest()}"


def unit_rows(vectors: Matrix) -> Matrix:
    """Scale rows to length 1; rows of zeros stay."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]  # twice as fast as np.linalg.norm
    return cast(Matrix, vectors / np.where(lengths > 0, lengths, 1))


def load_encoder(model: str, bundled: Path) -> Encoder:
    """Return the encoder named by PARLEY_ENCODER.

    Raises: Misconfigured, in one line, when the model cannot be loaded.
    """
    try:
        return StaticEncoder(bundled) if model == BUNDLED else TransformerEncoder(model)
    except Exception as error:  # every library underneath fails in its own way
        cause = " ".join(str(error).split())[:200]
        raise Misconfigured(
            f"PARLEY_ENCODER={model!r} could not be loaded ({type(error).__name__}: {cause}); "
            f"give the folder or name of a sentence-transformers model, or {BUNDLED!r}"
        ) from error
