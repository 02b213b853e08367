"""Codes as they reach a telephone in tests: the console backend's own words, read from the server's console."""

from __future__ import annotations

import re

import pytest

_PRINTED = re.compile(r"→ (?P<phone>\d+) .*?验证码 (?P<code>\d+)，.*?尾号 (?P<tail>\w+)")


def received(console: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    """Return the messages printed since the last look: each with phone, code and the document's tail."""
    return [found.groupdict() for found in _PRINTED.finditer(console.readouterr().err)]


def code(console: pytest.CaptureFixture[str]) -> str:
    """Return the one code that was printed since the last look."""
    [message] = received(console)
    return message["code"]


def another(right: str) -> str:
    """Return a code of the same length that is not this one."""
    return str((int(right) + 1) % 10 ** len(right)).zfill(len(right))
