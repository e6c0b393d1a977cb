"""The pages' templates, and what every page is told."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

SHOP = "Tamarind"

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(template: str, *, language: str, direction: str, **values: Any) -> str:
    """Return the page; every one is told the shop's name, its own language and which way that runs."""
    frame = {"shop": SHOP, "language": language, "dir": direction}
    return _environment.get_template(template).render(frame | values)
