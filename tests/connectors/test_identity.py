"""Whom the shop vouches for, and whom it does not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from connectors.webchat.identity import vouched
from connectors.webchat.settings import identity_secret
from support.errors import Misconfigured, Unvouched
from tests.standins.shop import signed

SECRET = "0123456789abcdef0123456789abcdef"
ANNAS = "b4f91fcf9c0343c2df41d24673fe622da415a20647f9bdc0ac943f67d4afa59f"
"""By `openssl dgst -sha256 -hmac`, not by our own hand."""


def claim(email: object = "anna@example.com", signature: object = ANNAS, **more: object) -> dict[str, object]:
    return {"email": email, "signature": signature, **more}


def test_a_signed_address_is_believed() -> None:
    assert vouched(claim(name="Anna Berg"), SECRET).told == {"email": "anna@example.com", "name": "Anna Berg"}


def test_the_address_is_signed_in_lower_case_without_spaces() -> None:
    assert vouched(claim(" Anna@Example.COM "), SECRET).email == "anna@example.com"
    assert vouched(claim("ÅSA@example.com", signed("åsa@example.com", SECRET)), SECRET).email == "åsa@example.com"
    assert vouched(claim(signature=ANNAS.upper()), SECRET)


@pytest.mark.parametrize(
    "wrong",
    [
        claim(signature=""),
        claim(signature=None),
        claim(signature=7),
        claim(signature=ANNAS[:-1]),
        claim(signature="é" * 64),
        claim(signature=signed("anna@example.com", "another secret")),
        claim("bob@example.com"),
        claim("anna"),
        claim(None),
        claim(["anna@example.com"]),
        {},
        [],
        "anna@example.com",
        7,
    ],
)
def test_what_the_shop_did_not_sign_is_refused(wrong: object) -> None:
    with pytest.raises(Unvouched):
        vouched(wrong, SECRET)


def test_without_a_secret_nobody_is_believed() -> None:
    with pytest.raises(Unvouched):
        vouched(claim(signature=signed("anna@example.com", "")), "")


@given(some.text(), some.text())
def test_anything_at_all_is_refused(email: str, signature: str) -> None:
    with pytest.raises(Unvouched):
        vouched(claim(email, signature), SECRET)


@pytest.mark.parametrize(
    ("said", "shown"),
    [("  Anna ", "Anna"), ("\x1b[31mAnna\x07\n", "[31mAnna"), ("\u202eannA", "annA"), ("x" * 500, "x" * 100)],
)
def test_a_name_is_cleaned(said: str, shown: str) -> None:
    assert vouched(claim(name=said), SECRET).name == shown


@pytest.mark.parametrize("nothing", [None, "", "  ", 7, ["Anna"]])
def test_what_is_no_name_is_none(nothing: object) -> None:
    assert vouched(claim(name=nothing), SECRET).name is None


def secret_of(monkeypatch: pytest.MonkeyPatch, **settings: str) -> str:
    for name in ("SECRET", "SECRET_FILE"):
        monkeypatch.delenv(f"PARLEY_WEBCHAT_IDENTITY_{name}", raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(f"PARLEY_WEBCHAT_IDENTITY_{name}", value)
    return identity_secret.__wrapped__()


def test_the_secret_comes_from_the_environment_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret"
    file.write_text(SECRET + "\n")

    assert secret_of(monkeypatch) == ""
    assert secret_of(monkeypatch, SECRET=SECRET) == SECRET
    assert secret_of(monkeypatch, SECRET_FILE=str(file)) == SECRET


def test_a_secret_that_cannot_be_one_is_told_at_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    for wrong in (
        {"SECRET": "short"},
        {"SECRET": "with a space and long"},
        {"SECRET_FILE": str(empty)},
        {"SECRET_FILE": str(tmp_path / "none")},
        {"SECRET_FILE": str(tmp_path)},
        {"SECRET": SECRET, "SECRET_FILE": str(empty)},
    ):
        with pytest.raises(Misconfigured, match="PARLEY_WEBCHAT_IDENTITY_SECRET") as refused:
            secret_of(monkeypatch, **wrong)
        assert "short" not in str(refused.value)
