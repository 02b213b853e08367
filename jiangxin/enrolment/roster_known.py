"""What the database knows of the people of a roster: who has applied already, and under which name he is registered."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jiangxin.enrolment.queries import applicants
from jiangxin.enrolment.roster import RosterReport
from jiangxin.enrolment.roster_row import RosterRow
from jiangxin.people import names, vault
from jiangxin.people.models import Organisation, Person
from jiangxin.rounds.models import Round


def judge_known(report: RosterReport, round_: Round) -> int:
    """Refuse the rows of people who applied already or are registered under another name.

    Returns how many of the rows that remain are of people whom the institution knows.
    """
    known = _known(round_.institution, report.accepted)
    applied = applicants(round_, list(known.values()))
    for row in report.accepted:
        person = known.get(row.id_number)
        if person is None:
            continue
        if person.pk in applied:
            row.fault("id_number", "applied", _("此人已经在本批次报名，不能重复报名；请从名册中删去这一行。"))
        elif person.name != row.name:
            sentence = _("这个证件号码登记的姓名是“%(name)s”，与名册不同；请对照身份证核实，登记有误的先由管理员更正。")
            row.fault("name", "contradicts-register", sentence % {"name": names.masked(person.name)})
    return sum(row.id_number in known for row in report.accepted)


def _known(institution: Organisation, rows: Sequence[RosterRow]) -> dict[str, Person]:
    """Return the persons whom the institution knows, by the ID number of their row."""
    numbers = {vault.blind_index(institution.pk, row.id_number): row.id_number for row in rows}
    found = Person.objects.filter(institution=institution, id_index__in=list(numbers)).defer("data_key", "details")
    return {numbers[bytes(person.id_index)]: person for person in found}
