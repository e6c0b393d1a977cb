"""An import from beginning to end: known, planned, and taken in one transaction; the caller commits."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kb.importing.drafts import Found
from kb.importing.judging import Known, Manner, What
from kb.importing.planning import Plan, Step, plan
from kb.importing.settling import Detect, Slugs, settle
from kb.writing.drafting import stage
from kb.writing.publishing import go_live, take_back
from support.imports import Imported
from support.ports import UnitOfWork
from support.staff import Act
from support.writing import How, Manuscript, Words, source_language, words_of


def known(uow: UnitOfWork, source: str) -> Known:
    """Return what there is before an import from a source, for as long as the transaction lasts."""
    manuscripts = {(each.slug, each.language): each for each in uow.manuscripts.all()}
    owners = uow.imports.owners()
    return Known(
        revision=lambda manuscript, number: uow.manuscripts.revision(manuscript.slug, manuscript.language, number),
        imported={(one.topic, one.language): one for one in uow.imports.of(source)},
        live={(article.slug, article.language): article for article in uow.articles.all()},
        manuscripts=manuscripts,
        owners=owners,
        slugs=frozenset(slug for slug, _ in (*manuscripts, *owners)) | uow.moves.all().keys(),
    )


def planned(source: str, found: Iterable[Found], before: Known, detect: Detect, manner: Manner) -> Plan:
    """Return what an import would change. Reads all that `found` yields."""
    own = {one.topic: one.slug for one in before.imported.values()}
    settled = settle(found, Slugs(own, set(before.slugs - set(own.values()))), detect, manner.language)
    return plan(source, settled, before, manner)


def take(
    uow: UnitOfWork, plan: Plan, act: Act, *, is_draft: bool = False, languages: Sequence[str] = ("en",)
) -> tuple[str, ...]:
    """Do what was planned and return the slugs whose live texts changed.

    What somebody has changed since it was planned stays as it is: the next import will see. `is_draft`: new and
    changed texts are staged for a person to publish. The first of `languages` that an article is there in is the one
    that its others are translated from.
    """
    return _Taking(uow, act, is_draft, languages).run(plan)


class _Taking:
    def __init__(self, uow: UnitOfWork, act: Act, is_draft: bool, languages: Sequence[str]) -> None:
        self._uow, self._act, self._is_draft, self._languages = uow, act, is_draft, languages
        self._brought: list[Manuscript] = []
        self._changed: set[str] = set()

    def run(self, plan: Plan) -> tuple[str, ...]:
        for step in plan.of(What.NEW, What.CHANGED):
            if step.article is not None and not self._is_overtaken(step):
                self._bring(step, words_of(step.article))
                self._uow.imports.put(step.imported)
        for step in plan.of(What.SAME):
            self._uow.imports.put(step.imported)  # its mark may be another
        for step in plan.of(What.GONE):
            if not self._is_overtaken(step):
                self._take_away(step.imported)
        for manuscript in self._brought:
            self._compare(manuscript)
        return tuple(sorted(self._changed))

    def _is_overtaken(self, step: Step) -> bool:
        """Whether a writer was faster: reading a site takes hours, and what they save meanwhile is newer."""
        return self._uow.manuscripts.find(step.imported.slug, step.imported.language) != step.before

    def _bring(self, step: Step, words: Words) -> None:
        made = stage(self._uow, step.imported.slug, step.imported.language, words, self._act, how=How.IMPORTED)
        if not self._is_draft:
            staged = self._staged(step.before)
            made = go_live(self._uow, made.published(), words, self._act.at)
            self._changed.add(made.slug)
            if step.before is not None and staged not in (None, words):
                made = self._on_top(step.before, staged)
        self._brought.append(made)

    def _staged(self, before: Manuscript | None) -> Words | None:
        """Return what a writer had staged before."""
        if before is None or not before.is_staged:
            return None
        revision = self._uow.manuscripts.revision(before.slug, before.language, before.revision)
        return None if revision.how is How.IMPORTED else revision.words

    def _on_top(self, before: Manuscript, staged: Words) -> Manuscript:
        """Stage it again, over what is live now."""
        act = Act(at=self._act.at, by=before.changed_by)
        after = stage(self._uow, before.slug, before.language, staged, act, how=How.KEPT)
        after = replace(after, state=before.state, made_from=before.made_from)
        self._uow.manuscripts.save(after)
        return after

    def _take_away(self, was: Imported) -> None:
        """Archive what the source has no longer; that it was the source's doing is kept, for it may come back."""
        manuscript = self._uow.manuscripts.get(was.slug, was.language)
        if manuscript.live is not None:
            self._changed.add(was.slug)
        take_back(self._uow, manuscript)
        self._uow.imports.put(replace(was, digest="", mark=""))

    def _compare(self, brought: Manuscript) -> None:
        """Take what was brought for a translation of what its source says now: their order says nothing."""
        found = {each.language: each for each in self._uow.manuscripts.of(brought.slug)}
        topic = self._uow.topics.find(brought.slug)
        source = source_language(found, topic.source if topic else None, self._languages)
        if source != brought.language:
            own, original = found[brought.language], found[source]
            self._uow.manuscripts.save(replace(own, made_from=original.live or original.revision))


def leave(uow: UnitOfWork, came: Sequence[Imported]) -> None:
    """Let what came from a source stay as ours."""
    for one in came:
        uow.imports.remove(one)


def remove(uow: UnitOfWork, came: Sequence[Imported]) -> None:
    """Archive all that came from a source, whoever has changed it since; its texts are kept."""
    for one in came:
        manuscript = uow.manuscripts.find(one.slug, one.language)
        if manuscript is not None:
            take_back(uow, manuscript)
        uow.imports.remove(one)
