"""System texts by language, `data/texts/<language>.yml`; a missing one falls back and is reported, never empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import structlog
import yaml

from app.settings import ROOT, settings
from support.errors import BrokenContent

FOLDER = ROOT / "data" / "texts"
_GROUPS = ("bot", "widget", "help")
_CHOICES = "choices"
"""May be missing: then the default language's words count."""
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Texts:
    """One language's texts over the fallback's."""

    language: str
    name: str
    direction: str
    own: Mapping[str, Mapping[str, str]]
    fallback: Mapping[str, Mapping[str, str]]

    def get(self, group: str, key: str, **values: object) -> str:
        """Return the text with its {placeholders} filled in."""
        text = self.own.get(group, {}).get(key)
        if not text:
            _log.warning("texts.lookup.missing", language=self.language, key=f"{group}.{key}")
            text = self.fallback[group][key]
        return text.format_map(values) if values else text

    def group(self, group: str) -> dict[str, str]:
        """Return all texts of a group."""
        return {**self.fallback[group], **{k: v for k, v in self.own.get(group, {}).items() if v}}


@lru_cache(maxsize=64)
def texts(language: str) -> Texts:
    """Return a language's texts; the default language's where the assistant has none of its own.

    Raises: BrokenContent when a file is no YAML of texts.
    """
    fallback = _load(settings().default_language)
    has_own = (FOLDER / f"{language}.yml").is_file()
    if not has_own:
        _log.warning("texts.language.missing", language=language)
    own = _load(language) if has_own else fallback
    return Texts(language, own["name"], own["dir"], own, fallback)


def _load(language: str) -> dict[str, Any]:
    path = FOLDER / f"{language}.yml"
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        groups = {group: dict(loaded[group]) for group in _GROUPS}
        groups[_CHOICES] = dict(loaded.get(_CHOICES) or {})
        return {"name": str(loaded["name"]), "dir": str(loaded["dir"]), **groups}
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        cause = " ".join(str(error).split())
        raise BrokenContent(f"{path}: cannot be used as system texts ({cause})") from error
