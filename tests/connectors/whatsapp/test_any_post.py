"""Whatever Meta may post one day: nothing raises, nothing is lost, and all of it can be stored."""

import copy
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.arrivals import Arrived, Unknown
from connectors.webhook import storable, understood
from connectors.whatsapp.parse import parse
from tests.connectors.whatsapp.conftest import Shop
from tests.standins import samples

OURS = "106540352242922"
WEBHOOKS = [samples.payload("whatsapp", name) for name in samples.names("whatsapp")]

leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("\ud800") | st.just("\0")
anything = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)


def spots(thing: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place that can be changed: (holder, key)."""
    pairs = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    for key, inner in list(pairs):
        yield thing, key
        yield from spots(inner)


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """One of our fixtures with a few places changed or removed."""
    webhook = copy.deepcopy(draw(st.sampled_from(WEBHOOKS)))
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(list(spots(webhook)) or [({}, "")]))
        if isinstance(holder, dict) and draw(st.booleans()):
            holder.pop(key, None)
        elif holder:
            holder[key] = draw(anything)
    return webhook


@given(mutated() | anything)
@settings(max_examples=500, deadline=None)
def test_nothing_an_authentic_post_holds_raises_or_vanishes(posted: Any) -> None:
    arrivals = list(parse(posted, (OURS,)))
    for arrival in arrivals:
        if isinstance(arrival, Unknown):
            json.loads(arrival.body)
            assert arrival.fault
        elif isinstance(arrival, Arrived):
            assert len(arrival.message.id) <= 255 and len(arrival.message.conversation_id) <= 255


@given(mutated())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_understood_can_be_stored(shop: Shop, posted: Any) -> None:
    shop.takes(json.dumps(posted).encode())


@given(st.dictionaries(st.text(), mutated(), max_size=2))
@settings(max_examples=100, deadline=None)
def test_an_odd_message_never_spoils_its_neighbour(extra: dict[str, Any]) -> None:
    good = samples.payload("whatsapp", "text")
    value = good["entry"][0]["changes"][0]["value"]
    value["messages"] = [extra, *value["messages"], extra]
    texts = [arrival.message.text for arrival in parse(good, (OURS,)) if isinstance(arrival, Arrived)]
    assert "Hur skickar jag tillbaka skorna? 👟" in texts


def test_half_a_character_and_nul_do_not_block_the_line() -> None:
    body = rb'{"object": "whatsapp_business_account", "entry": "\ud83d\u0000 x"}'
    arrivals = understood("whatsapp", lambda posted: parse(posted, (OURS,)), body)
    assert arrivals and all("\0" not in str(arrival) for arrival in arrivals)
    assert storable({"a\0": ["\ud83d", 1, None]}) == {"a": ["?", 1, None]}
