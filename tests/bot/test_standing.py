"""What earlier turns have settled."""

from bot.standing import Said, Standing, read_standing, read_turn

RETURNS = read_turn("how do i return it", "knowledge_sure", {"hits": [{"slug": "returns"}, {"slug": "refunds"}]})
CHOICE = read_turn("money", "knowledge_unsure", {"hits": [{"slug": "refunds"}, {"slug": "returns"}]})
GREETING = read_turn("hi", "greet", {"hits": [{"slug": "returns"}]})


def test_what_was_given_is_what_was_shown() -> None:
    assert RETURNS.given == ("returns",)
    assert CHOICE.given == ("refunds", "returns")
    assert GREETING.given == Said().given == ()


def test_an_answer_is_counted_as_long_as_nothing_comes_between() -> None:
    assert Standing(turns=(RETURNS, RETURNS)).times_answered("returns") == 2
    assert Standing(turns=(RETURNS, GREETING, RETURNS)).times_answered("returns") == 1
    assert Standing(turns=(RETURNS,)).times_answered("refunds") == 0
    assert Standing().times_answered("returns") == 0


def test_an_order_is_spoken_of_until_something_else_is() -> None:
    slots = {"spoken_order": "TM-204518"}
    told = read_turn("TM-204518", "order_status", {})

    assert read_standing(slots, (told,), None).order == "TM-204518"
    assert read_standing(slots, (told, GREETING), None).order is None
    assert read_standing(slots, (told,), "order_form").order is None  # a number is awaited: another order
    assert read_standing(slots, (), None).order is None


def test_a_wish_that_has_given_way_is_none() -> None:
    written = read_turn("where is it", "greet", {"written": "en"})

    assert read_standing({"language": "en", "language_wish": ""}, (), None).spoken.wish is None
    assert read_standing({"language_wish": "de"}, (written, GREETING), None).spoken.written == "en"


def test_what_was_written_before_a_wish_is_no_word_against_it() -> None:
    written = read_turn("wo ist es", "greet", {"written": "de"})
    wish = read_turn("English please", "change_language", {})

    assert read_standing({"language_wish": "en"}, (written, wish), None).spoken.written is None
    assert read_standing({"language_wish": "en"}, (wish, written), None).spoken.written == "de"


def test_the_latest_turn_can_be_taken_anew() -> None:
    told = read_turn("TM-204518", "order_status", {})
    slots = {"spoken_order": "TM-204518"}

    cancelled = read_standing(slots, (told, read_turn("cancel it", "order_followed", {})), None).without_latest()
    assert (cancelled.turns, cancelled.order) == ((told,), "TM-204518")
    asked = read_standing(slots, (GREETING, told), None).without_latest()
    assert (asked.turns, asked.order) == ((GREETING,), None)  # until that turn no order was spoken of


def test_letters_are_news_until_a_slot_says_otherwise() -> None:
    assert not read_standing({}, (), None).is_script_known
    assert read_standing({"script_known": "ta"}, (), None).is_script_known
