"""What an operator is told when something is wrong: one line, exit status 1, nothing half-written."""

import gzip
import os
import random
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from cli.preparing import is_whole
from tests.house import ROOT, House


def told(home: House, *arguments: str, **settings: str) -> str:
    """Run `parley` with these settings; return the one line it said, without its name."""
    os.environ.update(settings)
    try:
        done = home.parley(*arguments)
    finally:
        for name in settings:
            del os.environ[name]
    assert done.returncode == 1, done.stdout + done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("parley: "), done.stderr
    return lines[0].removeprefix("parley: ")


def test_a_broken_article_stops_before_anything_is_written(home: House, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    (articles / "en").mkdir(parents=True)
    (articles / "en" / "good.md").write_text("---\ntitle: Good\n---\nYes.\n")
    (articles / "en" / "bad.md").write_text("---\ntitle: [\n---\nNo.\n")

    assert "bad.md:3:" in told(home, "prepare", PARLEY_ARTICLES=str(articles))
    assert not (home.folder / "parley.db").exists()


def test_a_taken_port_is_named_with_what_to_do(home: House) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", home.port))
        other.listen()
        assert told(home, "start") == (
            f"port {home.port} is taken: stop what uses it, or choose another, e.g. PARLEY_PORT={home.port + 1}"
        )


@pytest.mark.parametrize(("host", "taken"), [("::1", "::1"), ("::", "::1"), ("127.0.0.1", "::1"), ("0.0.0.0", "::")])
def test_a_port_that_is_taken_in_ipv6_only_is_named_too(home: House, host: str, taken: str) -> None:
    """With 127.0.0.1 as well: a browser that is sent to localhost looks at ::1 first."""
    with socket.socket(socket.AF_INET6) as other:
        other.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        other.bind((taken, home.port))
        other.listen()
        assert told(home, "start", PARLEY_HOST=host).startswith(f"port {home.port} is taken")


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::1", "::", "localhost"])
def test_free_ports_are_free_whatever_the_address(home: House, host: str) -> None:
    code = "from cli.ports import check_ports; check_ports()"
    environment = home.environment | {"PARLEY_HOST": host}
    with socket.socket() as other:  # whoever listens in IPv6 only is not in the way of who has the port of IPv4
        other.bind(("127.0.0.1", home.port if ":" in host else 0))
        other.listen()
        subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, env=environment, check=True)


def test_an_address_that_is_none_is_named(home: House) -> None:
    assert "PARLEY_PORT" in told(home, "start", PARLEY_HOST="nonsense.invalid")


def test_wrong_settings_are_told_all_at_once(home: House) -> None:
    wrong = {"PARLEY_MOST_WRONG": "x", "PARLEY_DEFAULT_LANGUAGE": "tlh", "PARLEY_TRANSCRIBER_URL": "localhost:9000"}
    line = told(home, "prepare", **wrong)

    assert all(name in line for name in wrong)


def test_an_encoder_that_does_not_load_is_one_line(home: House) -> None:
    line = told(home, "prepare", PARLEY_ENCODER=str(home.folder / "nothing"), HF_HUB_OFFLINE="1")

    assert line.startswith("PARLEY_ENCODER=") and "could not be loaded" in line


def test_a_database_that_is_none_is_one_line(home: House, tmp_path: Path) -> None:
    (tmp_path / "not.db").write_text("this is no database" * 100)

    assert "database" in told(home, "prepare", PARLEY_DATABASE_URL=f"sqlite:///{tmp_path / 'not.db'}")
    assert "PARLEY_DATABASE_URL" in told(home, "prepare", PARLEY_DATABASE_URL="nonsense")


def test_a_folder_that_cannot_be_written_is_one_line(home: House) -> None:
    home.folder.parent.joinpath("var").write_text("a file where the folder should be")

    assert "check the disk" in told(home, "prepare")


BROKEN_ORDERS = {
    "a state that is none": (3, "TM-1,shipped,2\nTM-2,lost,2\n"),
    "a number twice": (3, "TM-1,shipped,2\nTM-1,shipped,3\n"),
    "a quotation mark too many, below empty lines": (5, 'TM-1,shipped,2\n\n\nTM-2,"shipped,2\n'),
    "more than a field of CSV may hold": (2, "TM-1,shipped," + "2" * 200_000),
    "more days than a calendar has": (2, "TM-1,shipped,99999999999999999999\n"),
    "what a file is full of after a power cut": (2, "TM-\0,shipped,2\n"),
    "no number": (2, ",shipped,2\n"),
    "a number that no database column takes": (2, "1" * 33 + ",shipped,2\n"),
}


@pytest.mark.parametrize("fault", BROKEN_ORDERS)
def test_broken_orders_are_named_by_line(home: House, tmp_path: Path, fault: str) -> None:
    line, rows = BROKEN_ORDERS[fault]
    (tmp_path / "orders.csv").write_text(f"number,state,days\n{rows}")

    assert f"orders.csv:{line}: " in told(home, "prepare", PARLEY_ORDERS=str(tmp_path / "orders.csv"))


def test_a_model_that_the_disk_has_damaged_is_told_from_a_whole_one(tmp_path: Path) -> None:
    archive = tmp_path / "model.tar.gz"
    archive.write_bytes(whole := gzip.compress(random.Random(1).randbytes(100_000)))
    assert is_whole(archive)

    middle = len(whole) // 2
    for damaged in (whole[:middle], whole[:middle] + b"\0" * 9 + whole[middle + 9 :], b"", bytes(9), b"no archive"):
        archive.write_bytes(damaged)
        assert not is_whole(archive), damaged[:20]


def test_a_running_house_is_left_alone_by_a_second_prepare(house: House) -> None:
    again = house.parley("prepare")

    assert again.returncode == 0
    assert again.stdout.startswith("Ready: models/")  # nothing imported, nothing trained


def test_a_question_can_be_tried_from_the_command_line(house: House) -> None:
    asked = house.parley("kb", "ask", "wie lange dauert die Lieferung", "--language", "de")

    assert asked.stdout.splitlines()[0].split()[1:3] == ["de", "delivery-times:"]


def test_an_edited_article_is_answered_by_the_running_bot(house: House, tmp_path: Path) -> None:
    from tests.customer import Customer

    shutil.copytree(ROOT / "kb" / "articles", tmp_path / "articles")
    (tmp_path / "articles" / "en" / "llamas.md").write_text(
        "---\ntitle: Do you rent out llamas?\nquestions:\n  - can I rent a llama\n---\nYes, on Tuesdays.\n"
    )
    os.environ["PARLEY_ARTICLES"] = str(tmp_path / "articles")
    try:
        assert house.parley("kb", "import").returncode == 0
    finally:
        del os.environ["PARLEY_ARTICLES"]
    for _ in range(10):  # a second or so later; each time a new customer, for who gets nowhere is handed over
        replies = Customer(house.url).says("can I rent a llama from you?")
        if "on Tuesdays" in replies[0]["text"]:
            break
    assert "on Tuesdays" in replies[0]["text"]
    assert house.parley("kb", "import").returncode == 0  # the demo's own articles again
