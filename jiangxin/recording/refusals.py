"""Whom the province refused, as its paper says: a list with 证件号码 and 退回原因, best the filed workbook itself."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from jiangxin.documents import workbook
from jiangxin.documents.workbook import Heading, Table, UnableToRead
from jiangxin.people import idnumber
from jiangxin.recording.hands import UnableToRecord
from jiangxin.regulation.words import joined
from jiangxin.results.models import FilingRow, ResultFiling

HEADINGS = (Heading("id_number", "证件号码"), Heading("reason", "退回原因"))


def refused_rows(path: Path | None, filing: ResultFiling | None) -> list[tuple[FilingRow, str]]:
    """Return the rows of a report that the province refused, each with its reason; nobody where no list is given.

    Who has no 退回原因 in the list is not refused. Raises UnableToRead for a file that is no list, UnableToRecord where
    it names nobody, or somebody who isn't in the report.
    """
    if path is None:
        return []
    reasons = _reasons(path)
    rows = FilingRow.objects.filter(result_filing=filing, state="awaiting")
    people = {
        row.result.application.person.id_number: row for row in rows.select_related("result__application__person")
    }
    if strangers := sorted(set(reasons) - set(people)):
        sentence = _("不能登记退回：%(numbers)s不在这次结果备案的合格人员里。请核对“%(file)s”里的证件号码。")
        raise UnableToRecord(
            sentence % {"numbers": joined(map(idnumber.masked, strangers)), "file": path.name}
        )  # fmt: skip
    return [(people[number], reason) for number, reason in reasons.items()]


def _reasons(path: Path) -> dict[str, str]:
    """Return the reason for each ID number that has one."""
    table, found = _table(path), dict[str, str]()
    for row in table.rows:
        if reason := workbook.plain(table.value(row, "reason")):
            cell = table.value(row, "id_number")
            if not workbook.plain(cell) or workbook.digits_lost(cell):
                sentence = _("不能登记退回：“%(file)s”第 %(row)d 行有退回原因，却没有完整的证件号码（应为文本格式）。")
                raise UnableToRecord(sentence % {"file": path.name, "row": row.number})
            found[idnumber.normalise(workbook.plain(cell))[0]] = reason
    if not found:
        sentence = _("不能登记退回：“%s”没有一行填了退回原因。请在被退回的人那一行填写，或去掉 --refused。")
        raise UnableToRecord(sentence % path.name)
    return found


def _table(path: Path) -> Table:
    """Find the list in the first sheet that has its headings."""
    refusal: UnableToRead | None = None
    for sheet in workbook.read(path.read_bytes()).sheets:
        try:
            return workbook.find_table(sheet, HEADINGS)
        except UnableToRead as error:
            refusal = refusal or error
    assert refusal is not None
    raise refusal
