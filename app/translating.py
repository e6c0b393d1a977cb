"""The machine that translates, as this installation has it."""

from app.settings import settings
from kb.translating.port import Translator
from kb.translating.services import translator


def machine() -> Translator:
    """Return the service that the operator chose. Raises: Misconfigured where none is."""
    here = settings()
    return translator(here.translator, here.translator_url, here.translator_key)


def has_machine() -> bool:
    """Whether the operator chose one."""
    return settings().translator != "off"
