"""How a wait looks on a terminal and in a log."""

import sys

import pytest

from cli.waiting import Waiting


def waited(capsys: pytest.CaptureFixture[str]) -> str:
    waiting = Waiting("Training", "some minutes")
    for _ in range(3):
        waiting.tick()
    waiting.end()
    return capsys.readouterr().out


def test_in_a_log_it_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert waited(capsys) == "Training (some minutes)\n"


def test_on_a_terminal_the_seconds_are_counted_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    assert waited(capsys) == "\rTraining: 0 s (some minutes)" * 3 + "\n"
