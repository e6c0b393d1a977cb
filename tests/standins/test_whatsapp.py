"""The stand-in for the Cloud API refuses what Meta refuses, and takes everything up to the limit."""

import hashlib
from typing import Any

import httpx
import pytest

from tests.standins.app import App
from tests.standins.clients import Business, code
from tests.standins.whatsapp.people import Customer
from tests.standins.whatsapp.server import WhatsApp


@pytest.fixture
def anna(whatsapp: WhatsApp) -> Customer:
    customer = whatsapp.customer()
    customer.writes("hej")
    return customer


def test_a_text_is_answered_with_the_message_id(business: Business, anna: Customer) -> None:
    answer = business.posts(to="+46 70-174 06 05", type="text", text={"body": "hej"})

    assert answer.json()["contacts"] == [{"input": "+46 70-174 06 05", "wa_id": "46701740605"}]
    assert answer.json()["messages"] == [{"id": anna.last.id}]
    assert anna.heard == ["hej"]


def test_a_bad_token_is_190(whatsapp: WhatsApp, business: Business, anna: Customer) -> None:
    business.http.headers["Authorization"] = "Bearer stolen"

    answer = business.texts(anna, "x")
    assert (answer.status_code, code(answer)) == (401, 190)
    del business.http.headers["Authorization"]
    assert code(business.texts(anna, "x")) == 190
    assert anna.heard == []
    assert [rejected.code for rejected in whatsapp.record.rejected] == [190, 190]


def test_another_phone_number_id_is_not_ours(business: Business) -> None:
    answer = business.http.post("/1234/messages", json={"messaging_product": "whatsapp"})

    assert (answer.status_code, answer.json()["error"]["error_subcode"]) == (400, 33)


@pytest.mark.parametrize("letter", ["x", "ক", "😀"])
def test_a_text_has_4096_characters(business: Business, anna: Customer, letter: str) -> None:
    assert business.texts(anna, letter * 4096).status_code == 200

    answer = business.texts(anna, letter * 4097)
    assert (answer.status_code, code(answer)) == (400, 100)
    assert answer.json()["error"]["message"] == "(#100) Param text['body'] must be at most 4096 characters long."


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"messaging_product": "sms"}, 100),
        ({"to": None}, 100),
        ({"to": "Anna"}, 131009),
        ({"to": "12025550123"}, 131021),
        ({"type": "fax"}, 100),
        ({"recipient_type": "everybody"}, 100),
        ({"text": None}, 100),
        ({"text": {"body": ""}}, 100),
        ({"text": {"body": 7}}, 100),
        ({"text": "hej"}, 100),
        ({"context": {}}, 100),
        ({"biz_opaque_callback_data": "x" * 513}, 100),
        ({"biz_opaque_callback_data": "x" * 512}, 0),
        ({"context": {"message_id": "wamid.x"}}, 0),
    ],
)
def test_a_request_has_what_it_needs(business: Business, anna: Customer, body: dict[str, Any], refused: int) -> None:
    whole = {"to": anna.person.number, "type": "text", "text": {"body": "hej"}} | body

    assert code(business.posts(**whole)) == refused


def test_free_text_ends_24_hours_after_the_customers_last_word(
    whatsapp: WhatsApp, business: Business, anna: Customer
) -> None:
    whatsapp.clock.stop()
    anna.writes("my last word")
    whatsapp.clock.skip(hours=23, minutes=59)
    assert code(business.texts(anna, "just in time")) == 0

    whatsapp.clock.skip(minutes=1)
    answer = business.texts(anna, "too late")
    assert (answer.status_code, code(answer)) == (400, 131047)
    anna.writes("still there?")
    assert code(business.texts(anna, "yes")) == 0
    assert anna.heard == ["just in time", "yes"]


def test_who_never_wrote_gets_templates_only(whatsapp: WhatsApp, business: Business) -> None:
    bo = whatsapp.customer()
    whatsapp.approves("order_sent", "sv", "Hej {{1}}, order {{2}} är skickad.")
    texts = [{"type": "text", "text": text} for text in ("Bo", "A-1")]

    def template(name: str = "order_sent", language: str = "sv", count: int = 2) -> httpx.Response:
        components = [{"type": "body", "parameters": texts[:count]}]
        content = {"name": name, "language": {"code": language}, "components": components}
        return business.sends(bo, "template", content)

    assert code(business.texts(bo, "hej")) == 131047
    assert code(template()) == 0
    assert bo.heard == ["Hej Bo, order A-1 är skickad."]
    assert code(template(count=1)) == 132000
    answer = template(language="de")
    assert (answer.status_code, code(answer)) == (404, 132001)


def test_templates_are_listed(whatsapp: WhatsApp, business: Business) -> None:
    whatsapp.approves("order_sent", "sv", "Hej {{1}}")

    listed = business.http.get(f"/{whatsapp.business.account_id}/message_templates").json()["data"]

    assert [(one["name"], one["language"], one["status"]) for one in listed] == [("order_sent", "sv", "APPROVED")]


def test_45_at_once_to_one_person_then_one_every_6_seconds() -> None:
    with WhatsApp() as strict:
        strict.clock.stop()
        business, anna = Business(strict), strict.customer()
        anna.writes("hej")

        assert [code(business.texts(anna, "x")) for _ in range(47)] == [0] * 45 + [131056] * 2
        strict.clock.skip(seconds=6)
        assert [code(business.texts(anna, "x")) for _ in range(2)] == [0, 131056]
        business.http.close()


