"""What a ledger with full ID numbers is for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jiangxin.process.inputs import WordsField


class PurposeForm(forms.Form):
    """The purpose, which each person's history keeps."""

    reason = WordsField(
        3, label=_("用途"), max_length=400,
        help_text=_("例如：向市职鉴中心报送年度台账。用途会逐人记入历史，不能更改。"),
    )  # fmt: skip
