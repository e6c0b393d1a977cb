"""What is made of a post before a channel's own parser sees it."""

from collections.abc import Iterator
from typing import Any

import pytest

from connectors.arrivals import Arrival, Unknown
from connectors.webhook import understood


def test_half_letters_and_nulls_do_not_reach_the_database() -> None:
    seen: list[Any] = []

    def parse(posted: Any) -> Iterator[Arrival]:
        seen.append(posted)
        yield from ()

    understood("whatsapp", parse, b'{"text": "a\\ud83db\\u0000c \\ud83d\\ude00 \\u00e5"}')
    assert seen == [{"text": "a?bc 😀 å"}]


def test_what_is_no_json_is_kept() -> None:
    (unknown,) = understood("whatsapp", lambda posted: [], b"\xff{")
    assert isinstance(unknown, Unknown) and unknown.fault.startswith("no JSON")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32-be"])
def test_what_trips_the_parser_is_kept_whole_without_what_no_database_takes(encoding: str) -> None:
    def parse(posted: Any) -> Iterator[Arrival]:
        raise KeyError("messages")
        yield

    (unknown,) = understood("telegram", parse, '{"odd": 1}'.encode(encoding))
    assert unknown == Unknown(channel="telegram", body='{"odd": 1}', fault="KeyError: 'messages'")
