"""Lets Rasa run without importing TensorFlow when no configured component needs it.

Rasa 3.6 imports TensorFlow at start for DIET and TED alone: seven seconds and 400 MB that a pipeline without
them never uses. A few of its modules draw it in; before Rasa is imported, this file puts slim ones in their
place. Classes that would need TensorFlow are there by name only, for Rasa's isinstance checks, and refuse to be
made. Installed code is not touched; with DIET, TED or another such component in config.yml nothing is replaced.
"""

import sys
import types
from pathlib import Path
from typing import Any

import yaml

_LEAN = {"RulePolicy", "MemoizationPolicy", "AugmentedMemoizationPolicy"}
"""Rasa's own components that run without TensorFlow and that we have tried; ours carry a dot in their name."""


_HEAVY = {
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator", "RasaDataGenerator"),
    "rasa.nlu.classifiers.diet_classifier": ("DIETClassifier",),
    "rasa.nlu.selectors.response_selector": ("ResponseSelector",),
    "rasa.core.policies.ted_policy": ("TEDPolicy",),
}
"""Modules that import TensorFlow and are imported by Rasa's server or its training, with what is taken from them."""


def slim_down(config: Path) -> bool:
    """Replace the modules if `config` (a Rasa config.yml) allows it; True when it does. Call before importing Rasa."""
    if "tensorflow" in sys.modules or not _is_lean(config):
        return False
    for name, classes in _HEAVY.items():
        sys.modules[name] = module = types.ModuleType(name)
        module.__dict__.update({absent: type(absent, (_Absent,), {}) for absent in classes})
    sys.modules["rasa.engine.recipes.default_components"] = _DefaultComponents("rasa.engine.recipes.default_components")
    return True


def _is_lean(config: Path) -> bool:
    try:
        loaded = yaml.safe_load(config.read_text(encoding="utf-8"))
        used = [part["name"] for part in [*loaded["pipeline"], *loaded["policies"]]]
    except (OSError, yaml.YAMLError, KeyError, TypeError):
        return False  # Rasa has the better words for what is wrong with it
    return all("." in name or name in _LEAN for name in used)


class _Absent:
    """Stands for a class that needs TensorFlow."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise RuntimeError(f"{type(self).__name__} needs TensorFlow: name it in config.yml so that it is imported")


class _DefaultComponents(types.ModuleType):
    """Imports the lean components when the recipe asks for its list, as the original does for all."""

    def __getattr__(self, name: str) -> Any:
        if name != "DEFAULT_COMPONENTS":
            raise AttributeError(name)
        from rasa.core.policies.memoization import AugmentedMemoizationPolicy, MemoizationPolicy
        from rasa.core.policies.rule_policy import RulePolicy

        return [RulePolicy, MemoizationPolicy, AugmentedMemoizationPolicy]
