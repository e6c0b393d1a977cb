"""In groups: who is meant, and where the answer goes."""

from connectors.arrivals import Arrived
from connectors.telegram.origins import Account
from tests.connectors.telegram.updates import ANNA, RUNNERS, US, arrivals, arrived, in_group, of


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


def test_what_is_said_with_a_command_stays_apart_from_it() -> None:
    (order,) = in_group("/order@parley_demo_bot TM-1001?", {"type": "bot_command", "offset": 0, "length": 22})
    (help_,) = in_group("/help@parley_demo_bot me", {"type": "bot_command", "offset": 0, "length": 21})

    assert isinstance(order, Arrived) and order.message.text == "order TM-1001?"
    assert isinstance(help_, Arrived) and help_.message.payload == "greet"


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
