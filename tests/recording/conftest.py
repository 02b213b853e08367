"""What the tests of a recording share with those of its command."""

from tests.commands.conftest import out, real

__all__ = ["out", "real"]
