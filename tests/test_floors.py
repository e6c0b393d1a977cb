"""The law of the house: who may import whom."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

FLOORS = {
    "support": 1,
    "kb": 2,
    "desk": 2,
    "store": 2,
    "app": 3,
    "connectors": 4,
    "targets": 5,
    "bot": 6,
    "actions": 6,
    "web": 6,
    "cli": 6,
}
"""A room may import rooms on lower floors, and itself."""

AT_HOME = {
    "rasa": {"bot", "connectors"},
    "rasa_sdk": {"actions"},
    "sanic": {"web", "connectors", "targets", "actions"},
    "click": {"cli"},
    "honcho": {"cli"},
    "sqlalchemy": {"store", "cli"},  # cli: to say in one line that the database does not work
    "alembic": {"store"},
    "faiss": {"kb"},
    "spacy": {"kb"},
    "langdetect": {"kb"},
    "py3langid": {"kb"},
    "sentence_transformers": {"kb"},
    "nh3": {"app"},
    "lxml": {"kb"},
    "openpyxl": {"kb"},
    "trafilatura": {"kb"},
    "jinja2": {"web"},
    "argon2": {"desk"},
}
"""Libraries that only these rooms know, so that they can be replaced there."""

GROUND_MAY_USE = {
    *("collections", "contextlib", "dataclasses", "datetime", "enum", "math", "statistics", "typing", "support"),
}
"""The ground floor has no I/O and no clock; datetime gives it types only, checked below."""


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the floor"
            yield str(node.module)


@pytest.mark.parametrize("room", FLOORS)
def test_arrows_run_down(room: str) -> None:
    for path in modules(room):
        for name in imported(path):
            other = name.partition(".")[0]
            if other in FLOORS and other != room:
                assert FLOORS[other] < FLOORS[room], f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("library", AT_HOME)
def test_a_library_is_known_only_where_it_is_at_home(library: str) -> None:
    for room in FLOORS.keys() - AT_HOME[library]:
        for path in modules(room):
            assert all(name.partition(".")[0] != library for name in imported(path)), path


def test_the_ground_is_pure() -> None:
    for path in modules("support"):
        assert {name.partition(".")[0] for name in imported(path)} <= GROUND_MAY_USE, path
        assert ".now(" not in path.read_text(), f"{path}: time comes in as an argument"


def test_no_module_imports_itself_in_a_circle() -> None:
    arrows = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): set(imported(path))
        for room in FLOORS
        for path in modules(room)
    }
    state: dict[str, str] = {}

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert state.get(name) != "open", f"circle: {' -> '.join((*trail, name))}"
        if name in arrows and name not in state:
            state[name] = "open"
            for other in arrows[name]:
                visit(other, (*trail, name))
            state[name] = "done"

    for name in arrows:
        visit(name, ())


def test_the_web_and_the_actions_start_without_heavy_libraries() -> None:
    """Their memory and start-up time are the operator's: no Rasa, TensorFlow, torch, spaCy or FAISS there."""
    import subprocess
    import sys

    heavy = "{'rasa', 'tensorflow', 'torch', 'spacy', 'faiss'}"
    for module in ("web.server", "actions", "targets.__main__"):
        code = f"import sys, {module}; print(*sorted({heavy} & set(sys.modules)))"
        done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True)
        assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
