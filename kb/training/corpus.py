"""Aligned pairs to train on: `english TAB language TAB translation TAB source`, plain or compressed with zstd."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from support.errors import Misconfigured

_WINDOW = 2**27
"""How far back the compressor may have looked."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The same thing said in English and in another language; `source` names the text it was taken from."""

    english: str
    language: str
    text: str
    source: str


def pairs(files: Sequence[Path], *, without: frozenset[str] = frozenset()) -> Iterator[Pair]:
    """Yield the pairs of the files in their order, those from the sources named in `without` left out.

    Raises: Misconfigured for a file that is not there, or a line that has not four fields.
    """
    for file in files:
        for number, line in enumerate(_lines(file), 1):
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 4:
                raise Misconfigured(
                    f"{file}:{number} has {len(fields)} fields; four are needed, with tabs between them"
                )
            if fields[3] not in without:
                yield Pair(*fields)


def _lines(file: Path) -> Iterator[str]:
    if not file.is_file():
        raise Misconfigured(f"there is no corpus {file}; name a file of aligned pairs")
    if file.suffix != ".zst":
        with file.open(encoding="utf-8") as lines:
            yield from lines
        return
    import zstandard  # for training only

    with file.open("rb") as packed, zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(packed) as raw:
        yield from io.TextIOWrapper(raw, encoding="utf-8")
