"""One ZIP for a round: the five volumes, its history, a table of contents, a manifest and the sums of all of them.

The same content makes the same bytes: names in a fixed order, one time stamp, one compression.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from jiangxin.archive.document import Volume
from jiangxin.archive.history import history_lines
from jiangxin.documents.store import digest
from jiangxin.process.step import as_date
from jiangxin.rounds.models import Round

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
_STAMP = (1980, 1, 1, 0, 0, 0)
_UNIX, _FILE_MODE = 3, 0o644 << 16


def build(round_: Round, volumes: Iterable[Volume], at: datetime) -> bytes:
    """Return the dossier as a ZIP; raises what its documents raise: a file lost or altered, a missing glyph."""
    listed = list(volumes)
    content: dict[str, bytes] = {}
    for volume in listed:
        for path, document in volume.paths():
            assert document.produce is not None
            content[path] = document.produce(at)
    content[_("00-卷内目录.txt")] = _contents(round_, listed).encode()
    content[_("00-办理记录.jsonl")] = "".join(f"{line}\n" for line in history_lines(round_)).encode()
    content[MANIFEST] = _manifest(round_, listed, content, at)
    content[SUMS] = "".join(f"{digest(data)}  {path}\n" for path, data in sorted(content.items())).encode()
    return packed(content)


def packed(content: Mapping[str, bytes]) -> bytes:
    """Return files (path → bytes) as a ZIP whose names are UTF-8; the same files make the same bytes."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for path in sorted(content):
            entry = ZipInfo(path, date_time=_STAMP)
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, _UNIX, _FILE_MODE
            archive.writestr(entry, content[path], compresslevel=6)
    return buffer.getvalue()


def restamped(archive: bytes) -> bytes:
    """Return a ZIP (a Word document is one) without the moments at which its members were written."""
    with ZipFile(BytesIO(archive)) as members:
        return packed({name: members.read(name) for name in members.namelist()})


def _contents(round_: Round, volumes: list[Volume]) -> str:
    lines = [_("%(institution)s %(round)s 卷内目录") % {"institution": round_.institution, "round": round_}]
    for volume in volumes:
        lines += ["", f"{volume.number:02d} {volume.title}", *(f"  {path}" for path, _document in volume.paths())]
    return "\n".join(lines) + "\n"


def _manifest(round_: Round, volumes: list[Volume], content: Mapping[str, bytes], at: datetime) -> bytes:
    """Return what the dossier is and what it holds, each file with its size and SHA-256."""
    day = as_date(at)
    assert day is not None
    facts = {
        "format": "jiangxin-dossier-1",
        "institution": round_.institution.name,
        "practice": round_.institution.practice,
        "round": round_.number,
        "occupation": str(round_.level),
        "filing_number": round_.filing.number,
        "sealed_on": day.isoformat(),
        "volumes": {f"{volume.number:02d}": volume.title for volume in volumes},
        "files": [{"path": path, "size": len(data), "sha256": digest(data)} for path, data in sorted(content.items())],
    }
    return (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode()
