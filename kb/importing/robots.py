"""What a site lets programs read: robots.txt (RFC 9309). The standard library's reader knows neither * nor $."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

_LONGEST = 500 * 1024
"""So much of it must be read (2.5); what comes after may be left."""


@dataclass
class Robots:
    """The rules for us; without any everything may be read."""

    rules: list[tuple[str, bool]] = field(default_factory=list)
    delay: float = 0.0
    sitemaps: list[str] = field(default_factory=list)

    def allows(self, url: str) -> bool:
        """Whether a page may be read. The longest rule that fits counts; of two as long the one that allows."""
        parts = urlsplit(url)
        path = _plain((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        fitting = [(len(pattern), is_allowed) for pattern, is_allowed in self.rules if _fits(pattern, path)]
        return max(fitting, default=(0, True))[1]


def robots(text: str, agent: str) -> Robots:
    """Return the rules of a robots.txt for a program of this name, or else those for all."""
    groups, sitemaps = _groups(text[:_LONGEST])
    name = agent.lower() if any(agent.lower() in names for names, _ in groups) else "*"
    chosen = Robots(sitemaps=sitemaps)
    for _, lines in (group for group in groups if name in group[0]):
        for key, value in lines:
            _add(chosen, key, value)
    return chosen


def _groups(text: str) -> tuple[list[tuple[set[str], list[tuple[str, str]]]], list[str]]:
    """Return the groups of rules, each with the names it is for, and the sitemaps, which are for all."""
    groups: list[tuple[set[str], list[tuple[str, str]]]] = []
    sitemaps = []
    for key, value in _lines(text):
        if key == "sitemap":
            sitemaps.append(value)
        elif key == "user-agent":
            if not groups or groups[-1][1]:  # several names may stand above one group
                groups.append((set(), []))
            groups[-1][0].add(value.lower())
        elif groups:
            groups[-1][1].append((key, value))
    return groups, sitemaps


def _add(group: Robots, key: str, value: str) -> None:
    if key in ("allow", "disallow") and value:
        group.rules.append((_plain(value), key == "allow"))
    elif key == "crawl-delay" and re.fullmatch(r"\d{1,4}(\.\d+)?", value):
        group.delay = float(value)


def _lines(text: str) -> Iterable[tuple[str, str]]:
    for line in text.splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _plain(path: str) -> str:
    """Return a path in one form of percent signs; * and $ stay what they are."""
    return quote(unquote(path), safe="/?&=*$:;,@!'()+~-._")


def _fits(pattern: str, path: str) -> bool:
    """Whether a path fits a rule; each part is looked for where it first comes, so no rule takes long."""
    is_whole = pattern.endswith("$")
    first, *parts = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = parts.pop() if is_whole and parts else None
    for part in parts:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if last is not None:
        return len(path) - at >= len(last) and path.endswith(last)
    return not is_whole or at == len(path)
