"""Forms of programmes, classes, lessons and corrections; the register of a lesson."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.enrolment.models import Application
from jiangxin.people.models import Organisation, Person
from jiangxin.process.inputs import DayField, LinesField, OfRecord, WordsField
from jiangxin.standards.models import StandardLevel
from jiangxin.standards.queries import levels_offered
from jiangxin.training.models import Attendance, Lesson, Programme, TrainingClass
from jiangxin.training.queries import programme_for, teachers_on

COURSE = re.compile(r"^(?P<name>.+?)[\s，,]+(?P<hours>\d{1,4})[\s，,]+(?P<kind>\S+)$")
NOT_HERE = "-"  # the choice for a candidate who stands in another class


class CoursesField(LinesField):
    """Courses, one a line: name, hours, 理论 or 实操."""

    def prepare_value(self, value: Any) -> Any:
        """Return courses as lines."""
        if not isinstance(value, list):
            return value
        words = {"theory": _("理论"), "practice": _("实操")}
        return "\n".join(f"{each['name']} {each['hours']} {words[each['kind']]}" for each in value)

    def clean(self, value: Any) -> list[dict[str, Any]]:
        """Return the courses; a line that can't be read is named."""
        kinds = {"理论": "theory", "实操": "practice"}
        kinds |= {str(_(word)).casefold(): kind for word, kind in kinds.items()}  # also in the reader's language
        courses = []
        for line in super().clean(value):
            found = COURSE.match(line)
            kind = kinds.get(found["kind"].casefold()) if found else None
            if found is None or kind is None:
                raise forms.ValidationError(_("读不懂“%s”。请每行写一门课：课程名 学时 理论（或实操）。") % line)
            courses.append({"name": found["name"], "hours": int(found["hours"]), "kind": kind})
        return courses


class ProgrammeForm(forms.Form):
    """A programme: its level, and its courses."""

    wants_record = True
    level = forms.ModelChoiceField(
        StandardLevel.objects.none(), label=gettext_lazy("职业和等级"), empty_label=gettext_lazy("请选择")
    )
    title = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    courses = CoursesField(
        8,
        label=gettext_lazy("课程"),
        help_text=gettext_lazy("每行一门课：课程名 学时 理论（或实操）。例如：安全用电 16 理论"),
    )

    def __init__(self, *args: Any, record: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].queryset = levels_offered(record)  # type: ignore[attr-defined]


class EditProgrammeForm(OfRecord, forms.Form):
    """The draft of a programme, as it stands."""

    title = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    courses = CoursesField(
        8, label=gettext_lazy("课程"), help_text=gettext_lazy("每行一门课：课程名 学时 理论（或实操）。")
    )


class ClassForm(forms.Form):
    """A class of a round, on the programme in use for its level."""

    wants_record = True

    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=gettext_lazy("培训计划"), empty_label=gettext_lazy("请选择")
    )
    name = forms.CharField(label=gettext_lazy("班名"), max_length=60)
    starts_on = DayField(label=gettext_lazy("开班日期"))
    ends_on = DayField(label=gettext_lazy("结业日期"))
    quota = forms.IntegerField(
        label=gettext_lazy("班额"), required=False, min_value=1, max_value=1000,
        help_text=gettext_lazy("最多收多少学员。不填就不限；满了以后，其余的人编入别的班。"),
    )  # fmt: skip

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        used = programme_for(record)
        super().__init__(*args, **kwargs)
        self.initial = {"programme": used}
        self.fields["programme"].queryset = Programme.objects.filter(pk=used.pk if used else 0)  # type: ignore[attr-defined]


class ClassQuotaForm(OfRecord, forms.Form):
    """How many a class takes, with the reason for the change."""

    quota = forms.IntegerField(
        label=gettext_lazy("班额"), required=False, min_value=1, max_value=1000,
        help_text=gettext_lazy("不少于已在班的人数；不填就不限。"),
    )  # fmt: skip
    reason = WordsField(3, label=gettext_lazy("理由"), max_length=2000)


class LessonForm(forms.Form):
    """A lesson of a class; its teacher holds an appointment."""

    wants_record = True

    day = DayField(label=gettext_lazy("日期"))
    hours = forms.IntegerField(label=gettext_lazy("学时"), min_value=1, max_value=12)
    topic = forms.CharField(label=gettext_lazy("内容"), max_length=120)
    teacher = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("教师"), empty_label=gettext_lazy("请选择")
    )

    def __init__(self, *args: Any, record: TrainingClass, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"day": record.starts_on}
        self.fields["teacher"].queryset = teachers_on(record.round.institution, record.starts_on)  # type: ignore[attr-defined]


class RegisterForm(forms.Form):
    """The register of a lesson: for each candidate the hours he attended, at first all of them."""

    def __init__(self, *args: Any, lesson: Lesson, candidates: Iterable[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        full = lesson.hours
        choices = [(str(full), _("到课 %d 学时") % full)]
        choices += [(str(hours), _("%d 学时") % hours) for hours in range(full - 1, 0, -1)]
        choices += [("0", _("缺课")), (NOT_HERE, _("不在本班"))]
        # Whoever comes after the last seat is of another class, unless the teacher says otherwise.
        seats = lesson.training_class.quota
        for at, candidate in enumerate(candidates):
            field = forms.ChoiceField(
                choices=choices,
                label=candidate.person.name,
                initial=str(full) if seats is None or at < seats else NOT_HERE,
                widget=forms.Select(attrs={"class": "input"}),
            )
            self.fields[f"hours-{candidate.pk}"] = field

    @property
    def hours(self) -> dict[int, int]:
        """The register: application → hours; whoever is of another class is left out."""
        return {
            int(name.removeprefix("hours-")): int(value)
            for name, value in self.cleaned_data.items()
            if value != NOT_HERE
        }


class CorrectionForm(OfRecord, forms.Form):
    """A correction of attendance, with the reason."""

    hours = forms.IntegerField(label=gettext_lazy("到课学时"), min_value=0)
    reason = WordsField(3, label=gettext_lazy("更正理由"), max_length=2000)

    def __init__(self, *args: Any, record: Attendance, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        self.fields["hours"].widget.attrs["max"] = record.lesson.hours
