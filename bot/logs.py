"""Keeps Rasa from setting up logs of its own, in which customers' words would stand: app.logs has set up ours."""

import rasa.__main__
import rasa.utils.common
import rasa.utils.io


def leave_logs_alone() -> None:
    """Take from Rasa's command line what it would do to handlers, structlog and Sanic's loggers."""
    rasa.__main__.configure_structlog = _nothing
    rasa.utils.io.configure_colored_logging = _nothing
    rasa.utils.common.update_sanic_log_level = _nothing


def _nothing(*_: object, **__: object) -> None:
    """Stand where Rasa would configure."""
