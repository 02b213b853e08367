"""Signatures on PDF documents: PAdES B-B (ETSI EN 319 142-1) by a key of the institution.

`SigningBackend` is the seam: `FileKey` keeps the key in a file; a PKCS#11 token or a seal service (电子印章) stands
behind the same three members. RSA with PKCS#1 v1.5 is chosen over ECDSA on purpose: the signature of given bytes is
one value only, so `verification` can hold every byte of the file against what the key has signed.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.x509.oid import NameOID
from django.utils.translation import gettext as _
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import PdfSignedData, SignatureObject

from jiangxin.documents import cms

KEY_FILE, CERTIFICATE_FILE, AUTHORITY_FILE = "key.pem", "certificate.pem", "authority.pem"
FIELD_NAME = "Signature"
# What the subject of a practice key says, as its organisational unit.
PRACTICE_UNIT = "样张 practice"
# The institution's whole name stands in the subject's `description` (X.520), which has room for it.
FULL_NAME = x509.ObjectIdentifier("2.5.4.13")
VALIDITY = timedelta(days=3652)


class UnableToSign(Exception):
    """The document can't be signed; the message is a whole sentence for the screen."""


class SigningBackend(Protocol):
    """A key that signs: whatever holds it, the signature is RSA PKCS#1 v1.5 over SHA-256."""

    @property
    def certificate(self) -> x509.Certificate:
        """Return the signer's certificate."""

    @property
    def authorities(self) -> Sequence[x509.Certificate]:
        """Return the certificates from the signer's issuer up to the trusted one."""

    def sign_bytes(self, message: bytes) -> bytes:
        """Return the raw signature of `message`."""


@dataclass(frozen=True)
class FileKey:
    """A signing key in a directory of its own, loaded once: the check of an RSA key costs 0.1 s at every load."""

    certificate: x509.Certificate
    authorities: tuple[x509.Certificate, ...]
    key: RSAPrivateKey = field(repr=False)

    @classmethod
    def load(cls, directory: Path) -> "FileKey":
        """Return the key kept in `directory`. Raises UnableToSign when it is missing, damaged or of another pair."""
        try:
            key = serialization.load_pem_private_key((directory / KEY_FILE).read_bytes(), password=None)
            certificate = x509.load_pem_x509_certificate((directory / CERTIFICATE_FILE).read_bytes())
            authorities = x509.load_pem_x509_certificates((directory / AUTHORITY_FILE).read_bytes())
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise UnableToSign(
                _("无法读取签名密钥：目录“{name}”中缺少密钥文件，或文件已损坏。请从备份恢复，或重新生成密钥。").format(
                    name=directory.name
                )
            ) from error
        if not isinstance(key, RSAPrivateKey) or key.public_key() != certificate.public_key():
            raise UnableToSign(
                _("无法使用签名密钥：目录“{name}”中的私钥与证书不是一对。请从备份恢复成对的文件。").format(
                    name=directory.name
                )
            )
        return cls(certificate, tuple(authorities), key)

    def sign_bytes(self, message: bytes) -> bytes:
        """Return the RSA PKCS#1 v1.5 signature of `message` over SHA-256."""
        return self.key.sign(message, PKCS1v15(), hashes.SHA256())


def load_key(directory: Path) -> FileKey:
    """Return the key of `directory`, loaded at most once per process while its file stays the same.

    Raises UnableToSign as `FileKey.load` does.
    """
    path = directory / KEY_FILE
    return _loaded(directory, path.stat().st_mtime_ns if path.exists() else 0)


@cache
def _loaded(directory: Path, _changed_at: int) -> FileKey:
    return FileKey.load(directory)


class _Writer(IncrementalPdfFileWriter):
    """pyHanko's writer without the clock and chance in it: the same document, key and time give the same bytes."""

    def _update_meta(self) -> None:
        """Leave the metadata as they are: the signature has its own date, and Info and XMP must agree in PDF/A."""

    @classmethod
    def _handle_id(cls, prev: PdfFileReader) -> generic.ArrayObject:
        original, _changing = prev.trailer["/ID"]
        prev.stream.seek(0)
        revision = generic.ByteStringObject(hashlib.sha256(prev.stream.read()).digest()[:16])
        return generic.ArrayObject([original, revision])


def sign(pdf: bytes, key: SigningBackend, *, reason: str, at: datetime) -> bytes:
    """Return `pdf` with one invisible PAdES B-B signature over the whole of it, dated `at`.

    A PDF/A-2b document stays one. Raises UnableToSign for bytes that are no PDF, for a document that is signed
    already, and for a moment at which the certificate isn't valid.
    """
    certificate = key.certificate
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise UnableToSign(
            _("无法签名：签名时间不在签名证书的有效期（{start}至{end}）内。请更换签名密钥后重试。").format(
                start=certificate.not_valid_before_utc.date(), end=certificate.not_valid_after_utc.date()
            )
        )
    if b"/ByteRange" in pdf:
        raise UnableToSign(_("无法签名：这份文件已经有签名，再签会使原签名失效。请重新生成文件后再签名。"))
    # Typst ends its files without a line break, and the update may not begin on the line of %%EOF (ISO 19005-2, 6.1.9).
    stream = BytesIO(pdf + b"\n")
    try:
        writer = _Writer(stream)
    except (PdfReadError, ValueError, KeyError) as error:
        raise UnableToSign(_("无法签名：这份文件不是完整的 PDF。请重新生成后再签名。")) from error
    _embed(writer, key, _signature_object(key, reason, at))
    return stream.getvalue()


