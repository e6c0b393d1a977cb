"""The list of conversations built anew from the event log."""

from sqlalchemy import delete
from sqlalchemy.engine import Connection

from store import tables
from store.event_log import SqlEventLog
from store.folding import fold_in

_AT_ONCE = 1000


def rebuild(connection: Connection) -> None:
    """Fold the whole log, from its beginning; what is no longer in the log is not in the list."""
    for table in (tables.words, tables.conversations):
        connection.execute(delete(table))
    log, bookmark = SqlEventLog(connection), 0
    while logged := log.since(bookmark, limit=_AT_ONCE):
        fold_in(connection, [entry.event for entry in logged])
        bookmark = logged[-1].sequence
