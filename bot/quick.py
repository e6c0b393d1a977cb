"""Cuts what Rasa spends around our components in every turn; put in place before a model is loaded.

Each replacement is of a detail inside a library, with the same results. Nothing installed is edited.
"""

import types
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

_RULES, _TEXT_RULE = "rules", '"text":'
"""Where RulePolicy keeps its rules, as JSON, and what one on a message's very words has in it."""


def speed_up_turns() -> None:
    """Replace dask's scheduler, and what Rasa computes for nobody or again and again."""
    import rasa.core.policies.rule_policy as rules
    import rasa.core.processor as processor
    import rasa.engine.runner.dask as runner
    from rasa.core.processor import MessageProcessor
    from rasa.shared.core.events import Event

    runner.dask = types.SimpleNamespace(get=plain_get)
    # Rasa walks its tree of event classes for every event it reads.
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=256)(Event.resolve_by_type))
    # Both modules copy for their debug lines alone, whether these are written or not.
    processor.copy = rules.copy = types.SimpleNamespace(deepcopy=_itself)
    MessageProcessor._check_for_unseen_features = _warned_once(MessageProcessor._check_for_unseen_features)
    rules.RulePolicy._find_action_from_rules = _without_texts(rules.RulePolicy._find_action_from_rules)


def _itself(value: Any) -> Any:
    return value


def _warned_once(check: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """Return the processor's search for names the domain lacks, which compares two whole domains, made once a name."""
    known: set[Any] = set()

    def checked(processor: Any, reading: Mapping[str, Any]) -> None:
        names = (id(processor), reading["intent"]["name"], *{entity["entity"] for entity in reading["entities"]})
        if names not in known:
            check(processor, reading)
            known.add(names)

    return checked


def _without_texts(find: Callable[..., Any]) -> Callable[..., Any]:
    """Return RulePolicy's search without its first round, for rules on a message's very words, where there are none."""

    def find_action(policy: Any, tracker: Any, domain: Any, use_text_for_last_user_input: bool) -> Any:
        if use_text_for_last_user_input and not any(_TEXT_RULE in rule for rule in policy.lookup[_RULES]):
            return None, None, False
        return find(policy, tracker, domain, use_text_for_last_user_input)

    return find_action


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
