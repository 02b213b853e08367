import random
import re
import subprocess
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from jiangxin.documents import signing
from jiangxin.documents.signing import FileKey, sign
from jiangxin.documents.verification import Examination, Fault, examine


@pytest.fixture(scope="module")
def signed(unsigned: bytes, real_key: FileKey, at: datetime) -> bytes:
    """Return a document that an institution has signed."""
    return sign(unsigned, real_key, reason="颁发证书", at=at)


@pytest.fixture
def signed_twice(signed: bytes, stranger_key: FileKey, at: datetime, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Return the signed document with a second signature in a field of its own."""
    monkeypatch.setattr(signing, "FIELD_NAME", "Second")
    return embedded(signed, stranger_key, at)


@pytest.fixture(scope="module")
def signed_late(unsigned: bytes, real_key: FileKey, at: datetime) -> bytes:
    """Return a document dated after the end of its certificate, which only the holder of the key can make."""
    return embedded(unsigned + b"\n", real_key, at + timedelta(days=4000))


def embedded(pdf: bytes, key: FileKey, at: datetime) -> bytes:
    """Return `pdf` with a signature that `sign` would have refused to make."""
    stream = BytesIO(pdf)
    signing._embed(signing._Writer(stream), key, signing._signature_object(key, "颁发", at))
    return stream.getvalue()


def gap(signed: bytes) -> tuple[int, int]:
    """Return where the signature's value begins and ends, its angle brackets included."""
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) \d+", signed)
    assert found
    return int(found[1]), int(found[2])


def flipped(data: bytes, offset: int, bit: int = 0) -> bytes:
    changed = bytearray(data)
    changed[offset] ^= 1 << bit
    return bytes(changed)


def test_an_unchanged_document_is_genuine(signed: bytes, real_key: FileKey, at: datetime) -> None:
    expected = Examination(
        genuine=True,
        practice=False,
        signer="示范学院",
        signed_at=at,
        sentence="本文件由示范学院签发，签名以来未经任何改动。",
        fault=None,
    )
    assert examine(signed, real_key.authorities) == expected
    assert examine(signed, [real_key.certificate]) == expected


def test_an_unchanged_sample_is_genuine_and_proves_nothing(
    unsigned: bytes, practice_key: FileKey, at: datetime
) -> None:
    found = examine(sign(unsigned, practice_key, reason="演练", at=at), practice_key.authorities)
    assert (found.genuine, found.practice) == (True, True)
    assert found.sentence == "未经改动的样张，不证明任何技能。"


def test_any_flipped_bit_is_found(signed: bytes, real_key: FileKey) -> None:
    chance = random.Random(20261124)
    start, end = gap(signed)
    places = [*chance.sample(range(len(signed)), 400), *range(start, start + 400), *range(end - 40, len(signed))]
    places += chance.sample(range(start, end), 400)
    for place in places:
        found = examine(flipped(signed, place, chance.randrange(8)), real_key.authorities)
        assert not found.genuine, place
        assert (found.signer, found.signed_at) == ("", None)


def test_the_spelling_of_the_signature_is_bound_too(signed: bytes, real_key: FileKey) -> None:
    start, end = gap(signed)
    lower = signed[:start] + signed[start:end].lower() + signed[end:]
    spaced = signed[: end - 3] + b"  " + signed[end - 1 :]
    for changed in (lower, spaced):
        assert examine(changed, real_key.authorities).fault is Fault.CHANGED


@pytest.mark.parametrize("junk", [b"\n", b"\0", b" ", b"%%EOF\n", b"junk"])
def test_bytes_added_at_either_end_or_taken_away_are_found(signed: bytes, real_key: FileKey, junk: bytes) -> None:
    assert examine(signed + junk, real_key.authorities).fault is Fault.CHANGED
    assert not examine(junk + signed, real_key.authorities).genuine
    assert not examine(signed[: -len(junk)], real_key.authorities).genuine


def test_an_update_after_the_signature_is_found(signed: bytes, real_key: FileKey) -> None:
    stream = BytesIO(signed)
    writer = IncrementalPdfFileWriter(stream)
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()  # type: ignore[no-untyped-call]
    writer.write_in_place()  # type: ignore[no-untyped-call]
    assert examine(stream.getvalue(), real_key.authorities).fault is Fault.CHANGED


