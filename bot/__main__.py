"""`python -m bot ...`: the `rasa` command with this project's settings, and without TensorFlow where it can be."""

import os
import sys
import warnings
from pathlib import Path

import structlog

from app.logs import set_up
from app.secrets import derived
from app.settings import ROOT, settings
from bot.lean import slim_down
from bot.quick import speed_up_turns
from store.engine import open_engine
from store.migrate import migrate


def _show_ours(message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: object) -> None:
    """Show a warning that this project's own code caused; an operator can do nothing about the others."""
    if Path(filename).is_relative_to(ROOT) and ".venv" not in Path(filename).parts:
        print(f"{filename}:{lineno}: {category.__name__}: {message}", file=sys.stderr)


def main() -> None:
    """Run Rasa's command line."""
    # Rasa 3.6 warns of its own deprecations (SQLAlchemy 2, pkg_resources) at every start, and resets the filters.
    warnings.showwarning = _show_ours  # type: ignore[assignment]
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"  # nothing leaves the machine unless configured
    os.environ.setdefault("PARLEY_ACTIONS_TOKEN", derived(settings().var, "actions"))
    os.environ.setdefault("PARLEY_ACTIONS_PORT", str(settings().actions_port))
    sys.path.insert(0, str(ROOT))
    slim_down(ROOT / "config.yml")
    migrate(open_engine(settings().url))  # `train` on a fresh clone finds tables, if no articles

    from rasa.__main__ import main as rasa

    speed_up_turns()
    if "run" in sys.argv[1:2]:  # training's log is a file, and better with all that Rasa says
        from bot.logs import leave_logs_alone

        set_up(settings().log_level)
        leave_logs_alone()
        structlog.get_logger().info("bot.server.starting")
    rasa()


if __name__ == "__main__":
    main()
