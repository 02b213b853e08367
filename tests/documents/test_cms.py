import hashlib

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from jiangxin.documents import cms
from jiangxin.documents.signing import FileKey

DIGEST = hashlib.sha256(b"document").digest()


def value(key: FileKey) -> bytes:
    attributes = cms.signed_attributes(DIGEST, key.certificate)
    return cms.signed_data(attributes, key.sign_bytes(attributes), key.certificate, key.authorities)


def test_another_library_reads_the_structure(real_key: FileKey) -> None:
    assert set(pkcs7.load_der_pkcs7_certificates(value(real_key))) == {real_key.certificate, *real_key.authorities}


def test_the_certificates_are_found_again(real_key: FileKey) -> None:
    expected = {key.public_bytes(Encoding.DER) for key in (real_key.certificate, *real_key.authorities)}
    assert set(cms.certificates(value(real_key))) == expected


def test_the_same_document_has_one_signature_only(real_key: FileKey) -> None:
    assert value(real_key) == value(real_key)


def test_the_attributes_hold_the_digest_and_the_signer(real_key: FileKey) -> None:
    attributes = cms.signed_attributes(DIGEST, real_key.certificate)
    assert attributes[0] == 0x31
    assert DIGEST in attributes
    assert hashlib.sha256(real_key.certificate.public_bytes(Encoding.DER)).digest() in attributes


@pytest.mark.parametrize("size", [0, 1, 127, 128, 255, 256, 65_536])
def test_lengths_of_every_form_are_measured(size: int) -> None:
    encoded = cms.octets(bytes(size))
    assert cms.first_value(encoded + b"\0\0") == encoded


@pytest.mark.parametrize("junk", [b"", b"\x30", b"\x30\x80", b"\x30\x00", b"\x30\x03\x02\x01\x01", b"\xff" * 40])
def test_bytes_of_another_form_are_refused(junk: bytes) -> None:
    with pytest.raises((ValueError, IndexError)):
        cms.certificates(junk)
