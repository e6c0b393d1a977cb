"""How articles fare: how often they were shown, judged, and left for a person; in the chat and in the help centre."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from support.askings import Figures
from support.ports import UnitOfWork


def figures(uow: UnitOfWork, slugs: Collection[str], since: datetime) -> dict[str, Figures]:
    """Return the figures of those of these articles that were shown or voted on."""
    found: defaultdict[str, Figures] = defaultdict(Figures)
    for slug, outcome, count in uow.askings.sums(since, slugs):
        found[slug] = found[slug].plus(outcome, count)
    for (slug, _), votes in uow.votes.since(since).items():
        if slug in slugs:
            before = found[slug]
            helpful, unhelpful = before.helpful + votes.helpful, before.unhelpful + votes.unhelpful
            found[slug] = replace(before, helpful=helpful, unhelpful=unhelpful)
    return dict(found)
