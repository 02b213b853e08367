"""What people type: name and number, a file, a receiver, a batch number, a receipt."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.certificates.queries import tidy_number

LARGEST_FILE = 5 * 1024 * 1024  # bytes: a certificate takes a twentieth of it


class LookupForm(forms.Form):
    """A name and a certificate number, in this one order everywhere."""

    name = forms.CharField(
        label=gettext_lazy("姓名"), max_length=60, help_text=gettext_lazy("与证书上的写法完全一致"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    number = forms.CharField(
        label=gettext_lazy("证书编号"), max_length=60, help_text=gettext_lazy("22 位，字母大小写和空格不影响查询"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input num", "spellcheck": "false"}),
    )  # fmt: skip


class FileForm(forms.Form):
    """The file of a certificate."""

    file = forms.FileField(
        label=gettext_lazy("证书文件（PDF）"),
        help_text=gettext_lazy("下载时得到的原文件，不超过 5 MB；也可以拖到这里"),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )  # fmt: skip

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large to be a certificate before it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is not None and file.size > LARGEST_FILE:
            raise forms.ValidationError(_("无法核验：文件超过 5 MB，证书原文件没有这么大。请选择下载时得到的原文件。"))
        return file


class HandOverForm(forms.Form):
    """Who received a certificate."""

    received_by = forms.CharField(
        label=gettext_lazy("领取人"), required=False, max_length=60, help_text=gettext_lazy("本人领取时不用填写"),
    )  # fmt: skip


class QuickForm(HandOverForm):
    """One line of the register: a number (typed, its last digits, or scanned) or a name; and who received it."""

    entry = forms.CharField(
        label=gettext_lazy("证书编号、末 6 位、姓名，或扫描二维码"), max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )  # fmt: skip
    field_order = ["entry", "received_by"]

    def clean_entry(self) -> str:
        """Return what is looked for: of a scanned address, its last part."""
        written: str = self.cleaned_data["entry"]
        return tidy_number(written.rstrip("/").rsplit("/", 1)[-1])


class RegistrationForm(forms.Form):
    """The batch number that the province gave for an upload."""

    batch_number = forms.CharField(
        label=gettext_lazy("批次号"), max_length=40, help_text=gettext_lazy("向省职鉴中心领取，每次上报一个"),
    )  # fmt: skip


class EntryForm(forms.Form):
    """The receipt of the province's database."""

    receipt_number = forms.CharField(label=gettext_lazy("入库回执编号"), required=False, max_length=60)
