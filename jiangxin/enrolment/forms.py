"""Forms of the office: rosters, decisions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.documents.workbook import MEDIA_TYPE
from jiangxin.enrolment.alarms import LABELS
from jiangxin.enrolment.models import Application, Place, Roster, phrase_choices
from jiangxin.enrolment.roster_scope import OVERWRITE, REPLACE, SKIP
from jiangxin.process import views
from jiangxin.regulation.codes import code_list

OPINION_FILTERS = {
    "clean": gettext_lazy("符合，无疑问"), "met": gettext_lazy("符合"), "open": gettext_lazy("还不能判断"),
    "unmet": gettext_lazy("不符合"),
}  # fmt: skip
WORKBOOKS = f".xlsx,.xls,.et,.csv,{MEDIA_TYPE}"


def mode_choices() -> list[tuple[str, str]]:
    """Return the modes of import, each with what it does."""
    does = {
        SKIP: _("本批次已有的人不动，只报入名册里新的人"),
        OVERWRITE: _("名册报入、待审核的人按这份名册重填，再报入新的人"),
        REPLACE: _("以这份名册为准：名册报入、待审核、而这份名册里没有的人撤回，其余重填或报入"),
    }
    return [
        (mode, _("%(name)s：%(more)s") % {"name": label, "more": does[mode]}) for mode, label in Roster.MODES.items()
    ]


class RosterForm(forms.Form):
    """Ask for a roster workbook, and how its import deals with people who stand in the round already."""

    file = forms.FileField(
        label=gettext_lazy("报名名册（.xlsx、.xls 或 .csv）"), allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": WORKBOOKS}),
        help_text=gettext_lazy("先预检，不写入任何数据；有错误的行会列出来，并可下载标注好的工作簿。"),
        error_messages={"required": gettext_lazy("请选择要上传的工作簿。")},
    )  # fmt: skip
    mode = forms.ChoiceField(
        label=gettext_lazy("导入方式"), choices=mode_choices, initial=SKIP, required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("已经审核的、由本人填报的，哪一种方式都不会改动。"),
    )  # fmt: skip

    def clean_mode(self) -> str:
        """Return the mode; where none was chosen, the one that changes nothing that is there."""
        return self.cleaned_data["mode"] or SKIP


class RecheckForm(forms.Form):
    """Ask under which mode a roster is checked again."""

    wants_record = True
    mode = forms.ChoiceField(label=gettext_lazy("导入方式"), choices=mode_choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, record: Roster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"].initial = record.mode


class ImportForm(forms.Form):
    """Tell what the import will do; ask whether faulty rows are left out, and whether the proofs were seen on paper."""

    wants_record = True
    clean_rows = forms.BooleanField(label=gettext_lazy("只导入没有错误的行"), required=False)
    on_paper = forms.BooleanField(
        label=gettext_lazy("我已查验这些考生的纸质申报材料，包括本人签字的承诺书和个人信息处理同意书"), required=False,
        help_text=gettext_lazy("不勾选时，导入后要逐人补材料和承诺，补齐才能审核通过。"),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("撤回的理由（考生会看到）"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("请写明为什么撤回名册以外的人，考生会看到它。")},
    )  # fmt: skip

    def __init__(self, *args: Any, record: Roster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counts = record.summary["plan"]["counts"]
        self.about = list(_effects(counts))
        if record.faulty:
            self.about.append(_faulty_words(record))
        if not record.faulty or record.mode == REPLACE:
            del self.fields["clean_rows"]
        if not counts["withdrawn"]:
            del self.fields["reason"]


def _effects(counts: dict[str, int]) -> Iterator[str]:
    """Yield in whole sentences what an import will do."""
    yield _("将新增 %(count)d 份报名，状态为“待审核”。") % {"count": counts["new"]}
    if counts["overwritten"]:
        yield _("将按名册重填 %d 份待审核的报名，照片和材料保留。") % counts["overwritten"]
    if counts["withdrawn"]:
        yield _("将撤回 %d 份不在这份名册里的待审核报名，记录保留。") % counts["withdrawn"]
    if left := counts["same"] + counts["ignored"]:
        yield _("%d 人已经报入，不改动。") % left
    if counts["untouched"]:
        yield _("%d 人已经审核或由本人填报，不改动。") % counts["untouched"]


def _faulty_words(record: Roster) -> str:
    if record.mode == REPLACE:
        return _("有 %(count)d 行有错误：清空后导入要求名册没有错误，现在一行也不会导入。") % {"count": record.faulty}
    return _("有 %(count)d 行有错误：不勾选下面第一项时，一行也不会导入。") % {"count": record.faulty}


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


class ReasonForm(forms.Form):
    """Ask for a reason that the office reads."""

    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("请写明理由。")},
    )  # fmt: skip


class ReleaseForm(views.ReasonForm):
    """Say what taking back a place does: while the round is open, and once it has closed."""

    wants_record = True

    def __init__(self, *args: Any, record: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        closed = record.round.state == "closed"
        self.about = [
            _("这一期已经截止报名，没有人候补：收回名额后，这份报名随之结束（未取得名额），本人不能再提交。")
            if closed
            else _("名额让给下一位候补的人；本人补正后再提交的，重新排队。"),
            _("理由会告知本人。"),
        ]


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


class PhotoPackForm(forms.Form):
    """Ask for a ZIP of photos."""

    file = forms.FileField(
        label=gettext_lazy("照片包（.zip）"), allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        help_text=gettext_lazy(
            "每人一张 JPG 或 PNG，文件名为“证件号码”“姓名-证件号码”或“证件号码-姓名”；先预检，不改动报名。"
        ),
        error_messages={"required": gettext_lazy("请选择要上传的照片包。")},
    )  # fmt: skip


class PhotoForm(forms.Form):
    """Ask for a photo."""

    photo = forms.FileField(label=gettext_lazy("证件照"), widget=forms.FileInput(attrs={"accept": "image/*"}))
    seen = forms.BooleanField(label=gettext_lazy("我已看过，是本人的正面照，即使系统认不出人脸"), required=False)


class ListForm(forms.Form):
    """Read the filters of a list of applications from its address; what is not understood counts as not asked."""

    round = forms.IntegerField(required=False)
    state = forms.ChoiceField(required=False, choices=lambda: [("", ""), *Application.steps.states.items()])
    source = forms.ChoiceField(required=False, choices=lambda: [("", ""), *code_list("candidate_source").choices()])
    condition = forms.CharField(required=False, max_length=40)
    opinion = forms.ChoiceField(required=False, choices=lambda: [("", ""), *OPINION_FILTERS.items()])
    alarm = forms.ChoiceField(required=False, choices=lambda: [("", ""), ("any", ""), *LABELS.items()])
    returned = forms.BooleanField(required=False)
    q = forms.CharField(required=False, max_length=60)
    size = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[(size, size) for size in (10, 20, 50, 100)]
    )


class PhraseForm(forms.Form):
    """Ask for words that are often written, and with which decision."""

    verb = forms.ChoiceField(label=gettext_lazy("用于"), choices=phrase_choices)
    text = forms.CharField(
        label=gettext_lazy("常用语"), max_length=120, help_text=gettext_lazy("考生会看到，请写完整的一句话。")
    )
