"""Forms of people: persons, appointments, qualifications, organisations, and the days of the calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.people import idnumber, names, phones
from jiangxin.people.models import Correction, Organisation, Person, Qualification
from jiangxin.people.operations import NewPerson
from jiangxin.people.roles import role_choices_of
from jiangxin.process.inputs import RecordForm, WordsField
from jiangxin.process.views import ReasonForm
from jiangxin.regulation.codes import code_list


def day_input() -> forms.DateInput:
    """Return the browser's own picker of a day; it wants the ISO form whatever the language."""
    return forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")


def checked_phone(written: str) -> str:
    """Return a tidied phone number; raises ValidationError for what is none, and lets an empty one pass."""
    number = phones.tidy(written)
    if number and (sentence := phones.fault(number)):
        raise forms.ValidationError(sentence)
    return number


class NameField(forms.CharField):
    """A name, exactly as on the document."""

    def clean(self, value: Any) -> str:
        """Return the name without stray blanks; refuse characters that stand in no name."""
        name = names.tidy(str(super().clean(value)))
        if wrong := names.private_characters(name) or names.impossible_characters(name):
            sentence = _("姓名中的“%s”不能打印在证书上；请对照身份证，用该字的标准编码重新输入。")
            raise forms.ValidationError(sentence % wrong)
        return name


class DocumentForm(forms.Form):
    """Ask for a document and a telephone, and refuse a number that can't be."""

    id_type = forms.ChoiceField(
        label=gettext_lazy("证件类型"), choices=code_list("id_type").choices, initial=idnumber.RESIDENT_CARD
    )
    id_number = forms.CharField(label=gettext_lazy("证件号码"), max_length=40)
    phone = forms.CharField(label=gettext_lazy("手机号码"), max_length=30, required=False)

    def clean_phone(self) -> str:
        """Return the tidied number."""
        return checked_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        """Return the document's number as it is written, without fault."""
        data = super().clean() or {}
        if data.get("id_number") and data.get("id_type"):
            found = idnumber.inspect(data["id_number"], on=timezone.localdate(), id_type=data["id_type"])
            for fault in found.faults:
                self.add_error("id_number", fault.sentence)
            data["id_number"] = found.number
        return data


class RegisterForm(DocumentForm):
    """Ask who is to be registered."""

    name = NameField(label=gettext_lazy("姓名"), max_length=50, help_text=gettext_lazy("与身份证完全一致。"))
    employer = forms.CharField(label=gettext_lazy("所在单位"), max_length=120, required=False)

    field_order = ("name", "id_type", "id_number", "phone", "employer")

    def person(self) -> NewPerson:
        """Return who is to be registered."""
        data = self.cleaned_data
        return NewPerson(data["name"], data["id_number"], data["id_type"], data["employer"], {"phone": data["phone"]})


class CorrectForm(ReasonForm):
    """Ask what is to be corrected; the ID number stays, because a person is found by it."""

    wants_record = True
    name = NameField(label=gettext_lazy("姓名"), max_length=50)
    employer = forms.CharField(label=gettext_lazy("所在单位"), max_length=120, required=False)
    phone = forms.CharField(label=gettext_lazy("手机号码"), max_length=30, required=False)
    field_order = ("name", "employer", "phone", "reason")

    def __init__(self, *args: Any, record: Person, **kwargs: Any) -> None:
        initial = {"name": record.name, "employer": record.employer, "phone": record.phone}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.fields["reason"].help_text = _("例如：身份证更名，已核对原件。")

    def clean_phone(self) -> str:
        """Return the tidied number."""
        return checked_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        """Put the phone number among the details, where it lies encrypted."""
        data = super().clean() or {}
        return {**data, "details": {"phone": data.get("phone", "")}}


class ContactForm(forms.Form):
    """Ask a person how he is reached; another telephone has a page of its own, which proves it (`signin`)."""

    wants_record = True
    employer = forms.CharField(label=gettext_lazy("所在单位"), max_length=120, required=False)
    address = forms.CharField(label=gettext_lazy("通讯地址"), max_length=200, required=False)

    def __init__(self, *args: Any, record: Person, **kwargs: Any) -> None:
        known = {"employer": record.employer, "address": record.clear.get("address", "")}
        super().__init__(*args, **{"initial": known, **kwargs})


class PurposeForm(forms.Form):
    """Ask why personal data is to be read in clear; purpose and words become history, which the person can read."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("查看目的"), choices=lambda: [("", _("请选择")), *code_list("reading_purpose").choices()],
        error_messages={"required": gettext_lazy("请选择查看目的。")},
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("说明"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("例如：现场核对身份证。谁在何时为什么查看，会记入经过，本人能够看到。"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for words where the purpose says nothing by itself."""
        data = super().clean() or {}
        if data.get("purpose") == "other" and not data.get("words", "").strip():
            self.add_error("words", _("选择“其他”时，请写明查看目的。"))
        return data


class OwnNameForm(forms.Form):
    """Ask a person for his right name."""

    wants_record = True
    name = NameField(label=gettext_lazy("姓名"), max_length=50, help_text=gettext_lazy("与身份证完全一致。"))

    def __init__(self, *args: Any, record: Person, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"name": record.name}, **kwargs})


