"""People answer in Chatwoot: real processes, Chatwoot's server a stand-in."""

from app.texts import texts
from tests.customer import Customer
from tests.standins.chatwoot.books import Talk
from tests.standins.chatwoot.people import Agent
from tests.standins.chatwoot.server import Chatwoot
from tests.targets.home import Home, comes_true

FAREWELL = texts("sv").get("bot", "handover_closed")


def handed_over(home: Home, mina: Agent) -> tuple[Customer, Talk]:
    """Return a customer who waits for a person, and the conversation that stands in Chatwoot."""
    anna = home.visitor()
    anna.post("Var är mina pengar?")
    home.is_told(anna, "Det tar fem dagar.")
    anna.post("Jag vill prata med en människa")
    home.hands_over(anna.conversation_id)
    home.is_told(anna, "Någon kommer strax.")
    (talk,) = mina.sees(1)
    assert mina.reads(talk, "Någon kommer strax.")
    return anna, talk


def test_an_agent_sees_who_it_is_what_was_said_and_why(home: Home, mina: Agent) -> None:
    _anna, talk = handed_over(home, mina)

    so_far, card, bot = talk.read(private=True)
    assert [so_far.find(said) > 0 for said in ("Var är mina pengar?", "Det tar fem dagar.", "prata med en")] == [
        True
    ] * 3
    assert "asked for a person" in card and "**Language**: sv" in card and "TM-1042" in card
    assert "[Pengarna tillbaka](/help/sv/refunds) (0.41)" in card
    assert bot == "**Bot** to the customer: Någon kommer strax."
    assert talk.read(private=False) == [] and talk.status == "open" and talk.assignee is None


def test_customer_and_agent_talk_until_the_agent_resolves(home: Home, mina: Agent) -> None:
    anna, talk = handed_over(home, mina)

    anna.post("Hallå?")
    assert mina.reads(talk, "Hallå?", private=False)
    mina.writes(talk, "Pengarna kommer i dag.")
    assert anna.listen(lambda: "Pengarna kommer i dag." in [said["text"] for said in anna.heard])
    assert (anna.heard[-1]["author"], anna.heard[-1]["name"]) == ("agent", "Mina")
    assert home.handoff(anna.conversation_id).taken_by == "Mina"

    mina.sets(talk, "resolved")
    assert anna.listen(lambda: anna.heard[-1]["text"] == FAREWELL)
    assert home.handoff(anna.conversation_id).closed_at is not None
    anna.post("Tack!")
    assert not mina.reads(talk, "Tack!", seconds=1)  # that is the bot's again
    assert talk.status == "resolved"


def test_what_is_private_stays_there(home: Home, mina: Agent) -> None:
    anna, talk = handed_over(home, mina)

    mina.writes(talk, "Hon är arg.", private=True)
    mina.writes(talk, "Ett ögonblick.")
    assert anna.listen(lambda: anna.heard[-1]["text"] == "Ett ögonblick.")
    assert "Hon är arg." not in str(anna.heard)


def test_told_twice_it_is_done_once(home: Home, mina: Agent, chatwoot: Chatwoot) -> None:
    anna, talk = handed_over(home, mina)
    chatwoot.copies = 3
    mina.writes(talk, "Ja?")
    mina.sets(talk, "resolved")

    assert anna.listen(lambda: anna.heard[-1]["text"] == FAREWELL)
    said = [message.text for message in home.said(anna.conversation_id)]
    assert (said.count("Ja?"), said.count(FAREWELL)) == (1, 1)
    assert chatwoot.answers and set(chatwoot.answers) == {200}


def test_a_second_agent_may_help_out(home: Home, mina: Agent, chatwoot: Chatwoot) -> None:
    anna, talk = handed_over(home, mina)
    mina.writes(talk, "Jag frågar Bo.")
    Agent(chatwoot, "Bo").writes(talk, "Bo här.")

    assert anna.listen(lambda: anna.heard[-1]["text"] == "Bo här.")
    assert anna.heard[-1]["name"] == "Bo"
    assert home.handoff(anna.conversation_id).taken_by == "Mina"


