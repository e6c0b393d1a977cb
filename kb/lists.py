"""The four kinds of lists by which candidates are found, made of a section a chunk at a time."""

from collections.abc import Mapping

import numpy as np
from scipy import sparse

from kb.documents import Documents, documents
from kb.lexical import damped
from kb.postings import LONGEST, Postings, pruned
from kb.section import Section
from kb.statistics import Statistics

WORDS, MEANINGS, SOUNDS, ASKING = "words", "meanings", "sounds", "asking"
LISTS = (WORDS, MEANINGS, SOUNDS, ASKING)
"""Of articles by words, by meaning and by sound, and of topics by what their phrasings mean."""

Figures = Mapping[str, Statistics]
"""Statistics by the names of kb.documents.Documents."""

CHUNK = 20_000
"""Passages at once: some 300 MB while their terms are counted."""

_WHOLE, _ASKING = 0.47, 0.53
"""What an article says and what its phrasings say, of 1: as they weigh in kb.ranking.OWN."""
_SPARE = 4
"""A chunk keeps this many times its share of a list: the texts that say most may be close together."""


def lists_of(section: Section, figures: Figures) -> dict[str, Postings]:
    """Return the lists of a section."""
    share = min(1.0, _SPARE * CHUNK / max(len(section), 1))
    chunks = [_impacts(documents(chunk), figures, int(LONGEST * share)) for chunk in section.chunks(CHUNK)]
    return {name: Postings.of(sparse.vstack([chunk[name] for chunk in chunks], "csc")) for name in LISTS}


def _impacts(counted: Documents, figures: Figures, longest: int) -> dict[str, sparse.csc_matrix]:
    def impacts(name: str) -> sparse.csr_matrix:
        return _impact(getattr(counted, name), figures[name].mean)

    found = {
        WORDS: _WHOLE * impacts("words") + _ASKING * impacts("asking_words"),
        MEANINGS: impacts("meanings"),
        SOUNDS: impacts("sounds"),
        ASKING: impacts("asking_meanings"),
    }
    return {name: pruned(matrix.tocsc(), longest) for name, matrix in found.items()}


def _impact(counted: sparse.csr_matrix, mean: float) -> sparse.csr_matrix:
    sizes = np.diff(counted.indptr)
    lengths = np.repeat(np.asarray(counted.sum(axis=1)).ravel(), sizes)
    values = damped(counted.data, lengths, mean).astype(np.float32)
    return sparse.csr_matrix((values, counted.indices, counted.indptr), counted.shape)
