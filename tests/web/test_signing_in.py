"""In by password, out again, and slower for who guesses."""

from pathlib import Path
from typing import Literal

import httpx
import pytest
from argon2 import PasswordHasher

from desk import passwords, throttle
from support.attempts import FREE_FOR_ACCOUNT, FREE_FOR_ADDRESS
from support.staff import Role
from tests.web.office import PASSWORD, Office, opened
from web.guard import COOKIE

ANNA = "anna@shop.example"
WRONG = "The e-mail address or the password is wrong."


def test_somebody_signs_in_works_and_signs_out(office: Office) -> None:
    office.hires("Anna", Role.AGENT)
    desk = office.desk()

    answer = desk.signs_in("  Anna@Shop.EXAMPLE ")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk")
    assert "anna@shop.example" in desk.get("/account").text
    assert desk.sends("/sign-out").headers["Location"] == "/sign-in"
    assert not desk.is_signed_in and not desk.session()
    assert office.deeds() == ["invited", "signed_in", "signed_out"]


@pytest.mark.parametrize(
    ("email", "password"), [(ANNA, PASSWORD + "x"), (ANNA, ""), (ANNA, PASSWORD.upper()), ("bo@shop.example", PASSWORD)]
)
def test_what_is_wrong_is_not_told(office: Office, email: str, password: str) -> None:
    office.hires("Anna", Role.AGENT)

    answer = office.desk().signs_in(email, password)

    assert answer.status_code == 401 and WRONG in answer.text
    assert COOKIE not in answer.headers.get("set-cookie", "")
    assert office.deeds()[-1] == "sign_in_failed"


class Counting(PasswordHasher):
    """Counts what is compared: each takes a tenth of a second, which tells who is known where some are spared it."""

    compared = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        Counting.compared += 1
        return super().verify(hash, password)


def test_an_unknown_address_costs_as_much_as_a_known_one(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.hires("Anna", Role.AGENT)
    monkeypatch.setattr(passwords, "_HASHER", Counting())

    counts = []
    for email in (ANNA, "nobody@shop.example", "no address", ""):
        Counting.compared = 0
        assert office.desk().signs_in(email, "wrong all the time").status_code == 401
        counts.append(Counting.compared)
    assert counts == [1, 1, 1, 1]


def test_the_cookie_is_out_of_reach_and_new_each_time(office: Office) -> None:
    office.hires("Anna", Role.AGENT)
    desk = office.desk()
    desk.holds("chosen-by-somebody-else")
    desk.signs_in(ANNA)

    first = desk.session()
    header = next(one for one in desk.signs_in(ANNA).headers.get_list("set-cookie") if one.startswith(COOKIE))

    assert "chosen-by-somebody-else" != first != desk.session()
    for attribute in ("HttpOnly", "SameSite=Lax", "Path=/"):
        assert attribute in header
    assert "Secure" not in header and "Domain" not in header
    before = office.desk()
    before.holds(first)
    assert not before.is_signed_in  # what this browser had is ended, too


def test_behind_https_the_cookie_never_goes_out_in_the_clear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path, monkeypatch, PARLEY_PUBLIC_URL="https://help.example") as office:
        anna = office.hires("Anna", Role.ADMIN)
        proxied = {"Origin": "https://help.example", "X-Forwarded-For": "1.2.3.4, 203.0.113.9"}

        answer = office.desk(**proxied).signs_in(ANNA)

        cookies = answer.headers.get_list("set-cookie")
        assert len(cookies) == 2
        for cookie in cookies:  # a browser refuses the name unless all of these hold (RFC 6265bis, 4.1.3.2)
            assert cookie.startswith("__Host-parley_")
            assert "Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie
        with office.books.reading() as uow:
            assert uow.sign_ins.of(anna.id)[0].address == "203.0.113.9"
        page = office.desk_of(anna).sends("/admin/people", email="bo@shop.example", name="Bo", roles="agent").text
        assert "https://help.example/welcome/" in page
        plain = office.desk()
        plain.http.cookies.set(COOKIE, office.desk_of(anna).session(), domain="127.0.0.1", path="/")
        assert not plain.is_signed_in  # any host of the site may have set that one


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("1.2.3.4, 203.0.113.9, 104.16.0.9", "203.0.113.9"),  # a CDN before our own proxy
        ("1.2.3.4, 104.16.0.9, 203.0.113.9", "203.0.113.9"),  # somebody who wrote such an address
        ("1.2.3.4, nonsense, 104.16.0.9", "127.0.0.1"),
        ("104.16.0.9", "127.0.0.1"),
    ],
)
def test_proxies_that_are_named_are_not_who_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, address: str
) -> None:
    with opened(tmp_path, monkeypatch, PARLEY_PROXIES="104.16.0.0/13,127.0.0.1") as office:
        anna = office.hires("Anna", Role.AGENT)
        office.desk(**{"X-Forwarded-For": told}).signs_in(ANNA)

        with office.books.reading() as uow:
            assert uow.sign_ins.of(anna.id)[0].address == address


