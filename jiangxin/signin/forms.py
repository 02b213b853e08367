"""What is asked of whoever signs in by a code: who he is, and then the code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.people.forms import DocumentForm, NameField
from jiangxin.people.models import Organisation
from jiangxin.signin.operations import Visitor


class VisitorForm(DocumentForm):
    """Ask for the document and the telephone; the institution only where there are several and none is given."""

    where = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("评价机构"), empty_label=gettext_lazy("请选择"),
        error_messages={"required": gettext_lazy("请选择您报名的评价机构。")},
    )  # fmt: skip
    id_number = forms.CharField(
        label=gettext_lazy("证件号码"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("请填写证件号码。")},
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("手机号码"), max_length=30, help_text=gettext_lazy("验证码会发到这个号码；家人共用也可以。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": gettext_lazy("请填写手机号码。")},
    )  # fmt: skip
    field_order = ("where", "id_type", "id_number", "phone")

    def __init__(self, *args: Any, institution: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = Organisation.objects.filter(kind=Organisation.INSTITUTION, state="active")
        found = [institution] if institution else list(listed[:2])
        self.only = found[0] if len(found) == 1 else None
        if self.only:
            del self.fields["where"]
        else:
            field = self.fields["where"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = listed

    def visitor(self, address: str) -> Visitor:
        """Return who is asking, from which network address."""
        data = self.cleaned_data
        return Visitor(self.only or data["where"], data["id_type"], data["id_number"], data["phone"], address)


class RegisterForm(VisitorForm):
    """Ask whoever was never here for his name too."""

    name = NameField(
        label=gettext_lazy("姓名"), max_length=50, help_text=gettext_lazy("与证件完全一致。"),
        error_messages={"required": gettext_lazy("请填写姓名，与证件完全一致。")},
    )  # fmt: skip
    field_order = ("name", "id_type", "id_number", "phone")


class CodeForm(forms.Form):
    """Ask for the code."""

    code = forms.CharField(
        label=gettext_lazy("验证码"), max_length=20,
        error_messages={"required": gettext_lazy("请填写短信里的验证码。")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True, "class": "short"}
        ),
    )  # fmt: skip

    def clean_code(self) -> str:
        """Return the digits, however a keyboard or a message spaced them; refuse what has none."""
        digits = "".join(str(int(sign)) for sign in self.cleaned_data["code"] if sign.isdecimal())
        if not digits:
            raise forms.ValidationError(_("验证码是几位数字；请照短信填写。"))
        return digits
