"""The number of a certificate, and what must be there before one is issued."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from jiangxin.certificates.models import Certificate


def number_of(filing: str, year: int, level: int, serial: int) -> str:
    """Return the 22 characters: filing number (13), year (2), level (1), serial (6); domain.md §1.1.

    Raises ValueError when a part does not fit its place.
    """
    if len(filing) != 13 or not 1 <= level <= 5 or not 1 <= serial <= 999_999:
        raise ValueError(f"no certificate number from {filing!r}, {level}, {serial}")
    return f"{filing}{year % 100:02d}{level}{serial:06d}"


def row_confirmed(certificate: Certificate) -> Iterator[str]:
    """Yield a sentence unless the province has confirmed this candidate: nothing is numbered before (article 14(5))."""
    if certificate.row.state != "confirmed":
        yield _("省职鉴中心对该考生的确认")


def photo_there(certificate: Certificate) -> Iterator[str]:
    """Yield a sentence when a real certificate would have no photo; a practice one prints an empty frame."""
    application = certificate.row.result.application
    if application.photo_id is None and not application.round.institution.practice:
        yield _("考生照片")


def document_signed(certificate: Certificate) -> Iterator[str]:
    """Yield a sentence while the certificate has no signed document."""
    if certificate.file_id is None:
        yield _("已签名的证书文件")
