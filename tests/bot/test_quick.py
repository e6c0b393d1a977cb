"""What is replaced inside libraries gives the same results."""

import subprocess
import sys

from app.settings import ROOT
from bot.quick import plain_get


def python(code: str, *arguments: str) -> str:
    command = [sys.executable, "-W", "ignore", "-c", code, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]  # Rasa's debug lines come before


def test_a_graph_is_run_as_dask_runs_it() -> None:
    code = """
import dask
from bot.quick import plain_get

calls = []
def add(*values):
    calls.append(values)
    return sum(v[1] if isinstance(v, tuple) else v for v in values)

graph = {"in": ("label", 2), "a": (add, "in"), "b": (add, "a", "in"), "c": (add, "a", "b")}
theirs = dask.get(graph, ["c", "a"]); their_calls = len(calls); calls.clear()
ours = plain_get(graph, ["c", "a"])
assert tuple(theirs) == ours == (6, 2), (theirs, ours)
assert len(calls) == their_calls == 3
print("same")
"""
    assert python(code) == "same"


def test_data_is_returned_as_it_is() -> None:
    assert plain_get({"x": ("x", 1), "y": [1], "z": ()}, ["x", "y", "z"]) == (("x", 1), [1], ())


def test_rules_predict_as_without_the_short_cuts() -> None:
    code = """
import asyncio, sys
from pathlib import Path
from bot.lean import slim_down
slim_down(Path("config.yml"))
if sys.argv[1:] != ["stock"]:
    from bot.quick import speed_up_turns
    speed_up_turns()
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
import tempfile

domain = Domain.from_dict({
    "intents": ["hi"],
    "actions": ["utter_hi", "utter_words"],
    "responses": {"utter_hi": [{"text": "hi"}], "utter_words": [{"text": "w"}]},
})
folder = Path(tempfile.mkdtemp())
policy = RulePolicy.create(
    RulePolicy.get_default_config(), LocalModelStorage.create(folder), Resource("rules"),
    ExecutionContext(GraphSchema({}), "x"),
)
rules = lambda *turns: [
    DialogueStateTracker.from_events("r", [ActionExecuted("action_listen"), said, ActionExecuted(action),
    ActionExecuted("action_listen")], domain.slots) for said, action in turns]
by_intent = (UserUttered(intent={"name": "hi"}), "utter_hi")
by_text = (UserUttered("magic words"), "utter_words")

def predicted(turns, said):
    trackers = rules(*turns)
    for tracker in trackers:
        tracker.is_rule_tracker = True
    policy.train(trackers, domain)
    now = DialogueStateTracker.from_events("c", [ActionExecuted("action_listen"), said], domain.slots)
    return domain.action_names_or_texts[policy.predict_action_probabilities(now, domain, {}).max_confidence_index]

hello = UserUttered("magic words", {"name": "hi", "confidence": 1.0})
print(predicted([by_intent], hello), predicted([by_text], hello), predicted([by_intent, by_text], hello))
"""
    ours, stock = python(code), python(code, "stock")
    assert ours == stock == "utter_hi utter_words utter_words"
