"""Bytes as text, whatever program wrote them."""

import codecs
import re

from charset_normalizer import from_bytes

from support.errors import BrokenContent

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16's, which it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_USUAL = ["cp1252", "cp1256", "cp1251", "cp1250", "cp1253", "cp1254", "cp1255", "shift_jis", "gb18030", "euc_kr"]
"""What spreadsheets and old editors write besides UTF-8."""
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([a-zA-Z0-9_.:-]{2,40})""")
_HEAD = 2048


def decoded(body: bytes, place: str) -> str:
    """Return the text, with plain line ends. Raises: BrokenContent for what is no text in any encoding we know."""
    for encoding in _encodings(body):
        try:
            text = body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    raise BrokenContent(f"{place}: cannot be read as text; save it as UTF-8")


def _encodings(body: bytes) -> list[str]:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return [encoding]
    if body[:_HEAD].count(0) * 3 > len(body[:_HEAD]):  # UTF-16 without its mark: every other byte of Latin text is 0
        return ["utf-16-le" if body[1:2] == b"\0" else "utf-16-be"]
    declared = _DECLARED.search(body[:_HEAD])
    return ["utf-8", *([declared[1].decode("ascii")] if declared else []), _guessed(body)]


def _guessed(body: bytes) -> str:
    """Return the likeliest of the usual encodings; Western European where a few accents are all there is to go by."""
    try:
        body.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError as error:
        strange = sum(byte >= 0x80 for byte in body[:200_000])
        if strange * 5 < sum(chr(byte).isalpha() and byte < 0x80 for byte in body[:200_000]):
            return "cp1252"
        best = from_bytes(body[error.start : error.start + 20_000], cp_isolation=_USUAL).best()
        return best.encoding if best else "cp1252"
