"""Forms of the marks: what the tablet sends, what is typed in a table, a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.regulation.parameters import param
from jiangxin.scoring.models import ScoreSheet

KNOCKOUT = {"yes": True, "no": False, "": None}


class SheetForm(forms.Form):
    """A score sheet: a mark per module (`m0`, `m1`, …; blank is 未评), the knock-out, absence."""

    knockout = forms.ChoiceField(choices=[("yes", ""), ("no", ""), ("", "")], required=False)
    knockout_note = forms.CharField(max_length=200, required=False)
    absent = forms.BooleanField(required=False)

    def __init__(self, data: Mapping[str, Any], *, sheet: ScoreSheet) -> None:
        super().__init__(data)
        self.names = [f"m{place}" for place in range(len(sheet.subject.maxima))]
        for name in self.names:
            self.fields[name] = forms.DecimalField(max_digits=6, decimal_places=2, required=False)

    def content(self) -> dict[str, Any]:
        """Return the arguments of the operation `mark`."""
        data = self.cleaned_data
        absent = data["absent"]
        return {
            "marks": [None if absent else data[name] for name in self.names],
            "knockout": None if absent else KNOCKOUT[data["knockout"]],
            "knockout_note": "" if absent else data["knockout_note"],
            "absent": absent,
        }


class WorkbookForm(forms.Form):
    """A marks workbook."""

    workbook = forms.FileField(
        label=gettext_lazy("成绩表"), help_text=gettext_lazy("用模板填写的 .xlsx；先整表检查，有一处错误就不写入。"),
        allow_empty_file=True,  # the check says what is wrong with it
    )  # fmt: skip

    def clean_workbook(self) -> Any:
        """Refuse a file that is larger than the rule allows before it is read."""
        file, most = self.cleaned_data["workbook"], param("upload.workbook_max")
        if file.size > most.integer * 1024 * 1024:
            raise forms.ValidationError(_("文件超过 %s，请检查是不是选错了文件。") % most.words)
        return file


class TheoryTable:
    """A table of marks typed by keyboard: what was typed stays beside its error."""

    def __init__(self, data: Mapping[str, Any], applications: Sequence[int], maximum: Decimal) -> None:
        self.errors: dict[int, str] = {}
        self.marks: dict[int, Decimal | None] = {}
        step = param("mark.step").number
        for key in applications:
            text, absent = str(data.get(f"mark-{key}", "")).strip(), bool(data.get(f"absent-{key}"))
            if not text and not absent:
                continue
            try:
                mark = Decimal(text) if text else None
            except InvalidOperation:
                self.errors[key] = _("不是数")
                continue
            if absent and mark is not None:
                self.errors[key] = _("已勾缺考，又有成绩；只保留其一")
            elif mark is not None and (not 0 <= mark <= maximum or mark % step):
                self.errors[key] = _("应在 0 到 %(maximum)s 之间，以 %(step)s 分为单位") % {
                    "maximum": maximum,
                    "step": step,
                }
            else:
                self.marks[key] = mark
