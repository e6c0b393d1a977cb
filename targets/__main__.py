"""`python -m targets`: tells the configured target of handoffs, and does what its people did."""

import asyncio
import signal
import warnings

warnings.filterwarnings("ignore")  # sanic 21.12 on Python 3.11 warns of its own deprecations

import structlog  # noqa: E402

from app.logs import set_up  # noqa: E402
from app.settings import settings  # noqa: E402
from app.wiring import books, ear  # noqa: E402
from support.errors import Misconfigured  # noqa: E402
from targets.configured import target  # noqa: E402
from targets.port import HandoffTarget  # noqa: E402
from targets.working import Working  # noqa: E402


def main() -> None:
    """Work until told to stop."""
    set_up(settings().log_level)
    chosen = target()
    if chosen is None:
        raise Misconfigured("PARLEY_HANDOFF is desk: there is no other desk to tell")
    structlog.get_logger().info("targets.worker.starting", target=chosen.name)
    asyncio.run(_work(chosen))
    ear().close()
    books().dispose()


async def _work(chosen: HandoffTarget) -> None:
    working, told_to_stop = Working(books(), ear(), chosen), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told_to_stop.set)
    working.start()
    await told_to_stop.wait()
    await working.stop()


if __name__ == "__main__":
    main()
