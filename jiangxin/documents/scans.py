"""Which files offices and applicants hand in, scans and pictures: known by their first bytes, never by their name."""

_MAGIC = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf"}


def scan_type(content: bytes) -> str | None:
    """Return the media type of a JPEG, PNG or PDF file; None for everything else."""
    return next((kind for magic, kind in _MAGIC.items() if content.startswith(magic)), None)
