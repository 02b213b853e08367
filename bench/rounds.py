"""Whole rounds and large rosters: `run-round` on the samples, and a roster of 5,000 rows."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from django.db import connection

from bench.figure import Figure, seconds, typical

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "tests" / "samples"
ROWS = 5000
PER_DAY = 400  # people born on one day: an ID number counts 999 at most
MEGABYTE = 1_000_000

type Measure = Callable[[], Iterator[Figure]]


def run_round() -> Iterator[Figure]:
    """Measure `run-round` as a user runs it, process and all, and the sealing of its dossier."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place)
        roster, marks = SAMPLES / "roster-120.xlsx", SAMPLES / "marks-120.xlsx"
        words = ["run-round", "--out", out, "--roster", roster, "--marks", marks]
        command = [sys.executable, "-m", "jiangxin.cli", *map(str, words)]
        quiet = subprocess.DEVNULL
        wall = seconds(lambda: subprocess.run(command, check=True, stdout=quiet, stderr=quiet, cwd=ROOT))
        bare = typical(lambda: subprocess.run([sys.executable, "-c", "import django"], check=True), 3)
        summary = json.loads((out / "summary.json").read_text())
        size = max(path.stat().st_size for path in out.glob("*.zip"))
    counts = {key: value for key, value in summary.items() if key != "seconds"}
    name = f"run-round, {counts['applied']} candidates"
    ceiling = bare + counts["certificates"] * _one_certificate()
    details = {"counts": counts, "stages_s": summary["seconds"]}
    yield Figure(name, wall, "s", ceiling, "start Python, typeset the certificates, nothing else", "< 30 s", details)
    sealing = size / MEGABYTE / summary["seconds"]["seal"]
    yield Figure("seal a dossier", sealing, "MB/s", _hash_rate(), "SHA-256 of bytes in memory")


def _one_certificate() -> float:
    from bench.documents import typeset_another

    return typical(typeset_another, 10)


def _hash_rate() -> float:
    block = bytes(8 * MEGABYTE)
    return 8 / typical(lambda: sha256(block).digest(), 5)


def roster() -> Iterator[Figure]:
    """Measure the check and the import of a roster of 5,000 rows; the ceiling is PostgreSQL's COPY of its cells."""
    from bench.world import name, open_round, user
    from jiangxin.demo.applicants import Applicant, roster_of
    from jiangxin.enrolment.operations import rosters

    round_, now = open_round(ROWS)
    people = [Applicant(number % PER_DAY, name(number), "female", employer="演练单位") for number in range(ROWS)]
    rows = [
        one.cells("电工", 4) | {"id_number": id_number(number), "phone": f"1890{number:07d}"}
        for number, one in enumerate(people)
    ]
    content = roster_of(rows, "名册")
    kept: list[object] = []
    checking = seconds(
        lambda: kept.append(rosters.check_roster(round_, "名册.xlsx", content, by=user("college"), at=now))
    )
    checked = kept[0]
    importing = seconds(
        lambda: rosters.import_roster(checked, by=user("college"), at=now, on_paper=True)  # type: ignore[arg-type]
    )
    details: dict[str, object] = {
        "check_s": round(checking, 2),
        "import_s": round(importing, 2),
        "workbook_kb": len(content) // 1000,
    }
    ceiling = _copied([[str(value) for value in row.values()] for row in rows])
    what = "COPY of the same cells into a table without index or trigger"
    yield Figure(
        f"roster of {ROWS} rows, checked and imported", checking + importing, "s", ceiling, what, "< 10 s", details
    )


def opinions() -> Iterator[Figure]:
    """Measure the first opinion on 5,000 applications; the ceiling is parsing their facts from JSON and no more."""
    from bench.world import institution
    from jiangxin.enrolment.models import Application
    from jiangxin.enrolment.opinions import form_opinion
    from jiangxin.people.models import Person
    from jiangxin.rounds.models import Round

    place = institution()
    conditions = list(place.level.conditions.all())
    day = date(2026, 11, 24)
    round_ = Round(institution=place.institution, level=place.level, audience="public", apply_until=day)
    told = {
        "jobs": [
            {"since": "2015-03-01", "until": "2018-06-30", "employer": "演练单位"},
            {"since": "2018-01-01", "scope": "related", "employer": "演练单位"},
        ],
        "certificates": [{"level": 5, "issued": "2017-05-06", "number": "演练"}],
        "studies": [{"school": "bachelor", "expected": "2027-06-30", "final_year": True}],
    }
    applications = [
        Application(round=round_, person=Person(), condition=conditions[number % len(conditions)], facts=told)
        for number in range(ROWS)
    ]

    def form() -> None:
        for application in applications:
            form_opinion(application, born=date(2000, 1, 1), area="51")

    text = json.dumps(told, ensure_ascii=False)
    ceiling = typical(lambda: [json.loads(text) for _ in range(ROWS)], 5)
    what = "json.loads of the same facts"
    yield Figure(f"{ROWS} opinions on eligibility", typical(form, 3), "s", ceiling, what, "< 2 s")


def id_number(number: int) -> str:
    """Return the ID number of an invented applicant: an impossible area, and each its own."""
    from jiangxin.people.idnumber import check_digit

    born = date(1990, 1, 1) + timedelta(days=number // PER_DAY)
    first = f"999999{born:%Y%m%d}{number % PER_DAY * 2:03d}"
    return first + check_digit(first)


def _copied(rows: list[list[str]]) -> float:
    """Return the seconds that COPY takes for the rows."""
    columns = max(len(row) for row in rows)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE ceiling ({', '.join(f'c{n} text' for n in range(columns))})")

        def copy() -> None:
            with cursor.copy("COPY ceiling FROM STDIN") as stream:
                for row in rows:
                    stream.write_row([*row, *[""] * (columns - len(row))])

        return seconds(copy)
