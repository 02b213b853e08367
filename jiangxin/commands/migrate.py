"""`jiangxin migrate`: bring the database up to date, as its owner."""

import argparse
import subprocess
import sys

from jiangxin import embedded


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare no arguments."""


def run(options: argparse.Namespace) -> int:
    """Migrate in a process of its own, because only that process may have the owner's rights."""
    embedded.ensure_urls()
    command = [sys.executable, "-m", "jiangxin.cli", "manage", "migrate", "--verbosity", "0"]
    return subprocess.run(command, check=False).returncode