def test_80_a_second_overall() -> None:
    with WhatsApp() as strict:
        strict.clock.stop()
        business, people = Business(strict), [strict.customer() for _ in range(81)]
        for person in people:
            person.writes("hej")

        assert [code(business.texts(person, "x")) for person in people] == [0] * 80 + [130429]
        business.http.close()


def test_marking_as_read_needs_a_message_of_a_customer(whatsapp: WhatsApp, business: Business, anna: Customer) -> None:
    asked = anna.writes("When?")
    sent = business.texts(anna, "Now.").json()["messages"][0]["id"]

    assert business.posts(status="read", message_id=asked, typing_indicator={"type": "text"}).json() == {
        "success": True
    }
    assert code(business.posts(status="read", message_id=sent)) == 100
    assert code(business.posts(status="read", message_id=asked, typing_indicator={"type": "voice"})) == 100
    assert code(business.posts(status="deleted", message_id=asked)) == 100
    assert anna.heard == ["Now."]


def test_reactions_places_and_cards(business: Business, anna: Customer) -> None:
    asked = anna.writes("When?")

    assert code(business.sends(anna, "reaction", {"message_id": asked, "emoji": "👍"})) == 0
    assert code(business.sends(anna, "reaction", {"message_id": "wamid.none", "emoji": "👍"})) == 131009
    assert code(business.sends(anna, "location", {"latitude": 59.3, "longitude": 18.1})) == 0
    assert code(business.sends(anna, "location", {"latitude": 91, "longitude": 18.1})) == 131009
    assert code(business.sends(anna, "contacts", [{"name": {"formatted_name": "Bo"}}])) == 0
    assert code(business.sends(anna, "contacts", [])) == 100


def test_media_goes_up_and_out_by_id(business: Business, anna: Customer) -> None:
    id = business.uploads(b"\xff\xd8\xff", "image/jpeg").json()["id"]

    assert code(business.sends(anna, "image", {"id": id, "caption": "x" * 1024})) == 0
    assert code(business.sends(anna, "image", {"id": id, "caption": "x" * 1025})) == 100
    assert code(business.sends(anna, "image", {"id": id, "link": "https://example.com/a.png"})) == 100
    assert code(business.sends(anna, "image", {})) == 100
    assert code(business.sends(anna, "image", {"id": "404"})) == 100
    assert code(business.sends(anna, "sticker", {"id": id})) == 131053
    assert code(business.sends(anna, "audio", {"link": "https://example.com/a.mp3", "caption": "x"})) == 100


@pytest.mark.parametrize(
    ("mime_type", "limit"),
    [("image/png", 5 * 2**20), ("audio/mp4", 16 * 2**20), ("video/mp4", 16 * 2**20), ("application/pdf", 100 * 2**20)],
)
def test_uploads_have_a_limit_per_kind(business: Business, mime_type: str, limit: int) -> None:
    assert code(business.uploads(bytes(limit), mime_type)) == 0
    assert code(business.uploads(bytes(limit + 1), mime_type)) == 131053


def test_an_image_type_nobody_shows_is_refused(business: Business) -> None:
    assert code(business.uploads(b"BM", "image/bmp")) == 100


def test_media_comes_down_by_a_link_that_needs_the_bearer_and_ends(
    whatsapp: WhatsApp, business: Business, anna: Customer, app: App
) -> None:
    assert whatsapp.subscribes(app.url, app.verify_token)
    anna.sends_photo(b"\xff\xd8\xff\xe0", caption="broken")
    assert whatsapp.delivered()
    id = app.posted[-1]["entry"][0]["changes"][0]["value"]["messages"][0]["image"]["id"]

    told = business.http.get(f"/{id}").json()

    assert told["file_size"] == 4
    assert told["sha256"] == hashlib.sha256(b"\xff\xd8\xff\xe0").hexdigest()
    assert business.http.get(told["url"]).content == b"\xff\xd8\xff\xe0"
    assert httpx.get(told["url"], trust_env=False).status_code == 401
    whatsapp.clock.skip(minutes=5)
    assert business.http.get(told["url"]).status_code == 404
    assert business.http.get(f"/{id}").status_code == 200
    whatsapp.clock.skip(days=7)
    assert business.http.get(f"/{id}").status_code == 400


def test_uploaded_media_can_be_deleted(business: Business) -> None:
    id = business.uploads(b"%PDF", "application/pdf").json()["id"]

    assert business.http.delete(f"/{id}").json() == {"success": True}
    assert business.http.get(f"/{id}").status_code == 400


def test_the_account_can_be_checked(whatsapp: WhatsApp, business: Business) -> None:
    path = f"/{whatsapp.business.phone_number_id}"

    assert business.http.get(path, params={"fields": "verified_name"}).json()["verified_name"] == "Parley Demo"


def test_a_hidden_number_is_written_to_by_user_id(whatsapp: WhatsApp, business: Business) -> None:
    bo = whatsapp.customer(username="@bo")
    bo.writes("hej")

    answer = business.posts(recipient=bo.person.user_id, type="text", text={"body": "hej Bo"})

    assert answer.json()["contacts"] == [{"input": bo.person.user_id, "user_id": bo.person.user_id}]
    assert bo.heard == ["hej Bo"]
    assert code(business.posts(recipient="@bo", type="text", text={"body": "x"})) == 131009
