"""What is typed instead of pressing a button."""

import pytest

from app.texts import texts
from bot.choosing import chosen, is_leaving, meant
from support.messages import Button

OFFERED = (
    Button(title="How do I return something?", payload="article:returns"),
    Button(title="When do I get my money back?", payload="article:refunds"),
    Button(title="Talk to a person", payload="ask_human"),
)


def typed(text: str, language: str = "en") -> str | None:
    return chosen(text, OFFERED, texts(language).group("choices"))


@pytest.mark.parametrize(
    "text", ["2", " 2. ", "2)", "#2", "(2)", "２", "۲", "২", "௨", "౨", "2️⃣", "number 2", "nr. 2", "2!"]
)
def test_the_number_of_a_button_means_the_button(text: str) -> None:
    assert typed(text) == "article:refunds"


@pytest.mark.parametrize(
    "text", ["0", "4", "12", "22222222222", "1 2", "-", "", "2 weeks", "TM-204518", "1.5 €?", "²³"]
)
def test_another_number_means_none(text: str) -> None:
    assert typed(text) is None


@pytest.mark.parametrize(
    ("text", "language", "payload"),
    [
        ("the first one please", "en", "article:returns"),
        ("one", "en", "article:returns"),
        ("the second one", "en", "article:refunds"),
        ("LAST", "en", "article:refunds"),
        ("das erste bitte", "de", "article:returns"),
        ("Ich meine das zweite", "de", "article:refunds"),
        ("den andra tack", "sv", "article:refunds"),
        ("la primera, por favor", "es", "article:returns"),
        ("همان دومی", "fa", "article:refunds"),
        ("প্রথমটা", "bn", "article:returns"),
        ("இரண்டாவது", "ta", "article:refunds"),
        ("మొదటిది", "te", "article:returns"),
        ("second", "ta", None),  # the words of the conversation's own language
    ],
)
def test_the_place_of_a_button_means_the_button(text: str, language: str, payload: str | None) -> None:
    assert typed(text, language) == payload


@pytest.mark.parametrize(
    "text", ["my first order", "the first or the second", "second hand things", "not the first one"]
)
def test_a_place_among_other_words_is_another_matter(text: str) -> None:
    assert typed(text) is None


@pytest.mark.parametrize(
    "text", ["how do i return something", "How do I return somthing?!", "HOW DO I RETURN SOMETHING"]
)
def test_a_title_means_its_button_with_a_typo_too(text: str) -> None:
    assert typed(text) == "article:returns"


@pytest.mark.parametrize("text", ["how do I return something I bought in a shop last year", "return", "money"])
def test_what_is_only_like_a_title_is_a_question(text: str) -> None:
    assert typed(text) is None


def test_where_nothing_was_offered_a_number_is_a_number() -> None:
    assert chosen("1", (), texts("en").group("choices")) is None


@pytest.mark.parametrize(
    ("intent", "offered", "meaning"),
    [
        ("affirm", ("answer_helpful", "answer_not_helpful"), "answer_helpful"),
        ("deny", ("answer_helpful", "answer_not_helpful"), "answer_not_helpful"),
        ("affirm", ("article:returns", "ask_human"), "article:returns"),
        ("affirm", ("article:returns", "article:refunds", "ask_human"), "which_one"),
        ("deny", ("article:returns", "article:refunds", "ask_human"), "none_of_these"),
        ("affirm", ("ask_human",), None),  # "I can't help with that ..." is no question
        ("deny", ("ask_human",), None),
        ("affirm", (), None),
        ("question", ("answer_helpful", "answer_not_helpful"), None),
    ],
)
def test_yes_and_no_answer_what_was_asked(intent: str, offered: tuple[str, ...], meaning: str | None) -> None:
    assert meant(intent, offered) == meaning


def test_yes_brings_a_person_where_one_was_suggested() -> None:
    assert meant("affirm", ("ask_human",), is_person_asked=True) == "ask_human"


def test_never_mind_leaves_a_form_and_other_words_do_not() -> None:
    words = texts("en").group("choices")

    assert is_leaving("Never mind!", words)
    assert is_leaving("cancel", words)
    assert not is_leaving("cancel my order", words)
    assert not is_leaving("", words)
    assert is_leaving("vergiss es", texts("de").group("choices"))
