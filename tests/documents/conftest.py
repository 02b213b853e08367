"""Keys and sheets that the tests of printed documents share; every person and institution is invented."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from jiangxin.documents.sheets import CertificateSheet, Heading
from jiangxin.documents.signing import FileKey, make_signing_key
from jiangxin.documents.typeset import typeset

MADE_AT = datetime(2026, 11, 1, 1, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def at() -> datetime:
    """Return the moment at which the tests print and sign: 09:30 in Shanghai."""
    return NOW


@pytest.fixture(scope="session")
def practice_key(tmp_path_factory: pytest.TempPathFactory) -> FileKey:
    """Return the key of a practice institution."""
    return make_signing_key(tmp_path_factory.mktemp("practice"), "示范学院", practice=True, at=MADE_AT)


@pytest.fixture(scope="session")
def real_key_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the directory that holds an institution's key."""
    directory = tmp_path_factory.mktemp("keys") / "real"
    make_signing_key(directory, "示范学院", practice=False, at=MADE_AT)
    return directory


@pytest.fixture(scope="session")
def real_key(real_key_directory: Path) -> FileKey:
    """Return an institution's key, read from its directory."""
    return FileKey.load(real_key_directory)


@pytest.fixture(scope="session")
def stranger_key(tmp_path_factory: pytest.TempPathFactory) -> FileKey:
    """Return the key of somebody who calls himself by the same name."""
    return make_signing_key(tmp_path_factory.mktemp("stranger"), "示范学院", practice=False, at=MADE_AT)


@pytest.fixture(scope="session")
def photo() -> bytes:
    """Return a small JPEG."""
    buffer = BytesIO()
    Image.new("RGB", (358, 441), (70, 130, 200)).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture(scope="session")
def heading() -> Heading:
    """Return the heading of a practice round."""
    return Heading(
        institution="示范学院",
        round_name="2026年第三批电工（四级）职业技能等级认定",
        occupation="电工",
        level="四级/中级工",
        practice=True,
    )


@pytest.fixture(scope="session")
def sheet(photo: bytes) -> CertificateSheet:
    """Return a practice certificate."""
    return CertificateSheet(
        name="阿依古丽·买买提",
        id_type="居民身份证",
        id_number="510499200001010019",
        occupation="电工",
        work_type="电工",
        level="四级/中级工",
        number="S000000990001264000001",
        issued_on=date(2026, 11, 24),
        institution="示范学院",
        filing_number="S000000990001",
        lookup_address="https://jiangxin.example/verify",
        qr="https://jiangxin.example/verify/S000000990001264000001",
        practice=True,
        photo=photo,
    )


@pytest.fixture(scope="session")
def unsigned() -> bytes:
    """Return a small unsigned PDF."""
    data = {"institution": "示范学院", "title": "公示", "round_name": "", "introduction": [], "rows": []}
    return typeset("publicity", data | {"starts_on": "", "ends_on": "", "objections": "无"}, at=NOW)
