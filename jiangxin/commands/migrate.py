"""`jiangxin migrate`: bring the database up to date, as its owner."""

import argparse
import subprocess
import sys

from jiangxin import embedded


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare no arguments."""


def run(options: argparse.Namespace) -> int:
    """Migrate."""
    return bring_up()


def bring_up() -> int:
    """Start the embedded database and migrate it, in a process of its own: only that one has the owner's rights."""
    embedded.ensure_urls()
    command = [sys.executable, "-m", "jiangxin.cli", "manage", "migrate", "--verbosity", "0"]
    return subprocess.run(command, check=False).returncode
