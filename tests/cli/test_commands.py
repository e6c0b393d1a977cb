"""Every command is in the operator's book, and every command in the book is there."""

import re

import click

from app.settings import ROOT
from cli.__main__ import parley

_BOOK = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
_WRITTEN = re.compile(r"`\./parley ([a-z]+)(?: ([a-z]+))?")


def groups() -> dict[str, click.Group]:
    """Return the commands that have commands."""
    return {name: command for name, command in parley.commands.items() if isinstance(command, click.Group)}


def test_every_command_is_in_the_book() -> None:
    plain = parley.commands.keys() - groups()
    assert [name for name in plain if f"`./parley {name}`" not in _BOOK] == []


def test_every_command_of_a_group_is_in_the_book() -> None:
    """The first of a paragraph stands there whole, the others by their own name."""
    lacking = [
        f"{group} {name}"
        for group, command in groups().items()
        for name in command.commands
        if not re.search(rf"`\./parley {group}\b.*`(\./parley {group} )?{name}\b|`\./parley {group} {name}\b", _BOOK)
    ]
    assert lacking == []


def test_the_book_names_no_command_that_is_not_there() -> None:
    for name, below in _WRITTEN.findall(_BOOK):
        assert name in parley.commands
        assert not below or below in groups()[name].commands
