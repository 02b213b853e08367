import stat
import subprocess
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from jiangxin.documents.signing import (
    AUTHORITY_FILE,
    CERTIFICATE_FILE,
    KEY_FILE,
    PRACTICE_UNIT,
    FileKey,
    UnableToSign,
    load_key,
    make_signing_key,
    sign,
)
from jiangxin.documents.verification import examine


def test_the_private_key_is_readable_by_its_owner_only(real_key_directory: Path) -> None:
    assert stat.S_IMODE((real_key_directory / KEY_FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(real_key_directory.stat().st_mode) == 0o700


def test_the_chain_is_an_authority_and_a_signer_below_it(real_key: FileKey) -> None:
    [authority] = real_key.authorities
    authority.verify_directly_issued_by(authority)
    real_key.certificate.verify_directly_issued_by(authority)
    constraints = real_key.certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert not constraints.ca


def test_only_the_subject_of_a_practice_key_says_so(practice_key: FileKey, real_key: FileKey) -> None:
    def unit(certificate: x509.Certificate) -> list[object]:
        return [a.value for a in certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)]

    for certificate in (practice_key.certificate, *practice_key.authorities):
        assert unit(certificate) == [PRACTICE_UNIT]
    assert unit(real_key.certificate) == []


def test_an_institution_with_a_long_name_keeps_the_whole_of_it(tmp_path: Path, unsigned: bytes, at: datetime) -> None:
    name = "示范省职业技术与应用工程学院" * 3
    key = make_signing_key(tmp_path, name, practice=False, at=at)
    assert examine(sign(unsigned, key, reason="颁发", at=at), key.authorities).signer == name


def test_a_key_is_never_overwritten(real_key_directory: Path, at: datetime) -> None:
    before = (real_key_directory / KEY_FILE).read_bytes()
    with pytest.raises(UnableToSign, match="已有密钥"):
        make_signing_key(real_key_directory, "示范学院", practice=False, at=at)
    assert (real_key_directory / KEY_FILE).read_bytes() == before


@pytest.mark.parametrize("name", [KEY_FILE, CERTIFICATE_FILE, AUTHORITY_FILE])
@pytest.mark.parametrize("content", [None, b"", b"junk"], ids=["missing", "empty", "junk"])
def test_a_damaged_key_is_refused_in_a_sentence(
    real_key_directory: Path, tmp_path: Path, name: str, content: bytes | None
) -> None:
    for file in real_key_directory.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / name).unlink() if content is None else (tmp_path / name).write_bytes(content)
    with pytest.raises(UnableToSign, match="无法读取签名密钥"):
        FileKey.load(tmp_path)


def test_a_key_beside_another_ones_certificate_is_refused(
    real_key_directory: Path, stranger_key: FileKey, tmp_path: Path
) -> None:
    for file in real_key_directory.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / CERTIFICATE_FILE).write_bytes(stranger_key.certificate.public_bytes(Encoding.PEM))
    with pytest.raises(UnableToSign, match="不是一对"):
        FileKey.load(tmp_path)


def test_a_key_is_loaded_once_and_again_when_its_file_is_another(
    real_key_directory: Path, tmp_path: Path, at: datetime
) -> None:
    assert load_key(real_key_directory) is load_key(real_key_directory)
    with pytest.raises(UnableToSign, match="无法读取签名密钥"):
        load_key(tmp_path)
    made = make_signing_key(tmp_path, "示范学院", practice=True, at=at)
    assert load_key(tmp_path).certificate == made.certificate


def test_the_private_key_is_not_shown_by_repr(real_key: FileKey) -> None:
    assert "key=" not in repr(real_key)


def test_poppler_finds_the_signature_valid_and_total(
    unsigned: bytes, real_key: FileKey, tmp_path: Path, at: datetime
) -> None:
    (tmp_path / "signed.pdf").write_bytes(sign(unsigned, real_key, reason="颁发证书", at=at))
    report = subprocess.run(["pdfsig", tmp_path / "signed.pdf"], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid" in report
    assert "Total document signed" in report
    assert "ETSI.CAdES.detached" in report


def test_pyhanko_finds_the_signature_intact_valid_and_trusted(unsigned: bytes, real_key: FileKey, at: datetime) -> None:
    from asn1crypto.x509 import Certificate  # type: ignore[import-untyped]

    roots = [Certificate.load(authority.public_bytes(Encoding.DER)) for authority in real_key.authorities]
    [embedded] = PdfFileReader(BytesIO(sign(unsigned, real_key, reason="颁发", at=at))).embedded_signatures
    status = validate_pdf_signature(embedded, ValidationContext(trust_roots=roots, moment=at, allow_fetching=False))
    assert status.bottom_line
    assert embedded.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert embedded.self_reported_timestamp == at


def test_the_signed_document_stays_pdf_a(unsigned: bytes, real_key: FileKey, at: datetime) -> None:
    signed = sign(unsigned, real_key, reason="颁发", at=at)
    assert signed.startswith(unsigned + b"\n")
    with pikepdf.open(BytesIO(signed)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
        [field] = pdf.Root.AcroForm.Fields
        # A widget must be printable and neither hidden nor invisible (ISO 19005-2, 6.3.2).
        assert int(field.F) & 0b100111 == 0b100
        # Info and XMP must agree on the date of change (6.6.2.3): signing touches neither.
        assert str(pdf.docinfo["/ModDate"]) == "D:20261124013000Z"
        assert metadata["xmp:ModifyDate"] == "2026-11-24T01:30:00+00:00"


def test_the_same_document_key_and_time_give_the_same_bytes(unsigned: bytes, real_key: FileKey, at: datetime) -> None:
    first = sign(unsigned, real_key, reason="颁发", at=at)
    assert sign(unsigned, real_key, reason="颁发", at=at.astimezone(timezone(timedelta(hours=8)))) == first


@pytest.mark.parametrize("days", [-30, 3653])
def test_no_signature_outside_the_validity_of_the_certificate(
    unsigned: bytes, real_key: FileKey, at: datetime, days: int
) -> None:
    with pytest.raises(UnableToSign, match="有效期"):
        sign(unsigned, real_key, reason="颁发", at=at + timedelta(days=days))


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_refused_in_a_sentence(data: bytes, real_key: FileKey, at: datetime) -> None:
    with pytest.raises(UnableToSign, match="不是完整的 PDF"):
        sign(data, real_key, reason="颁发", at=at)


def test_a_signed_document_is_not_signed_again(unsigned: bytes, real_key: FileKey, at: datetime) -> None:
    with pytest.raises(UnableToSign, match="已经有签名"):
        sign(sign(unsigned, real_key, reason="颁发", at=at), real_key, reason="颁发", at=at)
