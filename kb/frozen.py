"""A large index as named arrays and a few plain values, and back: what its files hold."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from kb.background import Background
from kb.documents import NAMES
from kb.large import LargeIndex
from kb.lexicon import Lexicon
from kb.lists import LISTS
from kb.postings import Postings
from kb.section import EACH, RUNS, Array, Section
from kb.segment import Segment
from kb.statistics import Statistics

_POSTINGS = ("starts", "texts", "impacts")

Arrays = Mapping[str, Array]
Values = dict[str, Any]
"""What JSON holds."""


def frozen(index: LargeIndex) -> tuple[dict[str, Array], Values]:
    """Return the arrays and values of an index's base; what lies beside it is not in them."""
    base, background = index.base, index.background
    return {
        **{f"section.{name}": array for name, array in base.section.arrays.items()},
        **{f"lists.{name}.{part}": getattr(base.lists[name], part) for name in LISTS for part in _POSTINGS},
        **{f"idf.{name}": figures.idf for name, figures in background.figures.items()},
        **{f"is_held.{name}": figures.is_held for name, figures in background.figures.items()},
        **{f"mean.{language}": mean for language, mean in background.means.items()},
        **{f"drawn.{language}": drawn for language, drawn in background.drawn.items()},
    }, {
        "lengths": {name: figures.mean for name, figures in background.figures.items()},
        "articles": dict(background.articles),
        "spelled": background.spelled,
        "phrasing": background.phrasing,
    }


def thawed(arrays: Arrays, values: Values, nearest: Any, lexicon: Lexicon) -> LargeIndex:
    """Return the index. Raises: KeyError where something is missing."""
    section = Section({name: arrays[f"section.{name}"] for name in (*EACH, *RUNS)})
    lists = {name: Postings(*(arrays[f"lists.{name}.{part}"] for part in _POSTINGS)) for name in LISTS}
    return LargeIndex(Segment(section, lists, nearest), _background(arrays, values), lexicon)


def _background(arrays: Arrays, values: Values) -> Background:
    languages = values["articles"]
    return Background(
        {name: Statistics(arrays[f"idf.{name}"], arrays[f"is_held.{name}"], values["lengths"][name]) for name in NAMES},
        {language: np.asarray(arrays[f"mean.{language}"]) for language in languages},
        {language: np.asarray(arrays[f"drawn.{language}"]) for language in languages},
        languages,
        values["spelled"],
        values["phrasing"],
    )
