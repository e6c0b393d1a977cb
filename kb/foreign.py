"""Texts in languages we do not speak, so that a customer is told rather than guessed at."""

from collections.abc import Sequence

from py3langid.langid import LanguageIdentifier

from kb.scripts import SCRIPTS, scripts_of

_LIKELY = 0.45
_MOST_OURS = 0.05
"""What all our languages together may still claim. Of 1,851 examples in ours, misspelt ones among them, none was taken
for another with these two; of fifteen short questions in ten others, twelve were."""
_BEYOND_ROMANISED = 0.85
"""Ours in Latin letters look like something else to it, but never by more than .72."""
_FEWEST_WORDS = 3
"""Two words in Latin letters could be in anything."""


class Foreign:
    """Asks py3langid, with all its languages."""

    def __init__(self, identifier: LanguageIdentifier, languages: Sequence[str]) -> None:
        self._identifier = identifier
        self._ours = frozenset(languages)

    def guess(self, text: str, *, is_romanised: bool = False) -> str | None:
        """Return the code of a language that is not ours, or None where the text may well be in one of ours.

        `is_romanised`: it looks like one of ours in letters that are not its own.
        """
        if not any(map(str.isalpha, text)):
            return None
        ((script, _),) = scripts_of(text).most_common(1)
        written_so = SCRIPTS.get(script)
        if written_so is not None:
            return None if self._ours.intersection(written_so) else written_so[0]
        needed = _BEYOND_ROMANISED if is_romanised else _LIKELY
        return self._in_latin_letters(text, needed) if len(text.split()) >= _FEWEST_WORDS else None

    def _in_latin_letters(self, text: str, needed: float) -> str | None:
        ranks = self._identifier.rank(text)
        likeliest, certainty = ranks[0]
        ours = sum(rank for code, rank in ranks if code in self._ours)
        return str(likeliest) if certainty >= needed and ours < _MOST_OURS else None
