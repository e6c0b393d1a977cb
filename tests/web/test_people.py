"""Colleagues are invited, changed, shut out; what was done stays written down; names are only names."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from desk import people
from support.staff import INVITATION_LASTS, Act, Role
from tests.web.office import PASSWORD, Desk, Office, act

SCRIPT = "<script>alert('x')</script>"


def link_in(page: str) -> str:
    found = re.search(r"http://[^<]*(/welcome/[\w-]+)", page)
    assert found, page
    return found[1]


def first_link(office: Office, at: datetime | None = None) -> str:
    with office.books.writing() as uow:
        token = people.first_link(uow, Act(at=at) if at else act())
        uow.commit()
    return f"/welcome/{token}"


def comes_in(desk: Desk, link: str, name: str = "Anna", password: str = PASSWORD, **fields: str) -> int:
    return desk.post(link, name=name, password=password, **fields).status_code


def boss(office: Office) -> Desk:
    return office.desk_of(office.hires("Boss", Role.ADMIN))


def test_the_first_one_comes_by_the_link_and_invites_a_colleague(office: Office) -> None:
    admin, colleague = office.desk(), office.desk()
    link = first_link(office)
    assert "Make the first account" in admin.get(link).text

    assert comes_in(admin, link, email="Anna@Shop.example") == 303
    assert admin.get("/sign-in").headers["Location"] in ("/desk", "/admin/people")  # where there is something to do
    assert admin.http.get("/sign-in", follow_redirects=True).status_code == 200
    invitation = link_in(
        admin.sends(
            "/admin/people", email="bo@shop.example", name="Bo", roles=["agent", "writer"], languages="sv, fa"
        ).text
    )
    assert "Welcome, Bo" in colleague.get(invitation).text
    assert "invited" in admin.get("/admin/people").text
    assert comes_in(colleague, invitation, "Bo Ek") == 303

    page = colleague.get("/account").text
    assert "bo@shop.example" in page and "Agent, Writer" in page and "sv, fa" in page
    assert colleague.get("/admin/people").status_code == 403
    assert office.desk().signs_in("bo@shop.example").status_code == 303
    assert office.deeds() == ["joined", "invited", "joined", "signed_in"]


def test_a_link_works_once(office: Office) -> None:
    link = first_link(office)
    assert [office.desk().get(link).status_code for _ in range(3)] == [200] * 3  # looking uses up nothing
    assert comes_in(office.desk(), link, email="anna@shop.example") == 303

    answer = office.desk().get(link)
    assert answer.status_code == 404 and "This link was used already" in answer.text
    assert comes_in(office.desk(), link, email="eve@shop.example") == 404
    assert not office.desk().signs_in("eve@shop.example").is_redirect


def test_a_link_grows_old_and_gives_way_to_a_newer_one(office: Office) -> None:
    old = first_link(office, datetime.now(UTC) - INVITATION_LASTS - timedelta(seconds=1))
    assert office.desk().get(old).status_code == 404
    first, second = first_link(office), first_link(office)

    assert [office.desk().get(link).status_code for link in (first, second)] == [404, 200]


def test_the_first_link_ends_with_the_first_admin(office: Office) -> None:
    link = first_link(office)
    office.hires("Boss", Role.ADMIN)

    assert comes_in(office.desk(), link, email="eve@shop.example") == 404


@pytest.mark.parametrize("link", ["/welcome/x", "/welcome/%00", "/welcome/" + "a" * 3000, "/welcome/%ff"])
def test_a_made_up_link_lets_nobody_in(office: Office, link: str) -> None:
    first_link(office)
    assert office.desk().get(link).status_code in (400, 404)
    assert comes_in(office.desk(), link, email="eve@shop.example") in (400, 404, 405)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "at least 10 characters"),
        ("anna@shop.example", "not your e-mail address"),
        ("Password123", "one of the first that is tried"),
        ("aaaaaaaaaaaa", "one of the first that is tried"),
        ("x y" * 400, "at most 500 characters"),
    ],
)
def test_what_is_guessed_at_once_is_no_password(office: Office, password: str, why: str) -> None:
    link = first_link(office)

    answer = office.desk().post(link, email="anna@shop.example", name="Anna", password=password)

    assert answer.status_code == 422 and why in answer.text
    assert office.desk().get(link).status_code == 200  # the link is still good
    assert 'name="password" value=""' in answer.text


def test_who_forgot_the_password_gets_a_link(office: Office) -> None:
    anna = office.hires("Anna", Role.AGENT)
    before, admin = office.desk_of(anna), boss(office)
    link = link_in(admin.sends(f"/admin/people/{anna.id}/link").text)
    assert before.is_signed_in  # the old password counts until then

    assert comes_in(office.desk(), link, password="quite another thing") == 303

    assert not before.is_signed_in
    assert office.desk().signs_in(anna.email).status_code == 401
    assert office.desk().signs_in(anna.email, "quite another thing").status_code == 303


def test_a_disabled_account_has_no_links(office: Office) -> None:
    anna, admin = office.hires("Anna", Role.AGENT), boss(office)
    link = link_in(admin.sends(f"/admin/people/{anna.id}/link").text)
    admin.sends(f"/admin/people/{anna.id}/disable")

    assert comes_in(office.desk(), link) == 404
    answer = admin.sends(f"/admin/people/{anna.id}/link")
    assert answer.status_code == 409 and "enable the account first" in answer.text


def test_there_is_always_an_admin(office: Office) -> None:
    anna = office.hires("Anna", Role.ADMIN)
    desk = office.desk_of(anna)

    for what, fields in (("disable", {}), ("change", {"name": "Anna", "roles": "agent"})):
        answer = desk.sends(f"/admin/people/{anna.id}/{what}", **fields)
        assert answer.status_code == 409 and "only admin" in answer.text
    assert desk.get("/admin/people").status_code == 200


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"email": "no address", "name": "Bo", "roles": "agent"}, 400),
        ({"email": "bo@shop.example", "name": "", "roles": "agent"}, 400),
        ({"email": "bo@shop.example", "name": "x" * 81, "roles": "agent"}, 400),
        ({"email": "bo@shop.example", "name": "Bo"}, 400),
        ({"email": "bo@shop.example", "name": "Bo", "roles": "king"}, 400),
        ({"email": "bo@shop.example", "name": "Bo", "roles": "agent", "languages": "tlh"}, 400),
        ({"email": "boss@shop.example", "name": "Bo", "roles": "agent"}, 409),
    ],
)
def test_what_cannot_be_is_said_in_the_form(office: Office, fields: dict[str, str], status: int) -> None:
    answer = boss(office).sends("/admin/people", **fields)

    assert answer.status_code == status and 'role="alert"' in answer.text
    assert "bo" in answer.text.lower()


def test_a_name_is_a_name_wherever_it_stands(office: Office) -> None:
    admin = boss(office)
    page = admin.sends("/admin/people", email='"><script>@x.example', name=SCRIPT, roles="agent", languages="").text
    pages = [page, admin.get("/admin/people").text, admin.get("/admin/audit").text]
    with office.books.reading() as uow:
        eve = next(one for one in uow.accounts.all() if one.name == SCRIPT)
    pages += [admin.get(f"/admin/people/{eve.id}").text, office.desk().get(link_in(page)).text]

    guest = office.desk(**{"User-Agent": SCRIPT})
    guest.post(link_in(page), name=SCRIPT, password=PASSWORD)
    guest.signs_in(SCRIPT + "@x.example", "wrong", next=SCRIPT)
    pages += [guest.get("/account").text, admin.get("/admin/audit").text]
    pages.append(guest.post("/account/name", csrf=guest.csrf(), name="{{ 7 * 7 }}{0.__class__}" + SCRIPT).text)
    for text in pages:
        assert "<script" not in text
    assert sum("&lt;script&gt;alert" in text for text in pages) >= 6


def test_a_name_keeps_to_its_line(office: Office) -> None:
    anna = office.hires("Anna", Role.AGENT)
    desk = office.desk_of(anna)
    desk.sends("/account/name", name=" Anna\r\n\x00\u202e\x1b[2J  نمی\u200cرسد ")

    with office.books.reading() as uow:
        assert uow.accounts.get(anna.id).name == "Anna [2J نمی\u200cرسد"


def test_ones_own_browsers_are_listed_and_signed_out(office: Office) -> None:
    anna, eve = office.hires("Anna", Role.AGENT), office.hires("Eve", Role.AGENT)
    here, phone, tablet, eves = (office.desk_of(one) for one in (anna, anna, anna, eve))
    with office.books.reading() as uow:
        ids = {one.id: one for one in uow.sign_ins.of(anna.id)}
    page = here.get("/account").text
    assert page.count("Chrome on Linux") == 3 and page.count("this browser") == 1

    other = re.findall(r"/account/sessions/([0-9a-f]{24})/end", page)
    assert len(other) == 2 and set(other) < ids.keys()
    assert eves.sends(f"/account/sessions/{other[0]}/end").status_code == 404  # not hers to end
    here.sends(f"/account/sessions/{other[0]}/end")
    assert sorted(desk.is_signed_in for desk in (here, phone, tablet)) == [False, True, True]

    here.sends("/account/sessions/end-others")
    assert [desk.is_signed_in for desk in (here, phone, tablet, eves)] == [True, False, False, True]


def test_another_password_ends_the_other_sessions(office: Office) -> None:
    anna = office.hires("Anna", Role.AGENT)
    here, elsewhere = office.desk_of(anna), office.desk_of(anna)

    wrong = here.sends("/account/password", current="guessed", new="quite another thing")
    assert wrong.status_code == 422 and "another one" in wrong.text and elsewhere.is_signed_in
    weak = here.sends("/account/password", current=PASSWORD, new="1234567890")
    assert weak.status_code == 422
    done = here.sends("/account/password", current=PASSWORD, new="quite another thing")

    assert done.headers["Location"] == "/account?done=password"
    assert here.is_signed_in and not elsewhere.is_signed_in
    assert office.desk().signs_in(anna.email, "quite another thing").status_code == 303


def test_a_stolen_session_cannot_guess_the_password_for_long(office: Office) -> None:
    desk = office.desk_of(office.hires("Anna", Role.AGENT))
    statuses = [
        desk.sends("/account/password", current=f"guess {n}", new="quite another thing").status_code for n in range(6)
    ]
    assert statuses == [422] * 5 + [429]


def test_an_admin_signs_somebody_out_everywhere(office: Office) -> None:
    anna = office.hires("Anna", Role.AGENT)
    desk = office.desk_of(anna)

    boss(office).sends(f"/admin/people/{anna.id}/sign-out")

    assert not desk.is_signed_in
    assert office.deeds()[-1] == "sessions_revoked"


def test_a_session_that_was_left_alone_ends(office: Office) -> None:
    from dataclasses import replace

    from support.staff import IDLE

    anna = office.hires("Anna", Role.AGENT)
    desk = office.desk_of(anna)
    with office.books.writing() as uow:
        sign_in = uow.sign_ins.of(anna.id)[0]
        uow.sign_ins.update(replace(sign_in, seen_at=sign_in.seen_at - IDLE / 2))
        uow.commit()
    assert desk.is_signed_in
    with office.books.writing() as uow:
        seen = uow.sign_ins.of(anna.id)[0]
        assert seen.seen_at > sign_in.opened_at - timedelta(minutes=1)  # it was seen again just now
        uow.sign_ins.update(replace(seen, seen_at=sign_in.seen_at - IDLE))
        uow.commit()
    assert not desk.is_signed_in


def test_the_audit_log_says_who_did_what_to_whom(office: Office) -> None:
    anna, admin = office.hires("Anna", Role.AGENT), boss(office)
    admin.sends(f"/admin/people/{anna.id}/change", name="Anna", roles=["agent", "trainer"])
    office.desk().signs_in("anna@shop.example", "wrong password")

    page = " ".join(re.sub(r"<[^>]+>", " ", admin.get("/admin/audit").text).split())

    assert "Boss changed the roles of Anna before: agent · now: agent, trainer" in page
    assert "Somebody could not sign in as Anna" in page
    only = admin.get(f"/admin/audit?by={anna.id}&before=999999999999999999999").text
    assert "changed the roles" not in only and "What Anna did" in only
    assert admin.get("/admin/audit?before=1").text.count("<li>") == 0
    assert admin.get("/admin/audit?by=%27--&before=-1").status_code == 200
