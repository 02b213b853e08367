"""The questions of an application, one form each; a form knows how to save its answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.enrolment import operations
from jiangxin.enrolment.models import Application, Material
from jiangxin.enrolment.queries import present_materials
from jiangxin.enrolment.terms import terms
from jiangxin.people import operations as people
from jiangxin.people import phones
from jiangxin.process.who import Actor
from jiangxin.regulation.codes import code_list
from jiangxin.regulation.words import joined
from jiangxin.standards.models import Condition

NONE_FITS = "none"


@dataclass(frozen=True)
class Card:
    """The words of a choice that `components/field.html` shows as a card."""

    heading: str
    hint: str = ""
    needs: str = ""

    def __str__(self) -> str:
        return self.heading


class QuestionForm(forms.Form):
    """One question of an application; `stays` when what was kept wants a second look before going on."""

    stays = False

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        self.application = application
        kwargs.setdefault("initial", self.known(application))
        super().__init__(*args, **kwargs)

    def known(self, application: Application) -> dict[str, Any]:
        """Return what was answered before."""
        return {name: getattr(application, name) for name in self.base_fields if hasattr(application, name)}

    def keep(self, *, by: Actor, at: datetime) -> None:
        """Keep the answer."""
        operations.fill(self.application, by=by, at=at, **self.cleaned_data)


class WhoForm(QuestionForm):
    """Ask how the applicant is reached; who he is, his ID number says."""

    phone = forms.CharField(
        label=gettext_lazy("手机号码"), max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text=gettext_lazy("登录验证码、审核结果和考试通知都发到这里，请核对。"),
    )  # fmt: skip
    ethnicity = forms.CharField(label=gettext_lazy("民族"), max_length=20, initial="汉族")
    employer = forms.CharField(
        label=gettext_lazy("所在单位"), max_length=120, required=False, help_text=gettext_lazy("在校学生填学校和院系。")
    )
    address = forms.CharField(label=gettext_lazy("通讯地址"), max_length=200, required=False)

    def known(self, application: Application) -> dict[str, Any]:
        clear = application.person.clear
        details = {name: clear[name] for name in ("phone", "ethnicity", "address") if clear.get(name)}
        return {"ethnicity": "汉族", "employer": application.employer, **details}

    def clean_phone(self) -> str:
        """Return the tidied number, or refuse what is no mobile number."""
        number = phones.tidy(str(self.cleaned_data["phone"]))
        if sentence := phones.fault(number):
            raise forms.ValidationError(sentence)
        return number

    def keep(self, *, by: Actor, at: datetime) -> None:
        people.update_contact(self.application.person, by=by, at=at, **self.cleaned_data)
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
        return Card(condition.short, f"{condition.label} {condition.text}", joined(condition.materials))

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


class FactsForm(QuestionForm):
    """Ask for the facts that the chosen condition needs, and say which rule a fact does not satisfy."""

    education = forms.ChoiceField(label=gettext_lazy("文化程度"))
    source = forms.ChoiceField(label=gettext_lazy("考生来源"))
    study_status = forms.ChoiceField(label=gettext_lazy("学籍状态"))
    major = forms.CharField(label=gettext_lazy("专业"), max_length=60, help_text=gettext_lazy("与毕业证书或学籍一致。"))
    graduation = forms.RegexField(
        r"^\d{4}-(0[1-9]|1[0-2])$", label=gettext_lazy("毕业年月"),
        widget=forms.TextInput(attrs={"type": "month", "class": "short"}),
        error_messages={"invalid": gettext_lazy("请按“2027-06”的样式填写。")},
    )  # fmt: skip
    work_years = forms.DecimalField(
        label=gettext_lazy("本职业工作年限（年）"), min_value=0, max_value=80, decimal_places=1,
        widget=forms.NumberInput(attrs={"class": "short", "step": "0.5", "inputmode": "decimal"}),
    )  # fmt: skip
    prior_occupation = forms.CharField(label=gettext_lazy("原证书职业"), max_length=60)
    prior_level = forms.TypedChoiceField(label=gettext_lazy("原证书等级"), coerce=int, empty_value=None)
    prior_certificate = forms.CharField(
        label=gettext_lazy("原证书编号"),
        max_length=40,
        help_text=gettext_lazy("照证书填写；16 位、20 位、22 位都可以。"),
    )

    STUDY = ("study_status", "major", "graduation")
    PRIOR = ("prior_occupation", "prior_level", "prior_certificate")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        condition = self.application.condition
        assert condition is not None
        self.condition = condition
        for name in self._not_needed(condition):
            del self.fields[name]
        lists = {"education": "education", "source": "candidate_source", "study_status": "student_status"}
        for name, key in {**lists, "prior_level": "level"}.items():
            if field := self.fields.get(name):
                assert isinstance(field, forms.ChoiceField)
                field.choices = [("", _("请选择")), *code_list(key).choices()]

    def _not_needed(self, condition: Condition) -> Iterator[str]:
        """Yield the fields that this condition doesn't ask for."""
        by_work, by_certificate = condition.least_years is not None, condition.prior_level is not None
        if by_work or by_certificate:
            yield from self.STUDY
        if not by_work:
            yield "work_years"
        if not by_certificate:
            yield from self.PRIOR

    def clean_work_years(self) -> Any:
        """Refuse too few years, naming the condition and how many are missing."""
        years, needed = self.cleaned_data["work_years"], self.condition.least_years
        if needed is not None and years is not None and years < needed:
            sentence = _(
                "申报条件 %(label)s 要求工作满 %(needed)s 年，您填 %(given)s 年，还差 %(lacking)s 年。"
                "满年限后可以申报；现在符合别的条件时，请回上一步改选。"
            )
            told = {"label": self.condition.label, "needed": needed, "given": years, "lacking": needed - years}
            raise forms.ValidationError(sentence % told)
        return years

    def clean_prior_level(self) -> int | None:
        """Refuse a certificate of a lower level than the condition asks for (levels run backwards)."""
        level, needed = self.cleaned_data["prior_level"], self.condition.prior_level
        if needed is not None and level is not None and level > needed:
            sentence = _("申报条件 %(label)s 要求持有%(needed)s或以上等级的证书；现在没有时，请回上一步改选。")
            words = code_list("level").get(str(needed)).label
            raise forms.ValidationError(sentence % {"label": self.condition.label, "needed": words})
        return int(level) if level is not None else None


