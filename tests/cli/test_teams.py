"""An operator sets up teams."""

from pathlib import Path

from store.unit_of_work import SqlBooks
from support.events import TeamsChanged
from tests.house import House


def test_teams_are_shown_changed_and_loaded(home: House, books: SqlBooks, tmp_path: Path) -> None:
    shown = home.parley("teams", "show").stdout
    assert "id: support" in shown

    file = tmp_path / "teams.yml"
    file.write_text(shown.replace("name: Support", "name: Hjälpen"), encoding="utf-8")
    assert home.parley("teams", "load", str(file), "--check").returncode == 0
    with books.reading() as uow:
        assert uow.events.last() == 0
    assert "1 teams: Hjälpen" in home.parley("teams", "load", str(file)).stdout
    with books.reading() as uow:
        assert [team.name for team in uow.teams.all()] == ["Hjälpen"]
        assert [entry.event for entry in uow.events.since(0)] == [TeamsChanged(names=("Hjälpen",))]
    assert "support  Hjälpen  everybody  by hand  open  0 waiting" in home.parley("teams", "list").stdout


def test_a_fault_changes_nothing(home: House, books: SqlBooks, tmp_path: Path) -> None:
    file = tmp_path / "teams.yml"
    file.write_text("- {id: x, capacity: many}")

    done = home.parley("teams", "load", str(file))
    assert (done.returncode, "teams.yml: line 1: team x: 'many' is no whole number" in done.stderr) == (1, True)
    with books.reading() as uow:
        assert uow.events.last() == 0
