"""By which a post that nobody understood is found again at its provider: ids, and never what was written."""

import json
import re
from collections.abc import Iterator
from typing import Any

_NAMES = ("update_id", "message_id", "id")
_ID = re.compile(r"[\w.:=+/-]{1,200}", re.ASCII)
"""No words of a person's: these have spaces, or letters that no provider's id has."""


def ids(body: str) -> dict[str, str]:
    """Return the outermost of each kind of id in a body; nothing for one that is no JSON."""
    try:
        found = list(_named(json.loads(body)))
    except (ValueError, RecursionError):
        return {}
    return {name: id for name, id in reversed(found)}


def _named(item: Any) -> Iterator[tuple[str, str]]:
    """Yield names and ids, a level at a time."""
    level = [item]
    while level:
        dicts = [one for one in level if isinstance(one, dict)]
        for one in dicts:
            yield from ((name, str(one[name])) for name in _NAMES if _is_id(one.get(name)))
        lists = [inner for one in level if isinstance(one, list) for inner in one]
        level = lists + [inner for one in dicts for inner in one.values()]


def _is_id(value: Any) -> bool:
    return not isinstance(value, bool) and isinstance(value, int | str) and bool(_ID.fullmatch(str(value)))
