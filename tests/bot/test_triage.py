"""The one decision a message."""

import pytest

from bot.evidence import Evidence, Thresholds
from bot.triage import triage

THRESHOLDS = Thresholds(sure=0.6, unsure=0.2)


def decided(**found: object) -> str:
    evidence = {"intents": {"question": 0.4, "out_of_scope": 0.4}, "answer": 0.0, "has_hits": True} | found
    return triage(Evidence(**evidence), THRESHOLDS).intent  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("confidence", "intent"), [(0.9, "knowledge_sure"), (0.4, "knowledge_unsure"), (0.1, "out_of_scope")]
)
def test_a_question_is_answered_offered_or_refused_by_its_confidence(confidence: float, intent: str) -> None:
    assert decided(answer=confidence) == intent


def test_a_clear_intent_goes_before_an_article() -> None:
    assert decided(intents={"greet": 0.8, "question": 0.1}, answer=0.7) == "greet"


def test_an_article_that_fits_beyond_doubt_goes_before_a_middling_intent() -> None:
    assert decided(intents={"ask_human": 0.7, "question": 0.3}, answer=0.6) == "knowledge_sure"
    assert decided(intents={"ask_human": 0.95}, answer=0.95) == "ask_human"
    assert decided(intents={"order_status": 0.8}, answer=0.6) == "order_status"


def test_a_person_is_not_called_on_a_guess() -> None:
    assert decided(intents={"ask_human": 0.45, "question": 0.3}, answer=0.05) == "out_of_scope"


def test_praise_and_blame_follow_an_answer() -> None:
    assert decided(intents={"answer_helpful": 0.9}, earlier=("knowledge_sure",)) == "answer_helpful"
    assert decided(intents={"answer_helpful": 0.9}, earlier=("greet",)) == "out_of_scope"


def test_who_was_asked_for_a_number_has_no_answer_to_praise() -> None:
    praise = {"intents": {"answer_helpful": 0.9}, "earlier": ("order_status",)}
    assert decided(**praise) == "answer_helpful"
    assert decided(**praise, is_order_expected=True) != "answer_helpful"


def test_a_courtesy_in_strange_words_gives_way_to_an_article() -> None:
    broken = {"intents": {"answer_helpful": 0.8}, "earlier": ("knowledge_sure",), "answer": 0.4}
    assert decided(**broken, attested=0.2) == "knowledge_unsure"
    assert decided(**broken, attested=0.8) == "answer_helpful"
    assert decided(**broken | {"answer": 0.1}, attested=0.2) == "answer_helpful"  # nothing else makes sense of it


def test_another_language_is_spoken_when_one_is_named() -> None:
    assert decided(intents={"change_language": 0.6}, names_language=True) == "change_language"
    assert decided(intents={"change_language": 0.6}) == "out_of_scope"
    assert decided(names_language=True) == "change_language"  # in words that resemble no example
    assert decided(names_language=True, words=9) == "out_of_scope"
    assert decided(names_language=True, answer=0.4) == "knowledge_unsure"
    assert decided(intents={"change_language": 0.4}, names_language=True, answer=0.4) == "change_language"
    assert decided(intents={"change_language": 0.7}, names_language=True, answer=0.95) == "change_language"
    assert decided(intents={"change_language": 0.7}, names_language=True, answer=0.95, words=9) == "knowledge_sure"


def test_an_unclear_intent_does_not() -> None:
    assert decided(intents={"greet": 0.4, "question": 0.3}, answer=0.7) == "knowledge_sure"


def test_a_pressed_button_needs_no_guessing() -> None:
    assert decided(intents={"greet": 0.99}, answer=0.9, pressed="ask_human") == "ask_human"


def test_nothing_understood_is_out_of_scope() -> None:
    assert decided(intents={}, answer=0.0, has_hits=False) == "out_of_scope"


def test_the_second_miss_in_a_row_offers_a_person_and_the_third_brings_one() -> None:
    assert decided(earlier=("greet", "out_of_scope")) == "person_offered"
    assert decided(earlier=("out_of_scope", "person_offered")) == "needs_person"
    assert decided(answer=0.3, earlier=("out_of_scope", "person_offered")) == "knowledge_unsure"
    assert decided(earlier=("out_of_scope", "greet")) == "out_of_scope"


