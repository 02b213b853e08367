"""The registration workbook of eleven columns and form 表5 (domain.md §3.1): certificates in, bytes out."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiangxin.documents.printed import form5
from jiangxin.documents.sheets import Form5, Form5Row
from jiangxin.documents.workbook_writing import Column, SheetSpec, write
from jiangxin.process.step import as_date
from jiangxin.regulation.codes import code_list

if TYPE_CHECKING:
    from jiangxin.certificates.models import Certificate
    from jiangxin.people.models import Organisation


@cache
def layout() -> dict[str, Any]:
    """Return the columns and titles as `registration.toml` states them."""
    return tomllib.loads((Path(__file__).parent / "registration.toml").read_text(encoding="utf-8"))


def facts(certificate: Certificate) -> dict[str, str]:
    """Return every value that a column may ask for, as text: the ID number too, or its digits would be lost."""
    id_type = code_list("id_type").get(certificate.id_type)
    return {
        "name": certificate.name,
        # Only the resident card's code is published; of another document its name is better than a wrong code.
        "id_type": id_type.filing_code or id_type.words.zh,
        "id_number": certificate.row.result.application.person.id_number,
        "employer": certificate.employer or layout()["workbook"]["employer_unknown"],
        "occupation": certificate.occupation,
        "work_type": certificate.work_type,
        "level": str(certificate.level),
        "number": certificate.number,
        "issued_on": certificate.issued_on.isoformat(),
        "assessing_institution": certificate.institution_name,
        "issuing_institution": certificate.institution_name,
    }


def workbook(certificates: Sequence[Certificate]) -> bytes:
    """Return the workbook; of samples the sheet's name says 样张, and the columns stay those of the filing."""
    form = layout()["workbook"]
    columns = [Column(column["heading"], column["width"]) for column in form["columns"]]
    rows = [[facts(certificate)[column["fact"]] for column in form["columns"]] for certificate in certificates]
    return write([SheetSpec(form["sheet"], columns, rows)], sample=samples(certificates))


def of_one_kind(certificates: Iterable[Certificate]) -> list[Certificate]:
    """Return the real ones, or the samples where all are: the two never stand in one upload."""
    known = list(certificates)
    return [certificate for certificate in known if not certificate.practice] or known


def samples(certificates: Iterable[Certificate]) -> bool:
    """Tell whether there are samples among certificates."""
    return any(certificate.practice for certificate in certificates)


def form(
    institution: Organisation, certificates: Sequence[Certificate], batch_number: str, officer: str, *, at: datetime
) -> bytes:
    """Return form 表5 as PDF; the head of the unit and everybody's opinion are filled in by hand."""
    counted = Counter((c.occupation, c.work_type, c.level_name) for c in certificates)
    title = layout()["form"]["title"].format(institution=institution.name, count=len(certificates), batch=batch_number)
    sheet = Form5(
        institution=institution.name,
        unit_head="",
        information_officer=officer,
        title=title,
        rows=[
            Form5Row(occupation=occupation, work_type=work_type, level=level, count=count)
            for (occupation, work_type, level), count in sorted(counted.items())
        ],
        practice=samples(certificates),
        uploaded_on=as_date(at),
    )
    return form5(sheet, at)


def file_name(kind: str, round_number: str, batch_number: str) -> str:
    """Return the name under which the `workbook` or the `form` is kept and downloaded."""
    safe = "".join(character if character.isalnum() or character in "-_" else "-" for character in batch_number)
    name: str = layout()[kind]["name"].format(round=round_number, batch=safe)
    return name
