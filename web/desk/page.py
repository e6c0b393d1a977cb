"""The agents' page and the files it is drawn by."""

from pathlib import Path

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from support.staff import Role
from web import guard
from web.staff.rendering import page

_UI = Path(__file__).parent / "ui"


def add_to(app: Sanic) -> None:
    """Put the page on the app."""
    app.static("/desk/ui", str(_UI), name="desk_ui")
    app.add_route(show, "/desk", methods=("GET", "HEAD"), name="desk")


@guard.allowed(Role.AGENT)
async def show(request: Request) -> HTTPResponse:
    """Show the desk; it fetches what it shows itself."""
    return page(request, "desk.html")
