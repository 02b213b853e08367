"""Applications as the pages show them: answers as facts, materials with their addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.enrolment.models import Application, Material
from jiangxin.enrolment.opinions import opinion_kept
from jiangxin.enrolment.photo import words_of
from jiangxin.enrolment.question_forms import FACTS, questions_of
from jiangxin.enrolment.stating import stated_by_fact
from jiangxin.enrolment.wanted import (
    PROMISES,
    lacking_materials,
    on_paper,
    present_materials,
    signed_on_paper,
    surplus_materials,
)
from jiangxin.people import idnumber
from jiangxin.people.models import Person
from jiangxin.regulation.codes import code_list
from jiangxin.regulation.words import in_series
from jiangxin.standards.eligibility.verdict import Verdict

STATES = {
    "draft": "plain", "submitted": "go", "endorsed": "go", "returned": "wait", "accepted": "ok", "rejected": "late",
    "withdrawn": "plain", "unplaced": "plain",
}  # fmt: skip


# What an applicant reads above his application, by its state: a heading, and what comes next.
HEADINGS = {
    "draft": (gettext_lazy("报名还没有提交"), ""),
    "submitted": (
        gettext_lazy("报名已提交"), gettext_lazy("审核员会核对您的申报条件和材料。结果在这里看，请留意手机。"),
    ),
    "endorsed": (
        gettext_lazy("学院初审已通过"), gettext_lazy("等待中心复审。结果在这里看，请留意手机。"),
    ),
    "returned": (gettext_lazy("报名被退回，请补正"), gettext_lazy("改好以后再提交一次，其他已填的都还在。")),
    "accepted": (
        gettext_lazy("资格审核已通过"), gettext_lazy("请按通知参加培训和考核；准考证开放打印时会告诉您。"),
    ),
    "rejected": (gettext_lazy("资格审核未通过"), gettext_lazy("报名截止前，符合其他条件的可以重新报名。")),
    "withdrawn": (gettext_lazy("报名已撤回"), gettext_lazy("这份报名不再办理；报名截止前可以重新报名。")),
    "unplaced": (gettext_lazy("没有取得名额，报名结束"), ""),
}  # fmt: skip


def heading_of(application: Application) -> dict[str, Any]:
    """Return where an application stands in the words for its applicant: {title, lead}."""
    title, lead = HEADINGS[application.state]
    return {"title": title, "lead": lead}


def tag_of(application: Application) -> dict[str, str]:
    """Return the state as `components/tag.html` takes it."""
    return {"state": STATES[application.state], "label": application.state_label}


def age_of(born: date | None, on: date) -> int | None:
    """Return the age in full years on a day; None where the day of birth is not known."""
    return idnumber.age(born, on) if born else None


def born_and_sex(person: Person, on: date) -> dict[str, Any]:
    """Return `born`, `sex` (in words) and `age` as the ID number tells them; None for other documents."""
    if not person.readable:
        return {"born": None, "sex": None, "age": None}
    found = idnumber.inspect(person.id_number, on=on, id_type=person.id_type)
    sex = found.sex or person.clear.get("sex")
    words = code_list("sex").get(sex).label if sex in {"male", "female"} else None
    return {"born": found.born, "sex": words, "age": age_of(found.born, on)}


def answers(application: Application, on: date) -> list[dict[str, Any]]:
    """Return all answers in groups {key, title, rows}: a question, its words, rows for `components/facts.html`."""
    groups = [
        {"key": "who", "title": _("本人信息"), "rows": list(_who(application, on))},
        {"key": "category", "title": _("人员类别"), "rows": [_row(_("类别"), application.get_category_display())]},
        {"key": "education", "title": _("文化程度和来源"), "rows": list(_education(application))},
        {"key": "condition", "title": _("申报条件"), "rows": list(_condition(application))},
        *_facts(application),
        {"key": "photo", "title": _("证件照"), "rows": [_photo(application)]},
        {"key": "materials", "title": _("证明材料"), "rows": list(_materials(application))},
        {"key": "promises", "title": _("承诺和同意"), "rows": list(_promises(application))},
    ]
    return [group for group in groups if group["rows"]]


OPINIONS = {"met": "ok", "open": "wait", "unmet": "late"}
_MARKS = {Verdict.MET: True, Verdict.OPEN: None, Verdict.UNMET: False}


def opinion_tag(application: Application) -> dict[str, str]:
    """Return the first opinion as `components/tag.html` takes it."""
    words = {"met": _("符合"), "open": _("还不能判断"), "unmet": _("不符合")}
    label = words[application.opinion]
    if application.opinion == "met" and not application.opinion_notes.get("clean"):
        label = _("符合，有待判断")
    return {"state": OPINIONS[application.opinion], "label": label}


def proofs_shown(application: Application) -> list[dict[str, Any]]:
    """Return the proofs that are there, as the review shows them: {material, url, picture: shown as an image}."""
    return [
        {
            "material": material,
            "url": file_address(material),
            "picture": bool(material.file and material.file.media_type.startswith("image/")),
        }
        for material in present_materials(application)
    ]


def opinion_shown(application: Application) -> dict[str, Any] | None:
    """Return the first opinion as `enrolment/_opinion.html` takes it; None while there is none."""
    opinion = opinion_kept(application)
    if opinion is None:
        return None
    words = {"met": _("初审：符合条件"), "open": _("初审：还不能判断"), "unmet": _("初审：不符合条件")}
    code = opinion.verdict.name.lower()
    findings = [
        {"ok": _MARKS[found.verdict], "label": found.sentence, "note": found.remedy} for found in opinion.findings
    ]
    return {
        "code": code, "state": OPINIONS[code], "label": words[code], "on": opinion.on, "findings": findings,
        "reads": in_series(opinion.reads),
    }  # fmt: skip


def _row(label: Any, value: Any, **more: Any) -> dict[str, Any]:
    return {"label": label, "value": value or _("未填"), **more}


def _who(application: Application, on: date) -> Iterator[dict[str, Any]]:
    person = application.person
    told = born_and_sex(person, on)
    yield _row(_("姓名"), person.name, strong=True)
    yield _row(person.get_id_type_display(), person.masked_id, num=True)
    if told["born"]:
        yield {"label": _("出生日期"), "day": told["born"]}
        yield _row(_("年龄"), _("%d 周岁") % told["age"], num=True)
    yield _row(_("性别"), told["sex"])
    yield _row(_("手机号码"), person.masked_phone, num=True)
    if person.readable:
        yield _row(_("民族"), person.clear.get("ethnicity"))
    yield _row(_("所在单位"), application.employer)


def _condition(application: Application) -> Iterator[dict[str, Any]]:
    if application.condition:
        yield _row(_("申报条件 %s") % application.condition.label, application.condition.text)
    else:
        yield _row(_("申报条件"), "")


def _education(application: Application) -> Iterator[dict[str, Any]]:
    yield _row(_("文化程度"), application.get_education_display())
    yield _row(_("考生来源"), application.get_source_display())


def _facts(application: Application) -> Iterator[dict[str, Any]]:
    """Yield a group for each fact that is asked or stated."""
    stated = stated_by_fact(application.stated)
    asked = {question.key for question in questions_of(application)}
    for question in FACTS:
        if question.key in asked or question.key in stated:
            lines = stated.get(question.key) or [(str(question.short), "")]
            yield {"key": question.key, "title": question.short, "rows": [_row(*line) for line in lines]}


def _photo(application: Application) -> dict[str, Any]:
    return _row(_("证件照"), photo_words(application), url=photo_address(application))


def _materials(application: Application) -> Iterator[dict[str, Any]]:
    surplus = surplus_materials(application)
    promises = {on_paper(promise) for promise in PROMISES}
    for material in present_materials(application):
        if material.kind in promises:
            continue
        words = _("已查验纸质材料") if material.on_paper else str(material.file)
        if material in surplus:
            words += _("（所选条件不需要，提交时移除）")
        yield _row(material.kind, words, url=file_address(material))
    for kind in lacking_materials(application):
        yield _row(kind, _("还没有"))


def _promises(application: Application) -> Iterator[dict[str, Any]]:
    for label, value in promises_told(application):
        yield _row(label, value)


def promises_told(application: Application) -> Iterator[tuple[str, str]]:
    """Yield the promises of both sides (双承诺) with how, when and in which version each was given; "" for none."""
    own = (
        (_("诚信承诺"), "pledge", application.pledged_at, application.pledge_version),
        (_("个人信息单独同意"), "consent", application.consented_at, application.consent_version),
    )
    for label, promise, at, version in own:
        paper = _("已查验本人签字的纸质件") if signed_on_paper(application, promise) else ""
        yield label, _agreed(at, version) or paper
    if application.vouched_at:
        yield _("审核承诺"), _agreed(application.vouched_at, application.vouch_version)


def _agreed(at: Any, version: str) -> str:
    if at is None:
        return ""
    words = _("%(time)s 作出（%(version)s 版）")
    return words % {"time": timezone.localtime(at).strftime("%Y-%m-%d %H:%M"), "version": version}


def photo_words(application: Application) -> str:
    """Return whether there is a photo, and what a person has to judge of it."""
    if not application.photo_id:
        return _("还没有")
    doubts = words_of(application.photo_doubts)
    return _("已上传，请看一下：%s") % " ".join(doubts) if doubts else _("已上传")


def photo_address(application: Application) -> str:
    """Return the address of the photo, "" while there is none."""
    return (
        reverse("enrolment:photo", args=[application.pk])
        if application.photo_id and application.person.readable
        else ""
    )


def file_address(material: Material) -> str:
    """Return the address of an uploaded proof, "" for one that was seen on paper."""
    return reverse("enrolment:material", args=[material.pk]) if material.file_id else ""
