"""PostgreSQL ends, starts again, stands still: nobody waits without end, and all go on by themselves."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from time import monotonic

import psycopg2
import pytest

from app.ear import Ear
from connectors import inbox
from connectors.worker import Worker
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support.deliveries import Delivery, State
from support.errors import Unavailable
from support.messages import Author, Message, conversation
from tests.postgres import Cluster, cluster, needed

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    with cluster(needed()) as running:
        yield running


@pytest.fixture
def url(server: Cluster) -> str:
    return server.new_tables()


@pytest.fixture
def books(url: str) -> Iterator[SqlBooks]:
    opened = SqlBooks(open_engine(url))
    yield opened
    opened.dispose()


@pytest.fixture
def ear(books: SqlBooks) -> Iterator[Ear]:
    with closing(Ear(books)) as listening:
        yield listening


def put(books: SqlBooks, id: str) -> None:
    message = Message(
        id=id, conversation_id=conversation("webchat", id), author=Author.CUSTOMER, text="hej", sent_at=NOON
    )
    with books.writing() as uow:
        uow.inbox.put(Delivery(message=message, due_at=NOON))
        uow.commit()


def is_settled(books: SqlBooks, id: str) -> bool:
    with books.reading() as uow:
        found = uow.inbox.get(id)
    return found is not None and found.state is State.SETTLED


def set_for_all(url: str, setting: str) -> None:
    """Set something for every new connection to the database, as its operator may."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {connection.info.dbname} SET {setting}")
        connection.commit()


def at_work(books: SqlBooks, ear: Ear) -> Worker[Delivery]:
    """Return a worker that settles whatever is in the inbox."""

    def lease(_at_most: int) -> list[Delivery]:
        with books.writing() as uow:
            leased = uow.inbox.lease_next("webchat", datetime.now(UTC))
            uow.commit()
        return [leased] if leased else []

    def settle(leased: Delivery) -> None:
        with books.writing() as uow:
            uow.inbox.save(leased, leased.settled())
            uow.commit()

    def work(leased: Delivery) -> Awaitable[None]:
        return asyncio.to_thread(settle, leased)

    return Worker(lambda: inbox.rest(books, "webchat"), lease, work, ear)


async def until(is_true: Callable[[], bool], seconds: float = 60) -> None:
    end = monotonic() + seconds
    while not await asyncio.to_thread(is_true):
        assert monotonic() < end, "waited in vain"
        await asyncio.sleep(0.05)


def test_workers_go_on_by_themselves_when_the_server_is_back(server: Cluster, books: SqlBooks, ear: Ear) -> None:
    def is_away() -> bool:
        try:
            put(books, "while it is away")
        except Unavailable as error:
            return "PARLEY_DATABASE_URL" in str(error)
        return False

    async def talk() -> None:
        worker = at_work(books, ear)
        worker.start()
        put(books, "before")
        await until(lambda: is_settled(books, "before"))
        await asyncio.to_thread(server.stop)
        try:
            await until(is_away)
            await asyncio.sleep(1.5)  # the worker has looked, too
        finally:
            await asyncio.to_thread(server.start)
        await asyncio.to_thread(put, books, "after")
        await until(lambda: is_settled(books, "after"))
        await worker.stop()

    asyncio.run(talk())


def test_a_server_that_stands_still_is_not_waited_for(server: Cluster, url: str) -> None:
    books = SqlBooks(open_engine(f"{url}&connect_timeout=2"))  # the operator's own word; ours would be five
    os.kill(server.pid, signal.SIGSTOP)
    try:
        began = monotonic()
        with pytest.raises(Unavailable, match="timeout"), books.reading():
            pass
        assert monotonic() - began < 4
    finally:
        os.kill(server.pid, signal.SIGCONT)
        books.dispose()


def test_who_waits_for_a_row_too_long_is_told(url: str, books: SqlBooks) -> None:
    set_for_all(url, "lock_timeout = '200ms'")
    impatient = SqlBooks(open_engine(url))
    with books.writing() as uow:
        uow.trackers.put("anna", "{}")
        with pytest.raises(Unavailable, match="busy"), impatient.writing() as other:
            other.trackers.put("anna", "{}")
    impatient.dispose()


def test_who_stands_still_while_it_writes_does_not_hold_up_the_others(url: str, books: SqlBooks) -> None:
    """As a process that is stopped while it holds the end of the log."""
    set_for_all(url, "idle_in_transaction_session_timeout = '300ms'")
    stopped = SqlBooks(open_engine(url))
    with pytest.raises(Unavailable), stopped.writing() as uow:
        uow.trackers.put("anna", "{}")
        with books.writing() as other:  # waits for the server to end the one that stands still
            other.trackers.put("anna", "{}")
        uow.trackers.get("anna")
    stopped.dispose()


def test_every_connection_has_its_limits(url: str) -> None:
    set_for_all(url, "statement_timeout = '7s'")  # the operator's own stays
    engine = open_engine(url)
    with engine.connect() as connection:
        limits = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        assert [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in limits] == ["7s", "10s", "30s"]
    engine.dispose()


def test_a_fault_of_our_own_is_not_taken_for_the_servers(books: SqlBooks) -> None:
    with pytest.raises(Exception, match="syntax error") as error, books.reading() as uow:
        uow._connection.exec_driver_sql("SELEKT 1")
    assert not isinstance(error.value, Unavailable)
