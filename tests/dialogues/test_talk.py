"""Whole conversations with the running house, in every language of the demo."""

from app.texts import texts
from tests.dialogues.talk import PHRASES, Talk, is_handover, said, titles
from tests.house import House


def test_a_question_gets_the_articles_answer_with_its_source(talk: Talk) -> None:
    (answer,) = talk.says("question")

    assert answer["link"]["url"] == f"/help/{talk.language}/{talk.phrases['article']}"
    assert answer["lang"] == talk.language
    assert answer["dir"] == ("rtl" if talk.language == "fa" else "ltr")
    assert answer["question"] == talk.text("did_this_help")
    assert answer["question"] not in answer["text"]
    assert said(talk.customer.presses(talk.text("yes_helpful"))) == [talk.text("helpful")]


def test_where_it_is_unsure_it_offers_articles_and_a_person(talk: Talk) -> None:
    (offer,) = talk.says("vague")
    assert offer["text"] == talk.text("unsure")
    assert 2 <= len(offer["buttons"]) <= 4
    assert titles(offer)[-1] == talk.text("talk_to_person")

    (answer,) = talk.customer.presses(titles(offer)[0])
    assert answer["link"]["title"] == talk.text("read_more", title=titles(offer)[0])


def test_what_is_out_of_scope_is_refused_then_a_person_offered_then_brought(talk: Talk) -> None:
    assert said(talk.says("strange")) == [talk.text("out_of_scope")]
    (offer,) = talk.says("strange_again")
    assert (offer["text"], titles(offer)) == (talk.text("offer_person"), [talk.text("talk_to_person")])
    assert talk.customer.holder == "bot"
    assert is_handover(talk.says("strange"), talk.language)
    assert talk.customer.holder == "queue"


def test_an_order_is_looked_up_by_its_number(talk: Talk) -> None:
    assert said(talk.says("order")) == [talk.text("order_ask_number")]
    assert said(talk.customer.says("123-45")) == [talk.text("order_bad_number")]
    (status,) = talk.customer.says("TM-198734")

    assert status["text"].startswith(talk.text("order_delivered", number="TM-198734", date="\0").partition("\0")[0])
    assert status["lang"] == talk.language


def test_an_unknown_order_is_said_to_be_unknown(talk: Talk) -> None:
    talk.says("order")

    (status,) = talk.customer.says("999999")
    assert status["text"] == talk.text("order_not_found", number="TM-999999")


def test_the_order_can_be_left_for_another_question(talk: Talk) -> None:
    talk.says("order")
    (answer,) = talk.says("other_question")
    assert answer["link"]["url"].endswith(talk.phrases["other_article"])

    talk.says("order")
    assert said(talk.says("never_mind")) == [talk.text("order_stopped")]


def test_a_wish_for_another_language_is_kept(talk: Talk) -> None:
    wished = talk.phrases["wished"]

    (agreed,) = talk.says("wish")
    assert (agreed["text"], agreed["lang"]) == (texts(wished).get("bot", "language_changed"), wished)
    (answer,) = talk.says("question")  # in the first language still: the wish wins
    assert answer["link"]["url"] == f"/help/{wished}/{talk.phrases['article']}"


def test_a_wish_gives_way_to_two_texts_in_another_language(talk: Talk) -> None:
    talk.says("wish")

    (first,) = talk.says("question")
    (second,) = talk.says("other_question")
    assert (first["lang"], second["lang"]) == (talk.phrases["wished"], talk.language)


def test_the_customers_own_change_of_language_is_followed(talk: Talk) -> None:
    other = "es" if talk.language != "es" else "de"
    talk.says("question")

    (answer,) = talk.customer.says(PHRASES[other]["question"])
    assert answer["lang"] == other


def test_a_person_takes_over_and_gives_back(talk: Talk, house: House) -> None:
    talk.says("question")
    assert is_handover(talk.says("person"), talk.language)
    assert talk.customer.holder == "queue"

    lines = house.parley("handoffs", "list").stdout.splitlines()
    handoff = next(line.split()[0] for line in lines if talk.customer.conversation_id in line)
    talk.customer.post(talk.phrases["question"])  # the bot must not answer this
    assert house.parley("handoffs", "reply", handoff, "Hej! <b>Maria</b>", "--agent", "maria").returncode == 0
    assert talk.customer.listen(lambda: talk.customer.heard[-1]["author"] == "agent")
    assert talk.customer.heard[-1]["text"] == "Hej! <b>Maria</b>"
    assert talk.customer.heard[-1]["html"] is None
    assert is_handover(talk.customer.heard[-2:-1], talk.language)

    shown = house.parley("handoffs", "show", handoff).stdout
    assert talk.phrases["article"] in shown  # what was tried
    assert shown.count(talk.phrases["question"]) >= 2  # and every word

    assert house.parley("handoffs", "close", handoff).returncode == 0
    assert talk.customer.listen(lambda: talk.customer.holder == "bot")
    assert talk.customer.heard[-1]["text"] == talk.text("handover_closed")
    (answer,) = talk.says("other_question")
    assert answer["link"]["url"].endswith(talk.phrases["other_article"])


def test_two_unhelpful_answers_bring_a_person(talk: Talk) -> None:
    talk.says("question")
    assert said(talk.customer.presses(talk.text("no_helpful"))) == [talk.text("not_helpful")]
    talk.says("other_question")
    assert is_handover(talk.customer.presses(talk.text("no_helpful")), talk.language)
