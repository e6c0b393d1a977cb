"""Files between customers and agents, both ways, and from nowhere else."""

from dataclasses import replace
from datetime import UTC, datetime

import httpx

from support import mail
from support.events import MessageAmended
from support.messages import Attachment, ConversationId, Kind, MediaKind, conversation
from support.receipts import Receipt, Status
from tests.standins.app import App
from tests.standins.chatwoot.books import Talk
from tests.standins.chatwoot.people import Agent
from tests.standins.chatwoot.server import Chatwoot
from tests.standins.faults import Kind as Fault
from tests.targets.home import Home, comes_true

PICTURE = b"\x89PNG a broken lamp"


def waiting(home: Home, mina: Agent, name: str, **verified: str) -> tuple[ConversationId, Talk]:
    """Return a Telegram customer who waits for a person, and their conversation in Chatwoot."""
    address = conversation("telegram", name)
    home.receives(address, "Min lampa är trasig", name="Bo", data={"verified": verified})
    home.hands_over(address)
    (talk,) = mina.sees(1)
    assert mina.waits_for(talk, "open") and mina.reads(talk, "Handed over")
    return address, talk


def kept(home: Home, message_id: str) -> None:
    """Have the file of a message come onto our shelf, as the bot process fetches it."""
    with home.books.writing() as uow:
        delivery = uow.inbox.get(message_id)
        assert delivery is not None
        key = uow.media.put(PICTURE, "image/png")
        file = Attachment(kind=MediaKind.IMAGE, source="tg-1", key=key, name="lamp.png", media_type="image/png")
        message = delivery.message
        amended = replace(message, attachments=(file,))
        uow.inbox.amend(amended)
        uow.record(MessageAmended(message=amended))
        uow.commit()


def test_a_customers_picture_is_told_of_once_it_has_come(home: Home, mina: Agent, chatwoot: Chatwoot) -> None:
    address, talk = waiting(home, mina, "bo-1")
    on_its_way = Attachment(kind=MediaKind.IMAGE, source="tg-1", name="lamp.png")
    came = home.receives(address, "Så här ser den ut", on_its_way, kind=Kind.MEDIA)
    home.receives(address, "Ser du?")
    assert not mina.reads(talk, "Ser du?", seconds=1)  # in order: not before the picture

    kept(home, came.id)
    assert mina.reads(talk, "Ser du?", private=False)
    picture = next(message for message in talk.messages if message.attachments)
    assert (picture.content, picture.message_type) == ("Så här ser den ut", "incoming")
    url = picture.attachments[0]["data_url"]
    assert httpx.get(url, trust_env=False).content == PICTURE and url.endswith("/lamp.png")


def test_who_it_is_stands_there_with_what_their_channel_vouches_for(home: Home, mina: Agent) -> None:
    _address, talk = waiting(home, mina, "bo-2", phone="+46701740605")

    assert (talk.contact["name"], talk.contact["phone_number"]) == ("Bo", "+46701740605")


def test_a_number_that_chatwoot_knows_already_is_the_same_person(home: Home, mina: Agent, chatwoot: Chatwoot) -> None:
    known = {"id": 4711, "name": "Bo Ek", "email": "bo@shop.example", "phone_number": None, "identifier": "crm-9"}
    chatwoot.shelves.contacts.append(known)
    address = conversation("telegram", "bo-3")
    home.receives(address, "Hej", name="Bo", data={"verified": {"email": "bo@shop.example"}})
    home.hands_over(address)

    (talk,) = mina.sees(1)
    assert talk.contact is known


def test_an_agents_file_reaches_the_customer(home: Home, mina: Agent) -> None:
    address, talk = waiting(home, mina, "bo-4")
    mina.writes(talk, "Fyll i den här.", files=[(b"%PDF form", "form.pdf", "application/pdf")])
    mina.writes(talk, "Går det bra?")

    assert comes_true(lambda: len(home.said(address)) == 2)
    first, second = home.said(address)
    assert (first.text, second.text) == ("Fyll i den här.", "Går det bra?")
    (file,) = first.attachments
    assert (file.name, file.media_type, file.kind) == ("form.pdf", "application/pdf", MediaKind.DOCUMENT)
    with home.books.reading() as uow:
        assert uow.media.get(str(file.key)).body == b"%PDF form"


def test_in_the_chat_which_shows_no_files_the_words_carry_a_link(home: Home, mina: Agent) -> None:
    anna = home.visitor()
    anna.post("Hej")
    home.hands_over(anna.conversation_id)
    (talk,) = mina.sees(1)
    mina.writes(talk, "", files=[(b"%PDF form", "form.pdf", "application/pdf")])

    assert anna.listen(lambda: "form.pdf: http" in anna.heard[-1]["text"] if anna.heard else False)
    link = anna.heard[-1]["text"].partition(": ")[2].replace(link_host(anna.heard[-1]["text"]), home.url)
    answer = httpx.get(link, trust_env=False)
    assert (answer.content, answer.headers["content-disposition"]) == (b"%PDF form", "attachment")
    assert httpx.get(link.replace("signature=", "signature=0"), trust_env=False).status_code == 401


def link_host(text: str) -> str:
    return "http://" + text.partition("http://")[2].partition("/")[0]


def test_a_file_that_lies_elsewhere_is_not_fetched_and_the_agent_knows(
    home: Home, mina: Agent, chatwoot: Chatwoot
) -> None:
    """What a webhook names could lie in our own network."""
    address, talk = waiting(home, mina, "bo-5")
    with App() as inside:
        evil = {"file_type": "file", "data_url": inside.url}
        round_about = {"file_type": "file", "data_url": f"{chatwoot.url}/elsewhere?to={inside.url}"}
        message = mina.writes(talk, "Titta här", files=[evil, round_about])
        assert comes_true(lambda: message.status == "failed")
        assert inside.requests == []

    assert "from which no file is fetched" in message.content_attributes["external_error"]
    (said,) = home.said(address)
    assert (said.text, said.attachments) == ("Titta här", ())


def test_a_file_that_chatwoot_refuses_leaves_the_words(home: Home, mina: Agent, chatwoot: Chatwoot) -> None:
    address, talk = waiting(home, mina, "bo-6")
    chatwoot.fail_next(Fault.ERROR, code=422, on="messages")
    came = home.receives(address, "Bilden", Attachment(kind=MediaKind.IMAGE, source="tg-1"), kind=Kind.MEDIA)
    kept(home, came.id)

    assert mina.reads(talk, "Bilden\n[lamp.png: Chatwoot says 422", private=False)


def test_the_agent_sees_how_far_a_reply_has_come(home: Home, mina: Agent) -> None:
    address, talk = waiting(home, mina, "bo-7")
    read, failed = mina.writes(talk, "Hej Bo"), mina.writes(talk, "Är du där?")
    assert comes_true(lambda: len(home.said(address)) == 2)
    for number, message in enumerate(home.said(address)):
        with home.books.writing() as uow:
            mail.sent(uow, message, 0, f"tg-{number}")
            status = (Status.READ, Status.FAILED)[number]
            fault = None if number == 0 else "blocked by the customer"
            at = datetime.now(UTC)
            mail.acknowledge(
                uow, Receipt(channel="telegram", external_id=f"tg-{number}", status=status, at=at, fault=fault)
            )
            uow.commit()
    assert comes_true(lambda: read.status == "read" and failed.status == "failed")
    assert failed.content_attributes["external_error"] == "blocked by the customer"