def test_a_miss_after_the_person_was_there_starts_anew() -> None:
    assert decided(earlier=("out_of_scope", "needs_person")) == "out_of_scope"


def test_an_unhelpful_answer_is_tried_once_more_then_a_person_comes() -> None:
    pressed = "answer_not_helpful"

    assert decided(pressed=pressed, earlier=("knowledge_sure",)) == pressed
    assert decided(pressed=pressed, earlier=("knowledge_sure", pressed, "knowledge_sure")) == "needs_person"
    assert decided(pressed=pressed, earlier=("knowledge_sure", pressed)) == "needs_person"


def test_the_cause_goes_with_the_call_for_a_person() -> None:
    evidence = Evidence(intents={}, answer=0.0, has_hits=False, earlier=("out_of_scope",))

    assert triage(evidence, THRESHOLDS).cause == "missed_twice"


def test_the_classifier_may_speak_against_an_answer_but_not_for_it() -> None:
    assert decided(answer=0.7, intents={"question": 0.5}) == "knowledge_sure"
    assert decided(answer=0.7, intents={"question": 0.1, "out_of_scope": 0.45}) == "knowledge_unsure"
    assert decided(answer=0.4, intents={"out_of_scope": 0.95}) == "out_of_scope"
    assert decided(answer=0.4, intents={"question": 0.95}) == "knowledge_unsure"


def test_a_weak_guess_is_better_than_a_refusal() -> None:
    assert decided(answer=0.05, intents={"greet": 0.4, "question": 0.3}) == "greet"


def test_one_word_is_never_enough_to_be_sure() -> None:
    assert decided(answer=0.95, words=1) == "knowledge_unsure"
    assert decided(answer=0.7, words=1, intents={"bot_challenge": 0.7}) == "bot_challenge"  # "help"


def test_an_order_number_asks_for_its_order() -> None:
    assert decided(has_order_number=True, intents={}) == "order_status"
    assert decided(has_order_number=True, intents={"order_status": 0.9}, answer=0.7) == "order_status"
    assert decided(has_order_number=True, answer=0.3) == "order_status"


def test_an_order_number_does_not_throw_the_question_away() -> None:
    """ "Please cancel my order TM-204518": nearly as likely about its state, but an article fits."""
    assert (
        decided(has_order_number=True, intents={"order_status": 0.54, "question": 0.37}, answer=0.9) == "order_answered"
    )
    assert decided(has_order_number=True, intents={"question": 0.6}, answer=0.3) == "order_offered"
    assert decided(has_order_number=True, intents={"ask_human": 0.95}, answer=0.7) == "ask_human"
    assert decided(has_order_number=True, is_order_expected=True, answer=0.9) == "order_answered"
    assert decided(has_order_number=True, is_order_expected=True, answer=0.3) == "order_status"
    assert decided(has_order_number=True, is_order_expected=True, intents={"ask_human": 0.95}) == "ask_human"


def test_where_a_number_is_expected_what_is_not_understood_is_a_try_at_it() -> None:
    unclear = "order_number_unclear"
    assert decided(is_order_expected=True, intents={}, has_digits=True, earlier=("order_status",)) == unclear
    assert decided(is_order_expected=True, intents={"order_status": 0.9}) == unclear
    assert decided(is_order_expected=True, intents={}, has_digits=True, earlier=(unclear,) * 2) == "person_offered"
    offered = (unclear, unclear, "person_offered")
    assert decided(is_order_expected=True, intents={}, has_digits=True, earlier=offered) == "needs_person"


def test_who_says_something_else_than_a_number_hears_where_it_stands() -> None:
    for said in ({}, {"answer_not_helpful": 0.6}, {"out_of_scope": 0.9}):  # "I don't have it" can look like any
        assert decided(is_order_expected=True, intents=said, answer=0.7) == "find_order_number", said
    assert decided(is_order_expected=True, intents={"complaint": 0.3}, answer=0.95) == "knowledge_sure"


def test_a_plain_question_is_no_try_at_a_number() -> None:
    asks = {"question": 0.8}
    assert decided(is_order_expected=True, intents=asks, answer=0.9) == "knowledge_sure"
    assert decided(is_order_expected=True, intents=asks, answer=0.15) == "knowledge_unsure"
    assert decided(is_order_expected=True, intents=asks, answer=0.15, has_digits=True) == "order_number_unclear"
    assert decided(is_order_expected=True, intents={"find_order_number": 0.8}) == "find_order_number"


