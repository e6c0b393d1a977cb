"""Posts as no provider should make them: understood or kept whole, never an error, on every channel and database."""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from connectors.arrivals import Arrived, Echoed, Noted, Unknown, take_all
from connectors.payloads import pressed
from connectors.webhook import understood
from store.unit_of_work import SqlBooks
from support.errors import ParleyError
from support.receipts import Receipt
from tests.contracts.exam.examinee import Examinee, examinee, names
from tests.contracts.exam.room import Room

_PATIENT = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,  # a build fails for a change, not by chance; raise max_examples to look for more
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)

_DEEP: Any = []
for _ in range(300):
    _DEEP = [_DEEP]

_ODD: list[Any] = [
    *(None, True, False, 0, -1, 7, 10**30, -(10**30), 2**63, 1e308, float("nan"), float("inf"), 0.5),
    *("", " ", "\0", "a\0b", "\ud800", "👨\udc00", "x" * 300, "x" * 5000, "\u202e", "-1", "9" * 40, "1e9", "NaN"),
    *([], {}, [[]], [None], {"": None}, {"\ud800": 1}, _DEEP, ["x"] * 50),
]
"""What has broken parsers before: wrong types, empty things, numbers no clock or column holds, halves of characters."""

Path_ = tuple[Any, ...]


def places(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Yield the way to everything inside."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield (*path, key)
        yield from places(item, (*path, key))


def mutated(post: Any, path: Path_, change: str, odd: Any) -> Any:
    """Return the post with one thing changed: dropped, doubled, wrapped, or something odd in its place."""
    post = copy.deepcopy(post)
    within = post
    for key in path[:-1]:
        within = within[key]
    last = path[-1]
    if change == "drop":
        del within[last]
    elif change == "double" and isinstance(within, list):
        within.append(copy.deepcopy(within[last]))
    elif change == "wrap":
        within[last] = [within[last]]
    elif change == "rename" and isinstance(within, dict):
        within[f"{last}_of_the_future"] = within.pop(last)
    else:
        within[last] = odd
    return post


@some.composite
def posts(draw: Callable[..., Any], samples: list[Any]) -> Any:
    """Draw a real post with one to three mutations."""
    post = draw(some.sampled_from(samples))
    for _ in range(draw(some.integers(1, 3))):
        ways = list(places(post))
        if not ways:
            break
        change = draw(some.sampled_from(["odd", "odd", "drop", "double", "wrap", "rename"]))
        post = mutated(post, draw(some.sampled_from(ways)), change, draw(some.sampled_from(_ODD)))
    return post


@pytest.fixture(scope="module", params=names())
def channel(request: pytest.FixtureRequest) -> Iterator[Examinee]:
    """A channel whose parser is tried by itself."""
    found = examinee(request.param)
    yield found
    found.standin.stop()


def is_sound(arrival: Any, channel: str) -> bool:
    """Whether it keeps the rules of docs/channels.md; a payload that begins with # is looked up when it is read."""
    if isinstance(arrival, Unknown):
        json.loads(arrival.body)  # whoever looks at it finds it as it was posted
        return arrival.channel == channel and bool(arrival.fault)
    if isinstance(arrival, Receipt):
        return arrival.channel == channel
    assert isinstance(arrival, Arrived | Noted | Echoed)
    message = arrival.message
    ids = (message.id, message.conversation_id)
    is_ours = message.payload is None or message.payload.startswith("#") or pressed(message.payload) is not None
    return is_ours and all(id.startswith(f"{channel}:") and len(id) <= 255 for id in ids)


def test_whatever_is_posted_is_understood_or_kept_whole(channel: Examinee) -> None:
    @_PATIENT
    @given(posts(channel.samples()))
    def parses(post: Any) -> None:
        try:
            arrivals = channel.parse(post)
        except ParleyError:
            return
        assert all(is_sound(each, channel.anna.partition(":")[0]) for each in arrivals)

    parses()


def test_whatever_is_understood_can_be_stored(channel: Examinee, books: SqlBooks) -> None:
    @_PATIENT
    @given(posts(channel.samples()))
    def stores(post: Any) -> None:
        name = channel.anna.partition(":")[0]
        take_all(books, understood(name, channel.parse, json.dumps(post).encode()))

    stores()


def test_a_door_never_says_that_it_is_our_fault(room: Room) -> None:
    @_PATIENT
    @given(posts(room.examinee.samples()))
    def takes(post: Any) -> None:
        assert room.post(json.dumps(post).encode()) == 200

    takes()


def test_any_bytes_at_all_are_taken(room: Room) -> None:
    @_PATIENT
    @given(some.binary(max_size=200) | some.text(max_size=50).map(lambda text: text.encode("utf-8", "surrogatepass")))
    def takes(body: bytes) -> None:
        assert room.post(body) == 200

    takes()


def test_one_odd_item_of_a_batch_spoils_no_other(room: Room) -> None:
    if not room.examinee.batches:
        pytest.skip("this provider posts one thing at a time")
    fine = json.loads(room.examinee.says("first", "second", "third"))
    first = next(way for way in places(fine) if _at(fine, way) == "first")
    *way, _ = first[: next(depth for depth, key in reversed(list(enumerate(first))) if isinstance(key, int)) + 2]

    assert room.post(json.dumps(mutated(fine, tuple(way), "odd", {"id": 7})).encode()) == 200
    assert (room.received(), room.strays()) == (["second", "third"], 1)


def _at(value: Any, path: Path_) -> Any:
    for key in path:
        value = value[key]
    return value
