"""What becomes of each update Telegram posts."""

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from connectors.arrivals import Arrival, Arrived, Noted, Unknown
from connectors.telegram.origins import Account
from connectors.telegram.parse import parse
from connectors.telegram.presses import carried, meant
from support.messages import Author, Button, Kind, MediaKind, Message
from tests.standins.samples import names, payload

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
US = Account(id=110201543, username="parley_demo_bot")
ANNA, RUNNERS = 5000000001, -1001700000003


def arrivals(update: Any, account: Account = US) -> list[Arrival]:
    return list(parse(update, account=account, now=NOON))


def arrived(update: Any, account: Account = US) -> Message:
    (arrival,) = arrivals(update, account)
    assert isinstance(arrival, Arrived), arrival
    return arrival.message


def noted(update: Any) -> Message:
    (arrival,) = arrivals(update)
    assert isinstance(arrival, Noted), arrival
    return arrival.message


def of(name: str, **changed: Any) -> dict[str, Any]:
    """Return a kept update, with these fields of its message changed; None takes one away."""
    update = copy.deepcopy(payload("telegram", name))
    content = next(value for key, value in update.items() if key != "update_id")
    content |= changed
    for key in [key for key, value in changed.items() if value is None]:
        del content[key]
    return update


def private(text: str) -> Message:
    return arrived(of("text", text=text))


def in_group(text: str, *marks: dict[str, Any], account: Account = US) -> list[Arrival]:
    return arrivals(of("group_text", text=text, entities=list(marks)), account)


def test_a_text_is_a_message() -> None:
    message = arrived(of("text"))

    assert message == Message(
        id=f"telegram:110201543:{ANNA}.2",
        conversation_id=f"telegram:{ANNA}",
        author=Author.CUSTOMER,
        text="Hur skickar jag tillbaka skorna? 👟",
        sent_at=NOON,
        language="sv",
        name="Anna Berg",
    )


@pytest.mark.parametrize("name", names("telegram"))
def test_an_update_posted_again_has_the_same_id(name: str) -> None:
    first, again = arrivals(of(name)), list(parse(of(name), account=US, now=NOON.replace(hour=13)))

    ids = [[one.message.id for one in each if isinstance(one, Arrived | Noted)] for each in (first, again)]
    assert ids[0] == ids[1]
    assert all(len(id) < 255 for id in ids[0])


def test_no_two_updates_share_an_id() -> None:
    ids = [one.message.id for name in names("telegram") for one in arrivals(of(name)) if hasattr(one, "message")]

    assert len(ids) == len(set(ids)) > 20


def test_start_is_a_greeting_in_the_language_of_the_app() -> None:
    message = arrived(of("start"))

    assert (message.text, message.payload, message.language) == ("/start", "greet", "sv")
    assert message.data["start"] == "order-17"
    assert private("/help").payload == "greet"


def test_another_command_is_plain_words() -> None:
    assert (private("/order_status TM-1041").text, private("/order_status").payload) == ("order status TM-1041", None)
    assert [private(text).text for text in ("/", "/intent{}", "//", "/ restart")] == [
        "/",
        "/intent{}",
        "//",
        "/ restart",
    ]


def test_a_reply_says_what_it_answers() -> None:
    assert arrived(of("reply")).quotes == f"telegram:110201543:{ANNA}.3"


def test_what_was_forwarded_is_marked() -> None:
    message = arrived(of("forwarded"))

    assert (message.text, message.data) == ("Paketet är försenat.", {"forwarded": True})


def test_a_photo_comes_in_its_largest_size_with_its_caption() -> None:
    message = arrived(of("photo_with_caption"))

    (file,) = message.attachments
    assert (message.kind, message.text) == (Kind.MEDIA, "Sulan har lossnat")
    assert (file.kind, file.source, file.media_type) == (MediaKind.IMAGE, "AgACAgIAAxkB-000002", "image/jpeg")


@pytest.mark.parametrize(
    ("name", "kind", "media_type"),
    [
        ("document", MediaKind.DOCUMENT, "application/pdf"),
        ("voice", MediaKind.VOICE, "audio/ogg"),
        ("audio", MediaKind.AUDIO, "audio/mpeg"),
        ("video", MediaKind.VIDEO, "video/mp4"),
        ("video_note", MediaKind.VIDEO, "video/mp4"),
        ("animation", MediaKind.VIDEO, "video/mp4"),
        ("sticker", MediaKind.STICKER, "image/webp"),
    ],
)
def test_files_have_their_kind(name: str, kind: MediaKind, media_type: str) -> None:
    message = arrived(of(name))

    (file,) = message.attachments
    assert (message.kind, file.kind, file.media_type) == (Kind.MEDIA, kind, media_type)


