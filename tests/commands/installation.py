"""Commands run as their users run them: in a process of their own, on a database to which the test has committed.

What a command does after it has brought its installation up can be run in the test's own process and transaction
too, where that is as true: `options` reads the words as the command line does.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from jiangxin import embedded
from tests.plugins.database import ROOT


def environment(server: embedded.Server, database: str = "", data: Path | None = None) -> dict[str, str]:
    """Return the environment of an installation with that database (the test's own) and that data directory."""
    name = database or str(connection.settings_dict["NAME"])
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "JIANGXIN_DATA": str(data or settings.DATA),
        "DATABASE_URL": server.url(name, embedded.APPLICATION),
        "DATABASE_OWNER_URL": server.url(name, embedded.OWNER),
    }


def options(command: Any, *words: object) -> argparse.Namespace:
    """Return what a command's module understands of these words."""
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    return parser.parse_args([str(word) for word in words])


def jiangxin(
    *words: object, env: Mapping[str, str], cwd: Path = ROOT, status: int | None = 0
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, and expect this exit status."""
    command = [sys.executable, "-m", "jiangxin.cli", *map(str, words)]
    done = subprocess.run(command, env=dict(env), cwd=cwd, capture_output=True, text=True, timeout=120, check=False)
    assert status in (None, done.returncode), (done.returncode, done.stdout, done.stderr)
    return done
