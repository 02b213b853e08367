"""Volume 1: enrolment and eligibility (报名、资格审核材料卷)."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.archive.document import Document, stored, table
from jiangxin.documents.workbook_writing import Value
from jiangxin.enrolment.models import Application, Material, Roster
from jiangxin.enrolment.presenting import promises_told
from jiangxin.regulation.words import in_series, qualified
from jiangxin.rounds.models import Round
from jiangxin.training.models import Programme, TrainingClass


def documents(round_: Round) -> list[Document]:
    """Return the volume's documents: announcement, rosters, the three summaries, the programme, the proofs."""
    applications = list(
        Application.objects.filter(round=round_)
        .exclude(state="draft")
        .select_related("person", "condition", "photo__person")
        .prefetch_related("materials")
    )
    rosters = Roster.objects.filter(round=round_, state="imported").select_related("file").order_by("id")
    return [
        table(
            round_,
            _("认定公告"),
            [(_("项目"), 20), (_("内容"), 60)],
            _announcement(round_),
            title=_("职业技能等级认定公告"),
        ),
        *[stored(roster.file, required=False) for roster in rosters],
        _applications(round_, applications),
        _decisions(round_, applications),
        _accepted(round_, applications),
        *_programme(round_),
        *_proofs(round_, applications),
    ]


def _announcement(round_: Round) -> list[tuple[str, Value]]:
    return [
        (_("评价机构"), round_.institution.name),
        (_("承办学院"), round_.college.name),
        (_("期次"), round_.number),
        (_("职业和等级"), str(round_.level)),
        (_("依据标准"), str(round_.level.standard)),
        (_("备案号"), round_.filing.number),
        (_("面向"), str(round_.get_audience_display())),
        (_("报名时间"), f"{round_.apply_from:%Y-%m-%d} — {round_.apply_until:%Y-%m-%d}"),
        (_("计划考核日期"), f"{round_.planned_on:%Y-%m-%d}"),
        (_("计划人数"), str(round_.capacity)),
    ]


def _applications(round_: Round, applications: list[Application]) -> Document:
    columns = [
        (_("姓名"), 14),
        (_("证件类型"), 14),
        (_("证件号码"), 22),
        (_("所在单位"), 28),
        (_("人员类别"), 20),
        (_("文化程度"), 14),
        (_("申报条件"), 30),
        (_("状态"), 12),
    ]
    rows = [
        (
            one.person.name, str(one.person.get_id_type_display()), one.person.id_number,
            one.employer or one.person.employer, str(one.get_category_display()), str(one.get_education_display()),
            str(one.condition or ""), one.state_label,
        )
        for one in applications
    ]  # fmt: skip
    return table(round_, _("报名汇总表"), columns, rows, source=_("报名"))


def _decisions(round_: Round, applications: list[Application]) -> Document:
    deciders = get_user_model()._default_manager.select_related("person").in_bulk(
        {one.decided_by for one in applications if one.decided_by}
    )  # fmt: skip
    columns = [
        (_("姓名"), 14),
        (_("证件号码"), 22),
        (_("申报条件"), 30),
        (_("结论"), 14),
        (_("审核人"), 14),
        (_("审核时间"), 20),
        (_("审核意见"), 40),
        (_("双承诺"), 40),
    ]
    rows = [
        (
            one.person.name, one.person.id_number, str(one.condition or ""), one.state_label,
            str(deciders.get(one.decided_by or 0, "")), _moment(one), one.remark, _promises(one),
        )
        for one in applications if one.decided_at
    ]  # fmt: skip
    return table(round_, _("资格审核数据汇总表"), columns, rows, source=_("资格审核"))


def _promises(application: Application) -> str:
    """Return what applicant and reviewer promised, each with when and in which version."""
    return in_series(qualified(label, value) for label, value in promises_told(application) if value)


def _accepted(round_: Round, applications: list[Application]) -> Document:
    columns = [(_("序号"), 8), (_("姓名"), 14), (_("证件号码"), 22), (_("所在单位"), 28)]
    accepted = [one for one in applications if one.state == "accepted"]
    rows = [
        (str(place), one.person.name, one.person.id_number, one.employer or one.person.employer)
        for place, one in enumerate(accepted, start=1)
    ]
    return table(round_, _("资格审核通过人员名册"), columns, rows, source=_("资格审核"))


def _programme(round_: Round) -> Iterator[Document]:
    """Yield the programme of the round's classes (of its level, where no class was held) and the classes."""
    classes = list(TrainingClass.objects.filter(round=round_).select_related("programme"))
    adopted = Programme.objects.filter(institution=round_.institution_id, level=round_.level_id, state="adopted")
    programmes = {one.programme for one in classes} or set(adopted)
    names = {"theory": _("理论"), "practice": _("实操")}
    rows = [
        (programme.title, course["name"], names.get(course["kind"], course["kind"]), str(course["hours"]))
        for programme in sorted(programmes, key=lambda one: one.pk)
        for course in programme.courses
    ]
    columns = [(_("培训计划"), 28), (_("课程"), 36), (_("类型"), 10), (_("学时"), 10)]
    yield table(round_, _("职业技能培训方案"), columns, rows, source=_("培训计划"))
    held = [(one.name, one.programme.title, f"{one.starts_on}", f"{one.ends_on}", one.state_label) for one in classes]
    columns = [(_("班名"), 24), (_("培训计划"), 28), (_("开班日期"), 14), (_("结业日期"), 14), (_("状态"), 12)]
    yield table(round_, _("培训班次"), columns, held, required=False)


def _proofs(round_: Round, applications: list[Application]) -> Iterator[Document]:
    """Yield the photos and proofs of each candidate; whose key was destroyed has none left."""
    for one in applications:
        if one.photo and one.person.readable:
            yield stored(one.photo, _("证件照-%s") % one.person.name, required=False)
    materials = Material.objects.filter(application__in=applications, file__isnull=False).exclude(state="removed")
    for material in materials.select_related("application__person", "file__person"):
        if material.application.person.readable:
            name = _("申请材料-%(name)s-%(kind)s") % {"name": material.application.person.name, "kind": material.kind}
            yield stored(material.file, name, required=False)


def _moment(application: Application) -> str:
    return f"{timezone.localtime(application.decided_at):%Y-%m-%d %H:%M}" if application.decided_at else ""
