"""Forms of setting plans and papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiangxin.documents.forms import UploadForm
from jiangxin.items.queries import item_setters
from jiangxin.people.models import Person
from jiangxin.process.inputs import OfRecord, WordsField
from jiangxin.process.views import today
from jiangxin.rounds.models import Round
from jiangxin.standards.models import Subject


class SettingForm(forms.Form):
    """How papers are made and kept secret."""

    papers_per_subject = forms.IntegerField(label=_("每科试卷套数"), min_value=1, max_value=20, initial=2)
    method = WordsField(4, label=_("命制方式"), help_text=_("从哪里出题，谁命题，谁审题。"))
    secrecy = WordsField(4, label=_("保密措施"), help_text=_("谁保管，怎样封存、领取和启封。"))


class EditSettingForm(OfRecord, SettingForm):
    """A setting plan, as it stands."""


class SetPaperForm(UploadForm):
    """A paper for one subject, with the person who is to review it."""

    wants_record = True

    subject = forms.ModelChoiceField(Subject.objects.none(), label=_("科目"), empty_label=_("请选择"))
    code = forms.CharField(
        label=_("试卷代码"), max_length=8, initial="A", help_text=_("同一科目的各套试卷用 A、B、C 区分。")
    )
    reviewer = forms.ModelChoiceField(
        Person.objects.none(), label=_("审题人"), empty_label=_("请选择"), help_text=_("不能是您本人。")
    )
    field_order = ("subject", "code", "reviewer", "upload")

    def __init__(self, *args: Any, record: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].queryset = record.level.subjects.all()  # type: ignore[attr-defined]
        self.fields["reviewer"].queryset = item_setters(record.institution, today())  # type: ignore[attr-defined]
        self.fields["upload"].label = _("试卷文件")


class IssueForm(forms.Form):
    """Who receives a sealed paper."""

    issued_to = forms.CharField(label=_("领取人"), max_length=60, help_text=_("两人以上领取时都写上，用顿号分开。"))


class OpeningForm(forms.Form):
    """What the first of the two sees of the seal."""

    seal_intact = forms.TypedChoiceField(
        label=_("启封时密封是否完好"),
        choices=[("yes", _("完好")), ("no", _("不完好"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
