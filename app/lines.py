"""YAML that remembers on which line each thing stands, so that a fault can be told with its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from support.errors import BrokenContent


class Lined(dict[Any, Any]):
    """Keys and values; `line` is the first one's, `lines` are the keys' own, from 1 on."""

    def __init__(self) -> None:
        """Nothing stands in it yet."""
        super().__init__()
        self.line: int | None = None
        self.lines: dict[str, int] = {}


class _Loader(yaml.SafeLoader):
    """The safe loader, with lines."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Iterator[Lined]:
    found = Lined()
    yield found  # PyYAML fills what was handed out already: something in it may name it
    found.update(loader.construct_mapping(node))
    found.line = node.start_mark.line + 1
    found.lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}


def _date(loader: _Loader, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError as error:  # the thirteenth month
        raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from error


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _date)


def load(text: str) -> Any:
    """Return what a file says. Raises: BrokenContent for no YAML."""
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark, problem = error.problem_mark, " ".join(filter(None, (error.context, error.problem)))
        raise BrokenContent(f"line {mark.line + 1 if mark else 1}: no YAML ({problem})") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise BrokenContent(f"no YAML ({' '.join(str(error).split())})") from error


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: in words, and on which line where that is known."""

    name: str
    record: Any = None
    on: int | None = None

    @property
    def line(self) -> int | None:
        """Return the line, None where it is not known."""
        return self.on if self.on is not None else getattr(self.record, "line", None)

    def at(self, key: str) -> "Place":
        """Return the place of a key."""
        return Place(self.name, on=getattr(self.record, "lines", {}).get(key, self.line))

    def part(self, key: str, record: Any) -> "Place":
        """Return the place of what stands below a key."""
        return Place(f"{self.name}, {key}", record, None if isinstance(record, Lined) else self.at(key).line)

    def __str__(self) -> str:
        """Return it for people."""
        return self.name if self.line is None else f"line {self.line}: {self.name}"
