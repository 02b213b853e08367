"""Parts 1 to 5, 10 and 11: what the registers of occupations, training, enrolment, papers and rules say."""

from __future__ import annotations

from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.documents.models import RuleText
from jiangxin.plans.part import Gap, Part, Table
from jiangxin.plans.source import Source
from jiangxin.regulation.words import joined, qualified


def occupation(source: Source) -> Part:
    """Return part 1: what is assessed, under which filing, and who needs such workers (用工需求)."""
    round_, named = source.round, source.level.standard.occupation
    missing = []
    if not source.plan.demand.strip():
        missing.append(Gap(_("用工需求还没有写"), "plans:write", source.plan.pk))
    return Part(
        1,
        _("%(occupation)s %(level)s") % {"occupation": named, "level": source.level.level_name},
        lines=[
            _("职业（工种）：%(name)s，职业编码 %(code)s") % {"name": named, "code": named.code},
            _("等级：%s") % source.level.level_name,
            _("备案号：%(number)s，有效期至 %(until)s") % {
                "number": round_.filing.number,
                "until": formats.date_format(round_.filing.valid_until),
            },
            _("承办学院：%s") % round_.college,
            _("用工需求：%s") % source.plan.demand.strip(),
        ],
        missing=missing,
        url="plans:write",
        argument=source.plan.pk,
    )  # fmt: skip


def programme(source: Source) -> Part:
    """Return part 2: the programme in use, with the classes and teachers as far as they are planned."""
    used = source.programme
    if used is None:
        missing = [Gap(_("没有这个职业等级的现行培训计划"), "training:programmes")]
        return Part(2, _("缺培训计划"), missing=missing, url="training:programmes")
    kinds = {"theory": _("理论"), "practice": _("实操")}
    courses = [[course["name"], kinds.get(course["kind"], ""), str(course["hours"])] for course in used.courses]
    hours = sum(int(course["hours"]) for course in used.courses)
    tables = [Table([_("课程"), _("类别"), _("学时")], courses, _("课程与学时"))]
    if source.classes:
        rows = [[each.name, each.starts_on.isoformat(), each.ends_on.isoformat()] for each in source.classes]
        tables.append(Table([_("班名"), _("开班"), _("结业")], rows, _("培训班")))
    teachers = sorted({lesson.teacher.name for lesson in source.lessons})
    lines = [
        _("培训计划：%s") % used.title,
        _("合计 %(hours)d 学时，标准要求 %(needed)d 学时") % {"hours": hours, "needed": source.level.hours},
    ]
    if teachers:
        lines.append(_("授课教师：%s") % joined(teachers))
    summary = _("%(hours)d 学时，%(count)d 名教师") if teachers else _("%(hours)d 学时")
    words = summary % {"hours": hours, "count": len(teachers)}
    return Part(2, words, lines, tables, url="training:list", argument=source.round.pk)


def roster(source: Source) -> Part:
    """Return part 3: the accepted candidates, ID numbers masked; nobody may still wait for a decision."""
    missing, notes = [], []
    if source.undecided:
        sentence = _("还有 %d 份报名没有审核") % source.undecided
        missing.append(Gap(sentence, "enrolment:applications", source.round.pk))
    if not source.accepted:
        missing.append(Gap(_("没有审核通过的考生"), "enrolment:applications", source.round.pk))
    if source.returned:
        notes.append(_("退回后没有补正的报名 %d 份，不列入名册") % source.returned)
    rows = [
        [
            str(number),
            each.person.name,
            each.person.masked_id,
            str(each.get_category_display()),
            each.employer,
            each.condition.label if each.condition else "",
        ]
        for number, each in enumerate(source.accepted, 1)
    ]
    columns = [_("序号"), _("姓名"), _("证件号码"), _("人员类别"), _("所在单位"), _("申报条件")]
    return Part(
        3,
        _("%d 人") % len(rows),
        tables=[Table(columns, rows)],
        missing=missing,
        notes=notes,
        url="enrolment:applications",
        argument=source.round.pk,
    )


def papers(source: Source) -> Part:
    """Return part 4: how the papers are made and kept secret."""
    setting = source.setting
    if setting is None or setting.state != "settled":
        sentence = _("试题命制方案还没有确定") if setting else _("还没有试题命制方案")
        gap = Gap(sentence, "items:setting", source.round.pk)
        return Part(4, _("未确定"), missing=[gap], url="items:setting", argument=source.round.pk)
    return Part(
        4,
        _("每科 %d 套") % setting.papers_per_subject,
        lines=[
            _("每科命制 %d 套试卷，命题人与审题人分开") % setting.papers_per_subject,
            _("命制方式：%s") % setting.method,
            _("保密措施：%s") % setting.secrecy,
        ],
        url="items:setting",
        argument=source.round.pk,
    )


def standard(source: Source) -> Part:
    """Return part 5: the standard, each subject with its own pass mark, and the assessment method (评价办法)."""
    used = source.level.standard
    missing = []
    if not source.plan.method.strip():
        missing.append(Gap(_("评价办法还没有写"), "plans:write", source.plan.pk))
    rows = [
        [
            str(subject),
            subject.mode,
            str(subject.minutes),
            formats.number_format(subject.full_mark),
            formats.number_format(subject.pass_mark),
        ]
        for subject in source.subjects
    ]
    columns = [_("科目"), _("方式"), _("时长（分钟）"), _("满分"), _("合格线")]
    return Part(
        5,
        " · ".join(qualified(subject, subject.mode) for subject in source.subjects),
        lines=[
            _("依据：%(title)s（%(origin)s，%(version)s）") % {
                "title": used.title,
                "origin": used.get_origin_display(),
                "version": used.version,
            },
            _("各科分别达到合格线为合格，不平均，不相抵"),
            _("评价办法：%s") % source.plan.method.strip(),
        ],
        tables=[Table(columns, rows)],
        missing=missing,
        url="plans:write",
        argument=source.plan.pk,
    )  # fmt: skip


def exam_rules(source: Source) -> Part:
    """Return part 10: the rules of examination in force."""
    return _rule(source, 10, RuleText.EXAM_RULES, _("没有现行的考务规章制度"))


def safety(source: Source) -> Part:
    """Return part 11: the safety measures in force."""
    return _rule(source, 11, RuleText.SAFETY, _("没有现行的安全保障措施"))


def _rule(source: Source, number: int, kind: str, absent: str) -> Part:
    """Return the part of one rule text: its version and its words."""
    rule = source.rules.get(kind)
    if rule is None:
        return Part(number, _("没有"), missing=[Gap(absent, "documents:rules")], url="documents:rules")
    lines = [str(rule), *[line.strip() for line in rule.body.splitlines() if line.strip()]]
    return Part(number, _("%s 版") % rule.version, lines, url="documents:rules")
