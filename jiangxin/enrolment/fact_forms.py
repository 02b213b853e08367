"""The pages that ask for facts: exactly those of which the rule of the chosen condition speaks (`requirement.asks`).

Of most facts there can be several: they are entered one at a time, kept at once, listed, mended and taken out again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.enrolment import operations, stating
from jiangxin.enrolment.asking import QuestionForm, offer
from jiangxin.enrolment.models import Application
from jiangxin.process.inputs import DayField, MonthField
from jiangxin.process.who import Actor
from jiangxin.regulation.calendar import add_months
from jiangxin.standards.eligibility.facts import Certificate, Job, Study, Title, Training
from jiangxin.standards.eligibility.study import Studied
from jiangxin.standards.eligibility.work import Work

SCOPES = [("same", gettext_lazy("本职业")), ("related", gettext_lazy("相关职业"))]
SUBJECTS = [
    ("same", gettext_lazy("本专业")),
    ("related", gettext_lazy("相关专业")),
    ("other", gettext_lazy("其他专业")),
]


class FactForm(QuestionForm):
    """One fact; its answer joins what is stated already."""

    fact: ClassVar[str]

    @classmethod
    def answered(cls, application: Application) -> bool:
        """Tell whether it was stated, be it that there is none."""
        return application.facts.get(cls.fact) is not None

    def state(self, value: Any, *, by: Actor, at: datetime) -> None:
        """Keep the fact; None takes it back, as if nobody had asked."""
        facts = {**self.application.facts, self.fact: value}
        if self.fact == "jobs":
            facts.pop("total_years", None)  # jobs with dates say more than a number of years
        told = {name: stated for name, stated in facts.items() if stated is not None}
        operations.fill(self.application, by=by, at=at, facts=told)


class ChoiceFactForm(FactForm):
    """A fact with one answer, in a field of its own name."""

    def known(self, application: Application) -> dict[str, Any]:
        """Return what was answered before."""
        return {self.fact: application.facts.get(self.fact)}

    def keep(self, *, by: Actor, at: datetime) -> None:
        """Keep the answer."""
        value = self.cleaned_data[self.fact]
        self.state(value.isoformat() if isinstance(value, date) else value, by=by, at=at)


class BornForm(ChoiceFactForm):
    """Ask for the day of birth where the document doesn't tell it."""

    fact = "born"
    born = DayField(label=gettext_lazy("出生日期"), help_text=gettext_lazy("与证件一致。"))

    def clean_born(self) -> date:
        """Refuse a day that has not come."""
        return past(self.cleaned_data["born"])


class EngagedForm(ChoiceFactForm):
    """Ask whether the applicant works in the occupation or intends to."""

    fact = "engaged"
    engaged = forms.ChoiceField(
        label=gettext_lazy("从事本职业"), widget=forms.RadioSelect,
        choices=[
            ("works", gettext_lazy("正在从事本职业或相关职业工作")),
            ("intends", gettext_lazy("拟从事本职业或相关职业工作")),
        ],
    )  # fmt: skip


class ApprenticeshipForm(ChoiceFactForm):
    """Ask for a completed apprenticeship."""

    fact = "apprenticeship"
    apprenticeship = forms.ChoiceField(
        label=gettext_lazy("学徒期"), widget=forms.RadioSelect,
        choices=[
            ("same", gettext_lazy("本职业学徒期已满")),
            ("related", gettext_lazy("相关职业学徒期已满")),
            ("none", gettext_lazy("没有满期的学徒经历")),
        ],
    )  # fmt: skip


