"""The signing keys of the installation: one directory per institution, below `<data>/keys`.

A practice key and an institution's own lie apart, so that an institution that leaves practice never signs with the
key whose subject says 样张. What either has signed can be examined for as long as its directory is there.
"""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

from cryptography import x509
from django.conf import settings
from django.utils.translation import gettext as _

from jiangxin.documents.signing import AUTHORITY_FILE, KEY_FILE, FileKey, load_key, make_signing_key
from jiangxin.people.models import Organisation
from jiangxin.process.errors import Unable
from jiangxin.regulation.basis import article

# What practice seeds has been so for a year: rounds recorded afterwards are signed within the key's validity.
_PRACTICE_SINCE = timedelta(days=400)


class UnableToUseKey(Unable):
    """The institution has no signing key of its own."""


def key_directory(institution: Organisation, *, practice: bool) -> Path:
    """Return where the institution's own or its practice key lies, whether it is there or not."""
    return Path(settings.DATA) / "keys" / f"signing-{institution.pk}{'-practice' if practice else ''}"


def ensure_signing_key(institution: Organisation, at: datetime, *, practice: bool | None = None) -> FileKey:
    """Return the institution's signing key, made now where there is none; a practice key's subject says 样张.

    `practice` is the institution's own state unless it is given.
    """
    practice = institution.practice if practice is None else practice
    directory = key_directory(institution, practice=practice)
    if not (directory / KEY_FILE).exists():
        since = at - _PRACTICE_SINCE if practice else at
        _make(directory, institution.name, practice=practice, since=since)
    return load_key(directory)


def signing_key(institution: Organisation, at: datetime, *, practice: bool | None = None) -> FileKey:
    """Return the key that signs for the institution; a practice key is made when it is first needed.

    Raises UnableToUseKey for a real institution without a key of its own.
    """
    practice = institution.practice if practice is None else practice
    if not practice and not (key_directory(institution, practice=False) / KEY_FILE).exists():
        sentence = _(
            "不能签发：%(name)s还没有自己的签名密钥，演练密钥不能用于正式证书。"
            "请系统管理员先运行 jiangxin manage signing_key 生成密钥，再签发。"
        )
        raise UnableToUseKey(sentence % {"name": institution.name}, basis=article("14(5)"))
    return ensure_signing_key(institution, at, practice=practice)


def trusted_certificates() -> list[x509.Certificate]:
    """Return the certificates by which this installation knows its own signatures, practice ones among them."""
    files = sorted((Path(settings.DATA) / "keys").glob(f"signing-*/{AUTHORITY_FILE}"))
    return [certificate for file in files for certificate in x509.load_pem_x509_certificates(file.read_bytes())]


def _make(directory: Path, name: str, *, practice: bool, since: datetime) -> None:
    """Make the key beside its place and move it there whole: of two who make it at once, one key remains."""
    directory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = Path(mkdtemp(prefix=".signing-", dir=directory.parent))
    try:
        make_signing_key(beside, name, practice=practice, at=since)
        beside.rename(directory)  # refused where a directory with files is already
    except OSError:
        if not (directory / KEY_FILE).exists():
            raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
