"""The word before the seal."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _


class SealForm(forms.Form):
    """Asks for the word, so that nobody seals by a slip of the hand."""

    word = forms.CharField()

    def clean_word(self) -> str:
        """Refuse any other word."""
        word: str = self.cleaned_data["word"]
        if word.strip() != _("封存"):
            raise forms.ValidationError(_("没有办理：请输入“%s”以确认。") % _("封存"))
        return word
