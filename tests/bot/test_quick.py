"""What is replaced inside libraries gives the same results."""

import subprocess
import sys

from app.settings import ROOT
from bot.quick import plain_get


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


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


def test_a_model_file_may_hold_no_more_than_skops_would_trust() -> None:
    code = """
from skops.io import _trusted_types as theirs
from bot.quick import spare_skops_its_lists
spare_skops_its_lists()
import sys
ours = sys.modules["skops.io._trusted_types"]
for name in dir(ours):
    if name.isupper():
        assert set(getattr(ours, name)) <= set(getattr(theirs, name)), name
assert ours.NUMPY_DTYPE_TYPE_NAMES == theirs.NUMPY_DTYPE_TYPE_NAMES
print("less")
"""
    assert python(code) == "less"
