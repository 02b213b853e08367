"""A real database for the tests: a template with the practice institution in it, and a copy of it for each worker.

The tests act as the application's role, so every guard holds in them. Tests that commit give their copy back and get a
fresh one: a flush by TRUNCATE would be refused, as it should be.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.contrib.auth.hashers import PBKDF2PasswordHasher

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data" / "test"
os.environ["JIANGXIN_DATA"] = str(DATA)  # before anything imports the settings

from jiangxin import embedded  # noqa: E402
from tests.plugins.storyteller import admit_storyteller  # noqa: E402

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
PASSWORD = "practice-only"
# Passwords of invented people need no strength, which costs half a second each: to keep one, and to sign in with it.
QUICK = 1
PBKDF2PasswordHasher.iterations = QUICK
SEED = f"""import django; django.setup()
from django.contrib.auth.hashers import PBKDF2PasswordHasher; PBKDF2PasswordHasher.iterations = {QUICK}
from jiangxin.practice import seed; seed(password={PASSWORD!r})"""


def fingerprint() -> str:
    """Return a digest of what decides how the template looks: the seed, the code below the pages, and its data."""
    digest = hashlib.sha256(SEED.encode())
    for path in sorted([*ROOT.glob("jiangxin/**/*.py"), *ROOT.glob("jiangxin/**/*.toml")]):
        if not {"views", "forms", "urls", "queries", "commands"} & {path.stem, path.parent.name}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Let one process at a time do this."""
    DATA.mkdir(parents=True, exist_ok=True)
    with (DATA / f".{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def server() -> embedded.Server:
    """Return the tests' own embedded server, started when it isn't running."""
    with locked("server"):
        running = embedded.start(DATA / "pg")
        with psycopg.connect(running.superuser_url, autocommit=True) as connection:
            # Nothing in it is worth a wait for the disk: a copy of the template takes half the time.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
            admit_storyteller(connection)
        return running


def template(running: embedded.Server) -> str:
    """Return the name of the migrated and seeded template database, made when the code has changed since."""
    name = f"template_{fingerprint()}"
    with locked("template"):
        if not running.has_database(name):
            fill(running, name, ["-m", "jiangxin.cli", "manage", "migrate", "--verbosity", "0"], ["-c", SEED])
    return name


def fill(running: embedded.Server, name: str, *commands: list[str]) -> None:
    """Make a database that the commands (arguments of Python) fill; it takes its name only when all of them worked.

    Raises CalledProcessError when one fails. What it leaves behind is dropped by the next attempt.
    """
    raw = f"{name}_raw"
    running.drop_database(raw)
    running.create_database(raw)
    urls = {
        "DATABASE_URL": running.url(raw, embedded.APPLICATION),
        "DATABASE_OWNER_URL": running.url(raw, embedded.OWNER),
        "DJANGO_SETTINGS_MODULE": "jiangxin.settings",
        "PYTHONPATH": str(ROOT),
    }
    for command in commands:
        subprocess.run([sys.executable, *command], env={**os.environ, **urls}, check=True, cwd=ROOT)
    running.rename_database(raw, name)


def renew(running: embedded.Server) -> str:
    """Give this worker a fresh copy of the template, and return its name."""
    name = f"worker_{WORKER}"
    source = template(running)
    running.drop_database(name)
    with locked("template"):  # a template can be copied by one at a time
        running.create_database(name, template=source)
    return name
