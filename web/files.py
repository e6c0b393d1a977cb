"""The files that browsers fetch: the widget's, the pages', the desk's."""

from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from support.errors import NotFound
from web.answers import Content, answer

_HERE = Path(__file__).parent
_FOLDERS = ("widget", "ui", "desk/ui", "writers/ui")
_KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_KEEPING = "max-age=300"
"""Without it browsers guess, for days; longer, and scripts of two versions meet on a page after an update."""
_READ = ("GET", "HEAD")


def add_files(app: Sanic) -> None:
    """Serve what lies in the folders when the server starts.

    What is asked for never becomes a path on the disk, and a folder is one route: Sanic answers 500 to `/ui/%00` where
    it serves a folder itself, and reads a handler's source for each route, a third of a second for all files.
    """
    found = {f"/{path.relative_to(_HERE).as_posix()}": path for name in _FOLDERS for path in (_HERE / name).glob("*.*")}
    found["/widget.js"] = found["/widget/widget.js"]

    async def serve(request: Request, name: str = "") -> HTTPResponse:
        if (path := found.get(request.path)) is None:
            raise NotFound(f"there is no file {name[:100]}")
        return answer(request, _content(path))

    app.add_route(serve, "/widget.js", methods=_READ, name="widget_js")
    for folder in _FOLDERS:
        app.add_route(serve, f"/{folder}/<name:str>", methods=_READ, name=f"{folder.replace('/', '_')}_files")


def _content(path: Path) -> Content:
    """Return a file as it is now."""
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _read(path: Path, _changed: int) -> Content:
    kind = _KINDS.get(path.suffix) or guess_type(path.name)[0] or "application/octet-stream"
    return Content(path.read_bytes(), kind, _KEEPING)
