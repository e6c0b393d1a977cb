"""The files that browsers fetch: the widget's, the pages', the desk's."""

from email.utils import formatdate
from mimetypes import guess_type
from pathlib import Path

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, empty, file

from support.errors import NotFound

_HERE = Path(__file__).parent
_FOLDERS = ("widget", "ui", "desk/ui", "writers/ui")
_JAVASCRIPT = "text/javascript; charset=utf-8"
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
        return await _answer(request, path)

    app.add_route(serve, "/widget.js", methods=_READ, name="widget_js")
    for folder in _FOLDERS:
        app.add_route(serve, f"/{folder}/<name:str>", methods=_READ, name=f"{folder.replace('/', '_')}_files")


async def _answer(request: Request, path: Path) -> HTTPResponse:
    changed = formatdate(path.stat().st_mtime, usegmt=True)
    if request.headers.get("if-modified-since") == changed:
        return empty(304)
    kind = _JAVASCRIPT if path.suffix == ".js" else guess_type(path.name)[0]
    return await file(str(path), mime_type=kind, headers={"Last-Modified": changed})
