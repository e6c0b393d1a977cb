"""Calling `parley` in a test."""

from tests.house import House


def says(home: House, *arguments: str) -> list[str]:
    """Return the lines of a command that works."""
    done = home.parley(*arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def refuses(home: House, *arguments: str) -> str:
    """Return the one line of a command that does not, without its name."""
    done = home.parley(*arguments)
    assert done.returncode == 1, done.stdout + done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("parley: "), done.stderr
    return lines[0].removeprefix("parley: ")
