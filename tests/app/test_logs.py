"""What the logs say, and what they must never say."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.customer import Customer
from tests.house import ROOT, House

_NAME = re.compile(r"[a-z_]+(\.[a-z_]+){2}")


_OURS, _A_LIBRARYS = ROOT / "desk" / "queue.py", ROOT / ".venv" / "lib" / "site-packages" / "rasa" / "processor.py"


def logged(level: str, *lines: tuple[Path, str]) -> list[dict[str, Any]]:
    """Return what a process logs that runs these lines, each as if it stood in that file."""
    script = f"""
import logging, structlog
from app.logs import set_up
set_up({level!r})
log = structlog.get_logger()
"""
    script += "\n".join(f"exec(compile({code!r}, {str(path)!r}, 'exec'))" for path, code in lines)
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stderr.splitlines()]


@pytest.mark.parametrize("part", ["web", "actions", "bot"])
def test_a_part_logs_events_and_never_what_people_write(house: House, part: str) -> None:
    """The tests' house runs at DEBUG, where Rasa by itself would tell every word."""
    customer = Customer(house.url)
    for text in ("where is my zanzibarfish", "TM-999999 zanzibarfish", "how do i return a zanzibarfish"):
        customer.says(text)

    log = house.log(part)
    assert "zanzibarfish" not in log and "999999" not in log
    events = [json.loads(line) for line in log.splitlines()]
    assert f"{part}.server.starting" in [event["event"] for event in events]
    assert all(_NAME.fullmatch(event["event"]) for event in events)


def test_the_level_is_the_operators() -> None:
    lines = ((_OURS, "log.info('room.thing.done', id=1)"), (_OURS, "log.error('room.thing.failed', id=2)"))

    assert [event["id"] for event in logged("INFO", *lines)] == [1, 2]
    assert [event["id"] for event in logged("ERROR", *lines)] == [2]


def test_of_a_librarys_events_the_name_is_enough() -> None:
    events = logged(
        "DEBUG",
        (_A_LIBRARYS, "log.debug('processor.message.parse', parse_data_text='secret')"),
        (_A_LIBRARYS, "log.warning('event.deserialization.failed', rasa_event='secret')"),
        (_OURS, "log.debug('room.thing.done', id=1)"),
    )

    usual = {"event", "level", "timestamp"}
    assert [(event["event"], set(event)) for event in events] == [
        ("event.deserialization.failed", usual),
        ("room.thing.done", usual | {"id"}),
    ]


def test_a_librarys_warnings_come_among_our_events() -> None:
    (event,) = logged(
        "INFO",
        (_A_LIBRARYS, "logging.getLogger('rasa').setLevel(logging.DEBUG)"),
        (_A_LIBRARYS, "logging.getLogger('rasa.core').info('Received secret')"),
        (_A_LIBRARYS, "logging.getLogger('rasa.core').error('Could not %s', 'connect')"),
    )

    assert (event["event"], event["level"]) == ("logs.library.warned", "error")
    assert (event["logger"], event["message"]) == ("rasa.core", "Could not connect")
