"""Is this PDF, to the last byte, what a trusted key signed?

The question is narrower than that of a general PAdES validator, and the answer stricter: there must be one signature,
it must cover every byte of the file but its own value, and that value must be in the one form that `signing` writes.
So every byte of a genuine file is bound: none can be changed, added or taken away unnoticed, and how some reader
would parse the file plays no part in the answer. Nothing is trusted but the certificates that the caller gives.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.oid import NameOID
from django.utils.translation import gettext as _

from jiangxin.documents import cms
from jiangxin.documents.signing import FULL_NAME, PRACTICE_UNIT

_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_DATE = re.compile(rb"/M \(D(?::|\\072)(\d{14})Z\)")


class Fault(StrEnum):
    """Why a file isn't genuine."""

    NOT_PDF = "not_pdf"
    NO_SIGNATURE = "no_signature"
    SEVERAL_SIGNATURES = "several_signatures"
    CHANGED = "changed"
    UNKNOWN_SIGNER = "unknown_signer"
    OUTSIDE_VALIDITY = "outside_validity"


@dataclass(frozen=True)
class Examination:
    """What was found: `genuine` is the answer, `sentence` says it; signer and time stand only when proved."""

    genuine: bool
    practice: bool
    signer: str
    signed_at: datetime | None
    sentence: str
    fault: Fault | None


class _Refuted(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def examine(pdf: bytes, trusted: Sequence[x509.Certificate]) -> Examination:
    """Return whether `pdf` is, byte for byte, what the holder of a key under one of the `trusted` certificates signed.

    Never raises for bad bytes: whatever can't be understood has been changed.
    """
    try:
        signer, signed_at = _prove(pdf, trusted)
    except _Refuted as refutation:
        return _refuted(refutation.fault)
    except Exception:
        # A stranger's bytes make the parsers raise a dozen kinds of exception; none of them is a proof.
        return _refuted(Fault.CHANGED)
    practice = _is_practice(signer)
    name = _attribute(signer, FULL_NAME) or _attribute(signer, NameOID.ORGANIZATION_NAME)
    sentence = (
        _("未经改动的样张，不证明任何技能。")
        if practice
        else _("本文件由{signer}签发，签名以来未经任何改动。").format(signer=name)
    )
    return Examination(True, practice, name, signed_at, sentence, None)


def _refuted(fault: Fault) -> Examination:
    sentence = {
        Fault.NOT_PDF: _("无法核验：这不是一份 PDF 文件。请选择下载时得到的原文件，不要用截图、扫描件或打印件。"),
        Fault.NO_SIGNATURE: _(
            "不能认定为真：文件中没有评价机构的签名。请向发证机构索取原文件，或凭姓名和证书编号查询。"
        ),
        Fault.SEVERAL_SIGNATURES: _("不能认定为真：文件中有不止一个签名，原文件只有一个。请向发证机构索取原文件。"),
        Fault.CHANGED: _("不能认定为真：文件在签名之后被改动过，或已损坏。请向发证机构索取原文件。"),
        Fault.UNKNOWN_SIGNER: _(
            "不能认定为真：签名人不在可信的评价机构之列。请核对发证机构名称，或凭姓名和证书编号查询。"
        ),
        Fault.OUTSIDE_VALIDITY: _("不能认定为真：签名时间不在签名证书的有效期内。请向发证机构核实。"),
    }[fault]
    return Examination(False, False, "", None, sentence, fault)


def _prove(pdf: bytes, trusted: Sequence[x509.Certificate]) -> tuple[x509.Certificate, datetime]:
    """Return the proved signer and time, or raise."""
    if not pdf.startswith(b"%PDF-"):
        raise _Refuted(Fault.NOT_PDF)
    signed, value = _split(pdf)
    signer, others = _certificates(value)
    _check_value(value, hashlib.sha256(signed).digest(), signer, others)
    _check_chain(signer, others, trusted)
    signed_at = _signed_at(signed)
    if not signer.not_valid_before_utc <= signed_at <= signer.not_valid_after_utc:
        raise _Refuted(Fault.OUTSIDE_VALIDITY)
    return signer, signed_at


def _split(pdf: bytes) -> tuple[bytes, bytes]:
    """Return the bytes under the signature and the signature's value, which together must be the whole file."""
    ranges = _BYTE_RANGE.findall(pdf)
    if not ranges:
        raise _Refuted(Fault.CHANGED if b"/ByteRange" in pdf else Fault.NO_SIGNATURE)
    if len(ranges) > 1 or pdf.count(b"/ByteRange") > 1:
        raise _Refuted(Fault.SEVERAL_SIGNATURES)
    start, before, after, rest = map(int, ranges[0])
    gap = pdf[before:after]
    if start != 0 or after + rest != len(pdf) or len(gap) < 2:
        raise _Refuted(Fault.CHANGED)
    value = bytes.fromhex(gap[1:-1].decode("ascii"))
    # Hex digits can be spelled in other ways; only pyHanko's own is the signed file.
    if gap != b"<" + value.hex().upper().encode() + b">":
        raise _Refuted(Fault.CHANGED)
    return pdf[:before] + pdf[after:], value


def _certificates(value: bytes) -> tuple[x509.Certificate, list[x509.Certificate]]:
    """Return the signer's certificate and the others beside it: nothing is proved yet."""
    certificates = [x509.load_der_x509_certificate(der) for der in cms.certificates(value)]
    [signer] = [certificate for certificate in certificates if not _is_authority(certificate)]
    return signer, [other for other in certificates if other != signer]


def _check_value(value: bytes, digest: bytes, signer: x509.Certificate, others: Sequence[x509.Certificate]) -> None:
    """Check that the signature's value is what the signer's key makes of this digest, in the one accepted form."""
    public_key = signer.public_key()
    if not isinstance(public_key, RSAPublicKey):
        raise _Refuted(Fault.UNKNOWN_SIGNER)
    # The raw signature is the last thing in the structure, and as long as the key.
    signature = value[-public_key.key_size // 8 :]
    attributes = cms.signed_attributes(digest, signer)
    if value != cms.signed_data(attributes, signature, signer, others):
        raise _Refuted(Fault.CHANGED)
    try:
        public_key.verify(signature, attributes, PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise _Refuted(Fault.CHANGED) from None


def _check_chain(
    signer: x509.Certificate, others: Sequence[x509.Certificate], trusted: Sequence[x509.Certificate]
) -> None:
    """Check that a trusted certificate is the signer's or its issuer's, and that no stranger's lies beside it."""
    if signer not in trusted and not any(_issued(signer, authority) for authority in trusted):
        raise _Refuted(Fault.UNKNOWN_SIGNER)
    if not all(_issued(signer, other) and _issued(other, other) for other in others):
        raise _Refuted(Fault.CHANGED)


def _issued(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return _is_authority(authority)


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _signed_at(signed: bytes) -> datetime:
    """Return the time in the signature's dictionary: the signer's own word, under his signature."""
    [digits] = _DATE.findall(signed)
    return datetime.strptime(digits.decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def _is_practice(signer: x509.Certificate) -> bool:
    return _attribute(signer, NameOID.ORGANIZATIONAL_UNIT_NAME) == PRACTICE_UNIT


def _attribute(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""
