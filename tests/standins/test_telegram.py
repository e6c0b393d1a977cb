"""The stand-in for Telegram refuses what Telegram refuses, and takes everything up to the limit."""

from typing import Any

import httpx
import pytest

from tests.standins.clients import Bot
from tests.standins.telegram.people import Customer
from tests.standins.telegram.server import Telegram

KEYBOARD = "can't parse inline keyboard button"


@pytest.fixture
def anna(telegram: Telegram) -> Customer:
    customer = telegram.customer("Anna")
    customer.starts()
    return customer


def test_only_the_right_token_is_let_in(telegram: Telegram, bot: Bot) -> None:
    assert bot.does("getMe")["id"] == int(telegram.token.partition(":")[0])

    bot.token = "110201543:" + "x" * 35
    assert (bot.answers("getMe").status_code, bot.refused("getMe")) == (401, "Unauthorized")
    bot.token = "nonsense"
    assert bot.answers("getMe").status_code == 404


def test_methods_have_any_case_and_must_exist(bot: Bot) -> None:
    assert bot.does("GETME") == bot.does("getme")
    assert bot.answers("sendFax").status_code == 404


@pytest.mark.parametrize("letter", ["x", "é", "ক", "😀"])
def test_a_text_has_4096_utf_16_units(bot: Bot, anna: Customer, letter: str) -> None:
    most = 4096 // (len(letter.encode("utf-16-le")) // 2)

    assert bot.does("sendMessage", chat_id=anna.chat.id, text=letter * most)["text"] == letter * most
    refused = bot.refused("sendMessage", chat_id=anna.chat.id, text=letter * (most + 1))
    assert refused == "Bad Request: message is too long"
    assert anna.heard == [letter * most]


def test_tags_do_not_count_towards_the_limit(bot: Bot, anna: Customer) -> None:
    text = "<b>" + "x" * 4096 + "</b>"

    assert bot.answers("sendMessage", chat_id=anna.chat.id, text=text).status_code == 400
    assert bot.does("sendMessage", chat_id=anna.chat.id, text=text, parse_mode="HTML")


@pytest.mark.parametrize("text", ["", "  \n ", "<b> </b>"])
def test_an_empty_text_is_refused(bot: Bot, anna: Customer, text: str) -> None:
    assert "empty" in bot.refused("sendMessage", chat_id=anna.chat.id, text=text, parse_mode="HTML")


def test_html_becomes_text_and_entities(bot: Bot, anna: Customer) -> None:
    html = '😀 <b>bold <i>both</i></b> <a href="https://example.com/?a=1&amp;b=2">link</a> 1 &lt; 2 &#x41; &nbsp;'

    message = bot.does("sendMessage", chat_id=anna.chat.id, text=html, parse_mode="html")

    assert message["text"] == "😀 bold both link 1 < 2 A &nbsp;"
    assert message["entities"] == [
        {"type": "bold", "offset": 3, "length": 9},
        {"type": "italic", "offset": 8, "length": 4},
        {"type": "text_link", "offset": 13, "length": 4, "url": "https://example.com/?a=1&b=2"},
    ]


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("a <p>b</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("é < 2>", 'Unsupported start tag "" at byte offset 3'),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("1 <2", "Unclosed start tag at byte offset 2"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_bad_html_is_refused_with_its_place(bot: Bot, anna: Customer, html: str, why: str) -> None:
    refused = bot.refused("sendMessage", chat_id=anna.chat.id, text=html, parse_mode="HTML")

    assert refused == f"Bad Request: can't parse entities: {why}"


def test_strangers_and_those_who_blocked_the_bot_are_not_reached(telegram: Telegram, bot: Bot, anna: Customer) -> None:
    stranger = telegram.customer("Bo")
    assert bot.refused("sendMessage", chat_id=stranger.chat.id, text="x") == "Bad Request: chat not found"

    anna.blocks()
    assert bot.refused("sendMessage", chat_id=anna.chat.id, text="x") == "Forbidden: bot was blocked by the user"
    anna.unblocks()
    assert bot.does("sendMessage", chat_id=anna.chat.id, text="welcome back")
    assert [rejected.code for rejected in telegram.record.rejected] == [400, 403]


def button(**fields: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Yes", **fields}]]}


def test_button_data_is_1_to_64_bytes(bot: Bot, anna: Customer) -> None:
    def tries(data: str) -> httpx.Response:
        return bot.answers("sendMessage", chat_id=anna.chat.id, text="?", reply_markup=button(callback_data=data))

    assert [tries(data).status_code for data in ("x", "x" * 64, "é" * 32)] == [200, 200, 200]
    for data in ("", "x" * 65, "é" * 33):
        assert tries(data).json()["description"] == "Bad Request: BUTTON_DATA_INVALID"


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        (button(), f"{KEYBOARD}: Text buttons are unallowed in the inline keyboard"),
        (
            button(url="javascript:alert(1)"),
            "inline keyboard button URL 'javascript:alert(1)' is invalid: Wrong HTTP URL",
        ),
        (
            button(url="http://localhost/x"),
            "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
        ),
        ({"inline_keyboard": [{"text": "x"}]}, 'field "inline_keyboard" of the'),
        ({"inline_keyboard": [[{"callback_data": "x"}]]}, f'{KEYBOARD}: Can\'t find field "text"'),
        ("not json", "can't parse reply markup JSON object"),
    ],
)
def test_a_bad_keyboard_is_refused(bot: Bot, anna: Customer, markup: Any, why: str) -> None:
    assert f"Bad Request: {why}" in bot.refused("sendMessage", chat_id=anna.chat.id, text="?", reply_markup=markup)


