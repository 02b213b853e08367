"""Recording a round by the command, in the test's own transaction: what its tests share."""

import json
from datetime import timedelta
from pathlib import Path

import openpyxl
from django.utils import timezone

from jiangxin.commands import run_round
from jiangxin.people import idnumber
from jiangxin.people import operations as people
from jiangxin.practice import DATA
from jiangxin.process.taking import under_way
from jiangxin.process.who import SYSTEM
from tests.commands.installation import options
from tests.stories.institution import NAME, PREFIX
from tests.world import World

SCAN = b"%PDF-1.7 a stamped receipt"
COUNTS = {
    "rows": 4, "refused": 0, "ignored_marks": 0, "applied": 4, "accepted": 4, "absent": 1, "passed": 1, "failed": 2,
    "certificates": 1,
}  # fmt: skip
REAL = ("--institution", NAME, "--by", f"{PREFIX}recorder")


def record(out: Path, *words: object) -> int:
    """Record the workbooks beside `out`, in the test's own transaction, and return the exit status."""
    books = ("--roster", out.parent / "roster.xlsx", "--marks", out.parent / "marks.xlsx")
    return run_round.attempt(options(run_round, *books, "--out", out, *words))


def resume(out: Path, *words: object) -> int:
    """Go on with a recording where it stopped."""
    return run_round.attempt(options(run_round, "--resume", "--out", out, *words))


def examined(out: Path, number: str, panel: list[str]) -> None:
    """Let the marks say that these examined a person in the practical subject; each gives what one has given."""
    file = out.with_name("marks.xlsx")
    book = openpyxl.load_workbook(file)
    sheet = book["实操成绩"]
    lines = enumerate(sheet.iter_rows(values_only=True), 1)
    own = {place: line for place, line in lines if str(line[0]) == number}
    given = next(iter(own.values()))
    for place in sorted(own, reverse=True):
        sheet.delete_rows(place)
    for name in panel:
        sheet.append([*given[:2], name, *given[3:]])
    book.save(file)


def examiner(world: World, name: str, number: int) -> None:
    """Register one more examiner of the practice institution, with his card and his account."""
    since = timezone.localdate() - timedelta(days=300)
    first = f"99999919840202{number:03d}"
    new = people.NewPerson(name=name, id_number=first + idnumber.check_digit(first))
    with under_way("setup"):
        person = people.register(world.practice.institution, new, by=SYSTEM, at=world.at)
        people.appoint(person, world.practice.centre, "examiner", by=SYSTEM, at=world.at, starts_on=since)
        people.add_qualification(
            person, by=SYSTEM, at=world.at, kind="examiner", number=f"YL-9{number:03d}",
            occupation=DATA["occupation"]["name"], valid_from=since, valid_until=since + timedelta(days=1000),
        )  # fmt: skip
    people.open_account(person, f"more-{number}", None)


def cells(file: Path) -> list[str]:
    """Return what stands in the cells of a workbook."""
    book = openpyxl.load_workbook(file)
    return [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]


def summary(out: Path) -> dict[str, int]:
    """Return the counts of a recorded round."""
    told: dict[str, int] = json.loads((out / "summary.json").read_text())
    assert told.pop("seconds")
    return told
