"""Forms of occupations, standards with their levels, subjects and conditions, and of filings."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.process.inputs import DayField, LinesField, OfRecord, RecordForm, WordsField
from jiangxin.regulation.codes import code_list
from jiangxin.standards.eligibility.rule import UnableToReadRule, read_rule
from jiangxin.standards.models import Condition, Occupation, Standard, StandardLevel, Subject

RATIOS = ("candidates_per_invigilator", "least_invigilators", "candidates_per_examiner", "least_examiners")


class OccupationForm(RecordForm):
    """An occupation of the national classification."""

    class Meta:
        model = Occupation
        fields = ("code", "name", "work_type")


class StandardForm(RecordForm):
    """A standard of an occupation; a norm of one's own says who approved it (article 9)."""

    class Meta:
        model = Standard
        fields = ("origin", "title", "version", "valid_from", "institution", "approval")
        field_classes = {"valid_from": DayField}

    def clean(self) -> dict[str, Any]:
        """Ask an own norm for its institution and its approval."""
        data = super().clean() or {}
        if data.get("origin") == Standard.OWN:
            for name in ("institution", "approval"):
                if not data.get(name):
                    self.add_error(name, _("岗位评价规范要写明编制机构和省人社部门的评审公布情况（第九条）。"))
        return data


class LevelForm(RecordForm):
    """A level of a standard, with its hours and ratios."""

    class Meta:
        model = StandardLevel
        fields = ("level", "hours", *RATIOS)


class EditLevelForm(OfRecord, RecordForm):
    """Hours and ratios of a level, with the reason for the correction."""

    reason = WordsField(3, label=gettext_lazy("更正理由"), max_length=2000)

    class Meta:
        model = StandardLevel
        fields = ("hours", *RATIOS)


class ModulesField(LinesField):
    """Modules of a subject's score sheet, one a line: name and maximum."""

    def clean(self, value: Any) -> list[dict[str, str]]:
        """Return the modules; a line that can't be read is named."""
        modules = []
        for line in super().clean(value):
            name, _blank, maximum = line.rpartition(" ")
            if not name.strip() or not maximum.replace(".", "", 1).isdecimal():
                raise forms.ValidationError(_("读不懂“%s”。请每行写一个模块：名称 配分。") % line)
            modules.append({"name": name.strip(), "maximum": maximum})
        return modules


class SubjectForm(RecordForm):
    """A subject of a level with its own pass mark."""

    modules = ModulesField(
        4,
        label=gettext_lazy("模块"),
        required=False,
        help_text=gettext_lazy(
            "每行一个模块：名称 配分，合计等于满分。综合评审必有职业道德、工作业绩、社会贡献三项（第十三条）。"
        ),
    )

    class Meta:
        model = Subject
        fields = ("kind", "mode", "minutes", "full_mark", "pass_mark", "modules")

    def clean(self) -> dict[str, Any]:
        """Refuse a pass mark above the full mark, and modules that don't add up to it."""
        data = super().clean() or {}
        full, passing, modules = data.get("full_mark"), data.get("pass_mark"), data.get("modules")
        if full is not None and passing is not None and passing > full:
            self.add_error("pass_mark", _("合格线不能高于满分。"))
        if full is not None and modules and sum(Decimal(each["maximum"]) for each in modules) != full:
            self.add_error("modules", _("各模块配分之和要等于满分。"))
        return data


class RuleField(LinesField):
    """The rule of a condition, one atom a line, written as in the library's TOML files."""

    def clean(self, value: Any) -> list[dict[str, Any]]:
        """Return the atoms; a line that can't be read is named."""
        atoms = []
        for line in super().clean(value):
            try:
                atoms.append(tomllib.loads(line))
            except tomllib.TOMLDecodeError as error:
                raise forms.ValidationError(
                    _("读不懂规则“%s”。每行写一项，例如：work = { years = 5 }") % line
                ) from error
        try:
            read_rule(atoms)
        except UnableToReadRule as error:
            raise forms.ValidationError(str(error)) from error
        return atoms


class ConditionForm(RecordForm):
    """One alternative of the application conditions, verbatim, with what a machine can check of it."""

    materials = LinesField(3, label=gettext_lazy("需要的材料"), required=False, help_text=gettext_lazy("每行一种。"))
    rule = RuleField(
        4, label=gettext_lazy("机器核对的规则"), required=False,
        help_text=gettext_lazy("每行一项，须同时满足，例如：work = { years = 5 }。留空时由审核员逐份阅读原文。"),
    )  # fmt: skip

    class Meta:
        model = Condition
        fields = ("label", "short", "text", "materials", "rule")


class FilingForm(forms.Form):
    """A filing of the institution: its number is the beginning of every certificate number."""

    number = forms.CharField(
        label=gettext_lazy("备案号"),
        max_length=13,
        validators=[
            RegexValidator(r"^[SY]\d{12}$", gettext_lazy("备案号是 S 或 Y 加 12 位数字，请对照备案公布核对。"))
        ],
        help_text=gettext_lazy("S 或 Y 加 12 位数字，也是证书编号的前 13 位。"),
    )
    audiences = forms.MultipleChoiceField(
        label=gettext_lazy("面向"), choices=code_list("audience").choices, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Y 开头的备案只面向本单位（本校）人员；面向社会人员的是 S 开头的备案。"),
    )  # fmt: skip
    valid_from = DayField(label=gettext_lazy("有效期起"))
    valid_until = DayField(label=gettext_lazy("有效期止"))

    def clean(self) -> dict[str, Any]:
        """Refuse a filing that ends before it begins."""
        data = super().clean() or {}
        first, last = data.get("valid_from"), data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("有效期止不能早于有效期起。"))
        if data.get("number", "").startswith("Y") and "public" in data.get("audiences", ()):
            self.add_error("audiences", _("Y 开头的备案不面向社会人员；面向社会的评价另有 S 开头的备案号。"))
        return data


class RenewForm(OfRecord, forms.Form):
    """The new end of a filing, and the paper that grants it."""

    valid_until = DayField(label=gettext_lazy("新的有效期止"))
    reason = WordsField(
        2, label=gettext_lazy("续期依据"), max_length=2000,
        help_text=gettext_lazy("写明公布续期的文件、文号和日期。备案号不变。"),
    )  # fmt: skip


class ScopeForm(forms.Form):
    """An occupation × level to be added to a filing."""

    level = forms.ModelChoiceField(
        StandardLevel.objects.filter(standard__state="in_force").select_related("standard__occupation"),
        label=gettext_lazy("职业和等级"),
        empty_label=gettext_lazy("请选择"),
    )
    valid_from = DayField(
        label=gettext_lazy("增加日期"), required=False,
        help_text=gettext_lazy("有效期内增加的职业，从公布增加的那天起有效；留空表示与备案同日起有效。"),
    )  # fmt: skip
