"""Forms of the colleges' targets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.people.models import Organisation
from jiangxin.process.inputs import OfRecord, WordsField
from jiangxin.process.views import today
from jiangxin.reports.models import Target

MOST = 100_000


def persons(label: Any) -> forms.IntegerField:
    """Return the field of a number of people."""
    return forms.IntegerField(
        label=label, min_value=1, max_value=MOST, widget=forms.NumberInput(attrs={"class": "short"})
    )


class Numbers(forms.Form):
    """How many are to apply, and to be certified."""

    applied = persons(gettext_lazy("报名人数"))
    certified = persons(gettext_lazy("取证人数"))

    def clean(self) -> dict[str, Any]:
        """Refuse more certified than enrolled."""
        data = super().clean() or {}
        if data.get("certified", 0) > data.get("applied", MOST):
            self.add_error("certified", _("取证人数不能超过报名人数。"))
        return data


class TargetForm(Numbers):
    """The target of a college for a year."""

    wants_record = True
    college = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("学院"), empty_label=gettext_lazy("请选择")
    )
    year = forms.IntegerField(
        label=gettext_lazy("年度"), min_value=2000, max_value=2099, widget=forms.NumberInput(attrs={"class": "short"}),
        help_text=gettext_lazy("按批次的年度统计。"),
    )  # fmt: skip
    field_order = ("college", "year", "applied", "certified")

    def __init__(self, *args: Any, record: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = today().year
        colleges = self.fields["college"]
        assert isinstance(colleges, forms.ModelChoiceField)
        colleges.queryset = Organisation.objects.filter(institution=record, kind=Organisation.COLLEGE, state="active")

    def clean(self) -> dict[str, Any]:
        """Refuse a second target for the same college and year."""
        data = super().clean()
        college, year = data.get("college"), data.get("year")
        if college and year and Target.objects.filter(college=college, year=year, state="set").exists():
            words = {"college": college, "year": year}
            self.add_error("year", _("%(college)s %(year)d 年的任务指标已经下达，请在列表里调整它。") % words)
        return data


class ReviseTargetForm(OfRecord, Numbers):
    """The numbers of a target, with the reason for the change."""

    reason = WordsField(2, label=gettext_lazy("调整理由"), max_length=2000)
