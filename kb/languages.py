"""Which language a text is in, and which one a conversation goes on in."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from threading import Lock

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from kb.folding import unstretched
from kb.foreign import Foreign
from kb.romanised import Romanised
from kb.scripts import SCRIPTS, scripts_of
from kb.small_words import LANGUAGES, by_small_words

_DOUBT = 0.01
"""Below this margin between the first two, langdetect breaks the tie. Asking it more often, or giving it more weight,
lost accuracy at every setting tried on Tatoeba (margin .1, weight .3: macro .9867 -> .9851; bench.language)."""

_SECOND_WEIGHT = 0.05

_SWITCH = 0.8
"""A conversation leaves its language only for a certainty above this."""

_FIRST = 0.4
"""A conversation opens in the default language below this certainty; eight languages by chance would reach 0.125."""

_ROUNDING = 0.001

_SMALL_WORDS = 0.95

_NOISE = re.compile(r"https?://\S+|\S+@\S+|\b[A-Z]{1,4}-?\d{3,}\b|[\d_]+")
"""Addresses, order numbers, digits. Not punctuation: that pattern would also take Indic vowel signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A language with its certainty in 0..1; `by_script` when the letters alone left one choice.

    `is_romanised`: in Latin letters, which are not its own.
    """

    language: str
    certainty: float
    by_script: bool = False
    is_romanised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the conversation has settled: its language so far, and an explicit wish, which wins.

    `written`: the language of ours that the customer's last text since the wish was clearly in.
    """

    language: str | None = None
    wish: str | None = None
    written: str | None = None


class LanguageReader:
    """Tells the assistant's languages apart; safe to share between threads."""

    def __init__(
        self, languages: Sequence[str], default: str, examples: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """`examples`, by language: what customers write, in Latin letters too where those are not its own."""
        self.languages = tuple(languages)
        self.default = default
        self._identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        everything = copy(self._identifier)  # shares the arrays; restricting the one leaves the other whole
        self._identifier.set_languages(list(languages))
        self._second = _SecondOpinion()
        written = {code: {script for script, codes in SCRIPTS.items() if code in codes} for code in languages}
        self._written = {code: scripts or {"LATIN"} for code, scripts in written.items()}
        latin = [code for code in languages if "LATIN" in self._written[code]]
        self._romanised = Romanised({code: (examples or {}).get(code, ()) for code in languages}, latin)
        self._foreign = Foreign(everything, languages)

    def guess(self, text: str) -> Guess | None:
        """Return the likeliest language, or None where the text has no letters to go by."""
        letters = _letters(text)
        if not any(map(str.isalpha, letters)):
            return None
        if (by_script := self._by_script(letters)) is not None:
            return by_script
        if (small := self._by_small_words(letters)) is not None:
            return small
        if (romanised := self._romanised.guess(letters)) is not None:
            return Guess(language=romanised[0], certainty=romanised[1], is_romanised=True)
        ranks = self._rank(letters)
        best, runner_up = sorted(ranks, key=ranks.__getitem__, reverse=True)[:2] if len(ranks) > 1 else (*ranks, *ranks)
        if 0 < ranks[best] - ranks[runner_up] < _DOUBT:
            best = self._second.choose(letters, {code: ranks[code] for code in (best, runner_up)})
        return Guess(language=best, certainty=ranks[best])

    def _by_small_words(self, letters: str) -> Guess | None:
        ours = [code for code in LANGUAGES if code in self.languages]
        is_ours = bool(ours) and letters.isascii() and by_small_words(letters)
        return Guess(language=ours[0], certainty=_SMALL_WORDS, is_romanised=True) if is_ours else None

    def _rank(self, letters: str) -> dict[str, float]:
        """Return the languages that could be written with these letters, with their likelihoods."""
        scripts = scripts_of(letters)
        ranks = dict(self._identifier.rank(letters))
        return {code: rank for code, rank in ranks.items() if not self._written[code].isdisjoint(scripts)} or ranks

    def _by_script(self, letters: str) -> Guess | None:
        ((script, _),) = scripts_of(letters).most_common(1)
        candidates = [code for code in SCRIPTS.get(script, ()) if code in self.languages]
        if len(candidates) != 1:
            return None
        return Guess(language=candidates[0], certainty=1.0, by_script=True)

    def decide(self, text: str, standing: Standing, hint: str | None = None, prior: str | None = None) -> Guess:
        """Return the language to answer in.

        A wish wins until two texts in a row are clearly in another language of ours; what is too short or without
        letters never switches, unless its script is one that only one of our languages has; a first message too short
        to tell follows the channel's hint. `prior` is weaker: it stands for the default language where a first message
        says nothing, and confirms a reading that is no better than it.
        """
        settled = standing.language or (hint if hint in self.languages else None)
        if standing.wish in self.languages:
            written = self.clearly(text) if standing.written not in (None, standing.wish) else None
            wished = written if written == standing.written and written is not None else standing.wish
            return Guess(language=str(wished), certainty=1.0)
        guess = self.guess(text) if self.foreign(text) is None else None
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

    def has_own_script(self, language: str) -> bool:
        """Whether a language of ours is written in other letters than Latin ones."""
        return "LATIN" not in self._written[language]

    def clearly(self, text: str) -> str | None:
        """Return the language of ours a text is beyond doubt in, or None; None too where its letters are not its own.

        Who types Tamil in Latin letters may have wished for English because they cannot read Tamil's.
        """
        guess = self.guess(text)
        if guess is None or not (guess.by_script or (_is_telling(text) and guess.certainty >= _SWITCH)):
            return None
        if guess.is_romanised:
            return None
        return None if self.foreign(text) else guess.language

    def foreign(self, text: str) -> str | None:
        """Return the language a text is clearly in that is none of ours, or None."""
        letters = _letters(text)
        if by_small_words(letters):
            return None if self._by_small_words(letters) else LANGUAGES[0]
        return self._foreign.guess(letters, is_romanised=self._romanised.guess(letters) is not None)

    def decide_pressed(self, standing: Standing, hint: str | None = None, prior: str | None = None) -> Guess:
        """Return the language to answer in after a press: its words are ours, so nothing is read from them."""
        settled = Standing(language=standing.language, wish=standing.wish or standing.language)
        return self.decide("", settled, hint, prior)

    def _is_blind(self, guess: Guess) -> bool:
        """Whether no language is any likelier than another: "ok" has nothing that the model has ever counted."""
        return len(self.languages) > 1 and guess.certainty * len(self.languages) < 1 + _ROUNDING

    def _likely(self, prior: str | None) -> str:
        return prior if prior in self.languages and prior is not None else self.default


def _letters(text: str) -> str:
    """Return what of a text tells a language, in the letters that languages are known by."""
    return " ".join(_NOISE.sub(" ", unstretched(unicodedata.normalize("NFKC", text))).split())


def _is_telling(text: str) -> bool:
    """Three words or twelve letters: less is as likely a name, a brand or an "ok"."""
    letters = _letters(text)
    return len(letters.split()) >= 3 or sum(map(str.isalpha, letters)) >= 12


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
