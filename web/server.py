"""The web server: pages, the widget's files, the chat, health."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import httpx
import structlog
from sanic import Blueprint, Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, html, json

from app.settings import settings
from app.wiring import books, ear
from connectors.doors import blueprints
from connectors.webchat.routes import Routes
from connectors.webhook import LARGEST
from support.errors import ParleyError
from support.surveys import Survey
from targets import configured as targets
from web import guard, heads
from web.desk import helping
from web.desk import page as desk_page
from web.desk.routes import Desk
from web.files import add_files
from web.help import routes as help_centre
from web.languages import preferred
from web.pages import Pages
from web.refits import follow
from web.reimports import reimport
from web.routing import route
from web.staff import audit, canned, doors, marks, own, people, teams
from web.staff.rendering import REFUSED, staff_error
from web.sweeping import sweep_hourly
from web.writers import machine, pictures, shelf, trying
from web.writers import pages as writers_pages
from web.writers.gaps import pages as gaps
from web.writers.gaps import twins
from web.writers.gaps.regrouping import regroup_hourly
from web.writers.routes import add_to as add_writers

_CSP = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; frame-ancestors 'self'"
_FOR_PROGRAMS = {"chat", "webhooks", "targets", "health", "ready"}
"""First parts of paths where errors are JSON; elsewhere they are pages."""
_READ = ("GET", "HEAD")
"""Every server must have both (RFC 9110, 9.1); what watches over sites asks by HEAD."""
_log = structlog.get_logger()


def create_app() -> Sanic:
    """Return the app."""
    app = Sanic("parley_web", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = LARGEST
    app.config.RESPONSE_TIMEOUT = 60
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = 3.0
    heads.add_to(app)
    add_files(app)
    chat = Blueprint("chat", url_prefix="/chat")
    Routes().add_to(chat)
    app.blueprint(chat)
    for door in (*blueprints(), *targets.blueprints()):
        app.blueprint(door)
    _add_loops(app)
    _add_pages(app, Pages(books()))
    _add_health(app)
    _add_errors(app, Pages(books()))
    help_centre.add_to(app)
    for pages in (
        doors,
        own,
        people,
        teams,
        audit,
        canned,
        marks,
        helping,
        desk_page,
        writers_pages,
        pictures,
        shelf,
        machine,
        trying,
        gaps,
        twins,
    ):
        pages.add_to(app)
    add_writers(app)
    Desk().add_to(app)
    _add_headers(app)
    guard.check(app)
    return app


def _add_loops(app: Sanic) -> None:
    """What the web server sees to beside serving."""

    @app.after_server_start
    async def begin(_app: Sanic, _loop: object) -> None:
        survey = None if settings().survey == "off" else Survey(settings().survey)
        audit = timedelta(days=settings().audit_days)
        loops = (
            follow(books(), settings().refit_seconds),
            route(books(), ear(), survey, is_here=settings().handoff == "desk"),
            sweep_hourly(books(), audit, timedelta(days=settings().question_days)),
            reimport(books()),
            regroup_hourly(),
        )
        app.ctx.loops = [asyncio.create_task(loop) for loop in loops]

    @app.before_server_stop
    async def end(_app: Sanic, _loop: object) -> None:
        for loop in app.ctx.loops:
            loop.cancel()
        await asyncio.wait(app.ctx.loops)


def _add_pages(app: Sanic, pages: Pages) -> None:
    async def page(render: Callable[..., str], *arguments: str) -> HTTPResponse:
        return html(await asyncio.to_thread(render, *arguments))

    @app.route("/", methods=_READ)
    async def front(request: Request) -> HTTPResponse:
        answer = await page(pages.front, preferred(request.headers.get("accept-language", "")))
        answer.headers["Vary"] = "Accept-Language"
        return answer


def _add_health(app: Sanic) -> None:
    @app.route("/health", methods=_READ)
    async def health(_request: Request) -> HTTPResponse:
        return json({"status": "ok"})

    @app.route("/ready", methods=_READ)
    async def ready(_request: Request) -> HTTPResponse:
        """Answer 200 when a question would be answered, else 503 and what is missing."""
        here = settings()
        parts = {
            "database": _reads_database(),
            "bot": _answers(f"http://127.0.0.1:{here.bot_port}/webhooks/webchat/"),
            "actions": _answers(f"http://127.0.0.1:{here.actions_port}/health"),
        }
        found = dict(zip(parts, await asyncio.gather(*parts.values()), strict=True))
        return json(found, status=200 if all(found.values()) else 503)


async def _reads_database() -> bool:
    def look() -> bool:
        with books().reading() as uow:
            return uow.events.last() >= 0

    try:
        return await asyncio.to_thread(look)
    except Exception:
        _log.exception("web.ready.no_database")
        return False


async def _answers(url: str) -> bool:
    try:
        async with httpx.AsyncClient(timeout=2.0, trust_env=False) as client:
            return (await client.get(url)).status_code == 200
    except httpx.HTTPError:
        return False


def _add_errors(app: Sanic, pages: Pages) -> None:
    def answer(request: Request, status: int, kind: str, message: str) -> HTTPResponse:
        if request.path.lstrip("/").partition("/")[0] in _FOR_PROGRAMS or guard.is_for_programs(request.path):
            return json({"error": kind, "message": message}, status=status)
        if guard.is_private(request):
            return staff_error(request, status, message)
        language = preferred(request.headers.get("accept-language", ""))
        return html(pages.error(status, language), status=status)

    @app.exception(ParleyError)
    async def ours(request: Request, error: ParleyError) -> HTTPResponse:
        return answer(request, error.status, type(error).__name__, str(error))

    @app.exception(SanicException)
    async def sanics(request: Request, error: SanicException) -> HTTPResponse:
        message = REFUSED if guard.is_private(request) else str(error)
        response = answer(request, error.status_code or 500, type(error).__name__, message)
        response.headers.update(getattr(error, "headers", {}))  # a 405 has to say what is allowed (RFC 9110, 15.5.6)
        return response

    @app.exception(Exception)
    async def unforeseen(request: Request, error: Exception) -> HTTPResponse:
        _log.exception("web.request.failed", path=guard.harmless_path(request))
        return answer(request, 500, "Trouble", "Something went wrong on our side. Please try again in a moment.")


def _add_headers(app: Sanic) -> None:
    allowed = settings().allowed_origins

    @app.on_response
    async def add(request: Request, response: HTTPResponse) -> None:
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        if response.status >= 400:  # a cache may otherwise keep a 404 or 405 (RFC 9110, 15.1)
            response.headers["Cache-Control"] = "no-store"
        if guard.is_private(request):
            for name, value in guard.HEADERS.items():  # a customer's file brings a policy of its own
                response.headers.setdefault(name, value)
            return
        if (response.content_type or "").startswith("text/html"):
            response.headers["Content-Security-Policy"] = _CSP
        origin = request.headers.get("origin")
        if origin in allowed or "*" in allowed:
            response.headers["Access-Control-Allow-Origin"] = origin or "*"
            response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, Last-Event-ID"
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"
        if allowed:  # also where no origin asks: a browser would show a shop's page the copy it has from our own
            response.headers["Vary"] = ", ".join(filter(None, (response.headers.get("Vary"), "Origin")))