def test_a_place_can_be_read() -> None:
    here, shop = arrived(of("location")), arrived(of("venue"))

    assert (here.kind, here.text) == (Kind.LOCATION, "59.3326, 18.0649")
    assert here.data == {"latitude": 59.3326, "longitude": 18.0649}
    assert shop.text == "Butiken, Kungsgatan 1 (59.3326, 18.0649)"


def test_a_contact_is_ones_own_or_another_persons() -> None:
    own = arrived(of("contact"))
    mums = {"phone_number": "46 70 174 06 06", "first_name": "Mamma", "user_id": 77}
    other = arrived(of("contact", contact=mums))

    assert (own.kind, own.text) == (Kind.CONTACT, "Anna +46701740605")
    assert own.data == {"phone": "+46701740605", "name": "Anna", "is_own": True, "verified": {"phone": "+46701740605"}}
    assert (other.data["phone"], other.data["is_own"]) == ("+46701740606", False)
    assert "verified" not in other.data
    assert not arrived(of("contact", contact={"phone_number": "1", "first_name": "x"})).data["is_own"]


def test_ones_own_old_card_passed_on_proves_no_number() -> None:
    passed_on = arrived(of("contact", forward_origin={"type": "hidden_user", "sender_user_name": "Bo", "date": 1}))

    assert (passed_on.text, passed_on.data["is_own"], "verified" in passed_on.data) == (
        "Anna +46701740605",
        False,
        False,
    )


def test_what_we_cannot_take_is_named_for_people() -> None:
    poll, dice = arrived(of("poll_message")), arrived(of("dice"))

    assert (poll.kind, poll.text) == (Kind.UNSUPPORTED, "[poll] Which size?")
    assert (dice.kind, dice.text) == (Kind.UNSUPPORTED, "[dice] 🎲 4")


def test_a_pressed_button_means_only_what_a_button_of_ours_can_mean() -> None:
    pressed = arrived(of("callback_query", data="ask_human"))
    strange = arrived(of("callback_query"))
    forged = arrived(of("callback_query", data="needs_person"))

    assert (pressed.payload, pressed.conversation_id) == ("ask_human", f"telegram:{ANNA}")
    assert (strange.text, strange.payload) == ("Min order", None)  # its title counts, as if it were typed
    assert forged.payload is None
    assert pressed.data["pressed"] == {"query": "4382000000000001", "chat": ANNA, "message": 3}


def test_the_button_of_a_message_too_old_to_be_told_still_works() -> None:
    assert arrived(of("callback_query_inaccessible_message", data="article:returns")).payload == "article:returns"


def test_a_button_too_long_for_telegram_finds_its_meaning_again() -> None:
    slug = "article:" + "x" * 128
    button, other = Button(title="Returns", payload=slug), Button(title="No", payload="answer_not_helpful")
    assert len(carried(slug).encode()) <= 64 and carried("a" * 64) == "a" * 64 and carried("a" * 65) != "a" * 65

    pressed = arrived(of("callback_query_inaccessible_message", data=carried(slug)))
    said = Message(
        id="r",
        conversation_id=pressed.conversation_id,
        author=Author.BOT,
        text="?",
        sent_at=NOON,
        buttons=(other, button),
    )
    assert (meant(pressed, [said]).payload, meant(pressed, [said]).text) == (slug, "Returns")
    assert meant(pressed, []).payload is None


def test_buttons_that_are_not_ours_are_left_alone() -> None:
    assert arrivals(of("callback_query", message=None, inline_message_id="x")) == []
    assert arrivals(of("callback_query", data=None, game_short_name="chess")) == []


def test_an_edited_text_is_kept_beside_the_first() -> None:
    message = noted(of("edited_message"))

    assert (message.kind, message.text) == (Kind.EDIT, "Hur returnerar jag skorna?")
    assert message.quotes == f"telegram:110201543:{ANNA}.2" != message.id
    assert arrivals(of("edited_message", text=None, location={"latitude": 1, "longitude": 2})) == []