def test_a_question_for_some_other_number_is_answered() -> None:
    assert decided(intents={"find_order_number": 0.95}, answer=0.9) == "knowledge_sure"  # "what's your phone number"
    assert decided(intents={"find_order_number": 0.95}, answer=0.3) == "find_order_number"
    assert decided(intents={"find_order_number": 0.95}, answer=0.9, is_order_expected=True) == "find_order_number"


def test_the_same_choice_is_not_offered_twice() -> None:
    assert decided(answer=0.3, earlier=("knowledge_unsure",), is_same_choice=True) == "person_offered"
    assert decided(answer=0.3, earlier=("knowledge_unsure",)) == "knowledge_unsure"
    assert decided(answer=0.9, earlier=("knowledge_unsure",), is_same_choice=True) == "knowledge_sure"


def test_three_misses_in_a_row_of_whatever_kind_offer_a_person() -> None:
    unsure = "knowledge_unsure"
    assert decided(answer=0.3, earlier=(unsure, unsure)) == "person_offered"
    assert decided(answer=0.3, earlier=(unsure, "none_of_these")) == "person_offered"
    assert decided(pressed="wordless", earlier=("wordless", "out_of_scope")) == "person_offered"
    assert decided(answer=0.3, earlier=(unsure, "knowledge_sure", unsure)) == unsure
    assert decided(answer=0.9, earlier=(unsure, unsure)) == "knowledge_sure"


def test_anger_is_not_refused_but_met_with_a_person() -> None:
    angry = {"complaint": 0.4, "answer_not_helpful": 0.3}
    assert decided(intents=angry) == "complaint"
    assert decided(intents=angry, earlier=("complaint",)) == "needs_person"


def test_blame_without_an_answer_is_anger() -> None:
    blame = {"answer_not_helpful": 0.8}
    assert decided(intents=blame) == "complaint"
    assert decided(intents=blame, earlier=("knowledge_sure",)) == "answer_not_helpful"


def test_who_cannot_find_the_number_twice_is_offered_a_person() -> None:
    lost = {"find_order_number": 0.8}
    assert decided(intents=lost, is_order_expected=True, earlier=("find_order_number",)) == "person_offered"
    assert decided(intents=lost, is_order_expected=True, earlier=("person_offered",)) == "needs_person"


def test_an_order_number_is_no_yes() -> None:
    for said in ("affirm", "thank", "greet", "never_mind"):  # "and TM-999999"
        assert decided(has_order_number=True, intents={said: 0.9}) == "order_status", said
    assert decided(has_order_number=True, intents={"complaint": 0.9}) == "complaint"


def test_a_country_is_no_language() -> None:
    wish = {"change_language": 0.9}
    assert decided(intents=wish) == "change_language"
    assert decided(intents=wish, names_place=True, answer=0.3) == "knowledge_unsure"
    assert decided(intents=wish, names_place=True, names_language=True) == "change_language"


def test_noise_is_asked_for_words() -> None:
    assert decided(intents={"thank": 0.9}, answer=0.9, is_noise=True) == "wordless"
    assert decided(intents={"thank": 0.9}, is_noise=True, is_order_expected=True) == "order_number_unclear"


def test_a_few_words_after_an_order_are_about_it() -> None:
    assert decided(answer=0.9, is_order_followed=True) == "order_followed"
    assert decided(answer=0.3, is_order_followed=True) == "knowledge_unsure"


def test_a_correction_is_a_question_of_its_own() -> None:
    assert decided(intents={"correction": 0.9}, answer=0.95) == "knowledge_sure"
    assert decided(intents={"correction": 0.9}, answer=0.6) == "knowledge_unsure"
    assert decided(intents={"correction": 0.9}, answer=0.1) == "knowledge_unsure"


def test_the_same_answer_a_third_time_gives_way_to_something_else() -> None:
    assert decided(answer=0.9, times_answered=1) == "knowledge_sure"
    assert decided(answer=0.9, times_answered=2) == "repeated"
    assert decided(pressed="knowledge_sure", times_answered=2) == "knowledge_sure"
