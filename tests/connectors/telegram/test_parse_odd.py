"""Updates in no shape we know are kept, and never trip us."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from connectors.arrivals import Arrived, Noted, Unknown
from tests.connectors.telegram.updates import arrivals, of
from tests.standins.samples import names


def test_what_telegram_invents_is_kept_whole() -> None:
    (unknown,) = arrivals(of("kind_of_the_future"))
    (content,) = arrivals(of("text", text=None, hologram={"size": 3}))

    assert isinstance(unknown, Unknown) and json.loads(unknown.body) == of("kind_of_the_future")
    assert isinstance(content, Unknown) and "hologram" in content.body and "hologram" in content.fault


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=6,
)


@given(JSON)
def test_anything_at_all_is_understood_or_kept(posted: Any) -> None:
    assert all(isinstance(one, Arrived | Noted | Unknown) for one in arrivals(posted))


def places(value: Any) -> list[tuple[Any, Any]]:
    """Return every (container, key) below a value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, inner in list(pairs) for place in ((value, key), *places(inner))]


@given(some.data())
def test_an_update_with_anything_in_it_wrong_never_trips_us(data: some.DataObject) -> None:
    update = of(data.draw(some.sampled_from(names("telegram"))))
    container, key = data.draw(some.sampled_from(places(update)))
    container[key] = data.draw(JSON | some.just("\ud800") | some.integers(min_value=2**62))

    for one in arrivals(update):
        if isinstance(one, Arrived | Noted):
            one.message.text.encode()
            assert len(one.message.id) < 255 and len(one.message.conversation_id) < 255
        else:
            assert isinstance(one, Unknown) and one.body.encode()
