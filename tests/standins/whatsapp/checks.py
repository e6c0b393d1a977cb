"""Small checks that all message types share."""

from typing import Any

from tests.standins.whatsapp.refusals import invalid, value

Fields = dict[str, Any]


def section(body: Fields, name: str) -> Fields:
    """Return a required object."""
    found = body.get(name)
    if found is None:
        raise invalid(f"The parameter {name} is required.")
    if not isinstance(found, dict):
        raise invalid(f"Param {name} must be a JSON object.")
    return found


def string(fields: Fields, name: str, path: str, longest: int) -> str:
    """Return a required string of 1 to `longest` characters, refused as the Graph API's parameter check does."""
    if fields.get(name) is None:
        raise invalid(f"The parameter {path} is required.")
    text = fields[name]
    if not isinstance(text, str):
        raise invalid(f"Param {path} must be a string.")
    if not text.strip():
        raise invalid(f"Param {path} must be at least 1 characters long.")
    if len(text) > longest:
        raise invalid(f"Param {path} must be at most {longest} characters long.")
    return text


def label(fields: Any, name: str, what: str, longest: int, *, is_optional: bool = False) -> str:
    """Return a string inside an interactive message, refused with 131009 and its length."""
    if not isinstance(fields, dict):
        raise value(f"{what} is not valid")
    text = fields.get(name)
    if text is None and is_optional:
        return ""
    if not isinstance(text, str) or not text.strip() or len(text) > longest:
        raise value(f"{what} length invalid. Min length: 1, Max length: {longest}")
    return text


def listed(fields: Fields, name: str, what: str, most: int) -> list[Any]:
    """Return a list of 1 to `most` things."""
    found = fields.get(name)
    if not isinstance(found, list) or not 1 <= len(found) <= most:
        raise value(f"Invalid {what} count. Min allowed {what}: 1, Max allowed {what}: {most}")
    return found


def distinct(values: list[str], what: str) -> None:
    """Raise when two are the same."""
    if len(set(values)) < len(values):
        raise value(f"Duplicated {what}. {what.capitalize()} must be unique within the message")
