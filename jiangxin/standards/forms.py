"""Forms of occupations, standards with their levels, subjects and conditions, and of filings."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.documents.forms import UploadForm
from jiangxin.people.models import Organisation
from jiangxin.process.inputs import DayField, LinesField, OfRecord, RecordForm, WordsField
from jiangxin.regulation.codes import code_list
from jiangxin.regulation.parameters import param
from jiangxin.standards import library
from jiangxin.standards.eligibility.rule import UnableToReadRule, read_rule
from jiangxin.standards.models import Condition, Filing, Occupation, Standard, StandardLevel, Subject
from jiangxin.standards.queries import levels_offered
from jiangxin.standards.reading import read_standard
from jiangxin.standards.tables import UnableToReadStandard
from jiangxin.standards.workbook.cells import entries

RATIOS = ("candidates_per_invigilator", "least_invigilators", "candidates_per_examiner", "least_examiners")


class OccupationForm(RecordForm):
    """An occupation of the national classification."""

    class Meta:
        model = Occupation
        fields = ("code", "name", "work_type")


class StandardForm(RecordForm):
    """An edition of a standard; a norm of one's own says whose it is, its publication comes later (article 9)."""

    class Meta:
        model = Standard
        fields: tuple[str, ...] = ("origin", "title", "version", "valid_from", "valid_until", "institution", "document")
        field_classes = {"valid_from": DayField, "valid_until": DayField}
        help_texts = {
            "version": gettext_lazy("以版本年份开头，例如 2018年版。"),
            "document": gettext_lazy("国家职业标准的颁布文号。岗位评价规范的公布文号在省里公布以后登记。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if home := self.fields.get("institution"):  # a norm is an institution's, not one of its units'
            homes = Organisation.objects.filter(kind=Organisation.INSTITUTION)
            home.queryset = homes  # type: ignore[attr-defined]

    def clean_version(self) -> str:
        """Refuse an edition without its year."""
        version: str = self.cleaned_data["version"].strip()
        if not re.match(r"[12]\d{3}", version):
            raise forms.ValidationError(_("要以版本年份开头，例如 2018年版。"))
        return version

    def clean(self) -> dict[str, Any]:
        """Ask an own norm for its institution, and refuse the number of a publication that hasn't been recorded."""
        data = super().clean() or {}
        if data.get("origin") == Standard.OWN:
            if not data.get("institution"):
                self.add_error("institution", _("岗位评价规范要写明编制机构（第九条）。"))
            if data.get("document"):
                self.add_error("document", _("岗位评价规范由省人社部门公布，公布以后再登记文号（第九条）。"))
        first, last = data.get("valid_from"), data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("有效期止不能早于施行日期。"))
        return data


class EditStandardForm(OfRecord, StandardForm):
    """What a draft says of itself, with the reason for the correction; whose it is stays as it was entered."""

    reason = WordsField(3, label=gettext_lazy("更正理由"), max_length=2000)

    class Meta(StandardForm.Meta):
        fields = ("title", "version", "valid_from", "valid_until", "document")

    def __init__(self, *args: Any, record: Standard, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        if record.own:
            del self.fields["document"]


class TakeInForm(forms.Form):
    """The file of a standard: one that comes with the software, or one's own."""

    shipped = forms.ChoiceField(
        label=gettext_lazy("随软件提供的标准"), required=False,
        choices=lambda: [("", _("用自己的文件")), *library.shipped().items()],
        help_text=gettext_lazy("样例：文件开头写明哪些数字不是官方的，启用前须逐项对照正式文本改正。"),
    )  # fmt: skip
    upload = forms.FileField(
        label=gettext_lazy("标准文件"), required=False,
        help_text=gettext_lazy(
            ".xlsx 工作簿（用本页的模板填写），或 TOML 文件（写法见 docs/standards.md）。有一处错误就什么也不写入，"
            "错误逐条列在这里。"
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.toml"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Return the file's name and bytes; every fault in it is told."""
        data = super().clean() or {}
        shipped, upload = data.pop("shipped", ""), data.pop("upload", None)
        if bool(shipped) == bool(upload):
            self.add_error("upload", _("请选一个随软件提供的标准，或者上传自己的文件，二者选一。"))
            return data
        most = param("upload.document_max")
        if upload and (upload.size or 0) > most.integer * 1024 * 1024:
            self.add_error("upload", _("文件超过 %s。") % most.words)
            return data
        name, content = (f"{shipped}.toml", library.content_of(shipped)) if shipped else (upload.name, upload.read())
        try:
            read_standard(content, name)
        except UnableToReadStandard as error:
            self.add_error("shipped" if shipped else "upload", [str(fault) for fault in error.faults])
        return {"name": name[-160:], "content": content}


class JudgementForm(forms.Form):
    """What the province's experts found of a norm."""

    judged_on = DayField(label=gettext_lazy("评审日期"))
    reason = WordsField(
        4, label=gettext_lazy("评审意见"), max_length=2000,
        help_text=gettext_lazy("照录省专家组的结论。要求修改的，请改用“退回修改”。"),
    )  # fmt: skip


class PublicationForm(UploadForm):
    """The province's publication of a norm, from its paper."""

    document = forms.CharField(label=gettext_lazy("公布文号"), max_length=120)
    published_on = DayField(label=gettext_lazy("公布日期"))
    field_order = ("document", "published_on", "upload")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].label = _("公布文件")
        self.about = [_("公布是省人社部门的行为：这里只照文件登记，从登记起这项规范才可以使用（第九条）。")]


class LevelForm(RecordForm):
    """A level of a standard, with its hours and ratios."""

    level = forms.TypedChoiceField(label=gettext_lazy("等级"), choices=lambda: code_list("level").choices(), coerce=int)

    class Meta:
        model = StandardLevel
        fields = ("level", "hours", *RATIOS)


class EditLevelForm(OfRecord, RecordForm):
    """Hours and ratios of a level, with the reason for the correction."""

    reason = WordsField(3, label=gettext_lazy("更正理由"), max_length=2000)

    class Meta:
        model = StandardLevel
        fields = ("hours", *RATIOS)


class RowsField(LinesField):
    """Rows of a record's table, one a line: the values of each, with blanks between, in the order of `keys`."""

    keys: tuple[str, ...]

    def prepare_value(self, value: Any) -> Any:
        """Return the rows as lines; what was typed stays as it is."""
        return "\n".join(" ".join(row[key] for key in self.keys) for row in value) if isinstance(value, list) else value


class ModulesField(RowsField):
    """Modules of a subject's score sheet, one a line: name and maximum."""

    keys = ("name", "maximum")

    def clean(self, value: Any) -> list[dict[str, str]]:
        """Return the modules; a line that can't be read is named."""
        modules = []
        for line in super().clean(value):
            name, _blank, maximum = line.rpartition(" ")
            if not name.strip() or not maximum.replace(".", "", 1).isdecimal():
                raise forms.ValidationError(_("读不懂“%s”。请每行写一个模块：名称 配分。") % line)
            modules.append({"name": name.strip(), "maximum": maximum})
        return modules


class WeightsField(RowsField):
    """A weight table, one row a line: part, name, weight."""

    keys = ("part", "name", "weight")

    def clean(self, value: Any) -> list[dict[str, str]]:
        """Return the rows; a line that can't be read is named, and so is a sum other than 100."""
        rows = []
        for line in super().clean(value):
            words = line.split()
            if len(words) < 3 or not words[-1].replace(".", "", 1).isdecimal():
                raise forms.ValidationError(_("读不懂“%s”。请每行写：部分 名称 权重。") % line)
            rows.append({"part": words[0], "name": " ".join(words[1:-1]), "weight": words[-1]})
        if rows and (found := sum(Decimal(row["weight"]) for row in rows)) != 100:
            raise forms.ValidationError(_("权重合计是 %s，应当是 100。") % found)
        return rows


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

    weights = WeightsField(
        6, label=gettext_lazy("权重表"), required=False,
        help_text=gettext_lazy("每行一项：部分 名称 权重，例如“基本要求 职业道德 5”，合计 100。"),
    )  # fmt: skip

    class Meta:
        model = Subject
        fields: tuple[str, ...] = ("kind", "mode", "minutes", "full_mark", "pass_mark", "modules", "weights")

    def clean(self) -> dict[str, Any]:
        """Refuse a pass mark above the full mark, and modules that don't add up to it."""
        data = super().clean() or {}
        full, passing, modules = data.get("full_mark"), data.get("pass_mark"), data.get("modules")
        if full is not None and passing is not None and passing > full:
            self.add_error("pass_mark", _("合格线不能高于满分。"))
        if full is not None and modules and sum(Decimal(each["maximum"]) for each in modules) != full:
            self.add_error("modules", _("各模块配分之和要等于满分。"))
        return data


class EditSubjectForm(OfRecord, SubjectForm):
    """A subject of a draft, with the reason for the correction; another subject is added, not made of this one."""

    reason = WordsField(3, label=gettext_lazy("更正理由"), max_length=2000)

    class Meta(SubjectForm.Meta):
        fields = ("mode", "minutes", "full_mark", "pass_mark", "modules", "weights")


class RuleField(LinesField):
    """The rule of a condition, one atom a line, written as in the library's TOML files."""

    def prepare_value(self, value: Any) -> Any:
        """Return the atoms as lines; what was typed stays as it is."""
        return "\n".join(map(entries, value)) if isinstance(value, list) else value

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


class EditConditionForm(OfRecord, ConditionForm):
    """A condition of a draft, with the reason for the correction."""

    reason = WordsField(3, label=gettext_lazy("更正理由"), max_length=2000)


class EvaluatedFields(forms.Form):
    """What the paper of an evaluation (评估论证) says of a school's subject."""

    school = forms.CharField(
        label=gettext_lazy("学校名称"), max_length=60, help_text=gettext_lazy("用毕业证书上的全称，报名按它查清单。")
    )
    major = forms.CharField(label=gettext_lazy("专业"), max_length=60)
    level = forms.TypedChoiceField(
        label=gettext_lazy("培养目标等级"), coerce=int,
        choices=lambda: [("", _("请选择")), *code_list("level").choices()],
        help_text=gettext_lazy("以中级技能为培养目标的选四级，以高级技能为培养目标的选三级；高的等级也适用于低的。"),
    )  # fmt: skip
    document = forms.CharField(label=gettext_lazy("文件名称和文号"), max_length=120)
    evaluated_on = DayField(label=gettext_lazy("文件日期"))
    valid_from = DayField(label=gettext_lazy("有效期起"))
    valid_until = DayField(
        label=gettext_lazy("有效期止"), required=False, help_text=gettext_lazy("文件没有写期限的留空。")
    )

    def clean(self) -> dict[str, Any]:
        """Refuse an evaluation that ends before it begins."""
        data = super().clean() or {}
        first, last = data.get("valid_from"), data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("有效期止不能早于有效期起。"))
        return data


class EvaluatedForm(UploadForm, EvaluatedFields):
    """An evaluated programme, with the paper that says so."""

    field_order = (*EvaluatedFields.base_fields, "upload")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].label = _("评估论证的文件")


class CorrectEvaluatedForm(OfRecord, EvaluatedFields):
    """The entry of an evaluated programme, with the reason for its correction."""

    reason = WordsField(3, label=gettext_lazy("更正理由"), max_length=2000)


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
    """An occupation × level to be added to a filing: of a national standard, or of a norm of its institution's own."""

    wants_record = True
    level = forms.ModelChoiceField(
        StandardLevel.objects.none(), label=gettext_lazy("职业和等级"), empty_label=gettext_lazy("请选择")
    )
    valid_from = DayField(
        label=gettext_lazy("增加日期"), required=False,
        help_text=gettext_lazy("有效期内增加的职业，从公布增加的那天起有效；留空表示与备案同日起有效。"),
    )  # fmt: skip

    def __init__(self, *args: Any, record: Filing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].queryset = levels_offered(record.institution)  # type: ignore[attr-defined]