def test_a_reaction_is_kept_with_what_it_is_about() -> None:
    message, removed = noted(of("message_reaction")), noted(of("message_reaction", new_reaction=[]))

    assert (message.kind, message.text, message.quotes) == (Kind.REACTION, "👍", f"telegram:110201543:{ANNA}.3")
    assert removed.text == ""


def test_people_see_that_somebody_blocked_the_bot() -> None:
    assert noted(of("my_chat_member_blocked")).text == "[blocked the bot]"
    assert noted(of("my_chat_member_unblocked")).text == "[unblocked the bot]"


@pytest.mark.parametrize(
    "name",
    [
        "channel_post",
        "poll",
        "group_text",
        "group_anonymous_admin",
        "group_new_members",
        "group_migrated_to_supergroup",
        "supergroup_migrated_from_group",
        "my_chat_member_added_to_group",
    ],
)
def test_what_is_not_said_to_us_leaves_no_trace(name: str) -> None:
    assert arrivals(of(name)) == []


def test_in_a_group_each_person_has_a_conversation() -> None:
    anna, bo = arrived(of("group_text_with_mention")), arrived(of("group_reply_to_bot"))

    assert (anna.conversation_id, bo.conversation_id) == (
        f"telegram:{RUNNERS}.{ANNA}",
        f"telegram:{RUNNERS}.5000000002",
    )
    assert anna.text == "när öppnar butiken?"
    assert (anna.data["quote"], bo.data["quote"]) == (3, 6)


def test_a_command_for_us_is_for_us() -> None:
    mark = {"type": "bot_command", "offset": 0, "length": 6}
    weather = {"type": "bot_command", "offset": 0, "length": 8}

    assert arrived(of("group_command")).payload == "greet"
    assert in_group("/start", mark) != []
    assert in_group("/weather", weather) == []
    assert in_group("/help@other_bot", {"type": "bot_command", "offset": 0, "length": 15}) == []


def test_our_name_counts_wherever_it_stands_and_however_it_is_written() -> None:
    text = "😀😀 fråga @Parley_Demo_Bot: öppet?"
    (found,) = in_group(text, {"type": "mention", "offset": 11, "length": 16})
    assert isinstance(found, Arrived) and found.message.text == "😀😀 fråga öppet?"

    assert in_group("@parley_demo_bot2 hej", {"type": "mention", "offset": 0, "length": 17}) == []
    (bare,) = in_group("@parley_demo_bot", {"type": "mention", "offset": 0, "length": 16})
    assert isinstance(bare, Arrived) and bare.message.payload == "greet"


def test_a_photo_names_us_in_its_caption() -> None:
    mark = {"type": "mention", "offset": 0, "length": 16}
    told = of("photo_with_caption", caption="@parley_demo_bot trasig", caption_entities=[mark])
    told["message"]["chat"] = {"id": RUNNERS, "type": "supergroup", "title": "x"}

    assert (arrived(told).text, len(arrived(told).attachments)) == ("trasig", 1)


def test_without_our_name_replies_and_plain_commands_still_reach_us() -> None:
    nameless = Account(id=US.id)

    assert arrivals(of("group_reply_to_bot"), nameless) != []
    assert in_group("/start", {"type": "bot_command", "offset": 0, "length": 6}, account=nameless) != []
    assert arrivals(of("group_text_with_mention"), nameless) == []


def test_a_forum_topic_is_remembered_and_quotes_nothing() -> None:
    topic = {"message_id": 12, "forum_topic_created": {"name": "Skor"}}
    message = arrived(of("forum_topic_text", reply_to_message=topic))

    assert (message.text, message.data, message.quotes) == ("hej", {"quote": 44, "topic": 12}, None)


def test_an_admin_in_the_groups_name_is_answered_there() -> None:
    told = of("group_anonymous_admin", text="/start", entities=[{"type": "bot_command", "offset": 0, "length": 6}])

    assert arrived(told).conversation_id == f"telegram:{RUNNERS}.{RUNNERS}"
    told["message"]["is_automatic_forward"] = True
    assert arrivals(told) == []


def test_bots_are_not_answered() -> None:
    assert arrivals(of("text", **{"from": {"id": 7, "is_bot": True, "first_name": "Loop"}})) == []


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
