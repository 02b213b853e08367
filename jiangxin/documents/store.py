"""The file store: sealed bytes on disk, named by their SHA-256, spread over 256 folders; it knows no key."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def write(content: bytes) -> str:
    """Keep bytes and return their SHA-256; the same bytes are kept once."""
    name = digest(content)
    path = path_of(name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Write beside, then rename: a reader never sees half a file.
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    return name


def read(name: str) -> bytes:
    """Return the bytes kept under a SHA-256; raises FileNotFoundError, or ValueError when they were altered."""
    content = path_of(name).read_bytes()
    if digest(content) != name:
        raise ValueError(f"the file {name} was altered in the store")
    return content


def path_of(name: str) -> Path:
    """Return where bytes of this SHA-256 lie."""
    return Path(settings.MEDIA_ROOT) / name[:2] / name
