"""Personal data at rest: one data key per person and per institution, each wrapped by the institution's key.

Destroying a person's key makes his data unreadable everywhere, also in history, which stays whole and never holds a
key. Rotation of the institution's key rewraps the data keys and touches nothing else.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


@cache
def _key(name: str) -> bytes:
    """Return the installation's key of that name (32 bytes), made on first use with mode 0600."""
    directory = Path(settings.DATA) / "keys"
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = directory / name
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        key = os.urandom(32)
        file.write(key)
    return key


def _seal(key: bytes, plain: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, None)


def _open(key: bytes, sealed: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], None)


def new_data_key(institution: int) -> bytes:
    """Return a fresh data key, wrapped by the institution's key."""
    return _seal(_key(f"institution-{institution}"), os.urandom(32))


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


def _unwrapped(institution: int, wrapped: bytes | memoryview) -> bytes:
    if not wrapped:
        raise ValueError("the data key is destroyed")
    return _open(_key(f"institution-{institution}"), bytes(wrapped))


def blind_index(institution: int, value: str) -> bytes:
    """Return the keyed digest by which a number is found without being readable."""
    return hmac.digest(_key(f"index-{institution}"), value.encode(), hashlib.sha256)
