"""`python -m actions`: the action server of `rasa run actions`, on loopback, for callers with our token only.

Started without Rasa's own command line, which would import Rasa to start a server that does not use it.
"""

import hmac
import warnings

warnings.filterwarnings("ignore")  # sanic 21.12 on Python 3.11 warns of its own deprecations

import rasa_sdk.endpoint  # noqa: E402
import structlog  # noqa: E402
from sanic.request import Request  # noqa: E402
from sanic.response import HTTPResponse, json  # noqa: E402

from app.logs import set_up  # noqa: E402
from app.secrets import derived  # noqa: E402
from app.settings import settings  # noqa: E402


def main() -> None:
    """Serve until told to stop."""
    set_up(settings().log_level)
    structlog.get_logger().info("actions.server.starting", port=settings().actions_port)
    app = rasa_sdk.endpoint.create_app("actions", cors_origins=[])
    expected = f"Bearer {derived(settings().var, 'actions')}"

    @app.on_request
    async def only_ours(request: Request) -> HTTPResponse | None:
        given = request.headers.get("authorization", "")
        if request.path == "/health" or hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode()):
            return None
        return json({"error": "this action server answers its own bot only"}, status=401)

    app.run("127.0.0.1", settings().actions_port, workers=1, access_log=False)


if __name__ == "__main__":
    main()
