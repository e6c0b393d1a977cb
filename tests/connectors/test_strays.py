"""What nobody understood is kept whole, and told of by its ids."""

import json

import pytest
import structlog

from connectors.arrivals import Unknown, take_all
from connectors.traces import ids
from store.unit_of_work import SqlBooks


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"update_id": 7, "hologram": {"message_id": 3}}, {"update_id": "7", "message_id": "3"}),
        ({"from": "46701", "id": "wamid.HBgL=", "context": {"id": "wamid.other"}}, {"id": "wamid.HBgL="}),
        ([{"id": "a"}, {"id": "b"}], {"id": "a"}),
        ({"id": "where is my order", "message_id": True, "update_id": None}, {}),
        ({"text": {"body": "hej"}}, {}),
    ],
)
def test_the_outermost_ids_are_found_and_no_words(body: object, found: dict[str, str]) -> None:
    assert ids(json.dumps(body)) == found


@pytest.mark.parametrize("body", ["b'\\x00'", "", "[" * 100_000, '{"id": 1'])
def test_what_is_no_json_has_no_ids(body: str) -> None:
    assert ids(body) == {}


def test_a_stray_is_logged_with_its_ids_and_without_its_words(books: SqlBooks) -> None:
    body = json.dumps({"update_id": 7, "hologram": {"text": "secret words"}})
    with structlog.testing.capture_logs() as logs:
        take_all(books, [Unknown(channel="telegram", body=body, fault="LookupError: secret words")])

    told = {"event": "channel.arrival.stray", "log_level": "warning", "channel": "telegram", "update_id": "7"}
    assert logs == [told | {"size": len(body)}]
