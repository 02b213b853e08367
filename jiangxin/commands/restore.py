"""`jiangxin restore FILE`: put back what `jiangxin dump` wrote, also on another machine or version of PostgreSQL."""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import psycopg

from jiangxin import embedded
from jiangxin.commands import BROKEN, DONE, REFUSED, migrate
from jiangxin.commands.dump import DATABASE, FORMAT, KEPT, MANIFEST, owner_url, tool

_ASIDE = "replaced_by_restore"
_HEAD = 4096  # bytes: the settings of a script stand before its first statement
# Scripts of PostgreSQL 17 and later begin with a setting that older servers don't know.
_NEW_SETTING = b"SET transaction_timeout = 0;\n"


class _NotADump(Exception):
    """The file isn't what `dump` writes; the message is a whole sentence."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file to read, and whether what is there may be replaced."""
    parser.add_argument("file", metavar="FILE", type=Path, help="jiangxin dump 写出的文件")
    parser.add_argument("--replace", action="store_true", help="替换本系统现有的全部数据")


def run(options: argparse.Namespace) -> int:
    """Restore database, files and keys, then migrate, which puts guards and rights back."""
    data = embedded.data_dir()
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=data) as place:
        try:
            _unpack(options.file, Path(place))
        except _NotADump as error:
            print(error, file=sys.stderr)
            return REFUSED
        embedded.ensure_urls()
        if not options.replace and not _empty(data):
            print("不能恢复：本系统已有数据。确要替换，请先 jiangxin dump 备份，再加 --replace。", file=sys.stderr)
            return REFUSED
        try:
            _restore_database(Path(place) / DATABASE)
        except (subprocess.CalledProcessError, psycopg.Error) as error:
            told = error.stderr.strip() if isinstance(error, subprocess.CalledProcessError) else str(error).strip()
            print(f"无法恢复：数据库报告“{told}”。原有数据没有变动。", file=sys.stderr)
            return BROKEN
        _put_files(Path(place), data)
    status = migrate.bring_up()
    if status == DONE:
        print("已恢复：数据库、文件和密钥都已放回，数据库的防护已重新建立。")
    return status


def _unpack(file: Path, place: Path) -> None:
    """Unpack the archive and hold it against its manifest; raise _NotADump for anything else."""
    try:
        with tarfile.open(file) as archive:
            archive.extractall(place, filter="data")
        manifest = json.loads((place / MANIFEST).read_bytes())
        with (place / DATABASE).open("rb") as database:
            digest = hashlib.file_digest(database, "sha256").hexdigest()
        whole = manifest["format"] == FORMAT and digest == manifest["database_sha256"]
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise _NotADump(f"无法读取“{file}”：它不是 jiangxin dump 写出的文件，或已损坏。请换用完好的备份。") from error
    if not whole:
        raise _NotADump(f"无法恢复“{file}”：格式不是本版本认识的，或内容已损坏。请换用完好的备份。")


def _empty(data: Path) -> bool:
    """Tell whether there is nothing to lose: no history in the database, no stored file."""
    with psycopg.connect(owner_url()) as connection:
        found = connection.execute("SELECT to_regclass('public.process_history') IS NOT NULL").fetchone()
        history = found and found[0] and connection.execute("SELECT 1 FROM process_history LIMIT 1").fetchone()
    return not history and not any((data / "files").glob("*/*"))


def _restore_database(dump: Path) -> None:
    """Fill a fresh schema, with the present one set aside until it has worked; raise and leave all as it was if not."""
    script = dump.with_suffix(".sql")
    tool("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dump))
    with script.open("r+b") as file:
        head = file.read(_HEAD)
        file.seek(0)
        file.write(head.replace(_NEW_SETTING, b" " * (len(_NEW_SETTING) - 1) + b"\n"))
    with psycopg.connect(owner_url(), autocommit=True) as connection:
        connection.execute(f"ALTER SCHEMA public RENAME TO {_ASIDE}; CREATE SCHEMA public")
        try:
            tool("psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", str(script), owner_url())
        except subprocess.CalledProcessError:
            connection.execute(f"DROP SCHEMA public CASCADE; ALTER SCHEMA {_ASIDE} RENAME TO public")
            raise
        connection.execute(f"DROP SCHEMA {_ASIDE} CASCADE")


def _put_files(place: Path, data: Path) -> None:
    """Put files and keys in their places; what stood there goes with the database it belonged to."""
    for name in KEPT:
        if (data / name).is_dir():
            shutil.rmtree(data / name)
        if (place / name).exists():
            (place / name).replace(data / name)
