"""Those who work here, on every store."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from desk import audit, people, sign_ins, throttle, tokens, welcome
from desk.people import Profile
from store.unit_of_work import SqlBooks
from support.attempts import Attempts
from support.errors import Conflict, NotFound, TooManyAttempts
from support.staff import IDLE, LONGEST, Account, Act, Role

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ACT = Act(at=NOON)
AGENT, ADMIN = frozenset({Role.AGENT}), frozenset({Role.ADMIN})


def hired(books: SqlBooks, name: str, roles: frozenset[Role] = AGENT) -> Account:
    """Invite somebody, who comes at once."""
    with books.writing() as uow:
        _, token = people.invite(uow, f"{name}@shop.example", Profile(name=name, roles=roles, languages=("sv",)), ACT)
        account, _ = welcome.join(uow, token, email="", name=name, hash="#", browser="", act=ACT)
        uow.commit()
    return account


def test_an_account_comes_back_as_it_was(books: SqlBooks) -> None:
    anna = hired(books, "anna", frozenset({Role.AGENT, Role.TRAINER}))

    with books.reading() as uow:
        assert uow.accounts.get(anna.id) == uow.accounts.by_email("anna@shop.example") == anna
        assert uow.accounts.all() == [anna] and uow.accounts.password(anna.id) == "#"
        assert uow.accounts.find("nobody") is uow.accounts.by_email("x@y") is None
        with pytest.raises(NotFound):
            uow.accounts.get("nobody")
    assert anna.languages == ("sv",) and anna.may(AGENT) and not anna.may(ADMIN)


def test_an_address_is_one_persons(books: SqlBooks) -> None:
    hired(books, "anna")

    with pytest.raises(Conflict, match="has an account already"), books.writing() as uow:
        people.invite(uow, "ANNA@shop.example ", Profile(name="Eve", roles=ADMIN), ACT)


def test_of_two_who_use_a_link_at_once_one_comes_in(books: SqlBooks) -> None:
    with books.writing() as uow:
        token = people.first_link(uow, ACT)
        uow.commit()

    def come(name: str) -> bool:
        try:
            with books.writing() as uow:
                welcome.join(uow, token, email=f"{name}@x.example", name=name, hash="#", browser="", act=ACT)
                uow.commit()
                return True
        except NotFound:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(come, "abcd")) == [False, False, False, True]
    with books.reading() as uow:
        assert [account.is_admin for account in uow.accounts.all()] == [True]


def test_two_admins_cannot_each_shut_the_other_out(books: SqlBooks) -> None:
    admins = [hired(books, name, ADMIN) for name in ("anna", "bo")]

    def shut_out(admin: Account) -> bool:
        try:
            with books.writing() as uow:
                people.disable(uow, admin.id, ACT)
                uow.commit()
                return True
        except Conflict:
            return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(shut_out, admins)) == [False, True]


def test_a_session_is_known_by_its_token_until_it_ends(books: SqlBooks) -> None:
    anna = hired(books, "anna")
    with books.writing() as uow:
        uow.sign_ins.end_all(anna.id)
        first, second = (sign_ins.open_sign_in(uow, anna, ACT, browser="x\0y") for _ in range(2))
        uow.commit()

    def holds(token: str, after: timedelta = timedelta()) -> bool:
        with books.reading() as uow:
            return sign_ins.recognise(uow, token, now=NOON + after) is not None

    assert holds(first, IDLE - timedelta(seconds=1)) and not holds(first, IDLE) and not holds(first + "x")
    with books.writing() as uow:
        known = uow.sign_ins.by_digest(tokens.digest(first))
        assert known is not None and known.browser == "xy"
        uow.sign_ins.update(known.seen(NOON + LONGEST - IDLE / 2))
        uow.commit()
    assert holds(first, LONGEST - timedelta(seconds=1)) and not holds(first, LONGEST)
    with books.writing() as uow:
        sign_ins.revoke(uow, anna.id, known.id, ACT)
        with pytest.raises(NotFound):
            sign_ins.revoke(uow, anna.id, known.id, ACT)
        uow.commit()
    assert not holds(first) and holds(second)


def test_old_sessions_are_swept_out(books: SqlBooks) -> None:
    anna = hired(books, "anna")
    later = Act(at=NOON + IDLE + timedelta(seconds=1))
    with books.writing() as uow:
        sign_ins.open_sign_in(uow, anna, later, browser="")
        assert len(uow.sign_ins.of(anna.id)) == 1


def test_attempts_at_once_are_counted_one_by_one(books: SqlBooks) -> None:
    counted = throttle.meters("anna@shop.example", device=None, neighbourhood="127.0.0.1")

    def attempt(_number: int) -> bool:
        try:
            with books.writing() as uow:
                throttle.charge(uow, counted, now=NOON)
                uow.commit()
                return True
        except TooManyAttempts:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(12))) == 5
    with books.writing() as uow:
        throttle.give_back(uow, counted, now=NOON)
        assert [uow.attempts.get(meter.key).count for meter in counted] == [0, 4]
        uow.attempts.clear(NOON + timedelta(days=2))
        assert uow.attempts.get(counted[1].key) == Attempts()


def test_deeds_are_kept_in_order_and_read_from_the_end(books: SqlBooks) -> None:
    with books.writing() as uow:
        for number in range(5):
            act = Act(at=NOON, by="ab"[number % 2], address="::1")
            audit.note(uow, act, "labelled", about=str(number), details={"label": "مهم", "count": number})
        uow.commit()
    with books.reading() as uow:
        latest = uow.audit.latest(2)
        assert [deed.about for deed in latest] == ["4", "3"]
        assert [deed.about for deed in uow.audit.latest(9, before=latest[-1].number, by="a")] == ["2", "0"]
        assert latest[0].details == {"label": "مهم", "count": "4"} and latest[0].done_at == NOON
