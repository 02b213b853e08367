"""The only writers of rosters: check, check again, import, discard; the plan of an import is `roster_plan`'s."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from jiangxin.documents import operations as documents
from jiangxin.documents import workbook
from jiangxin.enrolment import roster as rosters
from jiangxin.enrolment.models import Application, Roster
from jiangxin.enrolment.operations.applying import UnableToImport, enrol_all
from jiangxin.enrolment.operations.places import in_turn
from jiangxin.enrolment.operations.reviewing import see_all_on_paper
from jiangxin.enrolment.opinions import form_opinion
from jiangxin.enrolment.queries import roster_scope, whole
from jiangxin.enrolment.roster_plan import Fate, ImportPlan, Planned, answers_of, plan_import
from jiangxin.enrolment.roster_scope import REPLACE, SKIP
from jiangxin.enrolment.wanted import lacking
from jiangxin.process.taking import begin, take, take_all
from jiangxin.process.who import Actor
from jiangxin.rounds.models import Round
from jiangxin.standards.evaluated import EvaluatedLists


def check_roster(round_: Round, name: str, content: bytes, *, by: Actor, at: datetime, mode: str = SKIP) -> Roster:
    """Check a roster workbook and keep it with its findings and the plan of its import; no application is made.

    `mode` is a key of `Roster.MODES`. Raises UnableToImport with a sentence when the workbook can't be read.
    """
    report, plan = _checked(round_, content, mode)
    with transaction.atomic():
        file = documents.keep(round_.institution, name, content, workbook.MEDIA_TYPE, by=by, at=at)
        roster = Roster(round=round_, file=file)
        _note(roster, report, plan, content, by=by, at=at)
        return begin(roster, "check_roster", by=by, at=at)


def recheck_roster(roster: Roster, *, by: Actor, at: datetime, mode: str) -> Roster:
    """Check a roster once more, as the round now stands, and plan its import under another mode or the same."""
    content = documents.content_of(roster.file)
    report, plan = _checked(roster.round, content, mode)
    with take(roster, "recheck_roster", by=by, at=at) as roster:
        _note(roster, report, plan, content, by=by, at=at)
    return roster


def import_roster(
    roster: Roster, *, by: Actor, at: datetime, clean_rows: bool = False, on_paper: bool = False, reason: str = ""
) -> Roster:
    """Do what the preview of a checked roster says: all of it or, with `clean_rows`, without the faulty rows.

    `on_paper` says that the office has seen the proofs and the signed promises; `reason` stands in the history of
    whoever is withdrawn. Raises UnableToImport while rows are faulty, and when the import would no longer do what the
    preview says.
    """
    with transaction.atomic(), take(roster, "import_roster", by=by, at=at, reason=reason) as roster:
        report, plan = _checked(roster.round, documents.content_of(roster.file), roster.mode)
        _refuse_faulty(report, roster.mode, clean_rows=clean_rows)
        if plan.fingerprint() != roster.summary["plan"]["fingerprint"]:
            sentence = _(
                "预检以后报名情况有了变化，导入的结果会与预览不同，所以一行也没有导入；请点“重新预检”，看过预览再导入。"
            )
            raise UnableToImport(sentence)
        if not plan.changes:
            raise UnableToImport(
                _("这份名册不会带来任何变化，没有可以导入的行；请核对名册和导入方式，或放弃这份名册。")
            )
        withdraw_all_enrolled(plan.withdrawn, by=by, at=at, reason=reason)
        refill_all(roster, plan.of(Fate.OVERWRITTEN), by=by, at=at, on_paper=on_paper)
        fresh = [planned.row for planned in plan.of(Fate.NEW)]
        enrol_all(roster.round, fresh, by=by, at=at, on_paper=on_paper, roster=roster)
        roster.summary = {**roster.summary, "imported": len(fresh)}
    return roster


def discard_roster(roster: Roster, *, by: Actor, at: datetime) -> Roster:
    """Put a checked roster aside without enrolling anybody."""
    with take(roster, "discard_roster", by=by, at=at) as roster:
        return roster


def refill_all(
    roster: Roster, planned: Sequence[Planned], *, by: Actor, at: datetime, on_paper: bool
) -> list[Application]:
    """Fill the applications of earlier rosters anew (相同覆盖导入): all or none; photos and proofs stay."""
    rows = {one.application.pk: one.row for one in planned if one.application}
    if not rows:
        return []
    conditions = {condition.label: condition for condition in roster.round.level.conditions.all()}
    evaluated = EvaluatedLists()

    def fill(application: Application) -> None:
        row = rows[application.pk]
        answers = {**answers_of(row), "condition": conditions.get(row.condition), "roster": roster}
        for name, value in answers.items():
            setattr(application, name, value)
        application.remark = application.remark_on = ""
        form_opinion(application, born=row.born, evaluated=evaluated)

    with in_turn(roster.round_id):
        filled = take_all(
            whole(Application.objects.filter(pk__in=list(rows))), "refill", by=by, at=at, each=fill, fields=_REFILLED
        )
    if on_paper:
        see_all_on_paper([(one, lacking(one)) for one in filled], by=by, at=at)
    return filled


_REFILLED = (
    "category", "source", "education", "employer", "facts", "exam_type", "condition", "roster", "remark", "remark_on",
    "opinion", "opinion_notes",
)  # fmt: skip


def withdraw_all_enrolled(
    applications: Sequence[Application], *, by: Actor, at: datetime, reason: str
) -> list[Application]:
    """Withdraw applications of earlier rosters that nobody has decided (清空后导入), with the reason: all or none."""
    if not applications:
        return []
    found = Application.objects.filter(pk__in=[application.pk for application in applications])
    with in_turn(*{application.round_id for application in applications}):
        return take_all(whole(found), "withdraw_enrolled", by=by, at=at, reason=reason)


def _checked(round_: Round, content: bytes, mode: str) -> tuple[rosters.RosterReport, ImportPlan]:
    """Return the findings of a roster and the plan of its import; raises UnableToImport when it can't be read."""
    try:
        report = rosters.check_roster(workbook.read(content), roster_scope(round_))
    except workbook.UnableToRead as error:
        raise UnableToImport(str(error)) from error
    return report, plan_import(report, round_, mode)


