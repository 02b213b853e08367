"""The sheets of a standard's workbook and their columns: what each is called, and which key of the TOML file it is.

Names of sheets and headings are Chinese in every language: the reading knows them by these words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiangxin.regulation.codes import code_list

type Kind = Literal["text", "long", "number", "date", "lines", "rule"]

EXPLANATIONS = "填写说明"  # a sheet of the template that is never read
LEVEL, SUBJECT = "等级", "科目"


@dataclass(frozen=True)
class Field:
    """A column, or a row of the first sheet: its key in the TOML file, its heading, what a cell holds.

    `codes` is the list of regulation/codes.toml from which the value comes; `link` tells a column that names the level
    or subject to which the row belongs; `about` says to people what is written, with an example.
    """

    key: str
    heading: str
    about: Promise
    kind: Kind = "text"
    codes: str = ""
    needed: bool = True
    link: bool = False
    width: float = 16

    @property
    def title(self) -> str:
        """The heading as the workbook has it, with the mark of duty."""
        return f"{self.heading}*" if self.needed else self.heading

    @property
    def choices(self) -> list[str]:
        """The entries of the drop-down, in Chinese; none where the value is free."""
        return [entry.words.zh for entry in code_list(self.codes).codes] if self.codes else []


@dataclass(frozen=True)
class Part:
    """A sheet: its name, the key of the list of tables that it is in the TOML file, and its columns."""

    sheet: str
    key: str
    fields: Sequence[Field]


_LEVEL = Field("level", LEVEL, _("从下拉列表中选，例如 四级/中级工。"), codes="level", link=True)
_SUBJECT = Field("kind", SUBJECT, _("从下拉列表中选。"), codes="subject_kind", link=True)

# The first sheet has a row for each key, not a column: its headings are these two.
ITEM, CONTENT = "项目", "内容"
HEAD = Part(
    "职业与标准",
    "",
    (
        Field("occupation.code", "职业编码", _("职业分类大典的编码，例如 6-31-01-03；和工种一起确定职业。")),
        Field("occupation.name", "职业名称", _("例如 电工。")),
        Field("occupation.work_type", "工种", _("没有就不填。"), needed=False),
        Field("standard.origin", "来源", _("国家职业标准，或本单位的岗位评价规范。"), codes="standard_origin"),
        Field("standard.title", "标准名称", _("例如 电工国家职业技能标准。")),
        Field("standard.version", "版本", _("以年份开头，例如 2018年版。")),
        Field("standard.document", "颁布文号", _("没有就不填。"), needed=False),
        Field("standard.valid_from", "施行日期", _("例如 2018-12-26。"), "date"),
        Field("standard.valid_until", "有效期止", _("没有就不填。"), "date", needed=False),
        Field(
            "standard.conditions", "申报条件模板", _("没有逐条写出申报条件的等级，用这个模板的申报条件。"),
            codes="condition_template", needed=False,
        ),
    ),
)  # fmt: skip
LEVELS = Part(
    LEVEL,
    "levels",
    (
        Field("level", LEVEL, _("每个等级一行，从下拉列表中选，例如 四级/中级工。"), codes="level"),
        Field("hours", "标准学时", _("例如 120。"), "number"),
        Field("candidates_per_invigilator", "每名监考员考生数", _("监考配比 1:15 填 15。"), "number", width=20),
        Field("least_invigilators", "每考场监考员不少于", _("人数，例如 2。"), "number", width=20),
        Field("candidates_per_examiner", "每名考评员考生数", _("考评配比 1:5 填 5。"), "number", width=20),
        Field("least_examiners", "考评员不少于", _("人数，例如 3。"), "number"),
    ),
)
SUBJECTS = Part(
    SUBJECT,
    "subjects",
    (
        _LEVEL,
        Field("kind", SUBJECT, _("每个等级都有理论和操作；二级、一级还有综合评审（第十一条）。"), codes="subject_kind"),
        Field("mode", "方式", _("例如 机考、现场操作。")),
        Field("minutes", "时长（分钟）", _("例如 90。"), "number"),
        Field("full_mark", "满分", _("例如 100，最多一位小数。"), "number", width=10),
        Field("pass_mark", "合格线", _("例如 60，最多一位小数。"), "number", width=10),
    ),
)
MODULES = Part(
    "模块",
    "modules",
    (
        _LEVEL,
        _SUBJECT,
        Field("name", "模块名称", _("评分表的各部分；不分模块的科目不写。综合评审必有第十三条的三项。"), width=30),
        Field("maximum", "配分", _("同一科目各行合计等于满分。"), "number", width=10),
    ),
)
WEIGHTS = Part(
    "权重",
    "weights",
    (
        _LEVEL,
        _SUBJECT,
        Field("part", "部分", _("例如 基本要求、相关知识要求、技能要求。")),
        Field("name", "内容", _("例如 职业道德；没有权重表的科目不写。"), width=30),
        Field("weight", "权重", _("例如 5；同一科目各行合计 100。"), "number", width=10),
    ),
)
CONDITIONS = Part(
    "申报条件",
    "conditions",
    (
        _LEVEL,
        Field("label", "编号", _("例如 四级-1。"), width=12),
        Field("short", "简称", _("例如 工作6年以上。"), width=24),
        Field("text", "原文", _("标准的原文，每条一行；具备其中之一即可申报。"), "long", width=60),
        Field("materials", "证明材料", _("每行一种：在单元格里按 Alt+Enter 换行。"), "lines", needed=False, width=28),
        Field(
            "rule", "规则", _("机器核对的部分，与 TOML 文件的写法相同，例如 [{ work = { years = 6 } }]；可以不填。"),
            "rule", needed=False, width=60,
        ),
    ),
)  # fmt: skip
PARTS = (HEAD, LEVELS, SUBJECTS, MODULES, WEIGHTS, CONDITIONS)
