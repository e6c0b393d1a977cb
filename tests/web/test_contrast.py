"""Whether what stands on what can be read: WCAG 2.2's contrast, from the style sheets, in light and in dark."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web"
SCHEMES = ("light", "dark")

SURFACES = ("ground", "surface", "sunken")
CHOSEN = "accent-soft"
"""What a row or a section one is at stands on."""

_TOKEN = re.compile(r"--parley-([\w-]+):\s*(#[0-9a-f]{6});")
_BLOCK = re.compile(r"\{([^{}]*)\}")
_BACK = re.compile(r"\bbackground:\s*var\(--parley-([\w-]+)\)")
_FORE = re.compile(r"(?<![\w-])color:\s*var\(--parley-([\w-]+)\)")


def tokens(scheme: str) -> dict[str, str]:
    """Return the colours of a scheme; the dark one changes the light one's."""
    light, dark = (WEB / "ui" / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    found = dict(_TOKEN.findall(light))
    return found | dict(_TOKEN.findall(dark)) if scheme == "dark" else found


def contrast(one: str, other: str) -> float:
    """Return how far two colours stand apart (WCAG 2.2, "contrast ratio"), 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb" (WCAG 2.2)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def pairs() -> Iterator[tuple[str, str]]:
    """Yield text and background of all rules that name both."""
    for sheet in sorted(WEB.rglob("*.css")):
        for block in _BLOCK.findall(sheet.read_text()):
            for back in _BACK.findall(block):
                yield from ((fore, back) for fore in _FORE.findall(block))


def test_black_on_white_is_twenty_one() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54  # the grey that everybody knows to be just enough


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_a_rule_writes_on_its_own_ground_can_be_read(scheme: str) -> None:
    colours, found = tokens(scheme), set(pairs())
    assert ("on-accent", "accent") in found and ("warn", "warn-soft") in found
    assert {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in found if _is_faint(colours, *pair)
    } == {}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("fore", ["ink", "ink-soft", "link", "warn", "bad", "note"])
def test_words_can_be_read_wherever_they_stand(scheme: str, fore: str) -> None:
    colours = tokens(scheme)
    grounds = (*SURFACES, CHOSEN, *(["note-soft"] if fore in ("ink", "ink-soft", "note", "link") else []))
    assert {ground: colours[ground] for ground in grounds if _is_faint(colours, fore, ground)} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("edge", ["line-strong", "focus", "link"])
def test_what_is_pressed_and_where_one_is_can_be_seen(scheme: str, edge: str) -> None:
    colours = tokens(scheme)
    assert {ground for ground in (*SURFACES, CHOSEN) if contrast(colours[edge], colours[ground]) < 3} == set()


def _is_faint(colours: dict[str, str], fore: str, back: str) -> bool:
    return contrast(colours[fore], colours[back]) < 4.5