def test_an_agent_who_opens_it_again_has_the_customer_again(home: Home, mina: Agent, chatwoot: Chatwoot) -> None:
    anna, talk = handed_over(home, mina)
    mina.sets(talk, "resolved")
    assert anna.listen(lambda: anna.heard[-1]["text"] == FAREWELL)
    before = home.handoff(anna.conversation_id)

    mina.sets(talk, "open")
    assert comes_true(lambda: home.handoff(anna.conversation_id).id != before.id)
    anna.post("Är du där?")
    assert mina.reads(talk, "Är du där?", private=False)
    assert len(mina.talks) == 1

    mina.sets(talk, "resolved")
    assert comes_true(lambda: home.handoff(anna.conversation_id).closed_at is not None)


def test_an_old_word_of_resolving_does_not_end_what_was_opened_since(
    home: Home, mina: Agent, chatwoot: Chatwoot
) -> None:
    anna, talk = handed_over(home, mina)
    mina.sets(talk, "resolved")
    assert anna.listen(lambda: anna.heard[-1]["text"] == FAREWELL)
    resolved = dict(talk.told)
    mina.sets(talk, "open")
    assert comes_true(lambda: home.handoff(anna.conversation_id).closed_at is None)

    chatwoot.run(chatwoot.tell("conversation_status_changed", resolved))
    mina.writes(talk, "Jag är kvar.")
    assert anna.listen(lambda: anna.heard[-1]["text"] == "Jag är kvar.")
    assert home.handoff(anna.conversation_id).closed_at is None


def test_who_comes_back_is_the_same_contact_in_a_new_conversation(home: Home, mina: Agent, chatwoot: Chatwoot) -> None:
    anna, talk = handed_over(home, mina)
    mina.sets(talk, "resolved")
    assert anna.listen(lambda: anna.heard[-1]["text"] == FAREWELL)

    home.hands_over(anna.conversation_id, opened_by="m9")
    again = mina.sees(2)[1]
    assert mina.reads(again, FAREWELL, private=True)
    assert again.contact is talk.contact


def test_an_inbox_that_is_locked_to_one_conversation_goes_on_in_it(home: Home, mina: Agent, chatwoot: Chatwoot) -> None:
    chatwoot.locked_to_one = True
    anna, talk = handed_over(home, mina)
    mina.sets(talk, "resolved")
    assert anna.listen(lambda: anna.heard[-1]["text"] == FAREWELL)

    home.hands_over(anna.conversation_id, opened_by="m9")
    assert mina.waits_for(talk, "open")
    anna.post("Igen!")
    assert mina.reads(talk, "Igen!", private=False)
    mina.sets(talk, "resolved")
    assert comes_true(lambda: home.handoff(anna.conversation_id).closed_at is not None)
    assert len(mina.talks) == 1


def test_with_an_agent_bot_on_the_inbox_it_is_handed_to_people(home: Home, mina: Agent, chatwoot: Chatwoot) -> None:
    chatwoot.has_bot = True
    _anna, talk = handed_over(home, mina)

    assert mina.waits_for(talk, "open")


def test_closed_here_it_is_resolved_there(home: Home, mina: Agent) -> None:
    anna, talk = handed_over(home, mina)

    home.parley("handoffs", "close", home.handoff(anna.conversation_id).id)
    assert mina.waits_for(talk, "resolved")


def test_what_a_colleague_says_here_is_seen_there(home: Home, mina: Agent) -> None:
    anna, talk = handed_over(home, mina)

    home.parley("handoffs", "reply", home.handoff(anna.conversation_id).id, "Bo svarar.", "--agent", "Bo")
    assert mina.reads(talk, "**Bo** to the customer: Bo svarar.", private=True)


def test_conversations_that_are_none_of_ours_are_left_alone(home: Home, mina: Agent, chatwoot: Chatwoot) -> None:
    stranger = Talk(900, {"id": 1}, 3, "open", {})
    mina.writes(stranger, "Hej")
    mina.sets(stranger, "resolved")

    assert chatwoot.answers == [200, 200]
