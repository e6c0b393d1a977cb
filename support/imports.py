"""Articles that come from elsewhere: the sources they are fetched from, and what came of each."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """One article in one language as a source had it last.

    `topic` is what the source calls it in all its languages; `slug` what we do, whatever its title becomes. `digest`
    is of the text that was imported: where the live one's is another, somebody has changed it here. `mark` is what the
    source's server wants to be asked by whether it changed.
    """

    source: str
    topic: str
    language: str
    slug: str
    digest: str
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where articles come from: a file, a folder, or a site's address.

    `hours` is how often it is looked at by itself, None for never. `ended` says how the last time ended.
    """

    name: str
    address: str
    format: str
    language: str = ""
    is_draft: bool = False
    hours: int | None = None
    due_at: datetime | None = None
    ran_at: datetime | None = None
    ended: str = ""

    def is_due(self, now: datetime) -> bool:
        """Whether it is time to look at it again."""
        return self.due_at is not None and self.due_at <= now

    def began(self, now: datetime) -> "Source":
        """Return it as not due again until its time: one that fails, or ends its process, is not tried in a row."""
        return replace(self, due_at=None if self.hours is None else now + timedelta(hours=self.hours))

    def ran(self, now: datetime, ended: str) -> "Source":
        """Return it with how it ended."""
        return replace(self, ran_at=now, ended=ended)