def test_without_a_proxy_nobody_chooses_their_address(office: Office) -> None:
    anna = office.hires("Anna", Role.AGENT)
    office.desk(**{"X-Forwarded-For": "203.0.113.9"}).signs_in(ANNA)

    with office.books.reading() as uow:
        assert uow.sign_ins.of(anna.id)[0].address == "127.0.0.1"


def test_the_database_holds_no_token_and_no_password(office: Office, tmp_path: Path) -> None:
    office.hires("Anna", Role.AGENT)
    desk = office.desk()
    desk.signs_in(ANNA)

    held = b"".join((tmp_path / name).read_bytes() for name in ("parley.db", "parley.db-wal"))
    assert desk.session().encode() not in held and PASSWORD.encode() not in held
    assert b"$argon2id$" in held


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_on_another_site_signs_nobody_in(office: Office, headers: dict[str, str]) -> None:
    office.hires("Anna", Role.AGENT)
    answer = office.desk(**headers).signs_in(ANNA)

    assert answer.status_code == 403 and "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("wish", "where"),
    [
        ("/account?done=saved", "/account?done=saved"),
        ("/admin/people", "/admin/people"),
        ("https://evil.example/", "/desk"),
        ("//evil.example/", "/desk"),
        ("/\\evil.example/", "/desk"),
        ("/\t/evil.example/", "/desk"),
        ("/a\r\nSet-Cookie: x=y", "/desk"),
        ("javascript:alert(1)", "/desk"),
        ("evil.example", "/desk"),
        ("", "/desk"),
    ],
)
def test_one_goes_on_to_our_own_pages_only(office: Office, wish: str, where: str) -> None:
    anna = office.hires("Anna", Role.AGENT)
    answer = office.desk().signs_in(ANNA, next=wish)

    assert (answer.status_code, answer.headers["Location"]) == (303, where)
    assert "x" not in answer.cookies
    again = office.desk_of(anna).http.get("/sign-in", params={"next": wish})
    assert again.headers["Location"] == where


def test_who_is_disabled_is_out_at_the_next_request(office: Office) -> None:
    anna, boss = office.hires("Anna", Role.AGENT), office.hires("Boss", Role.ADMIN)
    desk = office.desk_of(anna)
    assert desk.is_signed_in

    office.desk_of(boss).sends(f"/admin/people/{anna.id}/disable")

    assert not desk.is_signed_in
    assert WRONG in office.desk().signs_in(ANNA).text
    office.desk_of(boss).sends(f"/admin/people/{anna.id}/enable")
    assert not desk.is_signed_in
    assert office.desk().signs_in(ANNA).status_code == 303


def test_a_role_that_is_taken_away_is_gone_at_the_next_request(office: Office) -> None:
    anna, boss = office.hires("Anna", Role.ADMIN), office.hires("Boss", Role.ADMIN)
    desk = office.desk_of(anna)
    assert desk.get("/admin/people").status_code == 200

    office.desk_of(boss).sends(f"/admin/people/{anna.id}/change", name="Anna", roles="writer")

    answer = desk.get("/admin/people")
    assert answer.status_code == 403 and "roles do not allow" in answer.text
    assert desk.is_signed_in


def guesses(office: Office, times: int, email: str = ANNA) -> list[int]:
    desk = office.desk()
    return [desk.signs_in(email, "is it this one?").status_code for _ in range(times)]


