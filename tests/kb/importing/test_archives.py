"""Archives that mean harm."""

import os
import stat
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from kb.importing.archives import opened
from kb.importing.pages import read
from support.errors import BrokenContent
from tests.kb.importing.desk import drafts, written


def packed(path: Path, *names: str, body: bytes = b"<title>a</title><p>b</p>", mode: int = 0) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name in names:
            member = ZipInfo(name)
            member.filename = name
            member.external_attr = mode << 16
            archive.writestr(member, body, ZIP_DEFLATED)
    return path


@pytest.mark.parametrize("name", ["../a.html", "/etc/a.html", "a/../../b.html", "..\\a.html", "C:\\a.html"])
def test_what_leads_out_is_refused_whole(tmp_path: Path, name: str) -> None:
    with pytest.raises(BrokenContent, match="leads out of the archive; nothing"):
        list(read(packed(tmp_path / "a.zip", "good.html", name)))


def test_a_link_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenContent, match="is a link"):
        list(read(packed(tmp_path / "a.zip", "a.html", body=b"/etc/passwd", mode=stat.S_IFLNK | 0o777)))


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with pytest.raises(BrokenContent, match=r"unpacks to \d+ times its size"):
        list(read(packed(tmp_path / "a.zip", "a.html", body=b"a" * 30 * 2**20)))


def test_too_many_files_are_not_looked_at(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(50_001):
            archive.writestr(ZipInfo(f"{number}.html"), b"")
    with pytest.raises(BrokenContent, match="holds 50001 files"):
        list(read(tmp_path / "a.zip"))


def test_a_torn_archive_says_so(tmp_path: Path) -> None:
    whole = packed(tmp_path / "a.zip", "a.html").read_bytes()
    with pytest.raises(BrokenContent, match=r"torn\.zip: is no whole \.zip"):
        list(read(written(tmp_path, "torn.zip", whole[:-30])))


def test_a_link_out_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    written(tmp_path, "secret.html", "<title>s</title><p>secret</p>")
    written(tmp_path, "in/a.html", "<title>a</title><p>b</p>")
    os.symlink(tmp_path / "secret.html", tmp_path / "in" / "b.html")
    os.symlink(tmp_path, tmp_path / "in" / "loop")

    assert [draft.place for draft in drafts(read(tmp_path / "in"))] == ["a.html"]


def test_what_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(BrokenContent, match="no such file"), opened(tmp_path / "none"):
        pass