class EntriesForm(FactForm):
    """A fact of which there can be several: shows what is there, or asks for one.

    `row` is "new", the place of one that is to be mended, or "" for the list; without any, the list asks for the first.
    """

    kind: ClassVar[type[Any]]
    words: ClassVar[Callable[[Any], str]]
    nothing: ClassVar[Any]  # the words of the button that says there is none
    another: ClassVar[Any]

    def __init__(self, *args: Any, application: Application, row: str = "", **kwargs: Any) -> None:
        self.entries: list[dict[str, Any]] = list(application.facts.get(self.fact) or ())
        place = int(row) if row.isdecimal() else len(self.entries)
        self.place = None if not row and self.entries else min(place, len(self.entries))
        super().__init__(*args, application=application, **kwargs)
        if self.place is None or "none" in self.data:
            self.fields.clear()

    @property
    def listed(self) -> list[str]:
        """What is there, each in one line."""
        return [type(self).words(self.kind.read(entry)) for entry in self.entries]

    @property
    def denied(self) -> bool:
        """Whether it was said before that there is none."""
        return self.fact in self.application.facts and not self.entries

    @property
    def goes_on(self) -> bool:
        """Whether the question is answered: neither another one nor a deletion was pressed."""
        return not {"drop", "more"} & set(self.data)

    def known(self, application: Application) -> dict[str, Any]:
        """Return the entry that is to be mended, as the fields show it."""
        if self.place is None or self.place >= len(self.entries):
            return {}
        return self.shown(self.entries[self.place])

    def shown(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Return an entry by the names of the fields."""
        return dict(entry)

    def entry(self) -> dict[str, Any]:
        """Return the entry that the fields state."""
        told = {name: _plain(value) for name, value in self.cleaned_data.items()}
        return {name: value for name, value in told.items() if value not in (None, "", False)}

    def keep(self, *, by: Actor, at: datetime) -> None:
        """Keep the entry, take one out, or note that there is none."""
        entries = list(self.entries)
        if "none" in self.data:
            entries = []
        elif self.place is not None:
            entries[self.place : self.place + 1] = [self.entry()]
        elif str(self.data.get("drop", "")).isdecimal():
            del entries[int(self.data["drop"]) : int(self.data["drop"]) + 1]
            return self.state(entries or None, by=by, at=at)
        else:
            return None
        return self.state(entries, by=by, at=at)


class JobsForm(EntriesForm):
    """Ask for jobs with their months; the first and the last month count whole."""

    fact, kind, words = "jobs", Job, stating.job_words
    nothing, another = gettext_lazy("没有相关工作经历"), gettext_lazy("再加一段工作")

    employer = forms.CharField(label=gettext_lazy("工作单位"), max_length=60)
    post = forms.CharField(label=gettext_lazy("岗位"), max_length=40)
    since = MonthField(label=gettext_lazy("开始年月"))
    until = MonthField(label=gettext_lazy("结束年月"), required=False, help_text=gettext_lazy("现在还在做的不填。"))
    scope = forms.ChoiceField(label=gettext_lazy("这份工作属于"), choices=SCOPES, widget=forms.RadioSelect)
    trainee = forms.BooleanField(label=gettext_lazy("这一段是见习"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not any(isinstance(atom, Work) and atom.trainee for atom in atoms(self.application)):
            self.fields.pop("trainee", None)

    def shown(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Return the entry with months for its days."""
        return {**entry, **{name: entry[name][:7] for name in ("since", "until") if entry.get(name)}}

    def clean_since(self) -> date:
        """Refuse a month that has not come."""
        return past(self.cleaned_data["since"])

    def clean(self) -> dict[str, Any]:
        """Refuse a job that ends before it begins, or later than this month; an end is the last day of its month."""
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if until:
            if since and until < since:
                self.add_error("until", _("结束年月早于开始年月；请核对。"))
            elif until > timezone.localdate():
                self.add_error("until", _("结束年月还没有到；现在还在做的请留空。"))
            data["until"] = add_months(until, 1) - timedelta(days=1)
        return data


class CertificatesForm(EntriesForm):
    """Ask for certificates held; their numbers have no form of their own, for older ones look otherwise."""

    fact, kind, words = "certificates", Certificate, stating.certificate_words
    nothing, another = gettext_lazy("没有这样的证书"), gettext_lazy("再加一本证书")

    occupation = forms.CharField(label=gettext_lazy("证书上的职业"), max_length=60)
    level = forms.TypedChoiceField(label=gettext_lazy("证书等级"), coerce=int)
    certificate_kind = forms.ChoiceField(label=gettext_lazy("证书种类"))
    number = forms.CharField(
        label=gettext_lazy("证书编号"),
        max_length=40,
        help_text=gettext_lazy("照证书填写；16 位、20 位、22 位都可以。"),
    )
    issued = DayField(label=gettext_lazy("发证日期"))
    scope = forms.ChoiceField(label=gettext_lazy("这本证书属于"), choices=SCOPES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, level="level", certificate_kind="certificate_kind")

    def shown(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Return the entry by the names of the fields: a form has no field called `kind`, which is its own."""
        return {**entry, "certificate_kind": entry.get("kind", "skill_level")}

    def entry(self) -> dict[str, Any]:
        """Return the certificate."""
        told = super().entry()
        return {**told, "kind": told.pop("certificate_kind")}

    def clean_issued(self) -> date:
        """Refuse a day that has not come."""
        return past(self.cleaned_data["issued"])


class TitlesForm(EntriesForm):
    """Ask for professional titles."""

    fact, kind, words = "titles", Title, stating.title_words
    nothing, another = gettext_lazy("没有职称"), gettext_lazy("再加一个职称")

    name = forms.CharField(label=gettext_lazy("职称名称"), max_length=60)
    rank = forms.ChoiceField(label=gettext_lazy("职称级别"))
    issued = DayField(label=gettext_lazy("取得日期"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, rank="title_rank")

    def clean_issued(self) -> date:
        """Refuse a day that has not come."""
        return past(self.cleaned_data["issued"])


class StudiesForm(EntriesForm):
    """Ask for courses of study, finished or going on."""

    fact, kind, words = "studies", Study, stating.study_words
    nothing, another = gettext_lazy("没有相关学历"), gettext_lazy("再加一份学历")

    school = forms.ChoiceField(label=gettext_lazy("学校类型"))
    name = forms.CharField(label=gettext_lazy("学校名称"), max_length=60)
    major = forms.CharField(label=gettext_lazy("专业"), max_length=60, help_text=gettext_lazy("与毕业证书或学籍一致。"))
    scope = forms.ChoiceField(label=gettext_lazy("对所报职业来说是"), choices=SUBJECTS, widget=forms.RadioSelect)
    programme = forms.ChoiceField(label=gettext_lazy("班级类型"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("学籍状态"))
    ends = DayField(label=gettext_lazy("毕业日期"), help_text=gettext_lazy("照毕业证书填；在读的填预计毕业日期。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, school="school", programme="programme", status="student_status")
        if not any(isinstance(atom, Studied) and atom.programmes for atom in atoms(self.application)):
            self.fields.pop("programme", None)

    def shown(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Return the entry by the names of the fields."""
        status = {True: "final_year", False: "enrolled"}.get(entry.get("final_year", ""), "graduated")
        ends = entry.get("graduated") or entry.get("expected")
        return {**entry, "scope": entry.get("scope", "same") or "other", "status": status, "ends": ends}

    def clean(self) -> dict[str, Any]:
        """Refuse a graduation that its day contradicts."""
        data = super().clean() or {}
        status, ends = data.get("status"), data.get("ends")
        if status == "graduated" and ends and ends > timezone.localdate():
            self.add_error("ends", _("毕业日期还没有到；在读的请在“学籍状态”里改选。"))
        if status in {"final_year", "enrolled"} and ends and ends < timezone.localdate():
            self.add_error("ends", _("预计毕业日期已经过去；已毕业的请在“学籍状态”里改选。"))
        return data

    def entry(self) -> dict[str, Any]:
        """Return the course of study."""
        told = super().entry()
        status, ends = told.pop("status"), told.pop("ends")
        told["scope"] = None if told["scope"] == "other" else told["scope"]
        if "programme" in self.fields:
            told.setdefault("programme", "")  # asked, and none of the list
        if status == "graduated":
            return {**told, "graduated": ends}
        return {**told, "expected": ends, "final_year": status == "final_year"}


class TrainingsForm(EntriesForm):
    """Ask for trainings with their hours and certificates of completion."""

    fact, kind, words = "trainings", Training, stating.training_words
    nothing, another = gettext_lazy("没有参加过培训"), gettext_lazy("再加一次培训")

    provider = forms.CharField(label=gettext_lazy("培训单位"), max_length=60)
    level = forms.TypedChoiceField(label=gettext_lazy("培训等级"), coerce=int)
    hours = forms.IntegerField(
        label=gettext_lazy("学时"), min_value=1, max_value=5000,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )  # fmt: skip
    certificate = forms.BooleanField(label=gettext_lazy("已取得结业证书"), required=False)
    number = forms.CharField(label=gettext_lazy("结业证书编号"), max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, level="level")

    def entry(self) -> dict[str, Any]:
        """Return the training; without the certificate it says so."""
        return {**super().entry(), "certificate": bool(self.cleaned_data["certificate"])}


def atoms(application: Application) -> Iterator[Any]:
    """Yield every atom of the chosen condition's rule, those of its alternatives too."""
    waiting = list(application.condition.requirement.atoms) if application.condition else []
    while waiting:
        atom = waiting.pop()
        yield atom
        waiting += [inner for way in getattr(atom, "ways", ()) for inner in way]


def past(day: date) -> date:
    """Return the day, or refuse it while it has not come."""
    if day > timezone.localdate():
        raise forms.ValidationError(_("这个日期还没有到；请核对。"))
    return day


def _plain(value: Any) -> Any:
    """Return a value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value
