"""The agents' page; web/desk/ui draws it."""

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from support.staff import Role
from web import guard
from web.staff.rendering import page


def add_to(app: Sanic) -> None:
    """Put the page on the app."""
    app.add_route(show, "/desk", methods=("GET", "HEAD"), name="desk")


@guard.allowed(Role.AGENT)
async def show(request: Request) -> HTTPResponse:
    """Show the desk; it fetches what it shows itself."""
    return page(request, "desk.html")
