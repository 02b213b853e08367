"""Forms of the office: rosters, decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.enrolment.models import Application, Roster

WORKBOOKS = ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RosterForm(forms.Form):
    """Ask for a roster workbook."""

    file = forms.FileField(
        label=gettext_lazy("报名名册（.xlsx）"), allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": WORKBOOKS}),
        help_text=gettext_lazy("先预检，不写入任何数据；有错误的行会列出来，并可下载标注好的工作簿。"),
        error_messages={"required": gettext_lazy("请选择要上传的工作簿。")},
    )  # fmt: skip


class ImportForm(forms.Form):
    """Ask whether the faulty rows are left out, and whether the proofs were seen on paper."""

    wants_record = True
    clean_rows = forms.BooleanField(label=gettext_lazy("只导入没有错误的行"), required=False)
    on_paper = forms.BooleanField(
        label=gettext_lazy("我已查验这些考生的纸质申报材料"), required=False,
        help_text=gettext_lazy("不勾选时，导入后要逐人补材料，补齐才能审核通过。"),
    )  # fmt: skip

    def __init__(self, *args: Any, record: Roster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clean = record.rows - record.faulty - record.summary.get("copies", 0)
        self.about = [_("将新增 %(count)d 份报名，状态为“待审核”。") % {"count": clean}]
        if record.faulty:
            self.about.append(
                _("有 %(count)d 行有错误：不勾选下面第一项时，一行也不会导入。") % {"count": record.faulty}
            )
        else:
            del self.fields["clean_rows"]


class AcceptForm(forms.Form):
    """Ask for a remark that may be left out."""

    reason = forms.CharField(
        label=gettext_lazy("审核意见"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class AcceptAgainstForm(forms.Form):
    """Ask why the applicant is eligible although the machine's opinion says no."""

    reason = forms.CharField(
        label=gettext_lazy("为什么不按初审意见"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("请写明为什么您认为符合条件，它会与初审意见一起存档。")},
    )  # fmt: skip


class RejectForm(forms.Form):
    """Ask for the reason, which the candidate is told."""

    reason = forms.CharField(
        label=gettext_lazy("理由（考生会看到）"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("请写明理由，考生会看到它。")},
    )  # fmt: skip


class SendBackForm(RejectForm):
    """Ask what is to be completed, and which question it is about."""

    about = forms.CharField(label=gettext_lazy("退回哪一项"), required=False, max_length=80)


class OnPaperForm(forms.Form):
    """Ask which proofs were seen on paper."""

    kinds = forms.MultipleChoiceField(label=gettext_lazy("已查验的纸质材料"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kinds"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(kind, kind) for kind in kinds]


class PhotoForm(forms.Form):
    """Ask for a photo."""

    photo = forms.FileField(label=gettext_lazy("证件照"), widget=forms.FileInput(attrs={"accept": "image/*"}))
    seen = forms.BooleanField(label=gettext_lazy("我已看过，是本人的正面照，即使系统认不出人脸"), required=False)


class ListForm(forms.Form):
    """Read the filters of a list of applications from its address; what is not understood counts as not asked."""

    round = forms.IntegerField(required=False)
    state = forms.ChoiceField(required=False, choices=lambda: [("", ""), *Application.steps.states.items()])
    q = forms.CharField(required=False, max_length=60)
    size = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[(size, size) for size in (10, 20, 50, 100)]
    )
