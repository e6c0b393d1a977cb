"""What a customer means who types instead of pressing: "2", "the first one", a title, "yes", "no"."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from kb.folding import fold
from support.messages import Button

AFFIRM = "affirm"
DENY = "deny"
HELPFUL = "answer_helpful"
NOT_HELPFUL = "answer_not_helpful"
WHICH_ONE = "which_one"
NONE_OF_THESE = "none_of_these"
ARTICLE = "article:"
ASK_HUMAN = "ask_human"
LANGUAGE_BUTTON = "language:"

_PLACES = {"first": 0, "second": 1, "third": 2, "last": -1}
_MOST_WORDS = 5
"""More than "I'd like the second one" is a sentence of its own."""
_ALIKE = 0.88
"""Of difflib's ratio: a typo or a forgotten word in a title; two titles of one topic are further apart."""
_KEYCAP = "\ufe0f\u20e3"
"""What makes a digit an emoji key."""


def chosen(text: str, offered: Sequence[Button], words: Mapping[str, str]) -> str | None:
    """Return the payload of the offered button that a typed text means, or None.

    `words`: the language's group `choices` of data/texts. Digits may be of any script.
    """
    if not offered:
        return None
    place = _place(fold(text).split(), words)
    if place is not None:
        return _at(place, offered)
    titles = {fold(button.title).strip(): button.payload for button in offered}
    alike = get_close_matches(fold(text).strip(), titles, n=1, cutoff=_ALIKE)
    return titles[alike[0]] if alike else None


def _at(place: int, offered: Sequence[Button]) -> str | None:
    """Return the payload at a place; the last one is the last article, for a person is not one of the choices."""
    articles = [button for button in offered if button.payload.startswith(ARTICLE)]
    among = articles or offered if place < 0 else offered
    return among[place].payload if place < len(among) else None


def is_leaving(text: str, words: Mapping[str, str]) -> bool:
    """Whether the text is one of the phrases that leave a form, such as "never mind"."""
    return " ".join(fold(text).split()) in {" ".join(fold(said).split()) for said in words.get("leave", "").split(",")}


def meant(intent: str | None, offered: Sequence[str], *, is_person_asked: bool = False) -> str | None:
    """Return what a bare yes or no (`intent`) means to the payloads offered, or None where nothing was asked.

    `is_person_asked`: the last thing asked was whether a person should come.
    """
    articles = [payload for payload in offered if payload.startswith(ARTICLE)]
    if intent == AFFIRM:
        return _yes(offered, articles, is_person_asked)
    if intent == DENY and NOT_HELPFUL in offered:
        return NOT_HELPFUL
    return NONE_OF_THESE if intent == DENY and articles else None


def _yes(offered: Sequence[str], articles: Sequence[str], is_person_asked: bool) -> str | None:
    if HELPFUL in offered:
        return HELPFUL
    if articles:
        return articles[0] if len(articles) == 1 else WHICH_ONE
    return ASK_HUMAN if is_person_asked and ASK_HUMAN in offered else None


def _place(said: Sequence[str], words: Mapping[str, str]) -> int | None:
    """Return the one place (0 the first, -1 the last) that is named among words that say nothing else."""
    if len(said) > _MOST_WORDS:
        return None
    around = set(fold(words.get("around", "")).split())
    places = [(word, _named(word, words)) for word in said]
    if any(place is None and word not in around for word, place in places):
        return None
    # "one" is a place by itself ("number one") and none beside another ("the second one").
    named = {place for word, place in places if place is not None}
    plain = {place for word, place in places if place is not None and word not in around}
    found = plain or named
    return found.pop() if len(found) == 1 else None


def _named(word: str, words: Mapping[str, str]) -> int | None:
    digits = word.strip(_KEYCAP)
    if digits.isdecimal():
        return int(digits) - 1 if 0 < int(digits) < 100 else 99
    return next((place for name, place in _PLACES.items() if word in fold(words.get(name, "")).split()), None)
