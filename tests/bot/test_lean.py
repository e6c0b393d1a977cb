"""Rasa without TensorFlow, where the configuration allows it."""

import subprocess
import sys
from pathlib import Path

from app.settings import ROOT

LEAN = """pipeline:
- name: bot.components.classifier.LogisticRegressionClassifier
- name: bot.components.triage.Triage
policies:
- name: RulePolicy
"""


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_our_pipeline_needs_no_tensorflow() -> None:
    code = """
import sys
from pathlib import Path
from bot.lean import slim_down
assert slim_down(Path("config.yml"))
import rasa.core.agent, rasa.core.run, rasa.model_training
import rasa.graph_components.validators.default_recipe_validator
print("tensorflow" in sys.modules, "torch" in sys.modules)
"""
    assert python(code) == "False False"


def test_with_a_component_that_needs_it_nothing_is_replaced(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    for text, is_lean in ((LEAN, True), (LEAN + "- name: TEDPolicy\n", False), ("nonsense: [", False), ("", False)):
        config.write_text(text)
        code = f"""
import sys
from pathlib import Path
from bot.lean import slim_down
print(slim_down(Path({str(config)!r})), "rasa.core.policies.ted_policy" in sys.modules)
"""
        assert python(code) == f"{is_lean} {is_lean}"


def test_an_absent_class_refuses_to_be_made() -> None:
    code = """
from pathlib import Path
from bot.lean import slim_down
slim_down(Path("config.yml"))
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
try:
    DIETClassifier()
except RuntimeError as error:
    print(error)
"""
    assert "needs TensorFlow" in python(code)
