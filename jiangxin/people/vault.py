"""Personal data at rest: one data key per person and per institution, each wrapped by the institution's key.

Destroying a person's key makes his data unreadable everywhere, also in history, which stays whole and never holds a
key. Rotation of the institution's key rewraps the data keys and touches nothing else.

The wrapping key of institution 7 is the file `keys/institution-7`. While it is being replaced, its successor lies
beside it as `institution-7.next` and both open; `finish_rotation` puts the successor in its place, and the old key is
gone. Who stores a fresh data key holds a shared lock until his transaction ends, so that none is wrapped by a key
that is about to go.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection

from jiangxin.people.locks import DUMPING, LOCKS, STORING

NONCE = 12

_read: dict[str, tuple[tuple[int, int], bytes]] = {}  # path → (inode and time of change, key)


def _key(name: str) -> bytes:
    """Return the installation's key of that name (32 bytes), made on first use with mode 0600."""
    if (key := _kept(name)) is None:
        _make(name)
        key = _kept(name)
        assert key is not None
    return key


def _path(name: str) -> str:
    return f"{settings.DATA}/keys/{name}"


def _kept(name: str) -> bytes | None:
    """Return a key that is there, None else; its file is read again only when another process has replaced it."""
    path = _path(name)
    try:
        stat = os.stat(path)
        version = (stat.st_ino, stat.st_mtime_ns)
        known = _read.get(path)
        if known is None or known[0] != version:
            known = _read[path] = (version, Path(path).read_bytes())
    except FileNotFoundError:
        _read.pop(path, None)
        return None
    return known[1]


def _make(name: str) -> None:
    """Make a key whole or not at all; the one that is there already stays."""
    path = Path(_path(name))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}-{os.getpid()}-{os.urandom(4).hex()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        pass  # somebody made it in the same moment
    finally:
        beside.unlink()
    _flush(path.parent)


def _flush(directory: Path) -> None:
    """Make what was renamed or linked outlive a power cut."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _seal(key: bytes, plain: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, None)


def _open(key: bytes, sealed: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], None)


# ---- the wrapping key


def _wrapping(institution: int) -> str:
    return f"institution-{institution}"


def _next(institution: int) -> str:
    return f"{_wrapping(institution)}.next"


def _lock(function: str, thing: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [LOCKS, thing])


def new_data_key(institution: int) -> bytes:
    """Return a fresh data key, wrapped by the institution's key; call it in the transaction that stores it."""
    return new_data_keys(institution, 1)[0]


def new_data_keys(institution: int, count: int) -> list[bytes]:
    """Return so many fresh data keys, as `new_data_key` does one."""
    _lock("pg_advisory_xact_lock_shared", STORING)
    stays = _kept(_next(institution)) or _key(_wrapping(institution))  # the successor while there is one
    return [_seal(stays, os.urandom(32)) for _one in range(count)]


def _unwrapped(institution: int, wrapped: bytes | memoryview) -> bytes:
    """Return a data key; raises ValueError once it is destroyed, InvalidTag when no present key opens it."""
    if not wrapped:
        raise ValueError("the data key is destroyed")
    for _attempt in range(2):  # between two looks the successor may have taken its place
        for find, name in ((_key, _wrapping(institution)), (_kept, _next(institution))):
            try:
                if (key := find(name)) is not None:
                    return _open(key, bytes(wrapped))
            except InvalidTag:
                continue
    raise InvalidTag


def begin_rotation(institution: int) -> None:
    """Make the successor of the institution's key, where none is waiting: from now on both open, and it wraps."""
    _key(_wrapping(institution))
    if _kept(_next(institution)) is None:
        _make(_next(institution))


def rotating(institution: int) -> bool:
    """Tell whether a successor is waiting to take the key's place: a rotation has begun and not ended."""
    return _kept(_next(institution)) is not None


def rewrapped(institution: int, wrapped: bytes | memoryview) -> bytes | None:
    """Return a data key wrapped by the successor, None where it is already; raises InvalidTag when neither opens it."""
    successor = _kept(_next(institution))
    assert successor is not None, "no rotation has begun"
    try:
        _open(successor, bytes(wrapped))
    except InvalidTag:
        return _seal(successor, _open(_key(_wrapping(institution)), bytes(wrapped)))
    return None


def hold_storing() -> None:
    """Wait until no data key is being stored and no dump is being written, and let none begin before the commit."""
    _lock("pg_advisory_xact_lock", DUMPING)
    _lock("pg_advisory_xact_lock", STORING)


def finish_rotation(institution: int) -> None:
    """Put the successor in the key's place: the old key is gone, and opens nothing any more."""
    path = Path(_path(_wrapping(institution)))
    Path(_path(_next(institution))).replace(path)
    _flush(path.parent)


# ---- what the data keys seal


def seal_details(institution: int, wrapped: bytes | memoryview, details: Mapping[str, Any]) -> bytes:
    """Return the details, encrypted with the data key."""
    return seal_bytes(institution, wrapped, json.dumps(details, ensure_ascii=False).encode())


def open_details(institution: int, wrapped: bytes | memoryview, sealed: bytes | memoryview) -> dict[str, Any]:
    """Return the details in clear; raises cryptography's InvalidTag when the key is not theirs."""
    details: dict[str, Any] = json.loads(open_bytes(institution, wrapped, sealed))
    return details


def seal_bytes(institution: int, wrapped: bytes | memoryview, plain: bytes) -> bytes:
    """Return bytes (a photo, a workbook) encrypted with the data key."""
    return _seal(_unwrapped(institution, wrapped), plain)


def open_bytes(institution: int, wrapped: bytes | memoryview, sealed: bytes | memoryview) -> bytes:
    """Return sealed bytes in clear; raises ValueError once the data key is destroyed, InvalidTag when it is another."""
    return _open(_unwrapped(institution, wrapped), bytes(sealed))


def blind_index(institution: int, value: str) -> bytes:
    """Return the keyed digest by which a number is found without being readable."""
    return hmac.digest(_key(f"index-{institution}"), value.encode(), hashlib.sha256)
