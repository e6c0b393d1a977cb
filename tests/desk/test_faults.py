"""A failed send is told in words that say what to do."""

import pytest

from connectors.telegram.refusals import refusal as telegram
from connectors.whatsapp.faults import refusal as whatsapp
from desk.faults import spoken


def meta(code: int, message: str = "(#1) Meta's own words") -> str:
    return str(whatsapp(400, {}, {"error": {"code": code, "message": message}}))


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (meta(131026), "cannot be reached here"),
        (meta(131047), "choose a template"),
        (meta(132001), "choose another one"),
        (meta(131053), "did not take the file"),
        (meta(190), "tell whoever runs Parley"),
        (str(telegram(403, {"description": "Forbidden: bot was blocked by the user"})), "cannot be reached here"),
        (str(telegram(400, {"description": "Bad Request: chat not found"})), "cannot be reached here"),
        (str(telegram(401, {"description": "Unauthorized"})), "tell whoever runs Parley"),
        (str(telegram(413, {"description": "Request Entity Too Large"})), "did not take the file"),
        ("ReadTimeout: ", "could not be reached"),
        (f"Unavailable: {whatsapp(502, {}, None)}", "could not be reached"),
        ("its worker died each time", "Try again"),
    ],
)
def test_what_channels_say_is_said_for_people(fault: str, told: str) -> None:
    assert told in (spoken(fault) or "")


def test_what_is_not_known_is_told_as_it_was() -> None:
    assert spoken("999: the moon is full") == "999: the moon is full"
    assert spoken(None) is None
