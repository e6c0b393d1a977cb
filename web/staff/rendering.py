"""Pages for those who work here: one frame, one look, one file of texts."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sanic.request import Request
from sanic.response import HTTPResponse, html

from support.staff import Account
from web import guard
from web.templates import render

REFUSED = "this cannot be asked for"

_LANGUAGE = "en"
_SECTIONS = (
    ("/desk", "inbox"),
    ("/desk/canned", "canned"),
    ("/desk/marks", "marks"),
    ("/desk/articles", "shelf"),
    ("/writers", "articles"),
    ("/writers/gaps", "gaps"),
    ("/admin/people", "people"),
    ("/admin/teams", "teams"),
    ("/admin/audit", "audit"),
)
"""Where one may go, with the name of its text; shown to whom the guard lets in, once the section is there."""


@lru_cache(maxsize=1)
def words() -> dict[str, dict[str, str]]:
    """Return all texts, by group and name."""
    path = Path(__file__).parent / f"{_LANGUAGE}.yml"
    loaded: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTTPResponse:
    """Return a page in the staff's frame; a template extends `staff.html` and says with `words` what it says."""
    account = getattr(request.ctx, "account", None)
    frame = {
        "words": words(),
        "account": account,
        "csrf": getattr(request.ctx, "csrf", ""),
        "sections": sections(request, account) if account else [],
        "path": request.path,
        "status": status,
        "error": "",
        "done": words()["done"].get(request.args.get("done", ""), ""),
    }
    return html(render(template, language=_LANGUAGE, direction="ltr", **frame | values), status=status)


def sections(request: Request, account: Account) -> list[dict[str, Any]]:
    """Return the sections this account may enter."""
    roles = dict(guard.routes(request.app))
    here = max((path for path, _ in _SECTIONS if request.path.startswith(path)), key=len, default="")
    return [
        {"path": path, "title": words()["frame"][name], "is_current": path == here}
        for path, name in _SECTIONS
        if (allowed := roles.get(path)) is not None and account.may(allowed)
    ]


def first_page(request: Request, account: Account) -> str:
    """Return where somebody goes who has just signed in."""
    return next((str(section["path"]) for section in sections(request, account)), "/account")


def staff_error(request: Request, status: int, message: str) -> HTTPResponse:
    """Return a page that says what went wrong."""
    return page(request, "staff_error.html", status=status, message=f"{message[:1].upper()}{message[1:]}")


def sentence(error: Exception) -> str:
    """Return an error's text as a page says it."""
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."
