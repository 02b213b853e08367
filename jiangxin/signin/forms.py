"""What is asked of whoever signs in by a code: who he is, and then the code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.people import phones
from jiangxin.people.forms import DocumentForm, NameField, checked_phone
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


def digits_of(written: str) -> str:
    """Return the digits of a code, however a keyboard or a message spaced them."""
    return "".join(str(int(sign)) for sign in written if sign.isdecimal())


class PhoneForm(forms.Form):
    """Ask for a telephone and, once it is another than before, for the code that was sent to it."""

    phone = forms.CharField(
        label=gettext_lazy("手机号码"), max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text=gettext_lazy("登录验证码、审核结果和考试通知都发到这里，请核对。"),
        error_messages={"required": gettext_lazy("请填写手机号码。")},
    )  # fmt: skip
    code = forms.CharField(
        label=gettext_lazy("新号码收到的验证码"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "short"}),
        help_text=gettext_lazy("没有收到的，留空再按一次，会重新发送。"),
    )  # fmt: skip
    field_order = ("phone", "code")

    def __init__(self, *args: Any, phone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].initial = phone
        if phones.tidy(self.data.get("phone", phone)) == phone:
            del self.fields["code"]

    def clean_phone(self) -> str:
        """Return the tidied number."""
        return checked_phone(self.cleaned_data["phone"])

    def clean_code(self) -> str:
        """Return the digits of the code."""
        return digits_of(self.cleaned_data["code"])


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
        digits = digits_of(self.cleaned_data["code"])
        if not digits:
            raise forms.ValidationError(_("验证码是几位数字；请照短信填写。"))
        return digits
