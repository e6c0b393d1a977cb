"""What an import would change, before it changes anything."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import Enum

from kb.importing.drafts import Fault, Unchanged
from kb.importing.settling import Settled
from support.articles import Article
from support.imports import Imported

_CONTEXT = 24
_LONGEST = 72
_MOST = 3


class What(str, Enum):
    """What becomes of an article."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    GONE = "gone"
    KEPT = "kept"
    """It was changed here, or is somebody else's, and stays as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One article's part of a plan; `imported` is what is to be remembered, or of one that is gone what was.

    `why` says in short what differs, or why it is left alone.
    """

    what: What
    imported: Imported
    title: str
    article: Article | None = None
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All steps, and all that could not be read."""

    source: str
    steps: tuple[Step, ...] = ()
    faults: tuple[Fault, ...] = ()

    def of(self, *whats: What) -> tuple[Step, ...]:
        """Return the steps of these kinds."""
        return tuple(step for step in self.steps if step.what in whats)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What there is before: this source's articles as they were imported, live ones, drafts, whose each is."""

    imported: Mapping[tuple[str, str], Imported] = field(default_factory=dict)
    live: Mapping[tuple[str, str], Article] = field(default_factory=dict)
    drafts: Mapping[tuple[str, str], Article] = field(default_factory=dict)
    owners: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def texts(self, key: tuple[str, str]) -> list[Article]:
        """Return what there is of an article and language: the live text, a draft, both or neither."""
        return [shelf[key] for shelf in (self.live, self.drafts) if key in shelf]


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How to import: `language` is for drafts that do not say theirs.

    `is_draft`: what is new is laid aside for a person to publish. `is_forced`: what was changed here is overwritten.
    """

    language: str = ""
    is_draft: bool = False
    is_forced: bool = False


def digest(article: Article) -> str:
    """Return what tells two texts of an article apart."""
    parts = [article.title, article.body, article.questions, article.tags]
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=16).hexdigest()


def plan(source: str, found: Iterable[Settled | Fault | Unchanged], known: Known, how: How) -> Plan:
    """Return what would change. What may be behind something that could not be read does not count as gone."""
    steps: list[Step] = []
    faults: list[Fault] = []
    seen: set[tuple[str, str]] = set()
    for part in found:
        if isinstance(part, Fault):
            faults.append(part)
        elif isinstance(part, Unchanged):
            seen |= {key for key in known.imported if key[0] == part.topic}
        else:
            seen.add((part.topic, part.article.language))
            steps.append(_step(source, part, known, how.is_forced))
    hidden = {fault.topic for fault in faults}
    missing = [known.imported[key] for key in known.imported if key not in seen]
    steps += [_gone(was, known, is_hidden=not hidden.isdisjoint({None, was.topic}), how=how) for was in missing]
    return Plan(source=source, steps=tuple(steps), faults=tuple(faults))


def _step(source: str, settled: Settled, known: Known, is_forced: bool) -> Step:
    article = settled.article
    key = (article.slug, article.language)
    imported = Imported(
        source=source,
        topic=settled.topic,
        language=article.language,
        slug=article.slug,
        digest=digest(article),
        mark=settled.mark,
    )
    was, here = known.imported.get((settled.topic, article.language)), known.texts(key)
    what, why = _compared(article, imported, was, here, is_forced)
    if was is None and here:
        what, why = What.KEPT, (f"{_owner(known, key)} has an article {key[0]} in {key[1]} already",)
    return Step(what=what, imported=imported, title=article.title, article=article, why=why)


def _compared(
    article: Article, imported: Imported, was: Imported | None, here: list[Article], is_forced: bool
) -> tuple[What, tuple[str, ...]]:
    if was is None:
        return What.NEW, ()
    is_untouched = any(digest(text) == was.digest for text in here)
    if was.digest == imported.digest and (is_untouched or not is_forced):
        return What.SAME, ()
    if not here:
        return (What.NEW, ()) if is_forced else (What.KEPT, ("it was removed here; --force brings it back",))
    changes = tuple(differences(here[0], article))
    if is_untouched or is_forced:
        return What.CHANGED, changes
    return What.KEPT, ("it was changed here; --force overwrites that", *changes)


def _owner(known: Known, key: tuple[str, str]) -> str:
    return known.owners.get(key) or "the article folder, or a writer,"


def _gone(was: Imported, known: Known, *, is_hidden: bool, how: How) -> Step:
    here = known.live.get((was.slug, was.language))
    title = here.title if here else was.slug
    why = None
    if here is not None and digest(here) != was.digest and not how.is_forced:
        why = "it is gone there, but was changed here"
    elif is_hidden:
        why = "it may be among what could not be read"
    elif here is not None and how.is_draft:
        why = "it is gone there; drafts take nothing away"
    if why:
        return Step(what=What.KEPT, imported=was, title=title, why=(why,))
    return Step(what=What.GONE, imported=was, title=title)


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
