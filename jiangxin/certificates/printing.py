"""The certificate as a document: the frozen facts in, PDF/A out, then the institution's signature on it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jiangxin.documents.keys import signing_key
from jiangxin.documents.operations import picture_of
from jiangxin.documents.printed import certificate as print_certificate
from jiangxin.documents.sheets import CertificateSheet
from jiangxin.documents.signing import UnableToSign, sign
from jiangxin.documents.typeset import UnableToTypeset
from jiangxin.process.errors import Unable
from jiangxin.regulation.codes import code_list

if TYPE_CHECKING:
    from jiangxin.certificates.models import Certificate
    from jiangxin.people.models import Organisation


class UnableToSignCertificate(Unable):
    """A certificate's document can't be signed with the institution's key."""


def lookup_address(number: str = "") -> str:
    """Return the public address of the lookup below `JIANGXIN_BASE_URL`; with a number, what its QR code says."""
    base = os.environ.get("JIANGXIN_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    return f"{base}/certificates/check" + (f"/{number}" if number else "")


def sheet_of(certificate: Certificate) -> CertificateSheet:
    """Return what is printed: the facts frozen at issue, the person's ID number and his photo."""
    application = certificate.row.result.application
    return CertificateSheet(
        name=certificate.name,
        id_type=code_list("id_type").get(certificate.id_type).words.zh,
        id_number=application.person.id_number,
        occupation=certificate.occupation,
        work_type=certificate.work_type,
        level=certificate.level_name,
        number=certificate.number,
        issued_on=certificate.issued_on,
        institution=certificate.institution_name,
        filing_number=certificate.filing.number,
        lookup_address=lookup_address(),
        qr=lookup_address(certificate.number),
        practice=certificate.practice,
        photo=picture_of(application.photo),
    )


def print_all(certificates: Iterable[Certificate], at: datetime) -> tuple[dict[int, bytes], dict[int, str]]:
    """Return the unsigned documents by the certificates' keys, and for those that can't be printed, why.

    A name with a character that no font has keeps nobody else from his certificate.
    """
    printed: dict[int, bytes] = {}
    unable: dict[int, str] = {}
    for certificate in certificates:
        try:
            printed[certificate.pk] = print_certificate(sheet_of(certificate), at)
        except UnableToTypeset as error:
            unable[certificate.pk] = str(error)
        except (OSError, ValueError):
            sentence = _("无法制作“%(name)s”的证书：照片文件丢失或已损坏。请重新上传照片后再签发。")
            unable[certificate.pk] = sentence % {"name": certificate.name}
    return printed, unable


def signer(institution: Organisation, at: datetime, *, practice: bool) -> Callable[[bytes, str], bytes]:
    """Return the function that signs a document of that number with the institution's key, or its practice key.

    Raises UnableToUseKey for a real institution without a key, UnableToSignCertificate for a key that can't be used.
    """
    try:
        key = signing_key(institution, at, practice=practice)
    except UnableToSign as error:
        raise UnableToSignCertificate(str(error)) from error

    def signed(document: bytes, number: str) -> bytes:
        try:
            return sign(document, key, reason=f"职业技能等级证书 {number}", at=at)
        except UnableToSign as error:
            raise UnableToSignCertificate(str(error)) from error

    return signed
