"""Receipts, media and strays in SQL: what channels tell us besides messages."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import and_, delete, func, insert, select, update
from sqlalchemy.engine import Connection

from store import tables
from store.shelves import upsert
from store.statements import insert_or_clear
from support.errors import NotFound
from support.messages import Message, channel_of
from support.receipts import RANK, Receipt, Status, least
from support.shelves import Media, Stray

_MOST_STRAYS = 1000


class SqlReceiptShelf:
    """See support.shelves.ReceiptShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note_part(self, message: Message, number: int, external_id: str) -> None:
        """Keep that this part went out, and what its channel calls it."""
        channel = channel_of(message.conversation_id)
        row = {"message_id": message.id, "number": number, "channel": channel, "external_id": external_id}
        upsert(self._connection, tables.parts, row)

    def parts(self, message_id: str) -> dict[int, str]:
        """Return the parts that went out: number to the channel's name."""
        query = select(tables.parts).where(tables.parts.c.message_id == message_id)
        return {row.number: row.external_id for row in self._connection.execute(query)}

    def put(self, receipt: Receipt) -> bool:
        """Keep it; False when it says no more than we know."""
        row = {
            "channel": receipt.channel,
            "external_id": receipt.external_id,
            "status": receipt.status.value,
            "rank": RANK[receipt.status],
            "at": receipt.at.timestamp(),
            "fault": receipt.fault,
        }
        return upsert(self._connection, tables.receipts, row, rising="rank")

    def message_of(self, channel: str, external_id: str) -> str | None:
        """Return the id of the message a thing sent belongs to, or None."""
        parts = tables.parts
        query = select(parts.c.message_id).where(parts.c.channel == channel, parts.c.external_id == external_id)
        found: str | None = self._connection.execute(query).scalar()
        return found

    def of(self, message_ids: Sequence[str]) -> dict[str, tuple[Status, str | None]]:
        """Return how far these messages have come, and why one failed; those without receipts are left out."""
        parts, receipts = tables.parts, tables.receipts
        same = and_(parts.c.channel == receipts.c.channel, parts.c.external_id == receipts.c.external_id)
        query = (
            select(parts.c.message_id, receipts.c.status, receipts.c.fault)
            .select_from(parts.outerjoin(receipts, same))
            .where(parts.c.message_id.in_(message_ids))
        )
        told: dict[str, list[tuple[Status, str | None]]] = defaultdict(list)
        for row in self._connection.execute(query):
            told[row.message_id].append((Status(row.status or Status.SENT.value), row.fault))
        return {id: _summed(each) for id, each in told.items()}


def _summed(each: list[tuple[Status, str | None]]) -> tuple[Status, str | None]:
    """Return one word for all parts; a part whose receipt has not come is sent, no more."""
    status = least([status for status, _ in each]) or Status.SENT
    return status, next((fault for at, fault in each if at is status and fault), None)


class SqlMediaShelf:
    """See support.shelves.MediaShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, body: bytes, media_type: str, *, loose_since: datetime | None = None) -> str:
        """Keep it, once however often it comes, and return its key."""
        key, since = sha256(body).hexdigest(), None if loose_since is None else loose_since.timestamp()
        row = {"key": key, "media_type": media_type, "body": body, "loose_since": since}
        keeping = insert_or_clear(tables.media, self._connection.dialect.name, "loose_since")
        self._connection.execute(keeping, row)
        return key

    def hold(self, key: str) -> None:
        """Have it stay for good. Raises: NotFound."""
        mine = update(tables.media).where(tables.media.c.key == key)
        if not self._connection.execute(mine.values(loose_since=None)).rowcount:
            raise NotFound(f"there is no file {key}")

    def drop(self, before: datetime) -> int:
        """Drop what has been loose for so long, and return how many."""
        is_old = tables.media.c.loose_since < before.timestamp()
        return int(self._connection.execute(delete(tables.media).where(is_old)).rowcount)

    def get(self, key: str) -> Media:
        """Raises: NotFound."""
        row = self._connection.execute(select(tables.media).where(tables.media.c.key == key)).first()
        if row is None:
            raise NotFound(f"there is no file {key}")
        return Media(key=row.key, media_type=row.media_type, body=row.body)


class SqlStrayShelf:
    """See support.shelves.StrayShelf."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, stray: Stray) -> None:
        """Keep it; the oldest go when there are more than a thousand."""
        table = tables.strays
        row = {
            "channel": stray.channel,
            "came_at": stray.came_at.timestamp(),
            "body": stray.body,
            "fault": stray.fault,
        }
        self._connection.execute(insert(table), row)
        newest = self._connection.execute(select(func.max(table.c.sequence))).scalar() or 0
        self._connection.execute(delete(table).where(table.c.sequence <= newest - _MOST_STRAYS))

    def all(self) -> list[Stray]:
        """Return what is kept."""
        rows = self._connection.execute(select(tables.strays).order_by(tables.strays.c.sequence))
        return [
            Stray(channel=row.channel, came_at=datetime.fromtimestamp(row.came_at, UTC), body=row.body, fault=row.fault)
            for row in rows
        ]
