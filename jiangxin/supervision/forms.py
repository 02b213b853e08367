"""What a supervisor fills in: the checks, the findings, the scan of the stamped sheet; and the report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from jiangxin.process.inputs import WordsField
from jiangxin.supervision.checks import ANSWERS, CHECKS
from jiangxin.supervision.models import Inspection, RoundReport, Visit

PREFIX = "check-"


class NeededLater(forms.Field):
    """A mixin: not marked as optional, for signing asks for it, yet a draft is saved without it."""

    def validate(self, value: Any) -> None:
        """Let a draft leave it empty."""


class FindingsField(NeededLater, WordsField):
    """The findings in words."""


class ScanField(NeededLater, forms.FileField):
    """The scan of the stamped sheet."""


class FindingsForm(forms.Form):
    """The findings of one room; an unanswered check stays unanswered until it is signed."""

    use_required_attribute = False
    findings = FindingsField(4, label=_("督导情况"), max_length=4000)
    rectification = WordsField(
        3, label=_("问题与整改"), required=False, max_length=4000, help_text=_("有检查项为“否”时必须填写")
    )
    scan = ScanField(
        label=_("盖章的考场记录表"), help_text=_("拍照或扫描，JPEG、PNG 或 PDF"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*,application/pdf"}),
    )  # fmt: skip

    def __init__(self, *args: Any, record: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"findings": record.findings, "rectification": record.rectification}
        for key, label in CHECKS.items():
            self.fields[PREFIX + key] = forms.ChoiceField(
                label=str(label), required=False, choices=list(ANSWERS.items()), initial=record.checks.get(key)
            )

    @property
    def checks(self) -> list[dict[str, Any]]:
        """The checks with their answers, for the table of the page."""
        return [
            {
                "name": PREFIX + key,
                "label": label,
                "options": [
                    {"value": code, "label": words, "chosen": self[PREFIX + key].value() == code}
                    for code, words in ANSWERS.items()
                ],
            }
            for key, label in CHECKS.items()
        ]

    def arguments(self) -> dict[str, Any]:
        """Return what `write_findings` takes."""
        data = self.cleaned_data
        file: UploadedFile[bytes] | None = data["scan"]
        return {
            "findings": data["findings"],
            "rectification": data["rectification"],
            "checks": {key: data[PREFIX + key] for key in CHECKS if data[PREFIX + key]},
            "scan": (file.name or "scan", file.read(), file.content_type or "") if file else None,
        }


class ReportForm(forms.Form):
    """The report on a whole round."""

    text = WordsField(
        12, label=_("督导报告"), max_length=20_000,
        help_text=_("组织实施、考务管理、考评质量、发现的问题和整改、总体评价；每段另起一行。"),
    )  # fmt: skip

    def __init__(self, *args: Any, record: RoundReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"text": record.text}


class VisitForm(forms.Form):
    """What an outside supervisor found in a sitting, and what he asks for."""

    wants_record = True
    findings = WordsField(6, label=_("督导情况"), max_length=4000)
    demands = WordsField(3, label=_("整改意见"), required=False, max_length=4000, help_text=_("没有问题可以不填。"))

    def __init__(self, *args: Any, record: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"findings": record.findings, "demands": record.demands}
