"""What whole articles and topics count: their passages' counts together."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kb.lexical import BUCKETS
from kb.section import Section


@dataclass(frozen=True, slots=True)
class Documents:
    """Counts of terms, one row a text: passages, whole articles, the phrasings of an article or of a topic."""

    passage_words: sparse.csr_matrix
    passage_meanings: sparse.csr_matrix
    words: sparse.csr_matrix
    meanings: sparse.csr_matrix
    sounds: sparse.csr_matrix
    asking_words: sparse.csr_matrix
    asking_meanings: sparse.csr_matrix


NAMES = tuple(Documents.__dataclass_fields__)


def documents(section: Section) -> Documents:
    """Return the counts of a section's texts."""
    words, meanings, sounds = (_counted(section, kind) for kind in ("words", "meanings", "sounds"))
    whole = _together(section.passages, np.ones(len(section)))
    asking = _together(section.passages, ~section.arrays["is_body"])
    topics = _together(section.articles, np.ones(len(section.arrays["passages"]))) @ asking
    return Documents(
        words, meanings, whole @ words, whole @ meanings, whole @ sounds, asking @ words, topics @ meanings
    )


def _counted(section: Section, kind: str) -> sparse.csr_matrix:
    counts, terms = (section.arrays[f"{kind}_{part}"] for part in ("counts", "terms"))
    ends = np.concatenate([[0], np.cumsum(section.arrays[f"{kind}_sizes"], dtype=np.int64)])
    return sparse.csr_matrix((counts.astype(np.float32), terms.astype(np.int32), ends), (len(section), BUCKETS))


def _together(starts: npt.NDArray[np.int64], weights: npt.NDArray[np.generic]) -> sparse.csr_matrix:
    """Return the matrix that adds the rows between each start and the next, those of weight 0 left out."""
    arrays = (weights.astype(np.float32), np.arange(len(weights)), starts)
    adding = sparse.csr_matrix(arrays, (len(starts) - 1, len(weights)))
    adding.eliminate_zeros()
    return adding
