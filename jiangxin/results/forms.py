"""What people fill in about results: an objection, its decision, a filing, the province's paper."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.process.inputs import WordsField
from jiangxin.regulation.words import qualified
from jiangxin.results.models import Objection, ResultFiling
from jiangxin.results.queries import results_to_file

OLDEST = 4 * 3600  # seconds: a form that has been open longer is loaded again
MARK, LIFT = "mark-", "lift-"


class ObjectionForm(forms.Form):
    """An objection from the public page; two fields that people never see keep machines out."""

    name = forms.CharField(
        label=gettext_lazy("您的姓名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact = forms.CharField(
        label=gettext_lazy("联系电话或邮箱"), max_length=60, help_text=gettext_lazy("只用于核实和答复，不会公开"),
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )  # fmt: skip
    text = WordsField(
        6, label=gettext_lazy("异议内容和理由"), max_length=4000,
        help_text=gettext_lazy("请写明对哪一科目、哪一事项有异议，以及依据。"),
    )  # fmt: skip
    website = forms.CharField(required=False, widget=forms.HiddenInput())
    opened = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["opened"] = TimestampSigner().sign("objection")

    def clean(self) -> dict[str, Any]:
        """Refuse a machine: it fills what nobody sees, or sends a form that was never opened here."""
        data: dict[str, Any] = super().clean() or {}
        try:
            TimestampSigner().unsign(data.get("opened", ""), max_age=OLDEST)
        except SignatureExpired:
            self.data = {**{name: self.data[name] for name in self.data}, "opened": TimestampSigner().sign("objection")}
            raise forms.ValidationError(_("没有提交：页面打开得太久了。内容还在，请再提交一次。")) from None
        except BadSignature:
            raise forms.ValidationError(_("没有提交：请在本页面填写后提交。")) from None
        if data.get("website"):
            raise forms.ValidationError(_("没有提交：请在本页面填写后提交。"))
        return data

    def arguments(self) -> dict[str, str]:
        """Return what `raise_objection` takes."""
        return {key: self.cleaned_data[key] for key in ("name", "contact", "text")}


class UpholdForm(forms.Form):
    """The right marks of a result, subject by subject; what is left as it is stays."""

    wants_record = True
    reason = WordsField(3, label=gettext_lazy("处理意见"), max_length=2000)

    def __init__(self, *args: Any, record: Objection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {subject.kind: subject for subject in record.result.application.round.level.subjects.all()}
        self.about = [_("只填要更正的科目；结论按各科合格线重新得出。")]
        for entry in record.result.subjects:
            subject = names[entry.subject]
            now = _("缺考") if entry.absent else entry.mark
            self.fields[MARK + entry.subject] = forms.DecimalField(
                label=_("%s的正确成绩") % subject, required=False, min_value=0, max_value=subject.full_mark,
                decimal_places=1, widget=forms.NumberInput(attrs={"class": "short", "step": "0.1"}),
                help_text=_("现为 %(now)s，合格线 %(line)s，满分 %(full)s")
                % {"now": now, "line": entry.pass_mark, "full": subject.full_mark},
            )  # fmt: skip
            if entry.knocked_out:
                self.fields[LIFT + entry.subject] = forms.BooleanField(
                    label=_("%s的否定项不成立") % subject, required=False
                )
        self.order_fields([name for name in self.fields if name != "reason"])

    def clean(self) -> dict[str, Any]:
        """Gather the corrections as `uphold` takes them."""
        data: dict[str, Any] = super().clean() or {}
        corrections: dict[str, Decimal] = {
            name.removeprefix(MARK): value
            for name, value in data.items()
            if name.startswith(MARK) and value is not None
        }
        lifted = [name.removeprefix(LIFT) for name, value in data.items() if name.startswith(LIFT) and value]
        return {**data, "corrections": corrections, "lifted_knockouts": lifted}


class FileForm(forms.Form):
    """Whom a report leaves out, and why it comes late."""

    wants_record = True
    leave_out = forms.MultipleChoiceField(
        label=gettext_lazy("这次不上报的人员"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("不勾选则全部上报；勾选的人留待下一次。"),
    )  # fmt: skip
    reason = WordsField(2, label=gettext_lazy("说明"), required=False, help_text=gettext_lazy("逾期上报时必须写明原因"))

    def __init__(self, *args: Any, record: ResultFiling, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        results = list(results_to_file(record.round))
        choices = [
            (str(one.pk), qualified(one.application.person.name, one.application.person.masked_id)) for one in results
        ]
        field: Any = self.fields["leave_out"]
        field.choices = choices
        self.about = [_("本次可以上报 %d 名合格人员，不含异议处理中的人员。") % len(results)]

    def clean_leave_out(self) -> list[int]:
        """Return the keys of results."""
        return [int(key) for key in self.cleaned_data["leave_out"]]


class ReceiptForm(forms.Form):
    """The province's confirmation on paper."""

    number = forms.CharField(label=gettext_lazy("确认文件编号"), max_length=60)
    file = forms.FileField(
        label=gettext_lazy("确认文件扫描件"), help_text=gettext_lazy("PDF、JPEG 或 PNG"),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/*"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Give the file as `enter_receipt` takes it: its name and its bytes."""
        data: dict[str, Any] = super().clean() or {}
        file: UploadedFile[bytes] | None = data.get("file")
        return {**data, "name": file.name, "content": file.read()} if file else data
