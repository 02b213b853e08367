"""The questions of an application, one form each; a form knows how to save its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.enrolment import fact_forms, operations
from jiangxin.enrolment.asking import QuestionForm, offer
from jiangxin.enrolment.models import Application, Material
from jiangxin.enrolment.opinions import birthday, opinion_under
from jiangxin.enrolment.rules import ASKED
from jiangxin.enrolment.terms import terms
from jiangxin.enrolment.wanted import (
    asked_materials,
    category_proof,
    lacking_materials,
    present_materials,
    surplus_materials,
)
from jiangxin.people import operations as people
from jiangxin.process.who import Actor
from jiangxin.regulation.codes import code_list
from jiangxin.regulation.words import in_series, joined
from jiangxin.signin.forms import PhoneForm
from jiangxin.signin.operations import prove_phone
from jiangxin.standards.eligibility.verdict import Verdict
from jiangxin.standards.models import Condition

NONE_FITS = "none"


@dataclass(frozen=True)
class Card:
    """The words of a choice that `components/field.html` shows as a card."""

    heading: str
    hint: str = ""
    needs: str = ""
    remark: str = ""

    def __str__(self) -> str:
        return self.heading


class WhoForm(QuestionForm, PhoneForm):
    """Ask how the applicant is reached; who he is, his ID number says. Another telephone is proved by a code."""

    ethnicity = forms.CharField(label=gettext_lazy("民族"), max_length=20, initial="汉族")
    employer = forms.CharField(
        label=gettext_lazy("所在单位"), max_length=120, required=False, help_text=gettext_lazy("在校学生填学校和院系。")
    )
    address = forms.CharField(label=gettext_lazy("通讯地址"), max_length=200, required=False)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, application=application, phone=application.person.phone, **kwargs)

    @classmethod
    def answered(cls, application: Application) -> bool:
        return bool(application.person.phone and application.person.clear.get("ethnicity"))

    def known(self, application: Application) -> dict[str, Any]:
        clear = application.person.clear
        details = {name: clear[name] for name in ("phone", "ethnicity", "address") if clear.get(name)}
        return {"ethnicity": "汉族", "employer": application.employer, **details}

    def keep(self, *, by: Actor, at: datetime) -> None:
        stated = dict(self.cleaned_data)
        person, code = self.application.person, stated.pop("code", "")
        prove_phone(person, stated["phone"], code, address=self.asked_from, at=at)
        people.update_contact(person, by=by, at=at, **stated)
        operations.fill(self.application, by=by, at=at, employer=self.cleaned_data["employer"])


class CategoryForm(QuestionForm):
    """Ask which of the eight categories of article 7 the applicant belongs to."""

    category = forms.ChoiceField(
        label=gettext_lazy("人员类别"), choices=code_list("candidate_category").choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择一类；拿不准时选最后一类。")},
    )  # fmt: skip


class ConditionForm(QuestionForm):
    """Ask which condition of the standard the applicant meets; none of them leads to the other levels."""

    condition = forms.ChoiceField(
        label=gettext_lazy("申报条件"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择一条；都不符合时选最后一项。")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conditions = {str(c.pk): c for c in self.application.round.level.conditions.all()}
        cards: list[tuple[str, Any]] = [(key, self._card(condition)) for key, condition in self.conditions.items()]
        cards.append((NONE_FITS, Card(_("都不符合"), _("看看您现在可以报考的等级"))))
        field = self.fields["condition"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = cards

    def _card(self, condition: Condition) -> Card:
        remark = self._remark(condition)
        return Card(condition.short, f"{condition.label} {condition.text}", joined(condition.materials), remark)

    def _remark(self, condition: Condition) -> str:
        """Return what the machine says of a condition so far: met, not met and why, or what it will ask."""
        opinion = opinion_under(condition, self.application)
        if opinion.verdict is Verdict.MET:
            return _("按已填的信息：符合。")
        if opinion.verdict is Verdict.UNMET:
            return _("按已填的信息：不符合。%s。") % in_series(opinion.objections)
        asked = [str(ASKED[ask]) for ask in condition.requirement.asks if ask in ASKED and ask != "born"]
        return _("接下来会问：%s。") % joined(asked) if asked else ""

    def known(self, application: Application) -> dict[str, Any]:
        return {"condition": application.condition_id and str(application.condition_id)}

    @property
    def none_fits(self) -> bool:
        """Whether the applicant says that no condition fits."""
        return bool(self.cleaned_data["condition"] == NONE_FITS)

    def keep(self, *, by: Actor, at: datetime) -> None:
        if not self.none_fits:
            chosen = self.conditions[self.cleaned_data["condition"]]
            operations.fill(self.application, by=by, at=at, condition=chosen)


class EducationForm(QuestionForm):
    """Ask what the registration sheet wants to know of everybody."""

    education = forms.ChoiceField(label=gettext_lazy("文化程度"))
    source = forms.ChoiceField(label=gettext_lazy("考生来源"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, education="education", source="candidate_source")


class PhotoQuestion(QuestionForm):
    """Ask for the photo; one that is there needn't be sent again."""

    photo = forms.FileField(
        label=gettext_lazy("证件照"), widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
        help_text=gettext_lazy("正面免冠，白色或浅蓝背景，肩部以上。会自动裁成一寸照。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.answered(self.application):
            self.fields["photo"].required = False
            self.fields["photo"].help_text = _("已有一张，不换可以不传。")

    @classmethod
    def answered(cls, application: Application) -> bool:
        return application.photo_id is not None

    def known(self, application: Application) -> dict[str, Any]:
        return {}

    def keep(self, *, by: Actor, at: datetime) -> None:
        if photo := self.cleaned_data.get("photo"):
            kept = operations.attach_photo(self.application, photo.name, photo.read(), by=by, at=at)
            self.stays = ",".join(kept.photo_doubts) not in ("", self.data.get("doubts"))  # unless it was read before


class MaterialsForm(QuestionForm):
    """Ask for each proof of the chosen condition; what is there already needn't be sent again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present: dict[str, Material] = {m.kind: m for m in present_materials(self.application)}
        self.surplus = surplus_materials(self.application)
        self.removed = self.data.get("remove", "")
        self.kinds = {f"proof{index}": kind for index, kind in enumerate(asked_materials(self.application))}
        for name, kind in self.kinds.items():
            self.fields[name] = forms.FileField(
                label=kind,
                required=kind not in self.present and not self.removed,
                widget=forms.ClearableFileInput(attrs={"accept": "image/*,application/pdf"}),
                help_text=self._help(kind),
            )

    def _help(self, kind: str) -> str:
        if kind in self.present:
            return _("已提供，不换可以不传。")
        why = _("您的人员类别在这一期优先候补，请提供证明。") if kind == category_proof(self.application) else ""
        return why + _("拍照、截图或 PDF 都可以。")

    @classmethod
    def answered(cls, application: Application) -> bool:
        return not lacking_materials(application)

    def known(self, application: Application) -> dict[str, Any]:
        return {}

    def keep(self, *, by: Actor, at: datetime) -> None:
        for name, kind in self.kinds.items():
            if file := self.cleaned_data.get(name):
                operations.attach(self.application, kind, file.name, file.read(), file.content_type or "", by=by, at=at)
        for material in self.present.values():
            if str(material.pk) == self.removed:
                operations.remove(material, by=by, at=at)
        self.stays = bool(self.removed)


class PromisesForm(QuestionForm):
    """Ask for the pledge and, by a tick of its own, for the consent."""

    pledge = forms.BooleanField(error_messages={"required": gettext_lazy("不作承诺不能报名；请读完后打勾。")})
    consent = forms.BooleanField(
        error_messages={"required": gettext_lazy("不同意处理个人信息就不能报名；请读完后打勾。")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("pledge", "consent"):
            self.fields[name].label = str(terms(name).agree)

    @classmethod
    def answered(cls, application: Application) -> bool:
        return bool(application.pledged_at and application.consented_at)

    def known(self, application: Application) -> dict[str, Any]:
        """Tick what was agreed to, unless the text has changed since."""
        return {
            "pledge": application.pledge_version == terms("pledge").version,
            "consent": application.consent_version == terms("consent").version,
        }

    def keep(self, *, by: Actor, at: datetime) -> None:
        if self.application.pledge_version != terms("pledge").version:
            operations.pledge(self.application, by=by, at=at)
        if self.application.consent_version != terms("consent").version:
            operations.consent(self.application, by=by, at=at)


@dataclass(frozen=True)
class Question:
    """One question: its key in the address, its words, its form."""

    key: str
    title: Any
    short: Any
    form: type[QuestionForm]


FIRST = (
    Question("who", gettext_lazy("这是您本人吗？怎么联系您？"), gettext_lazy("本人信息"), WhoForm),
    Question("category", gettext_lazy("您属于哪一类人员？"), gettext_lazy("人员类别"), CategoryForm),
    Question("education", gettext_lazy("您的文化程度和来源？"), gettext_lazy("文化程度和来源"), EducationForm),
    Question("condition", gettext_lazy("您符合哪一条申报条件？"), gettext_lazy("申报条件"), ConditionForm),
)
FACTS = (
    Question("born", gettext_lazy("您的出生日期？"), gettext_lazy("出生日期"), fact_forms.BornForm),
    Question("engaged", gettext_lazy("您从事本职业吗？"), gettext_lazy("从事本职业"), fact_forms.EngagedForm),
    Question("certificates", gettext_lazy("您有哪些证书？"), gettext_lazy("原证书"), fact_forms.CertificatesForm),
    Question("titles", gettext_lazy("您有什么职称？"), gettext_lazy("职称"), fact_forms.TitlesForm),
    Question("studies", gettext_lazy("您在哪里上学或毕业？"), gettext_lazy("学历或学籍"), fact_forms.StudiesForm),
    Question("trainings", gettext_lazy("您参加过哪些培训？"), gettext_lazy("培训"), fact_forms.TrainingsForm),
    Question(
        "apprenticeship", gettext_lazy("您的学徒期满了吗？"), gettext_lazy("学徒期"), fact_forms.ApprenticeshipForm
    ),
    Question("jobs", gettext_lazy("您做过哪些相关工作？"), gettext_lazy("工作经历"), fact_forms.JobsForm),
)
LAST = (
    Question("photo", gettext_lazy("上传证件照"), gettext_lazy("证件照"), PhotoQuestion),
    Question("materials", gettext_lazy("上传证明材料"), gettext_lazy("证明材料"), MaterialsForm),
    Question("promises", gettext_lazy("承诺和同意"), gettext_lazy("承诺和同意"), PromisesForm),
)
QUESTIONS = {question.key: question for question in (*FIRST, *FACTS, *LAST)}


def questions_of(application: Application) -> list[Question]:
    """Return the questions that this application is asked: of the facts, those that its condition needs."""
    condition = application.condition
    asks = condition.requirement.asks if condition else ()
    facts = [question for question in FACTS if question.key in asks]
    if "born" in asks and birthday(application.person):
        facts = [question for question in facts if question.key != "born"]
    last = [question for question in LAST if question.key != "materials" or asked_materials(application)]
    return [*FIRST, *facts, *last]


def places_of(application: Application) -> list[tuple[str, str]]:
    """Return where a return can point, (code, words): a question, or one proof of those that are asked for."""
    places = [(question.key, str(question.short)) for question in questions_of(application)]
    return [*places, *((f"materials:{kind}", kind) for kind in asked_materials(application))]
