"""Which language a text is in, and which one a conversation goes on in."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from threading import Lock

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_DOUBT = 0.01
"""Below this margin between the first two, langdetect breaks the tie. Asking it more often, or giving it more weight,
lost accuracy at every setting tried on Tatoeba (margin .1, weight .3: macro .9867 -> .9851; bench.language)."""

_SECOND_WEIGHT = 0.05

_SWITCH = 0.8
"""A conversation leaves its language only for a certainty above this."""

_FIRST = 0.4
"""A conversation opens in the default language below this certainty; eight languages by chance would reach 0.125."""

_ROUNDING = 0.001

_NOISE = re.compile(r"https?://\S+|\S+@\S+|\b[A-Z]{1,4}-?\d{3,}\b|[\d_]+")
"""Addresses, order numbers, digits. Not punctuation: that pattern would also take Indic vowel signs."""

_SCRIPTS = {
    "ARABIC": ("ar", "fa", "ur", "ps", "ku", "ug"),
    "ARMENIAN": ("hy",),
    "BENGALI": ("bn", "as"),
    "CJK": ("zh", "ja"),
    "CYRILLIC": ("ru", "uk", "bg", "be", "mk", "kk", "ky", "mn"),
    "DEVANAGARI": ("hi", "mr", "ne"),
    "ETHIOPIC": ("am",),
    "GEORGIAN": ("ka",),
    "GREEK": ("el",),
    "GUJARATI": ("gu",),
    "GURMUKHI": ("pa",),
    "HANGUL": ("ko",),
    "HEBREW": ("he", "yi"),
    "HIRAGANA": ("ja",),
    "KANNADA": ("kn",),
    "KATAKANA": ("ja",),
    "KHMER": ("km",),
    "LAO": ("lo",),
    "MALAYALAM": ("ml",),
    "SINHALA": ("si",),
    "TAMIL": ("ta",),
    "TELUGU": ("te",),
    "THAI": ("th",),
}
"""Scripts and the languages py3langid knows in them; any other text is Latin, and in none of these languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A language with its certainty in 0..1; `by_script` when the letters alone left one choice."""

    language: str
    certainty: float
    by_script: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the conversation has settled: its language so far, and an explicit wish, which wins."""

    language: str | None = None
    wish: str | None = None


class LanguageReader:
    """Tells the assistant's languages apart; safe to share between threads."""

    def __init__(self, languages: Sequence[str], default: str) -> None:
        self.languages = tuple(languages)
        self.default = default
        self._identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        self._identifier.set_languages(list(languages))
        self._second = _SecondOpinion()
        written = {code: {script for script, codes in _SCRIPTS.items() if code in codes} for code in languages}
        self._written = {code: scripts or {"LATIN"} for code, scripts in written.items()}

    def guess(self, text: str) -> Guess | None:
        """Return the likeliest language, or None where the text has no letters to go by."""
        letters = " ".join(_NOISE.sub(" ", text).split())
        if not any(map(str.isalpha, letters)):
            return None
        if (by_script := self._by_script(letters)) is not None:
            return by_script
        ranks = self._rank(letters)
        best, runner_up = sorted(ranks, key=ranks.__getitem__, reverse=True)[:2] if len(ranks) > 1 else (*ranks, *ranks)
        if 0 < ranks[best] - ranks[runner_up] < _DOUBT:
            best = self._second.choose(letters, {code: ranks[code] for code in (best, runner_up)})
        return Guess(language=best, certainty=ranks[best])

    def _rank(self, letters: str) -> dict[str, float]:
        """Return the languages that could be written with these letters, with their likelihoods."""
        scripts = _scripts(letters)
        ranks = dict(self._identifier.rank(letters))
        return {code: rank for code, rank in ranks.items() if not self._written[code].isdisjoint(scripts)} or ranks

    def _by_script(self, letters: str) -> Guess | None:
        ((script, _),) = _scripts(letters).most_common(1)
        candidates = [code for code in _SCRIPTS.get(script, ()) if code in self.languages]
        if len(candidates) != 1:
            return None
        return Guess(language=candidates[0], certainty=1.0, by_script=True)

    def decide(self, text: str, standing: Standing, hint: str | None = None, prior: str | None = None) -> Guess:
        """Return the language to answer in.

        A wish wins; what is too short or without letters never switches, unless its script is one that only one of
        our languages has; a first message too short to tell follows the channel's hint. `prior` is weaker: it stands
        for the default language where a first message says nothing, and confirms a reading that is no better than it.
        """
        settled = standing.language or (hint if hint in self.languages else None)
        if standing.wish in self.languages:
            return Guess(language=str(standing.wish), certainty=1.0)
        guess = self.guess(text)
        if guess is None or self._is_blind(guess):
            return Guess(language=settled or self._likely(prior), certainty=0.0)
        if guess.language == settled or guess.by_script:
            return guess
        if settled is None:
            is_taken = guess.certainty >= _FIRST or guess.language == prior
            return guess if is_taken else Guess(language=self.default, certainty=guess.certainty)
        if _is_telling(text) and guess.certainty >= _SWITCH:
            return guess
        return Guess(language=settled, certainty=1.0 - guess.certainty)

    def decide_pressed(self, standing: Standing, hint: str | None = None, prior: str | None = None) -> Guess:
        """Return the language to answer in after a press: its words are ours, so nothing is read from them."""
        settled = Standing(language=standing.language, wish=standing.wish or standing.language)
        return self.decide("", settled, hint, prior)

    def _is_blind(self, guess: Guess) -> bool:
        """Whether no language is any likelier than another: "ok" has nothing that the model has ever counted."""
        return len(self.languages) > 1 and guess.certainty * len(self.languages) < 1 + _ROUNDING

    def _likely(self, prior: str | None) -> str:
        return prior if prior in self.languages and prior is not None else self.default


def _is_telling(text: str) -> bool:
    """Three words or twelve letters: less is as likely a name, a brand or an "ok"."""
    letters = _NOISE.sub(" ", text)
    return len(letters.split()) >= 3 or sum(map(str.isalpha, letters)) >= 12


def _scripts(text: str) -> Counter[str]:
    """Return the scripts of the text's letters with their counts."""
    if text.isascii():
        return Counter({"LATIN": 1})
    return Counter(map(_script, islice(filter(str.isalpha, text), 80)))


@lru_cache(maxsize=8192)
def _script(letter: str) -> str:
    """Return a letter's script: the first word of its Unicode name."""
    return unicodedata.name(letter, "").partition(" ")[0]


class _SecondOpinion:
    """langdetect, asked only in doubt: seeded, behind a lock (its first use is not thread-safe)."""

    def __init__(self) -> None:
        self._lock = Lock()

    def choose(self, text: str, ranks: dict[str, float]) -> str:
        """Return the likelier of two languages, with langdetect's view added to the first one's certainty."""
        from langdetect import DetectorFactory, LangDetectException, detect_langs  # loads 55 profiles at first use

        with self._lock:
            DetectorFactory.seed = 0
            try:
                second = {guess.lang[:2]: guess.prob for guess in detect_langs(text)}
            except LangDetectException:
                second = {}
        return max(ranks, key=lambda code: ranks[code] + _SECOND_WEIGHT * second.get(code, 0.0))
