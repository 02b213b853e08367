"""The number of a certificate, and what must be there before one is issued."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jiangxin.regulation.parameters import param

if TYPE_CHECKING:
    from jiangxin.certificates.models import Certificate, Registration


LARGEST_SERIAL = 10 ** param("certificate.sequence_digits").integer - 1


def number_of(filing: str, year: int, level: int, serial: int) -> str:
    """Return the 22 characters: filing number (13), year (2), level (1), serial (6); domain.md §1.1.

    Raises ValueError when a part does not fit its place.
    """
    if len(filing) != 13 or not 1 <= level <= 5 or not 1 <= serial <= LARGEST_SERIAL:
        raise ValueError(f"no certificate number from {filing!r}, {level}, {serial}")
    return f"{filing}{year % 100:02d}{level}{serial:06d}"


def row_confirmed(certificate: Certificate) -> Iterator[str]:
    """Yield a sentence unless the province has confirmed this candidate: nothing is numbered before (article 14(5))."""
    if certificate.row.state != "confirmed":
        yield _("省职鉴中心对该考生的确认")


def photo_there(certificate: Certificate) -> Iterator[str]:
    """Yield a sentence when a real certificate would have no photo; a practice one prints an empty frame."""
    if certificate.row.result.application.photo_id is None and not certificate.practice:
        yield _("考生照片")


def certificates_there(registration: Registration) -> Iterator[str]:
    """Yield a sentence when there is no signed certificate left to register."""
    if not registration.count:
        yield _("已签发、尚未入库的证书")
