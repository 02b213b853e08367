"""What an applicant states, in words: one line for each job, certificate, title, study and training."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.regulation.codes import code_list
from jiangxin.standards.eligibility.facts import Certificate, Facts, Job, Scope, Study, Title, Training

type Lines = list[tuple[str, str]]


def stated_words(stated: Facts) -> Lines:
    """Return (label, words) for all that is stated, in the order of the questions."""
    return [line for lines in stated_by_fact(stated).values() for line in lines]


def stated_by_fact(stated: Facts) -> dict[str, Lines]:
    """Return (label, words) for each fact that is stated; years without dates stand with the jobs."""
    told = {
        "born": [(_("出生日期"), _day(stated.born))] if stated.born else [],
        "engaged": [(_("从事本职业"), engaged_words(stated.engaged))] if stated.engaged else [],
        "certificates": _each(_("原证书"), stated.certificates, certificate_words),
        "titles": _each(_("职称"), stated.titles, title_words),
        "studies": _each(_("学历或学籍"), stated.studies, study_words),
        "trainings": _each(_("培训"), stated.trainings, training_words),
        "apprenticeship": [(_("学徒期"), apprenticeship_words(stated.apprenticeship))] if stated.apprenticeship else [],
        "jobs": _each(_("工作经历"), stated.jobs, job_words),
    }
    if stated.total_years is not None:
        told["jobs"].append((_("本职业工作年限"), _("%s 年") % stated.total_years))
    return {fact: lines for fact, lines in told.items() if lines}


def _each[T](label: str, things: Sequence[T] | None, words: Callable[[T], str]) -> Lines:
    """Return a line for each thing; what was asked and isn't there is 无."""
    if things is None:
        return []
    return [(label, words(thing)) for thing in things] or [(label, _("无"))]


def engaged_words(code: str) -> str:
    """Return whether somebody works in the occupation, in words."""
    return _("正在从事") if code == "works" else _("拟从事")


def job_words(job: Job) -> str:
    """Return a job in one line."""
    span = _("%(since)s至%(until)s") % {
        "since": _month(job.since), "until": _month(job.until) if job.until else _("今"),
    }  # fmt: skip
    return _told(span, job.employer, job.post, scope_words(job.scope), _("见习") if job.trainee else "")


def certificate_words(certificate: Certificate) -> str:
    """Return a certificate in one line."""
    level = code_list("level").get(str(certificate.level)).label
    kind = code_list("certificate_kind").get(certificate.kind).label
    issued = _("%s发证") % _day(certificate.issued) if certificate.issued else ""
    return _told(certificate.occupation, level, kind, certificate.number, issued, scope_words(certificate.scope))


def title_words(title: Title) -> str:
    """Return a title in one line."""
    issued = _("%s取得") % _day(title.issued) if title.issued else ""
    return _told(title.name, code_list("title_rank").get(title.rank).label, issued)


def study_words(study: Study) -> str:
    """Return a course of study in one line."""
    school = code_list("school").get(study.school).label if study.school else ""
    programme = code_list("programme").get(study.programme).label if study.programme else ""
    return _told(study.name, school, programme, study.major, _ends(study), subject_words(study.scope))


def _ends(study: Study) -> str:
    """Return when a course ended or will end."""
    if study.graduated:
        return _("%s毕业") % _day(study.graduated)
    if study.expected:
        return _("在读，预计%s毕业") % _day(study.expected)
    return _("在读") if study.final_year is not None else ""


def training_words(training: Training) -> str:
    """Return a training in one line."""
    level, hours = code_list("level").get(str(training.level)).label, _("%d 学时") % training.hours
    done = _("已取得结业证书") if training.certificate else _("没有结业证书")
    return _told(training.provider, level, hours, done, training.number)


def apprenticeship_words(code: str) -> str:
    """Return an apprenticeship in words."""
    words = {"same": _("本职业学徒期满"), "related": _("相关职业学徒期满"), "none": _("无")}
    return words.get(code, code)


def scope_words(scope: Scope) -> str:
    """Return whether a job or certificate is of the occupation itself."""
    return _("本职业") if scope is Scope.SAME else _("相关职业")


def subject_words(scope: Scope | None) -> str:
    """Return whether a subject of study is the occupation's."""
    if scope is None:
        return _("其他专业")
    return _("本专业") if scope is Scope.SAME else _("相关专业")


def _told(*parts: str) -> str:
    return _("，").join(part for part in parts if part)


def _day(day: date) -> str:
    return formats.date_format(day)


def _month(day: date) -> str:
    return formats.date_format(day, "YEAR_MONTH_FORMAT")
