"""What the pages' handlers share: who acts, the database, the thread where passwords are hashed."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sanic.request import Request

from app.secrets import derived
from app.settings import settings
from app.wiring import books
from desk.signing_in import Credentials
from support.staff import Act
from web.addresses import neighbourhood, sender
from web.cookies import cookie
from web.forms import field

DEVICE = "parley_device"
"""The cookie of a browser that somebody has signed in from: it opens nothing, guesses elsewhere do not lock it out."""

DEVICE_LASTS = timedelta(days=180)

_HASHING = ThreadPoolExecutor(2, thread_name_prefix="passwords")
"""Each hash takes 64 MB and all of a processor; those who guess wait for each other, and for nobody else."""


def act_of(request: Request) -> Act:
    """Return who does it, from where, now."""
    account = getattr(request.ctx, "account", None)
    return Act(at=datetime.now(UTC), by=account.id if account else None, address=sender(request))


def browser_of(request: Request) -> str:
    """Return what the browser says it is."""
    return str(request.headers.get("user-agent", ""))


def device_key() -> str:
    """Return what devices are marked with."""
    return derived(settings().var, "staff devices")


def typed(request: Request, email: str, password: str) -> Credentials:
    """Return what was typed; `password` names the field."""
    return Credentials(
        email=email,
        password=field(request, password),
        mark=cookie(request, DEVICE),
        key=device_key(),
        neighbourhood=neighbourhood(sender(request)),
    )


async def slowly(work: Callable[..., Any], *arguments: Any, **values: Any) -> Any:
    """Do what hashes passwords."""
    return await asyncio.get_running_loop().run_in_executor(_HASHING, partial(work, *arguments, **values))


async def reading(use_case: Callable[..., Any], *arguments: Any, **values: Any) -> Any:
    """Return what a use case finds."""

    def work() -> Any:
        with books().reading() as uow:
            return use_case(uow, *arguments, **values)

    return await asyncio.to_thread(work)


async def writing(use_case: Callable[..., Any], *arguments: Any, **values: Any) -> Any:
    """Do it, make it last, and return what came of it."""

    def work() -> Any:
        with books().writing() as uow:
            result = use_case(uow, *arguments, **values)
            uow.commit()
            return result

    return await asyncio.to_thread(work)
