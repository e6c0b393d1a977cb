"""XML read as it streams by: entities of its own are refused, so it can neither grow nor reach for other files."""

from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from lxml import etree

from support.errors import BrokenContent

_CHUNK = 2**16
_LONGEST_PROLOGUE = 2**20


class _AtRoot(Exception):
    """The prologue, in which entities are declared, is over."""


def elements(source: BinaryIO, tags: tuple[str, ...], place: str) -> Iterator[etree._Element]:
    """Yield the elements of these tags when each is whole; it is emptied once the next is asked for.

    Raises: BrokenContent, with the line, for what is no XML or declares entities.
    """
    _check_prologue(source, place)
    source.seek(0)
    # huge_tree: an article may be long. What it would otherwise guard against has been refused.
    events = etree.iterparse(source, tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        for _, element in events:
            yield element
            element.clear()
            while element.getprevious() is not None and element.getparent() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise BrokenContent(f"{place}:{error.lineno or 1}: no whole XML ({error.msg}); export it anew") from error


def _check_prologue(source: BinaryIO, place: str) -> None:
    parser = expat.ParserCreate()

    def at_root(*_: object) -> None:
        raise _AtRoot

    def at_entity(*_: object) -> None:
        raise BrokenContent(f"{place}:{parser.CurrentLineNumber}: declares XML entities, which are not taken")

    parser.StartElementHandler = at_root
    parser.EntityDeclHandler = at_entity
    try:
        for chunk in iter(lambda: source.read(_CHUNK), b""):
            parser.Parse(chunk, False)
            if source.tell() > _LONGEST_PROLOGUE:
                break
    except _AtRoot:
        return
    except expat.ExpatError as error:
        raise BrokenContent(f"{place}:{error.lineno}: no XML ({expat.ErrorString(error.code)})") from error
    raise BrokenContent(f"{place}:1: no XML: nothing begins in it")
