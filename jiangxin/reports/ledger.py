"""The ledger (台账) of article 20 as one workbook: rounds, candidates, certificates, statistics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from jiangxin.documents import workbook
from jiangxin.documents.workbook import Column, SheetSpec
from jiangxin.documents.workbook_writing import Value
from jiangxin.people.models import Person
from jiangxin.reports import queries
from jiangxin.reports.queries import Course, Funnel
from jiangxin.results.models import Result
from jiangxin.rounds.models import Round

type Cells = list[Value]

SUBJECTS = ("theory", "practical", "review")


def ledger(rounds: QuerySet[Round], at: datetime, *, clear: bool = False) -> bytes:
    """Return the ledger of rounds; ID numbers are masked unless `clear` (see `operations.export_in_clear`)."""
    with override(settings.LANGUAGE_CODE):
        return _written(queries.whole(rounds), queries.funnels(rounds), at, clear)


def _written(listed: Sequence[Round], found: dict[int, Funnel], at: datetime, clear: bool) -> bytes:
    """Return the four sheets, marked where a round is one of practice; Chinese in every language of the screen."""
    made = _("生成时间 %s") % f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
    notes = [made, _("报名：已提交的报名；合格率（含缺考）＝合格人数÷有结论人数；缺考：任一必考科目缺考。")]
    practice = any(round_.institution.practice for round_ in listed)
    return workbook.write(
        [
            SheetSpec(_("批次"), _round_columns(), list(_round_rows(listed, found)), _("批次台账"), notes),
            SheetSpec(_("考生"), _candidate_columns(), list(_candidate_rows(listed, clear)), _("考生台账"), [made]),
            SheetSpec(_("证书"), _certificate_columns(), list(_certificate_rows(listed, clear)), _("证书台账"), [made]),
            SheetSpec(_("统计"), _statistics_columns(), list(_statistics_rows(listed, found)), _("统计"), notes),
        ],
        sample=practice,
    )


def _columns(*headings: tuple[str, float]) -> list[Column]:
    return [Column(heading, width) for heading, width in headings]


def _numbers(*headings: str) -> list[Column]:
    return [Column(heading, 10, "number") for heading in headings]


def _counted() -> list[Column]:
    return _numbers(_("报名"), _("审核通过"), _("有结论"), _("缺考"), _("合格"), _("证书"))


def _round_columns() -> list[Column]:
    return [
        *_columns((_("期次"), 10), (_("职业和等级"), 24), (_("承办学院"), 24), (_("备案号"), 18), (_("面向"), 12)),
        *[Column(heading, 13, "date") for heading in (_("报名截止"), _("开班备案"))],
        *_columns((_("回执编号"), 18)),
        *[
            Column(heading, 13, "date")
            for heading in (_("考核开始"), _("考核结束"), _("公示开始"), _("公示结束"), _("结果备案"))
        ],
        *_counted(),
        *_columns((_("状态"), 14)),
    ]


def _round_rows(rounds: Sequence[Round], found: dict[int, Funnel]) -> Iterable[Cells]:
    courses = queries.courses(rounds)
    return [_round_row(one, courses[one.pk], found[one.pk]) for one in rounds]


def _round_row(round_: Round, course: Course, funnel: Funnel) -> Cells:
    plan, publication, sittings = course.plan, course.publication, course.sittings
    filed = [one.filed_on for one in course.filings if one.filed_on]
    return [
        round_.number, str(round_.level), round_.college.name, round_.filing.number,
        str(round_.get_audience_display()), round_.closed_on, plan.filed_on if plan else None,
        plan.receipt_number if plan else "", _day(min((one.starts_at for one in sittings), default=None)),
        _day(max((one.ends_at for one in sittings), default=None)),
        publication.published_on if publication else None, publication.ends_on if publication else None,
        min(filed, default=None), *funnel.numbers, round_.state_label,
    ]  # fmt: skip


def _candidate_columns() -> list[Column]:
    return [
        *_columns((_("期次"), 10), (_("姓名"), 14), (_("证件号码"), 22), (_("所在单位"), 28), (_("人员类别"), 20)),
        *_columns((_("报名状态"), 12), (_("准考证号"), 22)),
        *_columns((_("理论知识考试"), 14), (_("操作技能考核"), 14), (_("综合评审"), 14), (_("结论"), 18)),
    ]


def _candidate_rows(rounds: Sequence[Round], clear: bool) -> Iterable[Cells]:
    results = queries.results(rounds)
    for one in queries.candidates(rounds):
        result = results.get(one.pk)
        yield [
            one.round.number, one.person.name, shown_id(one.person, clear), one.employer or one.person.employer,
            str(one.get_category_display()), one.state_label, str(getattr(one, "admission", "")),
            *_marks(result), str(result.get_conclusion_display()) if result else "",
        ]  # fmt: skip


def _marks(result: Result | None) -> list[str]:
    """Return the mark of each subject as text: 缺考 for an absence, blank where the subject isn't required."""
    entries = [result.mark_of(subject) if result else None for subject in SUBJECTS]
    return ["" if one is None else _("缺考") if one.absent else str(one.mark) for one in entries]


def _certificate_columns() -> list[Column]:
    return [
        *_columns((_("证书编号"), 26), (_("期次"), 10), (_("姓名"), 14), (_("证件号码"), 22)),
        *_columns((_("职业"), 16), (_("工种"), 16), (_("等级"), 14)),
        Column(_("发证日期"), 13, "date"),
        *_columns((_("状态"), 10), (_("领取人"), 14)),
        Column(_("领取日期"), 13, "date"),
        *_columns((_("入库批次"), 20)),
    ]


def _certificate_rows(rounds: Sequence[Round], clear: bool) -> Iterable[Cells]:
    for one in queries.certificates(rounds):
        yield [
            one.number, one.round.number, one.name, shown_id(one.person, clear), one.occupation, one.work_type,
            one.level_name, one.issued_on, one.state_label, one.received_by, one.handed_over_on,
            one.registration.batch_number if one.registration else "",
        ]  # fmt: skip


def _statistics_columns() -> list[Column]:
    return [
        *_columns((_("承办学院"), 24), (_("职业和等级"), 24)),
        *_numbers(_("批次")),
        *_counted(),
        *[Column(heading, 16, "number") for heading in (_("合格率%（含缺考）"), _("合格率%（不含缺考）"))],
    ]


def _statistics_rows(rounds: Sequence[Round], found: dict[int, Funnel]) -> Iterable[Cells]:
    for college, level, count, funnel in queries.by_college_and_level(rounds, found):
        yield [college, level, count, *funnel.numbers, funnel.rate, funnel.rate_attended]
    everything = queries.total(found.values())
    yield [_("合计"), "", len(rounds), *everything.numbers, everything.rate, everything.rate_attended]


def shown_id(person: Person, clear: bool) -> str:
    """Return an ID number masked, or in clear."""
    return person.id_number if clear else person.masked_id


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
