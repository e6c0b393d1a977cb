"""What differs between two texts of an article, in a few short lines for a terminal."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from support.articles import Article

_CONTEXT = 24
_LONGEST = 72
_MOST = 3


def differences(old: Article, new: Article) -> Iterator[str]:
    """Yield in short what differs: `title: "old" -> "new"`."""
    if old.title != new.title:
        yield f"title: {_short(old.title)} -> {_short(new.title)}"
    yield from _body(old.body, new.body)
    for name in ("questions", "tags"):
        before, after = set(getattr(old, name)), set(getattr(new, name))
        if before != after:
            yield f"{name}: {len(after - before)} more, {len(before - after)} fewer"


def _body(old: str, new: str) -> Iterator[str]:
    """Yield the first differences of two texts, by their lines, each with a little of what stands around it."""
    before, after = old.splitlines(), new.splitlines()
    changes = [part for part in SequenceMatcher(None, before, after).get_opcodes() if part[0] != "equal"]
    for _, begins, ends, from_new, to_new in changes[:_MOST]:
        yield f"line {from_new + 1}: " + _apart(" ".join(before[begins:ends]), " ".join(after[from_new:to_new]))
    if len(changes) > _MOST:
        yield f"... and {len(changes) - _MOST} more places"


def _apart(old: str, new: str) -> str:
    """Return two texts from a little before where they part."""
    same = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    begins = max(0, same - _CONTEXT)
    return f"{_short(old[begins:])} -> {_short(new[begins:])}"


def _short(text: str) -> str:
    return f'"{text[:_LONGEST]}{"..." if len(text) > _LONGEST else ""}"'