class AskForm(forms.Form):
    """Ask a person what is to be corrected, or whether all is to be deleted."""

    kind = forms.ChoiceField(
        label=gettext_lazy("申请事项"), choices=lambda: Correction._meta.get_field("kind").flatchoices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("报名、成绩和档案在法定保管期内不能删除；届满后由两人先后核对办理。"),
    )  # fmt: skip
    wanted = forms.CharField(
        label=gettext_lazy("更正后的内容"), max_length=200, required=False,
        help_text=gettext_lazy("与证件完全一致；申请删除时不用填。"),
    )  # fmt: skip
    why = WordsField(2, label=gettext_lazy("情况说明"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a name that stands on no document."""
        data = super().clean() or {}
        if data.get("kind") == Correction.NAME and data.get("wanted"):
            try:
                data["wanted"] = NameField(max_length=50).clean(data["wanted"])
            except forms.ValidationError as error:
                self.add_error("wanted", error)
        return data


class AppointForm(forms.Form):
    """Ask for the office, where it is held, and from when until when."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("单位"), empty_label=gettext_lazy("请选择")
    )
    role = forms.ChoiceField(label=gettext_lazy("职务"))
    starts_on = forms.DateField(label=gettext_lazy("任职起"), widget=day_input())
    ends_on = forms.DateField(
        label=gettext_lazy("任职止"), widget=day_input(), required=False, help_text=gettext_lazy("不填就一直有效。")
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        units = Organisation.objects.filter(institution=person.institution_id)
        own = units | Organisation.objects.filter(pk=person.institution_id)
        field.queryset = own.filter(state="active")
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = role_choices_of(person.institution.kind == Organisation.AUTHORITY)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        data = super().clean() or {}
        refuse_end_before_start(self, data.get("starts_on"), data.get("ends_on"), "ends_on")
        return data


class GrantForm(forms.Form):
    """Ask under which name a member of the staff signs in."""

    username = forms.RegexField(
        r"^[A-Za-z][A-Za-z0-9._-]{2,39}$", label=gettext_lazy("登录名"),
        help_text=gettext_lazy("例如姓名全拼；不要用身份证号或手机号。"),
        error_messages={
            "invalid": gettext_lazy("登录名要以字母开头，只用字母、数字、点、横线和下划线，3 至 40 个字符。")
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip


class QualificationForm(RecordForm):
    """Ask for a card or certificate with its number and validity (article 15)."""

    class Meta:
        model = Qualification
        fields = ("kind", "number", "occupation", "valid_from", "valid_until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("valid_from", "valid_until"):
            self.fields[name].widget = day_input()

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        data = super().clean() or {}
        refuse_end_before_start(self, data.get("valid_from"), data.get("valid_until"), "valid_until")
        return data


def refuse_end_before_start(form: forms.BaseForm, start: date | None, end: date | None, field: str) -> None:
    """Add an error where a span of days ends before it begins."""
    if start and end and end < start:
        form.add_error(field, _("结束日期不能早于开始日期。"))


class RegionField(forms.CharField):
    """Where an organisation is: its province first, for by that the ID numbers of another province are told apart."""

    def __init__(self, **kwargs: Any) -> None:
        words = gettext_lazy(
            "以省级名称开头，例如：四川省攀枝花市。评价机构填了地区，报名中外省证件占比过高时系统才能提醒核对；不填则不提醒。"
        )
        limits = {"max_length": 60, "required": False, "help_text": words}
        super().__init__(**{"label": gettext_lazy("所在地区"), **limits, **kwargs})

    def clean(self, value: Any) -> str:
        """Return the region; refuse one that begins with no province, unless it stands in the register so already."""
        region = str(super().clean(value))
        known = region in ("", self.initial) or any(
            region.startswith(entry.words.zh) for entry in code_list("province").codes
        )
        if not known:
            sentence = _(
                "“%s”不是以省、自治区或直辖市的名称开头，认不出是哪个省。请改为例如“四川省攀枝花市”，或者留空。"
            )
            raise forms.ValidationError(sentence % region)
        return region


class OrganisationForm(forms.Form):
    """Ask for a unit of the institution."""

    kind = forms.ChoiceField(
        label=gettext_lazy("类别"),
        choices=lambda: [("college", _("二级学院")), ("centre", _("公共实验教学中心")), ("partner", _("合作单位"))],
    )
    name = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    short_name = forms.CharField(label=gettext_lazy("简称"), max_length=40, required=False)
    contact = forms.CharField(
        label=gettext_lazy("联系方式"), max_length=120, required=False, help_text=gettext_lazy("考生在报名页上能看到。")
    )
    region = RegionField()


class ReviseOrganisationForm(forms.Form):
    """Ask what is to be corrected of an organisation."""

    wants_record = True
    name = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    short_name = forms.CharField(label=gettext_lazy("简称"), max_length=40, required=False)
    contact = forms.CharField(label=gettext_lazy("联系方式"), max_length=120, required=False)
    region = RegionField()

    def __init__(self, *args: Any, record: Organisation, **kwargs: Any) -> None:
        known = {"name": record.name, "short_name": record.short_name, "contact": record.contact}
        super().__init__(*args, **{"initial": known, **kwargs})
        self.fields["region"].initial = record.region
