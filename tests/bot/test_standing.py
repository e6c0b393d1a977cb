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
