"""The web app with people who work there: real HTTP, a real database, no bot."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog

from app import logs
from app.settings import settings
from app.wiring import books, ear
from desk import passwords, people
from desk.people import Profile
from desk.sign_ins import open_sign_in
from store.engine import open_engine
from store.unit_of_work import SqlBooks
from support.staff import Account, Act, Role
from tests.contracts.exam.room import Doors, forget_settings
from tests.databases import with_tables
from web.cookies import full_name
from web.guard import COOKIE

PASSWORD = "three tamarinds a day"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"

_TOKEN = re.compile(r'name="csrf" value="([0-9a-f]{64})"')
_HASH: list[str] = []
"""Of PASSWORD, made once: it takes its time by design."""


class Desk:
    """A browser at the office's door."""

    def __init__(self, url: str, **headers: str) -> None:
        self.http = httpx.Client(base_url=url, trust_env=False, timeout=30, headers={"User-Agent": CHROME} | headers)

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.http.get(path, headers=headers)

    def post(self, path: str, _headers: dict[str, str] | None = None, **fields: Any) -> httpx.Response:
        """Send a form as it is filled in; no token is put in for you."""
        return self.http.post(path, data=fields, headers=_headers)

    def sends(self, path: str, **fields: Any) -> httpx.Response:
        """Send a form of a page of ours, with the token that stands in it."""
        return self.post(path, csrf=self.csrf(), **fields)

    def csrf(self) -> str:
        """Return the token that the pages carry."""
        found = _TOKEN.search(self.get("/account").text)
        assert found, "nobody is signed in here"
        return found[1]

    def signs_in(self, email: str, password: str = PASSWORD, **fields: str) -> httpx.Response:
        return self.post("/sign-in", email=email, password=password, **fields)

    @property
    def is_signed_in(self) -> bool:
        return self.get("/account").status_code == 200

    def holds(self, session: str) -> None:
        """Have this session's cookie, wherever it came from."""
        self.http.cookies.set(full_name(COOKIE), session, domain="127.0.0.1", path="/")

    def session(self) -> str:
        return self.http.cookies.get(full_name(COOKIE)) or ""


class Office:
    """The app, its books, and those who work there."""

    def __init__(self, url: str, books: SqlBooks) -> None:
        self.url = url
        self.books = books
        self._desks: list[Desk] = []

    def desk(self, **headers: str) -> Desk:
        """Return a browser nobody is signed in from."""
        self._desks.append(Desk(self.url, **headers))
        return self._desks[-1]

    def hires(self, name: str, *roles: Role) -> Account:
        """Return somebody who has joined, with PASSWORD."""
        _HASH[:] = _HASH or [passwords.hash_of(PASSWORD)]
        profile = Profile(name=name, roles=frozenset(roles))
        with self.books.writing() as uow:
            account, _ = people.invite(uow, f"{name.lower()}@shop.example", profile, act())
            account = people.replace(account, joined_at=act().at)
            uow.accounts.update(account)
            uow.accounts.set_password(account.id, _HASH[0])
            uow.invitations.forget(account.id)
            uow.commit()
        return account

    def desk_of(self, account: Account) -> Desk:
        """Return a browser they are signed in from, without the tenth of a second that a password takes."""
        desk = self.desk()
        with self.books.writing() as uow:
            token = open_sign_in(uow, account, act(), browser=CHROME)
            uow.commit()
        desk.holds(token)
        return desk

    def deeds(self) -> list[str]:
        """Return what the audit log says was done, oldest first."""
        with self.books.reading() as uow:
            return [deed.kind for deed in reversed(uow.audit.latest(100))]

    def close(self) -> None:
        for desk in self._desks:
            desk.http.close()


def act() -> Act:
    return Act(at=datetime.now(UTC))


@contextmanager
def opened(folder: Path, monkeypatch: pytest.MonkeyPatch, **environment: str) -> Iterator[Office]:
    """Open the office over books in `folder`."""
    for setting, value in {"PARLEY_VAR": str(folder), "PARLEY_REFIT_SECONDS": "3600", **environment}.items():
        monkeypatch.setenv(setting, value)
    forget_settings()
    logs.set_up()
    with_tables(open_engine(settings().url))
    doors = Doors()
    doors.open()
    office = Office(doors.url, books())
    try:
        yield office
    finally:
        office.close()
        doors.close()
        ear().close()  # an open desk has made it listen
        books().dispose()
        forget_settings()
        structlog.reset_defaults()