def test_a_press_is_answered_once_it_happened_and_while_it_is_fresh(
    telegram: Telegram, bot: Bot, anna: Customer
) -> None:
    keyboard = button(callback_data="yes")
    sent = bot.does("sendMessage", chat_id=anna.chat.id, text="Sure?", reply_markup=keyboard)
    pressed = anna.presses("Yes")

    update = bot.does("getUpdates")[-1]["callback_query"]
    assert (update["id"], update["data"], update["message"]["message_id"]) == (pressed, "yes", sent["message_id"])
    assert bot.does("answerCallbackQuery", callback_query_id=pressed) is True
    assert "query is too old" in bot.refused("answerCallbackQuery", callback_query_id="77")
    telegram.clock.skip(minutes=1)
    assert "query is too old" in bot.refused("answerCallbackQuery", callback_query_id=pressed)


def test_a_keyboard_is_taken_away_once(bot: Bot, anna: Customer) -> None:
    sent = bot.does("sendMessage", chat_id=anna.chat.id, text="Sure?", reply_markup=button(callback_data="yes"))
    place = {"chat_id": anna.chat.id, "message_id": sent["message_id"]}

    assert "reply_markup" not in bot.does("editMessageReplyMarkup", **place)
    assert "message is not modified" in bot.refused("editMessageReplyMarkup", **place)
    assert "message to edit not found" in bot.refused("editMessageReplyMarkup", chat_id=anna.chat.id, message_id=999)
    assert "message can't be edited" in bot.refused("editMessageReplyMarkup", chat_id=anna.chat.id, message_id=1)


def test_a_reply_quotes_a_message_that_exists(bot: Bot, anna: Customer) -> None:
    asked = anna.writes("When?")["message_id"]

    def reply(**parameters: Any) -> httpx.Response:
        return bot.answers("sendMessage", chat_id=anna.chat.id, text="Now.", reply_parameters=parameters)

    assert reply(message_id=asked).json()["result"]["reply_to_message"]["text"] == "When?"
    assert "message to be replied not found" in reply(message_id=999).text
    assert reply(message_id=999, allow_sending_without_reply=True).status_code == 200


def test_files_go_out_as_upload_and_by_id_with_a_caption_of_1024_units(bot: Bot, anna: Customer) -> None:
    photo = {"photo": ("map.jpg", b"\xff\xd8\xff", "image/jpeg")}
    sent = bot.sends("sendPhoto", photo, chat_id=anna.chat.id, caption="😀" * 512).json()["result"]

    id = sent["photo"][-1]["file_id"]
    assert bot.does("sendPhoto", chat_id=anna.chat.id, photo=id, caption="again")["caption"] == "again"
    assert "caption is too long" in bot.refused("sendPhoto", chat_id=anna.chat.id, photo=id, caption="x" * 1025)
    assert "there is no voice" in bot.refused("sendVoice", chat_id=anna.chat.id)
    assert "wrong file identifier" in bot.refused("sendDocument", chat_id=anna.chat.id, document="no-such-file")
    assert anna.heard == ["😀" * 512, "again"]


def test_a_file_by_url_is_fetched(telegram: Telegram, bot: Bot, anna: Customer) -> None:
    path = bot.does("getFile", file_id=anna.sends_document()["document"]["file_id"])["file_path"]
    there = f"{telegram.url}/file/bot{telegram.token}/{path}"

    assert bot.does("sendDocument", chat_id=anna.chat.id, document=there)["document"]["file_size"] == 8
    assert "wrong type of the web page content" in bot.refused("sendPhoto", chat_id=anna.chat.id, photo=there)
    gone = f"{telegram.url}/nowhere.jpg"
    assert "failed to get HTTP URL content" in bot.refused("sendPhoto", chat_id=anna.chat.id, photo=gone)


