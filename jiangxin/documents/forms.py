"""Forms of rule texts, and the field by which any app takes a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.documents.models import RuleText
from jiangxin.documents.scans import scan_type
from jiangxin.process.inputs import DayField, WordsField
from jiangxin.regulation.parameters import param


class UploadForm(forms.Form):
    """A form with one file; its cleaned data hold `name`, `content` and `media_type`, as operations take them."""

    upload = forms.FileField(label=gettext_lazy("文件"), help_text=gettext_lazy("PDF、JPG 或 PNG。"))

    def clean(self) -> dict[str, Any]:
        """Refuse what is too large or no PDF or picture; return the file's bytes instead of the file."""
        data = super().clean() or {}
        upload: UploadedFile[Any] | None = data.pop("upload", None)
        if upload is None:
            return data
        most = param("upload.document_max")
        if (upload.size or 0) > most.integer * 1024 * 1024:
            self.add_error("upload", _("文件超过 %s，请压缩后再上传。") % most.words)
            return data
        content = upload.read()
        media_type = scan_type(content)
        if media_type is None:
            self.add_error("upload", _("这个文件不是 PDF、JPG 或 PNG，打不开。请重新导出或扫描后上传。"))
            return data
        return {**data, "name": (upload.name or _("文件"))[-160:], "content": content, "media_type": media_type}


class RuleForm(forms.Form):
    """A version of a rule text."""

    title = forms.CharField(label=gettext_lazy("标题"), max_length=120)
    version = forms.CharField(label=gettext_lazy("版本"), max_length=20, help_text=gettext_lazy("例如 2026-1。"))
    valid_from = DayField(label=gettext_lazy("施行日期"))
    body = WordsField(16, label=gettext_lazy("正文"))


class DraftRuleForm(RuleForm):
    """A new version: of which text."""

    kind = forms.ChoiceField(
        label=gettext_lazy("类别"),
        choices=lambda: RuleText._meta.get_field("kind").flatchoices,
        widget=forms.RadioSelect,
    )
    field_order = ("kind", "title", "version", "valid_from", "body")


class EditRuleForm(RuleForm):
    """The draft of a version, as it stands."""

    wants_record = True

    def __init__(self, *args: Any, record: RuleText, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(record, name) for name in ("title", "version", "valid_from", "body")}
