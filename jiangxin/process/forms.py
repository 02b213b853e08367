"""The form of the kernel's own record: a day of the working-day calendar."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.process.models import CalendarDay


class DayForm(forms.Form):
    """Ask what the State Council's notice says of a day."""

    wants_record = True
    is_workday = forms.TypedChoiceField(
        label=gettext_lazy("这一天"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=lambda: [("yes", _("工作日（含调休上班）")), ("no", _("休息日（含放假）"))],
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("节日名称"), max_length=40, required=False)
    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("例如：国务院办公厅关于节假日安排的通知及文号。"),
    )  # fmt: skip

    def __init__(self, *args: Any, record: CalendarDay, **kwargs: Any) -> None:
        known = {"is_workday": "yes" if record.is_workday else "no", "name": record.name}
        super().__init__(*args, **{"initial": known, **kwargs})
        self.about = [_("只影响以后算出的期限；已经算出的期限不变。")]