def test_an_upload_over_the_limit_is_refused(bot: Bot, anna: Customer) -> None:
    def upload(kind: str, size: int) -> httpx.Response:
        return bot.sends(f"send{kind}", {kind: ("a.bin", bytes(size), "image/jpeg")}, chat_id=anna.chat.id)

    assert [upload("photo", 10 * 2**20).status_code, upload("photo", 10 * 2**20 + 1).status_code] == [200, 400]
    assert [upload("document", 50 * 2**20).status_code, upload("document", 50 * 2**20 + 1).status_code] == [200, 413]


def test_files_of_customers_come_down_up_to_20_mb_for_an_hour(telegram: Telegram, bot: Bot, anna: Customer) -> None:
    def fetch(path: str) -> httpx.Response:
        return bot.http.get(f"{telegram.url}/file/bot{telegram.token}/{path}")

    largest, larger = (anna.sends_document(size=20 * 2**20 + extra)["document"]["file_id"] for extra in (0, 1))
    path = bot.does("getFile", file_id=largest)["file_path"]

    assert fetch(path).content == b"%PDF-1.4"
    assert bot.refused("getFile", file_id=larger) == "Bad Request: file is too big"
    assert "invalid file_id" in bot.refused("getFile", file_id="x")
    telegram.clock.skip(minutes=61)
    assert fetch(path).status_code == 404


def test_actions_are_those_that_exist(bot: Bot, anna: Customer) -> None:
    assert bot.does("sendChatAction", chat_id=anna.chat.id, action="typing") is True
    assert "wrong parameter action" in bot.refused("sendChatAction", chat_id=anna.chat.id, action="dancing")


def test_one_message_a_second_per_chat_after_a_short_burst(bot: Bot) -> None:
    with Telegram() as strict:
        strict.clock.stop()
        anna, bo = strict.customer(), strict.customer()
        anna.starts()
        bo.starts()
        bot.url = strict.url

        def send(to: Customer) -> httpx.Response:
            return bot.answers("sendMessage", chat_id=to.chat.id, text="x")

        assert [send(anna).status_code for _ in range(4)] == [200, 200, 200, 429]
        refused = send(anna)
        assert refused.json()["parameters"] == {"retry_after": 1}
        assert refused.headers["Retry-After"] == "1"
        assert send(bo).status_code == 200
        strict.clock.skip(seconds=1)
        assert [send(anna).status_code for _ in range(2)] == [200, 429]


def test_thirty_messages_a_second_overall(bot: Bot) -> None:
    with Telegram() as strict:
        strict.clock.stop()
        bot.url = strict.url
        people = [strict.customer() for _ in range(31)]
        for person in people:
            person.starts()

        answers = [bot.answers("sendMessage", chat_id=person.chat.id, text="x").status_code for person in people]

        assert answers == [200] * 30 + [429]
        strict.clock.skip(seconds=1)
        assert bot.answers("sendMessage", chat_id=people[30].chat.id, text="x").status_code == 200


def test_a_group_has_twenty_a_minute(telegram: Telegram, bot: Bot, anna: Customer) -> None:
    telegram.clock.stop()
    group = telegram.group()
    group.member(anna).writes("hello")

    answers = [bot.answers("sendMessage", chat_id=group.chat.id, text="x").status_code for _ in range(21)]

    assert answers == [200] * 20 + [429]


def test_a_group_that_grew_says_where_it_went(telegram: Telegram, bot: Bot, anna: Customer) -> None:
    small = telegram.group(is_super=False)
    large = small.migrates(anna)

    answer = bot.answers("sendMessage", chat_id=small.chat.id, text="x")
    assert (answer.status_code, answer.json()["parameters"]) == (400, {"migrate_to_chat_id": large.chat.id})
    assert bot.does("sendMessage", chat_id=large.chat.id, text="x")


def test_a_form_keeps_bytes_and_names_as_they_are(telegram: Telegram, bot: Bot, anna: Customer) -> None:
    content = b"\r\n--\r\n\x00\xff\r\n\r\n" * 50
    form = {"document": ("kvittå 1.pdf", content, "application/pdf")}

    sent = bot.sends("sendDocument", form, chat_id=anna.chat.id, caption="Här é 👟").json()["result"]

    assert (sent["document"]["file_name"], sent["caption"]) == ("kvittå 1.pdf", "Här é 👟")
    path = bot.does("getFile", file_id=sent["document"]["file_id"])["file_path"]
    assert bot.http.get(f"{telegram.url}/file/bot{telegram.token}/{path}").content == content
