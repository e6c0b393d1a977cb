"""`python -m web`: the web server."""

import warnings

warnings.filterwarnings("ignore")  # sanic 21.12 on Python 3.11 warns of its own deprecations

import structlog  # noqa: E402

from app.logs import set_up  # noqa: E402
from app.settings import settings  # noqa: E402
from web.server import create_app  # noqa: E402


def main() -> None:
    """Serve until told to stop."""
    set_up(settings().log_level)
    structlog.get_logger().info("web.server.starting", host=settings().host, port=settings().port)
    create_app().run(settings().host, settings().port, workers=1, access_log=False, motd=False)


if __name__ == "__main__":
    main()
