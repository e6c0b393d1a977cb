"""What becomes of each update Telegram posts."""

import pytest

from connectors.arrivals import Arrived, Noted
from connectors.telegram.parse import parse
from support.messages import Author, Kind, MediaKind, Message
from tests.connectors.telegram.updates import ANNA, NOON, US, arrivals, arrived, noted, of, private
from tests.standins.samples import names


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


def test_bots_are_not_answered() -> None:
    assert arrivals(of("text", **{"from": {"id": 7, "is_bot": True, "first_name": "Loop"}})) == []
