"""A large index in files: written once, mapped by every process on the machine, refused where a byte of it is wrong.

A generation is a folder named by the checksum of its head, which holds those of its files; `current` names the
generation in use. It is written beside and swapped in by renaming, so whoever is killed meanwhile leaves the old one.
"""

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
import structlog

from kb import nearest
from kb.frozen import Values, frozen, thawed
from kb.large import LargeIndex
from kb.lexicon import Lexicon
from kb.section import Array

VERSION = 1
_HEAD, _ARRAYS, _NEAREST = "head.json", "arrays", "nearest.faiss"
_CURRENT, _LOCK, _BESIDE = "current", "lock", "beside-"
_ALIGNED = 64
"""Bytes: a cache line, as numpy aligns its own."""

_log = structlog.get_logger()


class IndexFiles:
    """The files in a folder; `mark` names what made them, code and encoder: those of another are foreign."""

    def __init__(self, folder: Path, mark: str) -> None:
        self._folder, self._mark = folder, f"{VERSION} {mark}"
        self.generation = ""
        folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until no other process writes, and keep others from it; a lock that goes with its holder."""
        with (self._folder / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def opened(self, lexicon: Lexicon) -> LargeIndex | None:
        """Return the index that is kept, mapped from its files; None where there is none to trust."""
        try:
            return self._opened((self._folder / _CURRENT).read_text(), lexicon)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:  # FAISS raises RuntimeError
            _log.warning("library.index_files.refused", cause=str(error)[:200])
            return None

    def newer(self, lexicon: Lexicon) -> LargeIndex | None:
        """Return the index that another process has kept since; None where none has."""
        try:
            is_same = (self._folder / _CURRENT).read_text() == self.generation
        except (OSError, ValueError):
            return None
        return None if is_same else self.opened(lexicon)

    def keep(self, index: LargeIndex) -> None:
        """Write an index's base and swap it in; whoever has mapped the one before goes on with it."""
        self._remove(beside=True)
        beside = Path(tempfile.mkdtemp(prefix=_BESIDE, dir=self._folder))
        digest = _written(index, beside, self._mark)
        if (self._folder / digest).exists():  # the same again, or its torn twin
            shutil.rmtree(self._folder / digest)
        beside.rename(self._folder / digest)
        _swap(self._folder / _CURRENT, digest)
        self.generation = digest
        self._remove()

    def _opened(self, generation: str, lexicon: Lexicon) -> LargeIndex:
        if not generation.isalnum():
            raise ValueError("the name of the generation is torn")
        folder = self._folder / generation
        head = _head(folder, self._mark)
        arrays = {name: _mapped(folder / _ARRAYS, told) for name, told in head["arrays"].items()}
        index = thawed(arrays, head["values"], nearest.read(folder / _NEAREST), lexicon)
        self.generation = generation
        return index

    def _remove(self, *, beside: bool = False) -> None:
        """Remove what is in use no more; `beside` only what was begun and not finished."""
        for path in self._folder.iterdir():
            if path.is_dir() and path.name != self.generation and (not beside or path.name.startswith(_BESIDE)):
                shutil.rmtree(path, ignore_errors=True)


def _written(index: LargeIndex, folder: Path, mark: str) -> str:
    """Write the files of a generation; return its name."""
    arrays, values = frozen(index)
    with (folder / _ARRAYS).open("wb") as file:
        told = {name: _laid(file, array) for name, array in arrays.items()}
        _settle(file)
    nearest.write(index.base.nearest, folder / _NEAREST)
    with (folder / _NEAREST).open("rb") as file:
        os.fsync(file.fileno())
    sums = {name: _digest(folder / name) for name in (_ARRAYS, _NEAREST)}
    head = json.dumps({"mark": mark, "sums": sums, "arrays": told, "values": values}).encode()
    with (folder / _HEAD).open("wb") as file:
        file.write(head)
        _settle(file)
    return _name(head)


def _laid(file: BinaryIO, array: Array) -> list[object]:
    """Write an array; return what it is to be mapped by: type, shape and place."""
    file.write(b"\0" * (-file.tell() % _ALIGNED))
    place, whole = file.tell(), np.ascontiguousarray(array)
    file.write(whole.view(np.uint8).data if whole.size else b"")
    return [whole.dtype.str, list(whole.shape), place]


def _mapped(path: Path, told: list[object]) -> Array:
    kind, shape, place = told
    if 0 in shape:  # type: ignore[operator]
        return np.empty(shape, str(kind))  # type: ignore[call-overload,no-any-return]
    mapped = np.memmap(path, str(kind), "r", place, tuple(shape))  # type: ignore[arg-type,call-overload]
    return np.asarray(mapped)  # a plain array: picking from a memmap is slower


def _head(folder: Path, mark: str) -> Values:
    """Return what a generation's head says. Raises: ValueError where it, or a file of it, is foreign or torn."""
    told = (folder / _HEAD).read_bytes()
    if _name(told) != folder.name:
        raise ValueError(f"{_HEAD} is torn")
    head: Values = json.loads(told)
    if head["mark"] != mark:
        raise ValueError("made by another version or encoder")
    _check(folder, head["sums"])
    return head


def _check(folder: Path, sums: Mapping[str, str]) -> None:
    if torn := [name for name, digest in sums.items() if _digest(folder / name) != digest]:
        raise ValueError(f"{' and '.join(torn)} torn")


def _name(head: bytes) -> str:
    return hashlib.blake2b(head, digest_size=12).hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()


def _swap(path: Path, told: str) -> None:
    beside = path.with_suffix(".new")
    with beside.open("wb") as file:
        file.write(told.encode())
        _settle(file)
    beside.replace(path)


def _settle(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