class MaterialsForm(QuestionForm):
    """Ask for the photo and for each proof of the chosen condition; what is there already needn't be sent again."""

    photo = forms.FileField(
        label=gettext_lazy("证件照"), widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
        help_text=gettext_lazy("正面免冠，白色或浅蓝背景，肩部以上。会自动裁成一寸照。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present: dict[str, Material] = {m.kind: m for m in present_materials(self.application)}
        if self.application.photo_id:
            self.fields["photo"].required = False
            self.fields["photo"].help_text = _("已有一张，不换可以不传。")
        kinds: Sequence[str] = self.application.condition.materials if self.application.condition else []
        self.kinds = {f"proof{index}": kind for index, kind in enumerate(kinds)}
        for name, kind in self.kinds.items():
            self.fields[name] = forms.FileField(
                label=kind,
                required=kind not in self.present,
                widget=forms.ClearableFileInput(attrs={"accept": "image/*,application/pdf"}),
                help_text=_("已提供，不换可以不传。") if kind in self.present else _("拍照、截图或 PDF 都可以。"),
            )

    def known(self, application: Application) -> dict[str, Any]:
        return {}

    def keep(self, *, by: Actor, at: datetime) -> None:
        for name, kind in self.kinds.items():
            if file := self.cleaned_data.get(name):
                operations.attach(self.application, kind, file.name, file.read(), file.content_type or "", by=by, at=at)
        if photo := self.cleaned_data.get("photo"):  # last: it may be refused, and the proofs needn't be sent again
            kept = operations.attach_photo(self.application, photo.name, photo.read(), by=by, at=at)
            self.stays = ",".join(kept.photo_doubts) not in ("", self.data.get("doubts"))  # unless it was read before


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

    def known(self, application: Application) -> dict[str, Any]:
        return {"pledge": bool(application.pledged_at), "consent": bool(application.consented_at)}

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


QUESTIONS = (
    Question("who", gettext_lazy("这是您本人吗？怎么联系您？"), gettext_lazy("本人信息"), WhoForm),
    Question("category", gettext_lazy("您属于哪一类人员？"), gettext_lazy("人员类别"), CategoryForm),
    Question("condition", gettext_lazy("您符合哪一条申报条件？"), gettext_lazy("申报条件"), ConditionForm),
    Question("facts", gettext_lazy("这一条需要的信息"), gettext_lazy("条件信息"), FactsForm),
    Question("materials", gettext_lazy("上传照片和材料"), gettext_lazy("照片和材料"), MaterialsForm),
    Question("promises", gettext_lazy("承诺和同意"), gettext_lazy("承诺和同意"), PromisesForm),
)
KEYS = [question.key for question in QUESTIONS]
TOTAL = len(QUESTIONS) + 2  # the round before them, the check of all answers after them
