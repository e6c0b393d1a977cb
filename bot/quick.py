"""Cuts what Rasa spends around our components, at start and in every turn; put in place before a model is loaded.

Three replacements, each of a detail inside a library, with the same results. Nothing installed is edited.
"""

import sys
import types
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np


def spare_skops_its_lists() -> None:
    """Stand in for skops.io._trusted_types, whose import takes ten seconds to list what no model of ours holds.

    Rasa's LogisticRegressionClassifier is saved by skops. What a model file may hold is listed here instead:
    plain values, arrays, and that one estimator, which is less than skops itself would trust.
    """
    module = types.ModuleType("skops.io._trusted_types")
    dtypes = {f"{dtype.__module__}.{dtype.__name__}" for dtype in np.sctypeDict.values()}
    module.__dict__.update(
        PRIMITIVES_TYPES=[int, float, str, bool],
        PRIMITIVE_TYPE_NAMES=["builtins.int", "builtins.float", "builtins.str", "builtins.bool"],
        CONTAINER_TYPES=[list, set, map, tuple],
        CONTAINER_TYPE_NAMES=["builtins.list", "builtins.set", "builtins.map", "builtins.tuple"],
        SKLEARN_ESTIMATOR_TYPE_NAMES=["sklearn.linear_model._logistic.LogisticRegression"],
        SCIPY_UFUNC_TYPE_NAMES=[],
        NUMPY_UFUNC_TYPE_NAMES=[],
        NUMPY_DTYPE_TYPE_NAMES=sorted(name for name in dtypes if name.startswith("numpy")),
    )
    sys.modules["skops.io._trusted_types"] = module


def speed_up_turns() -> None:
    """Replace dask's scheduler, and remember what Rasa looks up in its tree of event classes for every event."""
    import rasa.engine.runner.dask as runner
    from rasa.shared.core.events import Event

    runner.dask = types.SimpleNamespace(get=plain_get)
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=256)(Event.resolve_by_type))


def plain_get(graph: Mapping[str, Any], targets: Sequence[str]) -> tuple[Any, ...]:
    """Return the targets' values as dask.get does for Rasa's graphs: (callable, *names) is called, the rest is data."""
    done: dict[str, Any] = {}

    def value(name: str) -> Any:
        if name not in done:
            task = graph[name]
            is_call = isinstance(task, tuple) and task and callable(task[0])
            done[name] = task[0](*(value(need) for need in task[1:])) if is_call else task
        return done[name]

    return tuple(value(target) for target in targets)