def test_who_guesses_is_slowed_down_and_told_so(office: Office) -> None:
    office.hires("Anna", Role.AGENT)

    assert guesses(office, FREE_FOR_ACCOUNT) == [401] * FREE_FOR_ACCOUNT
    answer = office.desk().signs_in(ANNA)

    assert answer.status_code == 429 and "Too many attempts; try again in" in answer.text
    assert int(answer.headers["Retry-After"]) >= 1
    assert guesses(office, FREE_FOR_ACCOUNT + 1, "nobody@shop.example")[-1] == 429  # known or not: no difference


def test_who_guesses_locks_nobody_out_of_their_own_browser(office: Office) -> None:
    office.hires("Anna", Role.AGENT)
    own = office.desk()
    own.signs_in(ANNA)
    own.sends("/sign-out")

    guesses(office, FREE_FOR_ACCOUNT + 3)

    assert office.desk().signs_in(ANNA).status_code == 429
    assert own.signs_in(ANNA).status_code == 303
    with office.books.reading() as uow:  # that did not help who guesses
        assert uow.attempts.get(throttle.meters(ANNA, device=None, neighbourhood="")[0].key).count >= FREE_FOR_ACCOUNT


def test_the_mark_of_one_browser_is_nobody_elses(office: Office) -> None:
    office.hires("Anna", Role.AGENT)
    office.hires("Eve", Role.AGENT)
    eves = office.desk()
    eves.signs_in("eve@shop.example")
    eves.sends("/sign-out")

    assert [eves.signs_in(ANNA, "is it this one?").status_code for _ in range(FREE_FOR_ACCOUNT + 1)][-1] == 429


def test_many_attempts_at_once_are_many(office: Office) -> None:
    import concurrent.futures

    office.hires("Anna", Role.AGENT)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: office.desk().signs_in(ANNA, "is it this one?").status_code, range(12)))

    assert statuses.count(401) <= FREE_FOR_ACCOUNT + 2 and statuses.count(429) >= 5


def test_an_address_that_tries_everybody_is_slowed_down(office: Office) -> None:
    office.hires("Anna", Role.AGENT)
    desk = office.desk()
    statuses = [desk.signs_in(f"{n}@shop.example", "123").status_code for n in range(FREE_FOR_ADDRESS + 1)]

    assert statuses == [401] * FREE_FOR_ADDRESS + [429]
    assert office.desk().signs_in(ANNA).status_code == 429


def test_one_password_in_two_spellings_is_one(office: Office) -> None:
    """A phone writes é as one sign, another one as two."""
    hash = passwords.hash_of("cafe\N{COMBINING ACUTE ACCENT} au lait")

    assert passwords.is_right("caf\N{LATIN SMALL LETTER E WITH ACUTE} au lait", hash)
    assert not passwords.is_right("cafe au lait", hash)


def test_a_hash_of_older_days_is_renewed(office: Office) -> None:
    from argon2 import PasswordHasher

    anna = office.hires("Anna", Role.AGENT)
    with office.books.writing() as uow:
        uow.accounts.set_password(anna.id, PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD))
        uow.commit()

    assert office.desk().signs_in(ANNA).status_code == 303
    with office.books.reading() as uow:
        renewed = str(uow.accounts.password(anna.id))
    assert not passwords.is_outdated(renewed) and passwords.is_right(PASSWORD, renewed)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Cookie", b"a@b=1; x y z; =; ;;; parley_session; \xff\xfe"),
        ("User-Agent", b"<script>alert(1)</script>\x07" * 40),
        ("X-Forwarded-For", b"<script>alert(1)</script>"),
        ("Content-Type", b"multipart/form-data; boundary="),
        ("Content-Type", b"application/json"),
        ("Origin", b"\xff"),
    ],
)
def test_odd_headers_are_no_trouble(office: Office, name: str, value: bytes) -> None:
    office.hires("Anna", Role.AGENT)
    with httpx.Client(base_url=office.url, trust_env=False) as raw:
        for path in ("/sign-in", "/account", "/admin/people"):
            assert raw.get(path, headers=[(name.encode(), value)]).status_code in (200, 303)
        body = f"email=anna%40shop.example&password={PASSWORD.replace(' ', '+')}&\0=%00%ff".encode()
        headers = {b"Content-Type": b"application/x-www-form-urlencoded", name.encode(): value}
        assert raw.post("/sign-in", content=body, headers=list(headers.items())).status_code in (303, 401, 403)