def _signature_object(key: SigningBackend, reason: str, at: datetime) -> PdfSignedData:
    public_key = key.certificate.public_key()
    if not isinstance(public_key, RSAPublicKey):
        raise TypeError(type(public_key))
    # The value's size is known before its content, so exactly its place is kept, in hex digits.
    like = cms.signed_data(
        cms.signed_attributes(bytes(32), key.certificate),
        bytes(public_key.key_size // 8),
        key.certificate,
        key.authorities,
    )
    return SignatureObject(
        bytes_reserved=2 * len(like), subfilter=SigSeedSubFilter.PADES, timestamp=at.astimezone(UTC), reason=reason
    )


def _embed(writer: IncrementalPdfFileWriter, key: SigningBackend, placeholder: PdfSignedData) -> None:
    """Write the signature by pyHanko's low-level protocol, which takes the time as an argument."""
    dialogue = PdfCMSEmbedder().write_cms(field_name=FIELD_NAME, writer=writer)
    next(dialogue)
    dialogue.send(SigObjSetup(sig_placeholder=placeholder))
    digest, _output = dialogue.send(SigIOSetup(md_algorithm="sha256", in_place=True))
    attributes = cms.signed_attributes(digest.document_digest, key.certificate)
    dialogue.send(cms.signed_data(attributes, key.sign_bytes(attributes), key.certificate, key.authorities))


def make_signing_key(directory: Path, institution_name: str, *, practice: bool, at: datetime) -> FileKey:
    """Make a key pair in `directory` (created, mode 0700) with a certificate chain of its own, and return it loaded.

    The chain is one authority, whose certificate others are given to trust, and the signer below it. The authority's
    private key signs that one certificate and is forgotten: nobody can make a second signer under it. The subjects
    of a practice key say so. Raises UnableToSign when the directory already holds a key: a key is never overwritten.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any((directory / name).exists() for name in (KEY_FILE, CERTIFICATE_FILE, AUTHORITY_FILE)):
        raise UnableToSign(
            _("无法生成签名密钥：目录“{name}”中已有密钥，覆盖后原有签名将无从说明。请换一个空目录。").format(
                name=directory.name
            )
        )
    authority_key, signer_key = (rsa.generate_private_key(public_exponent=65537, key_size=3072) for _both in range(2))
    authority_name = _subject(institution_name, "签名根证书", practice=practice)
    authority = _authority(authority_name, authority_key, at)
    subject = _subject(institution_name, "证书签名", practice=practice)
    certificate = _signer_certificate(subject, signer_key, authority, authority_key, at)
    (directory / AUTHORITY_FILE).write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    (directory / CERTIFICATE_FILE).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    _write_private(directory / KEY_FILE, signer_key)
    return FileKey(certificate, (authority,), signer_key)


def _subject(institution_name: str, purpose: str, *, practice: bool) -> x509.Name:
    values = [
        (NameOID.COUNTRY_NAME, "CN"),
        (NameOID.ORGANIZATION_NAME, _within(institution_name, 64)),
        *([(NameOID.ORGANIZATIONAL_UNIT_NAME, PRACTICE_UNIT)] if practice else []),
        (NameOID.COMMON_NAME, f"{_within(institution_name, 48)} {purpose}"),
        (FULL_NAME, institution_name),
    ]
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in values])


def _within(text: str, size: int) -> str:
    """Return as much of `text` as takes `size` bytes: 64 are the limit of a name's parts, 21 Chinese characters."""
    return text.encode()[:size].decode(errors="ignore")


def _builder(subject: x509.Name, key: RSAPrivateKey, at: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at)
        .not_valid_after(at + VALIDITY)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _authority(name: x509.Name, key: RSAPrivateKey, at: datetime) -> x509.Certificate:
    return (
        _builder(name, key, at)
        .issuer_name(name)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def _signer_certificate(
    subject: x509.Name, key: RSAPrivateKey, authority: x509.Certificate, authority_key: RSAPrivateKey, at: datetime
) -> x509.Certificate:
    issuer_key_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    return (
        _builder(subject, key, at)
        .issuer_name(authority.subject)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(issuer_key_id, critical=False)
        .sign(authority_key, hashes.SHA256())
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write_private(path: Path, key: RSAPrivateKey) -> None:
    """Write a private key that no other user of the machine may read at any moment."""
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
