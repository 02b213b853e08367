"""Certificates made and certificates verified."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from itertools import count

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from django.utils import timezone

from bench.figure import Figure, seconds, typical
from jiangxin.documents import printed
from jiangxin.documents.sheets import CertificateSheet

CANDIDATES = 30  # what the practice institution's rooms seat at once
RUNS = 20


SERIALS = count(1)


def typeset_another() -> bytes:
    """Return one more unsigned document: Typst and nothing of the registers. No two are alike, for Typst remembers."""
    serial = next(SERIALS)
    number = f"S000000990001264{serial:06d}"
    sheet = CertificateSheet(
        name=f"演练考生{chr(0x4E00 + serial)}", id_type="居民身份证", id_number=f"999999199001{serial:06d}",
        occupation="电工", work_type="", level="四级/中级工", number=number, issued_on=date(2026, 1, 1),
        institution="示范学院", filing_number="S000000990001", lookup_address="http://127.0.0.1:8000",
        qr=f"http://127.0.0.1:8000/certificates/check/{number}", practice=True, photo=None,
    )  # fmt: skip
    return printed.certificate(sheet, timezone.now())


def certificates() -> Iterator[Figure]:
    """Measure numbering, typesetting, signing and keeping together, then the check of what came out."""
    from bench.world import institution, user
    from jiangxin.certificates import operations
    from jiangxin.certificates.queries import of_round, rows_to_issue
    from tests.stories.results import confirmed_round
    from tests.world import World

    institution()
    world = World()
    world.at = timezone.now() - timedelta(days=120)
    round_ = confirmed_round(world, CANDIDATES)
    bare = typical(typeset_another, RUNS)
    centre, now = user("centre"), timezone.now()
    taken = seconds(lambda: operations.sign_all(
        operations.issue_all(rows_to_issue(round_), by=centre, at=now), by=centre, at=now))  # fmt: skip
    made = of_round(round_).count()
    what = "typeset one sheet, without numbers, signature, store and history"
    yield Figure("certificates issued and signed", made / taken, "certificates/s", 1 / bare, what)
    yield _verified(of_round(round_)[0])


def _verified(certificate: object) -> Figure:
    """Measure the full check of one file; the ceiling is its digest and one verification by the library."""
    from jiangxin.certificates.checking import check
    from jiangxin.certificates.models import Certificate
    from jiangxin.certificates.queries import document_of
    from jiangxin.documents.keys import trusted_certificates

    assert isinstance(certificate, Certificate)
    pdf, trusted = document_of(certificate), trusted_certificates()
    assert check(pdf, trusted).genuine
    taken = typical(lambda: check(pdf, trusted), RUNS)
    verify = _verification(trusted[0].public_key())

    def least() -> None:
        sha256(pdf).digest()
        verify()

    what = "SHA-256 of the file and one signature verified by cryptography"
    return Figure("certificates verified", 1 / taken, "files/s", 1 / typical(least, RUNS), what)


def _verification(like: object) -> Callable[[], None]:
    """Return a function that verifies one signature by a key of the same kind."""
    message, digest = b"ceiling", hashes.SHA256()
    if isinstance(like, rsa.RSAPublicKey):
        key = rsa.generate_private_key(65537, like.key_size)
        signature = key.sign(message, padding.PKCS1v15(), digest)
        return lambda: key.public_key().verify(signature, message, padding.PKCS1v15(), digest)
    curve = like.curve if isinstance(like, ec.EllipticCurvePublicKey) else ec.SECP256R1()
    other = ec.generate_private_key(curve)
    sealed, public = other.sign(message, ec.ECDSA(digest)), other.public_key()
    return lambda: public.verify(sealed, message, ec.ECDSA(digest))
