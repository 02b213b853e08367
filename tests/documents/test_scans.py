"""A scan is known by its first bytes."""

import pytest

from jiangxin.documents.scans import scan_type


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        (b"\xff\xd8\xff\xe0 ...", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n ...", "image/png"),
        (b"MZ a program called scan.pdf", None),
        (b"", None),
    ],
)
def test_a_scan_is_a_picture_or_a_pdf(content: bytes, kind: str | None) -> None:
    assert scan_type(content) == kind
