"""What an import would change, before it changes anything."""

from collections.abc import Iterable
from dataclasses import dataclass

from kb.importing.comparing import differences
from kb.importing.drafts import Fault, Unchanged
from kb.importing.judging import Key, Known, Manner, What, digest, has_been_written, judge
from kb.importing.settling import Settled
from support.articles import Article
from support.imports import Imported
from support.writing import Manuscript, State, article_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One article's part of a plan; `imported` is what is to be remembered, or of one that is gone what was.

    `before` is what stood here when it was planned. `why` says in short what differs, or why it is left alone.
    """

    what: What
    imported: Imported
    title: str
    article: Article | None = None
    before: Manuscript | None = None
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


def plan(source: str, found: Iterable[Settled | Fault | Unchanged], known: Known, manner: Manner) -> Plan:
    """Return what would change. What may be behind something that could not be read does not count as gone."""
    steps: list[Step] = []
    faults: list[Fault] = []
    seen: set[Key] = set()
    for part in found:
        if isinstance(part, Fault):
            faults.append(part)
        elif isinstance(part, Unchanged):
            seen |= {key for key in known.imported if key[0] == part.topic}
        else:
            seen.add((part.topic, part.article.language))
            steps.append(_step(source, part, known, manner))
    hidden = {fault.topic for fault in faults}
    missing = [was for key, was in known.imported.items() if key not in seen and _is_there(was, known)]
    steps += [_gone(was, known, is_hidden=not hidden.isdisjoint({None, was.topic}), manner=manner) for was in missing]
    return Plan(source=source, steps=tuple(steps), faults=tuple(faults))


def _step(source: str, settled: Settled, known: Known, manner: Manner) -> Step:
    article = settled.article
    imported = Imported(
        source=source,
        topic=settled.topic,
        language=article.language,
        slug=article.slug,
        digest=digest(article),
        mark=settled.mark,
    )
    what, objection = judge(article, known.imported.get((settled.topic, article.language)), known, manner)
    before = known.manuscripts.get((article.slug, article.language))
    why = tuple(filter(None, (objection, *_changes(article, before, what, known))))
    return Step(what=what, imported=imported, title=article.title, article=article, before=before, why=why)


def _changes(article: Article, before: Manuscript | None, what: What, known: Known) -> Iterable[str]:
    """Return what the source says otherwise than customers read now."""
    if before is None or before.live is None or what not in (What.CHANGED, What.KEPT):
        return ()
    words = known.revision(before, before.live).words
    return differences(article_of(article.slug, article.language, words), article)


def _is_there(was: Imported, known: Known) -> bool:
    before = known.manuscripts.get((was.slug, was.language))
    return before is not None and before.state is not State.ARCHIVED


def _gone(was: Imported, known: Known, *, is_hidden: bool, manner: Manner) -> Step:
    before = known.manuscripts[was.slug, was.language]
    why = ""
    if not manner.is_forced and has_been_written(before, known):
        why = "it is gone there, but was changed here"
    elif is_hidden:
        why = "it may be among what could not be read"
    elif before.live is not None and manner.is_draft:
        why = "it is gone there; drafts take nothing away"
    if why:
        return Step(what=What.KEPT, imported=was, title=before.title, before=before, why=(why,))
    return Step(what=What.GONE, imported=was, title=before.title, before=before)
