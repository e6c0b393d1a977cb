"""The files that browsers fetch: the widget's, the pages', the desk's."""

from pathlib import Path

from sanic import Sanic

_HERE = Path(__file__).parent
_FOLDERS = ("widget", "ui", "desk/ui")
_JAVASCRIPT = "text/javascript; charset=utf-8"


def add_files(app: Sanic) -> None:
    """Serve each file at a route of its own.

    What is asked for never becomes a path on the disk: Sanic answers 500 to `/ui/` and `/ui/%00`, where a whole folder
    is served.
    """
    app.static("/widget.js", str(_HERE / "widget" / "widget.js"), content_type=_JAVASCRIPT)
    for file in sorted(file for folder in _FOLDERS for file in (_HERE / folder).glob("*.*")):
        name = file.relative_to(_HERE).as_posix()
        app.static(f"/{name}", str(file), name=name, content_type=_JAVASCRIPT if file.suffix == ".js" else None)