def _note(
    roster: Roster, report: rosters.RosterReport, plan: ImportPlan, content: bytes, *, by: Actor, at: datetime
) -> None:
    """Write the findings and the plan into the roster, and keep the marked workbook where rows are faulty."""
    roster.mode, roster.rows, roster.faulty = plan.mode, len(report.rows), len(report.faulty)
    roster.summary = {**report.summary(), "known": plan.known, "plan": plan.summary()}
    roster.marked = None
    if report.faulty:
        name, marked = _marked_name(roster.file.name), report.marked(content)
        roster.marked = documents.keep(roster.round.institution, name, marked, workbook.MEDIA_TYPE, by=by, at=at)


def _refuse_faulty(report: rosters.RosterReport, mode: str, *, clean_rows: bool) -> None:
    """Raise UnableToImport for faulty rows, unless they may be left out."""
    if not report.faulty:
        return
    about = {"count": len(report.faulty)}
    if mode == REPLACE:
        sentence = _(
            "名册里有 %(count)d 行有错误，所以一行也没有导入：清空后导入要撤回名册以外的人，名册必须完整无误。"
            "请下载标注错误的工作簿，改好后重新上传；或改用另一种导入方式。"
        )
        raise UnableToImport(sentence % about)
    if not clean_rows:
        sentence = _(
            "名册里有 %(count)d 行有错误，所以一行也没有导入。"
            "请下载标注错误的工作簿，改好后重新上传；或选择只导入没有错误的行。"
        )
        raise UnableToImport(sentence % about)
    if not report.accepted:
        raise UnableToImport(_("名册里没有可以导入的行；请下载标注错误的工作簿，改好后重新上传。"))


def _marked_name(name: str) -> str:
    return str(_("%s（已标注错误）.xlsx") % Path(name).stem[:120])
