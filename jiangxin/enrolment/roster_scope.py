"""What a round admits, as data: everything against which a roster workbook is checked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from jiangxin.documents.workbook import Heading
from jiangxin.regulation.codes import CodeList, code_list
from jiangxin.standards.eligibility.rule import Rule

SHEET = "报名信息"
VERSION = 2  # of the template: one more whenever a column comes, goes or changes its meaning
EXAMPLE = "示例"  # in the column 序号: a row of the template that shows how to fill it, never an application

# How an import deals with people who stand in the round already (domain.md §3.2).
SKIP, OVERWRITE, REPLACE = "skip", "overwrite", "replace"

# key → heading; `*` marks what must be filled. The order is the template's; a workbook may have any other.
HEADINGS: Mapping[str, str] = {
    "serial": "序号",
    "name": "姓名*",
    "id_type": "证件类型*",
    "id_number": "证件号码*",
    "sex": "性别*",
    "ethnicity": "民族*",
    "education": "文化程度*",
    "phone": "手机号码*",
    "category": "人员类别*",
    "source": "考生来源*",
    "employer": "所在单位(学校/院系)",
    "major": "专业",
    "student_status": "学籍状态",
    "graduated": "毕业年月",
    "occupation": "申报职业*",
    "work_type": "工种",
    "level": "申报等级*",
    "condition": "申报条件编号*",
    "condition_text": "申报条件",
    "work_years": "本职业工作年限",
    "prior_occupation": "原证书职业",
    "prior_level": "原证书等级",
    "prior_number": "原证书编号",
    "exam_type": "考试类型*",
    "address": "通讯地址",
}
# key → the list of regulation/codes.toml from which the field is chosen; the row keeps the list's code
LISTS: Mapping[str, str] = {
    "id_type": "id_type",
    "sex": "sex",
    "education": "education",
    "category": "candidate_category",
    "source": "candidate_source",
    "exam_type": "exam_type",
}
# key → the most characters that its column in the database holds
LENGTHS: Mapping[str, int] = {
    "name": 50,
    "id_number": 30,
    "ethnicity": 20,
    "employer": 120,
    "major": 60,
    "student_status": 20,
    "work_type": 60,
    "prior_occupation": 60,
    "prior_number": 40,
    "address": 200,
}
MANDATORY = tuple(key for key, heading in HEADINGS.items() if heading.endswith("*"))


def heading_of(key: str) -> str:
    """Return the heading of a field as sentences name it, without the mark of duty."""
    return HEADINGS[key].rstrip("*")


def words_of(codes: CodeList) -> list[str]:
    """Return what a workbook writes for the entries of a list: their Chinese labels, whatever language is active."""
    return [entry.words.zh for entry in codes.codes]


def level_words(level: int) -> str:
    """Return a level as workbooks write it: "四级/中级工"."""
    return code_list("level").get(str(level)).words.zh


def headings() -> list[Heading]:
    """Return the headings to look for; a column without mark of duty may be left out."""
    return [Heading(key, heading, required=key in MANDATORY) for key, heading in HEADINGS.items()]


def _none_missing(_name: str) -> str:
    return ""


@dataclass(frozen=True)
class RosterScope:
    """The round that a roster is for.

    `level` runs from 5 (lowest) to 1; `conditions` maps number ("四级-3") to verbatim text and `requirements` to the
    rule; `on` is the reference day for ages; `minimum_age` in years draws a notice only; `missing_glyphs` returns the
    characters of a name that the certificate's fonts lack.
    """

    occupations: Sequence[str]
    level: int
    conditions: Mapping[str, str]
    requirements: Mapping[str, Rule]
    on: date
    minimum_age: int | None = None
    missing_glyphs: Callable[[str], str] = field(default=_none_missing)
