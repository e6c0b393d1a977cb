"""`parley staff`: whoever holds the machine gets in."""

from store.unit_of_work import SqlBooks
from tests.cli.talk import refuses, says
from tests.house import House


def test_the_first_link_is_made_while_there_is_no_admin(home: House, books: SqlBooks) -> None:
    assert "parley staff link" in says(home, "staff", "list")[0]
    (link,) = says(home, "staff", "link")
    assert link.startswith(f"http://localhost:{home.port}/welcome/") and link != says(home, "staff", "link")[0]


def test_somebody_is_invited_changed_and_shut_out(home: House, books: SqlBooks) -> None:
    said = says(
        home, "staff", "invite", "Bo@shop.example", "--name", "Bo\x1b[2J", "--role", "agent", "--language", "sv"
    )
    assert "/welcome/" in said[1]
    assert says(home, "staff", "list") == ["bo@shop.example  Bo [2J  agent  sv  invited"]
    assert says(home, "staff", "roles", "bo@shop.example", "writer", "admin") == [
        "bo@shop.example  Bo [2J  admin, writer  sv  invited"
    ]
    assert "/welcome/" in says(home, "staff", "reset", "bo@shop.example")[0]
    assert says(home, "staff", "disable", "bo@shop.example")[0].endswith("disabled")
    assert "enable the account first" in refuses(home, "staff", "reset", "bo@shop.example")
    assert says(home, "staff", "enable", "bo@shop.example")[0].endswith("invited")


def test_what_cannot_be_is_said_in_one_line(home: House, books: SqlBooks) -> None:
    assert "nobody has the address" in refuses(home, "staff", "reset", "eve@shop.example")
    assert "no e-mail address" in refuses(home, "staff", "invite", "eve")
