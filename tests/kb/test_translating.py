"""Machines translate words, and whatever they do to the rest, it comes back as it was."""

import html
import random
import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kb.importing.dangers import dangers
from kb.translating.articles import translated
from kb.translating.markdown import lines
from kb.translating.port import Translator, Used
from kb.translating.protecting import protected
from kb.translating.services import DeepL, Google, LibreTranslate, translator
from support.articles import Article
from support.errors import Misconfigured, Refused, SlowDown
from tests.standins.translators import Translators

BODY = """You have **30 days**, {{name}}. See [our *hours*](article:hours) or write to help@shop.example.

## What can't be returned
- Gift cards & `code <b>` of order TM-48213
1. Call +46 8 123 45 67, or https://shop.example/a?b=1&c=2.

> Quoted {count} times %(x)s

```
curl https://api.example # never translated
```

    indented code

![a picture](https://shop.example/p.png) \\*not stressed\\* ---
***"""
ARTICLE = Article(
    slug="returns", language="en", title="Returns for {{name}}", body=BODY, questions=("send it back",), tags=("a",)
)
KEPT = (
    *("{{name}}", "](article:hours)", "help@shop.example", "`code <b>`", "TM-48213", "+46 8 123 45 67"),
    *("https://shop.example/a?b=1&c=2", "{count}", "%(x)s", "curl https://api.example # never translated"),
    *("    indented code", "![a picture](https://shop.example/p.png)", "## ", "- G", "\n1. ", "> ", "\\*", "\n***"),
)

_TAG = re.compile(r'(<x id="\d+"(?:/>|></x>))')


def words(change: Callable[[str], str]) -> Callable[[str], str]:
    """Change what stands between the tags."""
    return lambda text: "".join(part if _TAG.fullmatch(part) else change(part) for part in _TAG.split(text))


@pytest.fixture
def services() -> Iterator[Translators]:
    with Translators(words(lambda text: text.replace("e", "é"))) as served:
        yield served


@pytest.fixture(params=[DeepL, Google, LibreTranslate])
def machine(request: pytest.FixtureRequest, services: Translators) -> Translator:
    service: Translator = request.param(services.url, services.key, sleep=lambda _seconds: None)
    return service


def test_words_change_and_nothing_else(machine: Translator) -> None:
    said = translated(ARTICLE, "sv", machine)

    assert said.title == "Réturns for {{name}}" and said.questions == ("sénd it back",)
    assert (said.slug, said.language, said.tags) == ("returns", "sv", ("a",))
    assert all(part in said.body for part in KEPT if part not in ("- G",)), said.body
    assert said.body.count("\n") == BODY.count("\n") and "Youé" not in said.body and "[our *hours*]" in said.body


def shuffled(text: str) -> str:
    parts = _TAG.split(text)
    random.Random(len(text)).shuffle(parts)
    return "".join(parts)


ADVERSARIES = {
    "drops tags": lambda text: _TAG.sub("", text),
    "doubles tags": lambda text: _TAG.sub(r"\1\1", text),
    "shuffles": shuffled,
    "turns around": lambda text: "".join(reversed(_TAG.split(text))),
    "translates tags": lambda text: text.replace("<x id", "<y nr"),
    "spoils quotes": lambda text: text.replace('"', "\u201d"),
    "spaces": lambda text: text.replace("/>", " / >").replace("<x", "< x"),
    "adds a link": lambda text: f"{text} [win](https://evil.example)",
    "adds HTML": lambda text: f"{text}<script>alert(1)</script>",
    "adds lines": lambda text: f"# heading\n\n{text}\n\n- item",
    "says nothing": lambda text: "",
    "adds placeholders": lambda text: f"{text} {{{{secret}}}}",
    "renumbers": lambda text: re.sub(r"\d", "7", text),
    "escapes again": lambda text: html.escape(text),
}


@pytest.mark.parametrize("says", ADVERSARIES.values(), ids=ADVERSARIES.keys())
def test_whatever_a_machine_does_the_parts_come_back(
    machine: Translator, services: Translators, says: Callable[[str], str]
) -> None:
    services.says = says
    said = translated(ARTICLE, "sv", machine)

    assert all(part in said.body for part in KEPT if part not in ("- G", "## ", "> ")), said.body
    before, after = list(lines(BODY)), list(lines(said.body))
    assert len(before) == len(after)
    for (mark, text, _), (same, other, _) in zip(before, after, strict=True):
        assert same == mark or not text or not other
        escaped = [part for part in protected(other).parts if part not in ("\\#", "\\<")]
        assert sorted(escaped) == sorted(protected(text).parts)
    assert list(dangers(said.body)) == []


@given(some.text(alphabet="ab1 *[](){}`<>&\"'\\/.:%$_-#@x", max_size=80))
def test_any_text_comes_back_from_a_machine_that_changes_nothing(text: str) -> None:
    kept = protected(text)
    assert kept.restored(kept.text) in (text, None)
    assert kept.restored(kept.text) == text or sum(part == "[" for part in kept.parts) or "](" in text


def test_long_articles_go_in_requests_that_each_service_takes(machine: Translator, services: Translators) -> None:
    body = "\n".join(
        ["A sentence of some words & signs. " * 300, *(f"Line number {at} says more." for at in range(300))]
    )
    said = translated(Article(slug="a", language="en", title="T", body=body.strip()), "sv", machine)

    assert len(services.asked) > 1
    assert len(said.body.split()) == len(body.split())


def test_who_is_told_to_wait_waits_and_goes_on(machine: Translator, services: Translators) -> None:
    services.busy = 2
    assert translated(ARTICLE, "sv", machine).questions == ("sénd it back",)

    services.busy = 99
    with pytest.raises(SlowDown, match="asks to wait"):
        translated(ARTICLE, "sv", machine)


@pytest.mark.parametrize("kind", [DeepL, Google])
def test_a_quota_that_is_used_up_is_told_at_once(kind: type[DeepL], services: Translators) -> None:
    services.quota = 10
    with pytest.raises(Used, match="used up"):
        translated(ARTICLE, "sv", kind(services.url, services.key, sleep=lambda _seconds: None))
    assert len(services.asked) == 1


def test_a_wrong_key_is_named_and_not_shown(machine: Translator, services: Translators) -> None:
    wrong = type(machine)(services.url, "wrong-key", sleep=lambda _seconds: None)  # type: ignore[call-arg]
    with pytest.raises(Refused, match=machine.name) as told:
        translated(ARTICLE, "sv", wrong)
    assert "wrong-key" not in str(told.value)


def test_a_language_the_service_lacks_is_told(services: Translators) -> None:
    with pytest.raises(Refused, match="target_lang"):
        translated(ARTICLE, "ta", DeepL(services.url, services.key))


def test_nobody_translates_unless_the_operator_says_who() -> None:
    with pytest.raises(Misconfigured, match="PARLEY_TRANSLATOR to one of deepl, google, libretranslate"):
        translator("off", "", "")
    with pytest.raises(Misconfigured, match="PARLEY_TRANSLATOR_KEY"):
        translator("deepl", "", "")
