"""`jiangxin verify FILE.pdf`: say in a sentence whether a certificate is genuine."""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jiangxin.commands import BROKEN, DONE, REFUSED

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


class _Unreadable(Exception):
    """A file that was named can't be used; the message is a whole sentence."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file, the keys to trust, and whether a sample is enough."""
    parser.add_argument("file", metavar="FILE.pdf", type=Path, help="下载时得到的证书原文件")
    parser.add_argument(
        "--trust", metavar="FILE.pem", type=Path, action="append", default=[],
        help="只信任这些签名根证书（可重复），不用本系统的密钥",
    )  # fmt: skip
    parser.add_argument("--real", action="store_true", help="样张不算：演练证书也以状态 1 退出")


def run(options: argparse.Namespace) -> int:
    """Examine the file and return 0 when it is genuine, 1 when it isn't, 2 when a file can't be read."""
    with tempfile.TemporaryDirectory(prefix="jiangxin-") as nowhere:
        has_register = _prepare(Path(nowhere))
        try:
            pdf, trusted = _read(options.file), _trusted(options.trust)
        except _Unreadable as error:
            print(error, file=sys.stderr)
            return REFUSED
        return _verdict(pdf, trusted, ask_register=has_register, options=options)


def _prepare(nowhere: Path) -> bool:
    """Set Django up and return whether this installation has a register to ask.

    On a machine that has no installation nothing is left behind: what the settings need lies in `nowhere`.
    """
    from jiangxin import embedded

    data = Path(os.environ.get("JIANGXIN_DATA", "data"))
    if not data.is_dir():
        os.environ["JIANGXIN_DATA"] = str(nowhere)
    has_register = "DATABASE_URL" in os.environ or (data / "pg").is_dir()
    if has_register:
        embedded.ensure_urls()
    import django

    django.setup()
    return has_register


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _Unreadable(f"无法读取“{path}”：{error.strerror}。请核对文件名和权限。") from error


def _trusted(paths: Sequence[Path]) -> list["Certificate"]:
    """Return the named certificates, or those of this installation's own keys where none is named."""
    from cryptography.x509 import load_pem_x509_certificates

    from jiangxin.documents.keys import trusted_certificates

    if not paths:
        return trusted_certificates()
    try:
        return [certificate for path in paths for certificate in load_pem_x509_certificates(_read(path))]
    except ValueError as error:
        raise _Unreadable("无法读取签名根证书：文件不是 PEM 格式的证书。请向发证机构索取 authority.pem。") from error


def _verdict(pdf: bytes, trusted: Sequence["Certificate"], *, ask_register: bool, options: argparse.Namespace) -> int:
    """Print the sentence and return the status."""
    from jiangxin.certificates.checking import check, register_answers

    if ask_register and not register_answers():
        if not options.trust:
            print("无法核对是否已被撤销：连接不上本系统的数据库。请检查数据库后重试。", file=sys.stderr)
            return BROKEN
        ask_register = False
    verdict = check(pdf, trusted, ask_register=ask_register)
    print(verdict.sentence)
    return DONE if verdict.genuine and not (verdict.practice and options.real) else BROKEN
