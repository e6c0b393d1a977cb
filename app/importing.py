"""Imports with this installation's database, languages and ways to the web."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path

from app.knowledge import language_reader
from app.settings import settings
from app.wiring import books
from kb.importing import site
from kb.importing.drafts import Drafts, Found
from kb.importing.fetching import Web
from kb.importing.formats import READERS, SITE
from kb.importing.judging import Manner, What
from kb.importing.planning import Plan
from kb.importing.tags import code_of
from kb.importing.taking import known, leave, planned, remove, take
from support.errors import BrokenContent, ParleyError
from support.imports import Source
from support.staff import Act

Watch = Callable[[Iterator[Found]], Iterable[Found]]


def look(source: Source, *, is_forced: bool = False, watch: Watch = iter) -> Plan:
    """Return what an import would change, and change nothing.

    `watch` is handed what is read, as it comes. Raises: BrokenContent for what cannot be read at all.
    """
    manner = Manner(language=_language(source.language), is_draft=source.is_draft, is_forced=is_forced)
    found = _found(source, watch)
    with books().reading() as uow:
        before = known(uow, source.name)
        plan = planned(source.name, found, before, detect, manner)
    if not plan.faults and not plan.of(What.NEW, What.CHANGED, What.SAME, What.KEPT) and not before.imported:
        raise BrokenContent(f"{source.address}: holds no article")
    if not plan.faults and plan.steps and len(plan.of(What.GONE)) == len(plan.steps):
        raise BrokenContent(f"{source.address}: holds no article any more; nothing is taken away")
    return plan


def _found(source: Source, watch: Watch) -> Sequence[Found]:
    """Return all that a source holds; only what its server says has changed, where it does."""
    with books().reading() as uow:
        marks = {one.topic: one.mark for one in uow.imports.of(source.name) if one.mark}
    with closing(_web()) as web:
        return list(watch(_read(source, web, marks)))


def take_in(plan: Plan, *, is_draft: bool) -> tuple[str, ...]:
    """Do what was planned; all of it or nothing."""
    with books().writing() as uow:
        languages = (settings().default_language, *settings().languages)
        slugs = take(uow, plan, Act(at=datetime.now(UTC)), is_draft=is_draft, languages=languages)
        uow.commit()
    return slugs


def run(source: Source) -> str:
    """Import a kept source and note how it ended, which is what is returned."""
    now = datetime.now(UTC)
    _keep(source.began(now))  # first: what ends the process is not begun again in a row
    try:
        plan = look(source)
        take_in(plan, is_draft=source.is_draft)
        ended = summary(plan)
    except ParleyError as error:
        ended = f"failed: {error}"
    _keep(source.began(now).ran(datetime.now(UTC), ended))
    return ended


def _keep(source: Source) -> None:
    with books().writing() as uow:
        uow.sources.put(source)
        uow.commit()


def summary(plan: Plan) -> str:
    """Return a plan in one line: `3 new, 1 changed, 20 same, 1 left out`."""
    counts = [f"{len(plan.of(what))} {what.value}" for what in What if plan.of(what)]
    return ", ".join([*counts, *([f"{len(plan.faults)} left out"] if plan.faults else [])]) or "nothing"


def detect(text: str) -> str | None:
    """Return the language a text is in, one of ours or another; None where it has no letters."""
    reader = language_reader()
    guess = reader.guess(text)
    return reader.foreign(text) or (guess.language if guess else None)


def _web() -> Web:
    return Web([ip_network(network) for network in settings().import_networks])


def _read(source: Source, web: Web, marks: Mapping[str, str]) -> Drafts:
    if source.format == SITE:
        return site.read(source.address, web, marks)
    return READERS[source.format](Path(source.address))


def _language(tag: str) -> str:
    code = code_of(tag)
    if code is None:
        raise BrokenContent(f"--language {tag}: is no language; write its code, e.g. sv")
    return code


def forget(name: str, *, with_articles: bool) -> int:
    """Forget a source, and return how many articles came from it; they stay as ours, or go with it."""
    with books().writing() as uow:
        came = uow.imports.of(name)
        uow.sources.remove(name)
        (remove if with_articles else leave)(uow, came)
        uow.commit()
    return len(came)
