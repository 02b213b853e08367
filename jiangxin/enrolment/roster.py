"""The roster workbook (考生报名信息表): checked as a whole before anything is written, and its template.

`check_roster` never writes: it says of each row whether it may enter the round, what was repaired and what is worth a
look, and gives the office its own workbook back with the reasons. Importing the accepted rows is `enrolment`'s verb.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.documents import workbook
from jiangxin.documents.workbook import Finding, Sheet, Table, UnableToRead, Workbook
from jiangxin.enrolment.roster_row import RosterRow, check_row
from jiangxin.enrolment.roster_scope import EXAMPLE, SHEET, VERSION, RosterScope, heading_of, headings
from jiangxin.enrolment.roster_template import roster_template
from jiangxin.regulation.words import joined

__all__ = ["RosterReport", "RosterRow", "RosterScope", "check_roster", "roster_template"]

ID_NUMBER = heading_of("id_number")
_VERSION = re.compile(r"模板第\s*(\d+)\s*版")  # as `roster_template` writes it above the headings


@dataclass(frozen=True)
class RosterReport:
    """What a check of a roster found. `rows` are all rows in their order; `notices` concern the workbook as a whole."""

    sheet: str
    heading_row: int
    rows: tuple[RosterRow, ...]
    notices: tuple[str, ...] = ()

    @property
    def accepted(self) -> list[RosterRow]:
        """Return the rows that may enter the round."""
        return [row for row in self.rows if row.accepted]

    @property
    def faulty(self) -> list[RosterRow]:
        """Return the rows that are refused."""
        return [row for row in self.rows if row.faults]

    @property
    def refused_people(self) -> list[tuple[str, str]]:
        """Return (ID number, name) of each refused row, for `MarksScope.ignored`.

        Where the number itself is at fault, ("", name) stands there too: the person's marks may carry the right one.
        """
        told = [(row.id_number, row.name) for row in self.faulty if row.id_number]
        doubtful = [("", row.name) for row in self.faulty if any(f.column == ID_NUMBER for f in row.faults)]
        return told + doubtful

    @property
    def repaired(self) -> list[RosterRow]:
        """Return the rows in which something was put right."""
        return [row for row in self.rows if row.repairs]

    @property
    def copies(self) -> list[RosterRow]:
        """Return the rows left out because an identical one is kept."""
        return [row for row in self.rows if row.copy_of is not None]

    def counts(self) -> dict[str, int]:
        """Return how many rows there are, and of each kind; `noticed` counts rows with a notice."""
        return {
            "rows": len(self.rows),
            "accepted": len(self.accepted),
            "refused": len(self.faulty),
            "repaired": len(self.repaired),
            "copies": len(self.copies),
            "noticed": sum(bool(row.notices) for row in self.rows),
        }

    def marked(self, original: bytes) -> bytes:
        """Return the workbook that was checked, with 错误原因 beside each refused row."""
        faults = {row.number: [finding.sentence for finding in row.faults] for row in self.faulty}
        return workbook.mark(original, {self.sheet: faults}, {self.sheet: self.heading_row})

    def summary(self) -> dict[str, Any]:
        """Return counts and findings as JSON-able data, without names or numbers of persons."""
        return {
            **self.counts(),
            "notices": list(self.notices),
            "faults": [_told(row, finding) for row in self.rows for finding in row.faults],
            "repairs": [_told(row, finding) for row in self.rows for finding in row.repairs],
            "row_notices": [_told(row, finding) for row in self.rows for finding in row.notices],
        }


def check_roster(book: Workbook, scope: RosterScope) -> RosterReport:
    """Check every row of a roster against a round, and the rows against each other.

    One ID number in two rows refuses both, unless the rows are identical: then the first is kept. Raises UnableToRead
    when there is no such sheet, it was made of another template, a column is missing or stands there twice, or no row
    is filled.
    """
    sheet, table = _table(book)
    unversioned = _check_version(sheet, table)
    rows = [check_row(table, row, scope) for row in table.rows if _is_application(table, row)]
    if not rows:
        raise UnableToRead(_("工作表“%(sheet)s”只有表头，没有报名信息；请填写后重新上传。") % {"sheet": table.sheet})
    for same in _repeated(rows):
        _judge_repeated(same)
    return RosterReport(table.sheet, table.heading_row, tuple(rows), (*book.notices, *unversioned))


def _table(book: Workbook) -> tuple[Sheet, Table]:
    """Find the roster in the sheet of its name or, failing that, in the first sheet that has its headings."""
    sheets: list[Sheet] = sorted(book.sheets, key=lambda sheet: sheet.name.strip() != SHEET)
    refusal: UnableToRead | None = None
    for sheet in sheets:
        try:
            return sheet, workbook.find_table(sheet, headings())
        except UnableToRead as error:
            refusal = refusal or error
    raise refusal or UnableToRead(_("工作簿里没有工作表；请使用模板填写后重新上传。"))


def _check_version(sheet: Sheet, table: Table) -> list[str]:
    """Refuse a workbook made of another template; return a notice where it doesn't say which one it was made of."""
    above = " ".join(workbook.plain(cell) for row in sheet.rows[: table.heading_row - 1] for cell in row.cells)
    said = _VERSION.search(above)
    if said is None:
        return [_("工作簿上没有模板版本，已按表头的列名读取；请核对各列的内容，以后请用本批次的模板填写。")]
    if int(said[1]) != VERSION:
        sentence = _(
            "这份名册用的是第 %(found)s 版模板，现在用的是第 %(version)s 版，栏目的含义可能不同，没有读取；"
            "请下载本批次的模板，把内容粘贴过去再上传。"
        )
        raise UnableToRead(sentence % {"found": said[1], "version": VERSION})
    return []


def _is_application(table: Table, row: workbook.Row) -> bool:
    """Return whether somebody filled the row: neither the template's example nor a number in an otherwise blank row."""
    if workbook.normalised(table.value(row, "serial")) == EXAMPLE:
        return False
    return any(workbook.plain(table.value(row, key)) for key in table.columns if key != "serial")


def _repeated(rows: list[RosterRow]) -> Iterator[list[RosterRow]]:
    by_number: defaultdict[str, list[RosterRow]] = defaultdict(list)
    for row in rows:
        if row.id_number:
            by_number[row.id_number].append(row)
    return (same for same in by_number.values() if len(same) > 1)


def _judge_repeated(same: list[RosterRow]) -> None:
    first, *others = same
    if all(row.content() == first.content() for row in others):
        for row in others:
            row.copy_of = first.number
            sentence = _("与第 %(row)s 行完全相同，只保留第 %(row)s 行。") % {"row": first.number}
            row.notice("id_number", "copy", sentence)
        return
    for row in same:
        numbers = joined(str(other.number) for other in same if other is not row)
        sentence = _("证件号码与第 %(rows)s 行相同，而内容不同，各行都不能导入；请核实后只保留正确的一行。")
        row.fault("id_number", "duplicate", sentence % {"rows": numbers})


def _told(row: RosterRow, finding: Finding) -> dict[str, Any]:
    return {"row": row.number, "serial": row.serial, **asdict(finding)}
