"""Archives and folders as files with names: nothing is unpacked to disk, nothing leads out, nothing explodes."""

import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from support.errors import BrokenContent

_MOST_FILES = 50_000
_MOST_BYTES = 2 * 2**30
"""A space of ten thousand pages has some 100 MB of text; what is more are pictures, which are not read."""
_MOST_RATIO = 200
"""Text shrinks to a tenth, tables of one word to a hundredth; above a thousandth it is a bomb."""
_RATIO_FROM = 2**20
"""Smaller files may shrink as they like: they hurt nobody."""


_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@dataclass(frozen=True, slots=True)
class File:
    """A file of a source: its name within, `/` between folders, its size, and what opens it."""

    name: str
    size: int
    open: Callable[[], BinaryIO]

    def read(self, most: int) -> bytes:
        """Return its content. Raises: BrokenContent above so many bytes, or where it cannot be read."""
        if self.size > most:
            raise BrokenContent(f"{self.name}: is larger than {most // 2**20} MB")
        try:
            with self.open() as source:
                return source.read()
        except _BROKEN as error:
            raise BrokenContent(f"{self.name}: cannot be read ({error})") from error


@contextmanager
def opened(path: Path) -> Iterator[list[File]]:
    """Give the files of a folder or a .zip, by name; of a single file, that one. Raises: BrokenContent."""
    if path.is_dir():
        yield list(_of_folder(path))
    elif path.suffix.lower() == ".zip":
        with _archive(path) as files:
            yield files
    elif path.is_file():
        yield [File(path.name, path.stat().st_size, partial(_opened, path))]
    else:
        raise BrokenContent(f"{path}: there is no such file or folder")


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _of_folder(folder: Path) -> Iterator[File]:
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.resolve().is_relative_to(root):  # a link may lead anywhere on this machine
            yield File(path.relative_to(folder).as_posix(), path.stat().st_size, partial(_opened, path))


@contextmanager
def _archive(path: Path) -> Iterator[list[File]]:
    try:
        with ZipFile(path) as archive:
            yield [_file(archive, member) for member in checked(path, archive.infolist())]
    except _BROKEN as error:
        raise BrokenContent(f"{path}: is no whole .zip ({error}); fetch it anew") from error


def _file(archive: ZipFile, member: ZipInfo) -> File:
    # A member's stream ends at file_size, whatever is packed in it.
    return File(member.filename, member.file_size, partial(archive.open, member))  # type: ignore[arg-type]


def checked(path: Path, members: list[ZipInfo]) -> list[ZipInfo]:
    """Return the members that are files, by name. Raises: BrokenContent for what only harms."""
    if len(members) > _MOST_FILES:
        raise BrokenContent(f"{path}: holds {len(members)} files; at most {_MOST_FILES} are taken")
    if sum(member.file_size for member in members) > _MOST_BYTES:
        raise BrokenContent(f"{path}: would unpack to more than {_MOST_BYTES // 2**30} GB; nothing of it is read")
    for member in members:
        if fault := _fault(member):
            raise BrokenContent(f"{path}!{member.filename}: {fault}; nothing of the archive is read")
    return sorted((member for member in members if not member.is_dir()), key=lambda member: member.filename)


def _fault(member: ZipInfo) -> str | None:
    name = PurePosixPath(member.filename)
    if name.is_absolute() or ".." in name.parts or "\\" in member.filename or ":" in name.parts[:1]:
        return "leads out of the archive"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "is a link"
    if member.flag_bits & 1:
        return "is locked with a password"
    if member.file_size > _RATIO_FROM and member.file_size > _MOST_RATIO * max(member.compress_size, 1):
        return f"unpacks to {member.file_size // max(member.compress_size, 1)} times its size"
    return None
