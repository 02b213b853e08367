"""The empty roster that colleges download, with drop-downs for all that has a list."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from jiangxin.documents.workbook import Column, SheetSpec, write
from jiangxin.enrolment.roster_scope import EXAMPLE, HEADINGS, LISTS, SHEET, VERSION, RosterScope, level_words, words_of
from jiangxin.people import idnumber
from jiangxin.regulation.codes import code_list

_BLANK_ROWS = 500
_WIDTHS: Mapping[str, float] = {"id_number": 22, "phone": 14, "employer": 28, "condition_text": 40, "address": 28}


def roster_template(scope: RosterScope) -> bytes:
    """Return the roster workbook to fill for a round: all 25 columns, an example row, and a sheet of explanations."""
    # Like its headings the title is Chinese in every language: the check reads the version from it.
    occupations, level = "、".join(scope.occupations), level_words(scope.level)
    title = f"{occupations} {level} 职业技能等级认定考生报名信息表（模板第 {VERSION} 版）"
    roster = SheetSpec(SHEET, _columns(scope), [_example(scope)], title=title, blank_rows=_BLANK_ROWS)
    return write([roster, _explanations(scope)])


def _columns(scope: RosterScope) -> list[Column]:
    choices: dict[str, Sequence[str]] = {
        **{key: words_of(code_list(name)) for key, name in LISTS.items()},
        "student_status": words_of(code_list("student_status")),
        "occupation": scope.occupations,
        "level": [level_words(scope.level)],
        "condition": list(scope.conditions),
        "prior_level": words_of(code_list("level")),
    }
    return [
        Column(
            heading,
            _WIDTHS.get(key, 12),
            "number" if key == "work_years" else "text",
            choices.get(key, ()),
        )
        for key, heading in HEADINGS.items()
    ]


def _example(scope: RosterScope) -> list[str]:
    """Return a row that shows how to fill the sheet; its ID number names an area that doesn't exist."""
    first = "99999920060101001"
    condition = next(iter(scope.conditions), "")
    values = {key: words_of(code_list(name))[0] for key, name in LISTS.items()} | {
        "serial": EXAMPLE,
        "name": "张三",
        "id_number": first + idnumber.check_digit(first),
        "ethnicity": "汉族",
        "phone": "13800000000",
        "graduated": "2027-06",
        "occupation": scope.occupations[0],
        "level": level_words(scope.level),
        "condition": condition,
        "condition_text": scope.conditions.get(condition, ""),
    }
    return [values.get(key, "") for key in HEADINGS]


def _explanations(scope: RosterScope) -> SheetSpec:
    lines = [
        _("带 * 的列必须填写；其余各列按申报条件的要求填写。"),
        _("第一行“示例”仅供参考，不会导入，可以删除。"),
        _("证件号码列已设为文本格式；从别处复制时请选择“只粘贴值”，以免末几位变成 0。"),
        _("不要改动表头和标题，标题里的模板版本用来核对；可以在最后一列之后另加自己的列，不会导入。"),
        _("姓名、证件号码、手机号码不能用合并单元格；除序号外不能用公式；隐藏的行不会导入。"),
        _("姓名须与证件完全一致，生僻字不要用同音字或拼音代替。"),
        *(f"{number}　{text}" for number, text in scope.conditions.items()),
    ]
    return SheetSpec(_("填写说明"), [Column(_("填写说明"), 110)], [[line] for line in lines])
