"""The pictures of confidence."""

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from bench.judges import JUDGES
from bench.pictures import Sets, draw_reliability, draw_risk
from bench.reliability import Outcome


@pytest.fixture
def sets() -> Sets:
    said = np.linspace(0.01, 0.99, 120)
    known = np.ones(120, bool)
    outcome = Outcome(said, np.random.default_rng(0).random(120) < said, known, said > 0.5)
    return {name: dict.fromkeys(JUDGES, outcome) for name in ("left_out", "asked", "paraphrase")}


def drawn(sets: Sets, folder: Path) -> list[str]:
    draw_reliability(sets, folder / "reliability.svg")
    draw_risk(sets, folder / "risk.svg", most_wrong=0.05)
    return [(folder / name).read_text(encoding="utf-8") for name in ("reliability.svg", "risk.svg")]


def test_the_same_figures_give_the_same_bytes_and_no_date(sets: Sets, tmp_path: Path) -> None:
    first = drawn(sets, tmp_path)

    assert first == drawn(sets, tmp_path)
    assert not any("dc:date" in picture for picture in first)


def test_a_picture_says_what_it_shows_in_letters(sets: Sets, tmp_path: Path) -> None:
    reliability, risk = (set(ElementTree.fromstring(picture).itertext()) for picture in drawn(sets, tmp_path))

    assert {*JUDGES, "confidence", "share that is right", "as sure as right"} <= reliability
    assert {*JUDGES, "share answered", "wrong of these", "5% of all wrong", "at the threshold chosen"} <= risk


def test_on_a_dark_page_every_light_and_dark_colour_turns(sets: Sets, tmp_path: Path) -> None:
    for picture in drawn(sets, tmp_path):
        head, _, body = picture.partition("</style>")
        assert "prefers-color-scheme: dark" in head
        for colour in ("fill: #fefefe", "fill: #1f2328", "stroke: #1f2328"):
            assert f'[style*="{colour}"]' in head and colour in body
        assert "#000000" not in body and "#ffffff" not in body


def test_a_picture_is_small(sets: Sets, tmp_path: Path) -> None:
    assert max(map(len, drawn(sets, tmp_path))) < 50_000
