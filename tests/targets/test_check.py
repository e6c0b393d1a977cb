"""What an operator hears of the settings of another desk."""

from pathlib import Path

import pytest

from tests.cli.talk import refuses
from tests.house import House
from tests.standins.chatwoot.server import Chatwoot
from tests.targets.conftest import settings_for
from tests.targets.home import Home


def test_at_our_own_desk_there_is_nothing_to_try(tmp_path: Path) -> None:
    assert "people answer here" in House(tmp_path).parley("handoffs", "target").stdout


@pytest.mark.parametrize("name", ["TOKEN", "SECRET", "INBOX", "URL"])
def test_half_set_up_is_named(tmp_path: Path, chatwoot: Chatwoot, name: str) -> None:
    given = settings_for(chatwoot) | {f"PARLEY_CHATWOOT_{name}": "0" if name == "INBOX" else ""}

    assert f"needs PARLEY_CHATWOOT_{name}:" in refuses(House(tmp_path, **given), "handoffs", "target")


def test_a_secret_that_is_a_word_is_refused(tmp_path: Path) -> None:
    given = {"PARLEY_HANDOFF": "webhook", "PARLEY_WEBHOOK_URL": "http://x", "PARLEY_WEBHOOK_SECRET": "hush"}

    assert "at least 16 characters" in refuses(House(tmp_path, **given), "handoffs", "target")


def test_all_is_well(home: Home, chatwoot: Chatwoot) -> None:
    home._extra["PARLEY_PUBLIC_URL"] = home.url
    tried = home.parley("handoffs", "target")

    assert tried.returncode == 0, tried.stdout
    assert "it is an API inbox" in tried.stdout and tried.stdout.count("takes what is signed") == 2


def test_another_address_and_a_token_that_has_ended_are_found(tmp_path: Path, home: Home, chatwoot: Chatwoot) -> None:
    home._extra["PARLEY_PUBLIC_URL"] = "http://127.0.0.1:9"
    tried = home.parley("handoffs", "target")
    assert tried.returncode == 1
    assert (
        "should be http://127.0.0.1:9/targets/chatwoot" in tried.stdout and "is `parley start` running?" in tried.stdout
    )

    other = House(tmp_path, **settings_for(chatwoot) | {"PARLEY_CHATWOOT_TOKEN": "ended"})
    tried = other.parley("handoffs", "target")
    assert tried.returncode == 1 and "Invalid Access Token" in tried.stdout
