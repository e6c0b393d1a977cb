"""DeepL, Google and LibreTranslate, each by its own API and within its limits."""

import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

import httpx

from kb.translating.port import Limits, Translator, Used
from support.errors import Misconfigured, Refused, SlowDown, Unavailable

_SECONDS = 60.0
_MOST_TRIES = 5
_LONGEST_WAIT = 60.0
_LONGEST_WORDS = 200
_EMPTY = re.compile(r'<x id="(\d+)"/>')


class _Service(ABC):
    """What all have in common: a request, its refusals, and waiting when asked to."""

    name = ""
    limits = Limits(texts=1, characters=1, bytes=1)

    def __init__(self, url: str, key: str, *, sleep: Callable[[float], None] = time.sleep) -> None:
        """`url` is the service's address, `key` what it knows us by."""
        self._url, self._key, self._sleep = url.rstrip("/"), key, sleep

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """See `port.Translator`. Asked to wait, it waits, a few times."""
        for number in range(_MOST_TRIES):
            try:
                answer = self._asked(texts, source, target)
                break
            except SlowDown as error:
                if number == _MOST_TRIES - 1:
                    raise
                self._sleep(min(max(error.seconds, 2.0**number), _LONGEST_WAIT))
        try:
            found = [str(text) for text in self._texts(answer)]
        except (KeyError, TypeError, AttributeError) as error:
            raise Unavailable(f"{self.name} answered something else than translations") from error
        if len(found) != len(texts):
            raise Unavailable(f"{self.name} answered {len(found)} of {len(texts)} texts")
        return found

    def _asked(self, texts: Sequence[str], source: str, target: str) -> Any:
        path, headers, body = self._request(texts, source, target)
        try:
            answer = httpx.post(f"{self._url}{path}", headers=headers, json=body, timeout=_SECONDS, trust_env=False)
        except httpx.HTTPError as error:  # its text may hold the address, which may hold the key
            raise Unavailable(f"{self.name} does not answer ({type(error).__name__}); try again later") from error
        self._check(answer)
        try:
            return answer.json()
        except ValueError as error:
            raise Unavailable(f"{self.name} answered no JSON") from error

    def _check(self, answer: httpx.Response) -> None:
        status, words = answer.status_code, " ".join(answer.text.split())[:_LONGEST_WORDS]
        if status == 200:
            return
        if self._is_used_up(status, words):
            raise Used(f"{self.name}: what may be translated is used up ({status}): {words}")
        if self._is_too_fast(status, words):
            said = answer.headers.get("retry-after", "")
            raise SlowDown(f"{self.name} asks to wait: {words}", float(said) if said.isdigit() else 1.0)
        if status >= 500:
            raise Unavailable(f"{self.name} says {status}; try again later")
        raise Refused(f"{self.name} says {status}: {words}")

    def _is_used_up(self, status: int, words: str) -> bool:
        return status == 456

    def _is_too_fast(self, status: int, words: str) -> bool:
        return status == 429

    @abstractmethod
    def _request(self, texts: Sequence[str], source: str, target: str) -> tuple[str, dict[str, str], dict[str, Any]]:
        """Return path, headers and body."""

    @abstractmethod
    def _texts(self, answer: Any) -> list[Any]:
        """Return the translations in an answer."""


class DeepL(_Service):
    """https://developers.deepl.com/api-reference/translate: 50 texts and 128 KiB a request; 456 when used up."""

    name = "deepl"
    limits = Limits(texts=50, characters=100_000, bytes=120 * 1024)
    _TARGETS = {"en": "EN-GB", "pt": "PT-PT", "no": "NB", "zh": "ZH-HANS"}  # noqa: RUF012
    _SOURCES = {"no": "NB"}  # noqa: RUF012

    def _request(self, texts: Sequence[str], source: str, target: str) -> tuple[str, dict[str, str], dict[str, Any]]:
        body = {
            "text": list(texts),
            "source_lang": self._SOURCES.get(source, source.upper()),
            "target_lang": self._TARGETS.get(target, target.upper()),
            "tag_handling": "xml",
        }
        return "/v2/translate", {"Authorization": f"DeepL-Auth-Key {self._key}"}, body

    def _texts(self, answer: Any) -> list[Any]:
        return [one["text"] for one in answer["translations"]]


class Google(_Service):
    """https://cloud.google.com/translate/docs/reference/rest/v2/translate: 128 texts a request; 5,000 signs advised."""

    name = "google"
    limits = Limits(texts=128, characters=5000, bytes=100_000)
    _QUOTAS = ("dailyLimitExceeded", "Daily Limit Exceeded", "billing")
    _RATES = ("rateLimitExceeded", "userRateLimitExceeded", "Rate Limit Exceeded")

    def _request(self, texts: Sequence[str], source: str, target: str) -> tuple[str, dict[str, str], dict[str, Any]]:
        body = {"q": _html(texts), "source": source, "target": target, "format": "html"}
        return "/language/translate/v2", {"X-goog-api-key": self._key}, body

    def _texts(self, answer: Any) -> list[Any]:
        return [one["translatedText"] for one in answer["data"]["translations"]]

    def _is_used_up(self, status: int, words: str) -> bool:
        return status in (403, 429) and any(word in words for word in self._QUOTAS)

    def _is_too_fast(self, status: int, words: str) -> bool:
        return status == 429 or (status == 403 and any(word in words for word in self._RATES))


class LibreTranslate(_Service):
    """https://docs.libretranslate.com: limits are each installation's own; these are what the public one takes."""

    name = "libretranslate"
    limits = Limits(texts=20, characters=2000, bytes=50_000)
    _CODES = {"no": "nb"}  # noqa: RUF012

    def _request(self, texts: Sequence[str], source: str, target: str) -> tuple[str, dict[str, str], dict[str, Any]]:
        names = {"source": self._CODES.get(source, source), "target": self._CODES.get(target, target)}
        key = {"api_key": self._key} if self._key else {}
        return "/translate", {}, {"q": _html(texts), "format": "html", **names, **key}

    def _texts(self, answer: Any) -> list[Any]:
        found: list[Any] = answer["translatedText"]
        return found


def _html(texts: Sequence[str]) -> list[str]:
    """Return texts whose tags are HTML's, which knows no empty ones."""
    return [_EMPTY.sub(r'<x id="\1"></x>', text) for text in texts]


_SERVICES: dict[str, tuple[type[_Service], str]] = {
    "deepl": (DeepL, "https://api.deepl.com"),
    "google": (Google, "https://translation.googleapis.com"),
    "libretranslate": (LibreTranslate, "http://127.0.0.1:5000"),
}
_FREE = "https://api-free.deepl.com"
"""DeepL's address for keys that end in :fx."""


def translator(name: str, url: str, key: str) -> Translator:
    """Return the configured service. Raises: Misconfigured where there is none."""
    if name not in _SERVICES:
        raise Misconfigured(f"no machine translates: set PARLEY_TRANSLATOR to one of {', '.join(_SERVICES)}")
    if not key and name != "libretranslate":
        raise Misconfigured(f"PARLEY_TRANSLATOR_KEY is not set: {name} knows you by it")
    kind, usual = _SERVICES[name]
    if name == "deepl" and key.endswith(":fx"):
        usual = _FREE
    return kind(url or usual, key)