def test_a_second_signature_is_found_whoever_made_it(signed_twice: bytes, real_key: FileKey) -> None:
    assert examine(signed_twice, real_key.authorities).fault is Fault.SEVERAL_SIGNATURES


def test_the_same_name_with_another_key_is_a_stranger(
    unsigned: bytes, real_key: FileKey, stranger_key: FileKey, at: datetime
) -> None:
    forged = sign(unsigned, stranger_key, reason="颁发证书", at=at)
    assert examine(forged, real_key.authorities).fault is Fault.UNKNOWN_SIGNER
    assert examine(forged, stranger_key.authorities).genuine


def test_nothing_is_trusted_but_what_is_given(signed: bytes) -> None:
    assert examine(signed, []).fault is Fault.UNKNOWN_SIGNER


def test_a_trusted_signer_is_no_authority_for_others(
    unsigned: bytes, real_key: FileKey, stranger_key: FileKey, at: datetime
) -> None:
    impostor = FileKey(stranger_key.certificate, (real_key.certificate,), stranger_key.key)
    found = examine(sign(unsigned, impostor, reason="颁发", at=at), [real_key.certificate])
    assert not found.genuine


def test_a_certificate_borrowed_without_its_key_proves_nothing(
    unsigned: bytes, real_key: FileKey, stranger_key: FileKey, at: datetime
) -> None:
    borrowed = FileKey(real_key.certificate, real_key.authorities, stranger_key.key)
    assert examine(sign(unsigned, borrowed, reason="颁发", at=at), real_key.authorities).fault is Fault.CHANGED


def test_a_document_without_signature_says_so(unsigned: bytes, real_key: FileKey) -> None:
    assert examine(unsigned, real_key.authorities).fault is Fault.NO_SIGNATURE


@pytest.mark.parametrize("data", [b"", b"junk", b"PK\x03\x04", "一段文字".encode()])
def test_what_is_no_pdf_says_so(data: bytes, real_key: FileKey) -> None:
    assert examine(data, real_key.authorities).fault is Fault.NOT_PDF


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise_or_believe(tail: bytes) -> None:
    assert not examine(b"%PDF-1.7 /ByteRange [0 40 60 9]" + tail, []).genuine
    assert not examine(tail, []).genuine


def test_a_date_outside_the_certificates_validity_is_refused(signed_late: bytes, real_key: FileKey) -> None:
    assert examine(signed_late, real_key.authorities).fault is Fault.OUTSIDE_VALIDITY


def test_every_fault_has_a_whole_sentence(
    signed: bytes, signed_twice: bytes, signed_late: bytes, unsigned: bytes, real_key: FileKey
) -> None:
    files = {
        Fault.NOT_PDF: b"",
        Fault.NO_SIGNATURE: unsigned,
        Fault.SEVERAL_SIGNATURES: signed_twice,
        Fault.CHANGED: signed + b"x",
        Fault.OUTSIDE_VALIDITY: signed_late,
    }
    assert set(files) | {Fault.UNKNOWN_SIGNER} == set(Fault)
    findings = [examine(data, real_key.authorities) for data in files.values()]
    assert [found.fault for found in findings] == list(files)
    for found in [*findings, examine(signed, [])]:
        assert re.fullmatch(r"(无法核验|不能认定为真)：.+。请.+。", found.sentence)


def test_poppler_agrees_about_a_change_in_the_signed_range(signed: bytes, real_key: FileKey, tmp_path: Path) -> None:
    # Inside the compressed page, well before the signature's own objects.
    changed = flipped(signed, signed.index(b"stream\n") + 40)
    (tmp_path / "changed.pdf").write_bytes(changed)
    report = subprocess.run(["pdfsig", tmp_path / "changed.pdf"], capture_output=True, text=True, check=False).stdout
    assert "Digest Mismatch" in report
    assert "Signature is Valid" not in report
    assert examine(changed, real_key.authorities).fault is Fault.CHANGED
