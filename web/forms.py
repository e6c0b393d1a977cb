"""What people fill in."""

from typing import Any

from sanic.request import Request


def field(request: Request, name: str) -> str:
    """Return what a form's field holds, "" for nothing; without NUL, which no database takes."""
    return str(_form(request).get(name) or "").replace("\0", "")


def fields(request: Request, name: str) -> tuple[str, ...]:
    """Return what was ticked under one name."""
    return tuple(str(value).replace("\0", "") for value in _form(request).getlist(name) or ())


def own_path(path: str, otherwise: str) -> str:
    """Return a path of ours to go on to; `otherwise` for what could lead to another site.

    Browsers read a backslash as a slash and leave out tabs and line ends: `/\\t/evil.example` is another site.
    """
    is_ours = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if is_ours and " " not in path else otherwise


def _form(request: Request) -> Any:
    is_form = "form" in (request.content_type or "")
    return request.form if is_form and request.form else _Nothing()


class _Nothing(dict[str, str]):
    def getlist(self, _name: str) -> None:
        return None
