"""Files out of uploaded ZIPs: read within bounds, under the names that their makers wrote."""

import zipfile
from io import BytesIO

import pytest

from jiangxin.documents.workbook import UnableToRead
from jiangxin.documents.zips import Packed, ZipLimits, files_in

LARGEST = 1_000


def _zip(*members: tuple[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def _named(raw: bytes) -> bytes:
    """Return a ZIP of one file whose name is these bytes, without the flag of UTF-8."""
    placeholder = b"x" * len(raw)
    return _zip((placeholder.decode(), b"1")).replace(placeholder, raw)


def _read(content: bytes, **limits: int) -> list[Packed]:
    return list(files_in(content, LARGEST, ZipLimits(**limits)))


def test_files_come_with_their_names_and_without_folders() -> None:
    read = _read(_zip(("一班/", b""), ("一班/王芳.jpg", b"1"), ("李雷.png", b"2")))
    assert read == [Packed("王芳.jpg", b"1"), Packed("李雷.png", b"2")]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_the_flag_of_utf8_are_read_as_they_were_written(encoding: str) -> None:
    assert [file.name for file in _read(_named("照片/王䶮.jpg".encode(encoding)))] == ["王䶮.jpg"]


def test_what_systems_leave_in_folders_is_passed_over() -> None:
    assert _read(_zip(("__MACOSX/._a.jpg", b"1"), (".DS_Store", b"1"), ("a/Thumbs.db", b"1"), ("._b.jpg", b"1"))) == []


@pytest.mark.parametrize("name", ["../a.jpg", "/etc/a.jpg", "a/../../b.jpg", "C:/a.jpg", "..\\a.jpg"])
def test_a_path_that_leads_out_is_refused_by_the_file(name: str) -> None:
    (file,) = _read(_zip((name, b"1")))
    assert (file.content, "路径" in file.fault) == (b"", True)
    assert "/" not in file.name
    assert "\\" not in file.name


def test_a_file_that_is_too_large_comes_without_its_bytes() -> None:
    large, small = _read(_zip(("a.jpg", b"1" * (LARGEST + 1)), ("b.jpg", b"1")))
    assert (large.content, "超过" in large.fault, small.content) == (b"", True, b"1")


def test_a_bomb_is_refused_unopened() -> None:
    bomb = _zip(*((f"{n}.jpg", bytes(LARGEST)) for n in range(100)))
    assert len(bomb) < 20_000
    with pytest.raises(UnableToRead, match="过大"):
        _read(bomb, unpacked=50_000)


def test_a_member_that_lies_about_its_size_is_stopped() -> None:
    content = bytearray(_zip(("a.jpg", bytes(LARGEST * 10))))
    for place in (content.index(b"PK\x03\x04") + 22, content.index(b"PK\x01\x02") + 24):
        content[place : place + 4] = (10).to_bytes(4, "little")
    (file,) = _read(bytes(content))
    assert file.fault
    assert not file.content


def test_a_member_with_a_password_or_damage_is_told() -> None:
    locked, damaged = bytearray(_zip(("a.jpg", b"1"))), bytearray(_zip(("a.jpg", b"12345678" * 20)))
    for place in (6, locked.index(b"PK\x01\x02") + 8):
        locked[place] |= 1
    damaged[38:44] = b"\xff" * 6
    assert "密码" in _read(bytes(locked))[0].fault
    assert "损坏" in _read(bytes(damaged))[0].fault


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "空的"), (b"Rar!\x1a\x07", "不是 ZIP"), (b"PK\x03\x04 and nothing", "已损坏"), (b"PK\x03\x04" * 99, "过大")],
)
def test_what_is_no_zip_is_told(content: bytes, words: str) -> None:
    with pytest.raises(UnableToRead, match=words):
        _read(content, size=200)


def test_too_many_files_are_refused() -> None:
    with pytest.raises(UnableToRead, match="3 个文件，超过上限 2 个"):
        _read(_zip(*((f"{n}.jpg", b"1") for n in range(3))), files=2)
