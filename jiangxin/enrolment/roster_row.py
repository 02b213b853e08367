"""One row of a roster workbook: cleaned, typed, and checked against the round."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from functools import lru_cache

from django.utils.translation import gettext as _

from jiangxin.documents import workbook
from jiangxin.documents.workbook import Cell, Finding, Row, Table, digits_lost, normalised, plain
from jiangxin.enrolment.roster_facts import facts_of
from jiangxin.enrolment.roster_scope import (
    HEADINGS,
    LENGTHS,
    LISTS,
    MANDATORY,
    RosterScope,
    heading_of,
    level_words,
    words_of,
)
from jiangxin.people import idnumber, names, phones
from jiangxin.regulation.codes import UnknownCode, code_list
from jiangxin.regulation.words import in_series, joined
from jiangxin.standards.eligibility.facts import Facts
from jiangxin.standards.eligibility.rule import AnyOf, Rule
from jiangxin.standards.eligibility.verdict import Verdict

_DASHES = str.maketrans("—–－−‐", "-----")
_MONTH = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月].*)?")


@dataclass(slots=True)
class RosterRow:
    """An application as the row states it, cleaned; what stays in `faults` keeps it out of the round.

    `number` is the row in the workbook; texts are "" where the cell is blank; id_type, sex, education, category, source
    and exam_type are codes of regulation/codes.toml; levels run from 5 to 1; `graduated` is "YYYY-MM"; `work_years` in
    years, to one decimal. `copy_of` is the number of the identical row that was kept instead of this one.
    """

    number: int
    serial: str = ""
    name: str = ""
    id_type: str = ""
    id_number: str = ""
    born: date | None = None
    sex: str = ""
    ethnicity: str = ""
    education: str = ""
    phone: str = ""
    category: str = ""
    source: str = ""
    employer: str = ""
    major: str = ""
    student_status: str = ""
    graduated: str = ""
    occupation: str = ""
    work_type: str = ""
    level: int | None = None
    condition: str = ""
    condition_text: str = ""
    work_years: Decimal | None = None
    prior_occupation: str = ""
    prior_level: int | None = None
    prior_number: str = ""
    exam_type: str = ""
    address: str = ""
    copy_of: int | None = None
    faults: list[Finding] = field(default_factory=list)
    repairs: list[Finding] = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)

    @property
    def accepted(self) -> bool:
        """Return whether the row enters the round: no fault, and no copy of another row."""
        return not self.faults and self.copy_of is None

    def content(self) -> tuple[object, ...]:
        """Return all that the row says of its applicant, to tell a copy from a contradiction."""
        return tuple(getattr(self, key) for key in HEADINGS if key != "serial")

    def fault(self, key: str, code: str, sentence: str) -> None:
        """Keep the row out, for a reason in the field `key`."""
        self.faults.append(Finding(heading_of(key), code, sentence))

    def repair(self, key: str, code: str, sentence: str) -> None:
        """Tell of something put right in the field `key`."""
        self.repairs.append(Finding(heading_of(key), code, sentence))

    def notice(self, key: str, code: str, sentence: str) -> None:
        """Tell of something worth a look in the field `key`."""
        self.notices.append(Finding(heading_of(key), code, sentence))


def check_row(table: Table, row: Row, scope: RosterScope) -> RosterRow:
    """Return a row cleaned and checked by itself; what only two rows together show is left to `check_roster`."""
    result = RosterRow(row.number)
    _refuse_unseen(result, table, row)
    cells = {key: table.value(row, key) for key in HEADINGS}
    for key, value in cells.items():
        if key not in {"level", "work_years", "prior_level"}:
            setattr(result, key, plain(value))
    _refuse_missing(result, cells)
    _clean_name(result, cells["name"], scope)
    _clean_lists(result)
    _refuse_long(result)
    _clean_id_number(result, cells["id_number"], scope)
    _clean_phone(result)
    _clean_month(result, cells["graduated"])
    _clean_work_years(result, cells["work_years"], scope)
    _clean_prior_certificate(result, cells["prior_level"], cells["prior_number"])
    _check_round(result, cells["level"], scope)
    _check_condition(result, scope)
    return result


# What tells one person from another never stands in a merged cell.
_OWN = ("name", "id_number", "phone")
# What no import reads: a formula there does no harm.
_UNREAD = ("serial", "condition_text")


def _refuse_unseen(row: RosterRow, table: Table, found: Row) -> None:
    """Refuse what the eye reads otherwise than the machine: hidden rows, formulas, one person's data merged."""
    if found.hidden:
        row.fault("serial", "hidden", workbook.hidden())
    for key in table.keys_at(found.formulas):
        if key not in _UNREAD:
            row.fault(key, "formula", workbook.computed(heading_of(key)))
    for key in table.keys_at(found.merged):
        if key in _OWN:
            row.fault(key, "merged", workbook.merged(heading_of(key)))
        else:
            sentence = _("%(field)s是合并单元格，各行按第一格的内容导入。")
            row.notice(key, "merged", sentence % {"field": heading_of(key)})


def _refuse_missing(row: RosterRow, cells: dict[str, Cell]) -> None:
    told = {finding.column for finding in row.faults}
    for key in MANDATORY:
        if not plain(cells[key]) and heading_of(key) not in told:
            row.fault(key, "missing", _("缺少%(field)s；请补填。") % {"field": heading_of(key)})


def _clean_name(row: RosterRow, cell: Cell, scope: RosterScope) -> None:
    row.name = names.tidy(row.name)
    if isinstance(cell, str) and row.name != cell:
        row.repair("name", "blanks", _("姓名中的多余空格已去掉。"))
    if private := names.private_characters(row.name):
        sentence = _("姓名中的“%(characters)s”是自造字（私用区编码），证书无法打印；请改用该字的国家标准编码重新输入。")
        row.fault("name", "private-character", sentence % {"characters": private})
    elif wrong := names.impossible_characters(row.name):
        sentence = _("姓名中有不应出现的字符“%(characters)s”，可能是乱码；请对照证件重新输入。")
        row.fault("name", "characters", sentence % {"characters": wrong})
    elif missing := scope.missing_glyphs(row.name):
        sentence = _("证书字库中没有姓名里的“%(characters)s”；请先由管理员加装含该字的字体，再导入。")
        row.fault("name", "no-glyph", sentence % {"characters": missing})


def _clean_lists(row: RosterRow) -> None:
    for key, name in LISTS.items():
        if value := getattr(row, key):
            try:
                setattr(row, key, _code(name, value))
            except UnknownCode as error:
                row.fault(key, "unknown", str(error))


def _clean_id_number(row: RosterRow, cell: Cell, scope: RosterScope) -> None:
    if not plain(cell):
        return
    value = cell if isinstance(cell, str | int | float) else plain(cell)
    found = idnumber.inspect(value, on=scope.on, id_type=row.id_type or idnumber.RESIDENT_CARD)
    row.id_number, row.born = found.number, found.born
    for remarks, add in ((found.faults, row.fault), (found.repairs, row.repair), (found.notices, row.notice)):
        for remark in remarks:
            add("id_number", remark.code, remark.sentence)
    if found.sex and row.sex in {"male", "female"} and found.sex != row.sex:
        given, told = (code_list("sex").get(sex).label for sex in (row.sex, found.sex))
        sentence = _("性别填“%(given)s”，与身份证号码所示的“%(told)s”不符；请对照身份证改正性别或号码。")
        row.fault("sex", "contradicts-id", sentence % {"given": given, "told": told})
    if found.born and scope.minimum_age is not None and (age := idnumber.age(found.born, scope.on)) < scope.minimum_age:
        sentence = _("报名者 %(age)s 岁，未满 %(minimum)s 周岁；请核对申报条件。")
        row.notice("id_number", "young", sentence % {"age": age, "minimum": scope.minimum_age})


def _clean_phone(row: RosterRow) -> None:
    if not row.phone:
        return
    digits = phones.tidy(row.phone)
    if digits != row.phone:
        row.repair("phone", "form", _("手机号码中的空格、全角或区号等已去掉。"))
    row.phone = digits
    if sentence := phones.fault(digits):
        row.fault("phone", "phone", sentence)


def _clean_month(row: RosterRow, cell: Cell) -> None:
    if not row.graduated:
        return
    if isinstance(cell, date | datetime):
        month = f"{cell:%Y-%m}"
    else:
        match = _MONTH.fullmatch(normalised(row.graduated))
        month = f"{match[1]}-{int(match[2]):02d}" if match and 1 <= int(match[2]) <= 12 else ""
    if not month:
        sentence = _("毕业年月“%(value)s”不是年月；请按“2027-06”的样式填写。")
        row.fault("graduated", "month", sentence % {"value": row.graduated})
    elif month != row.graduated:
        row.repair("graduated", "form", _("毕业年月已改为“年-月”的样式。"))
    row.graduated = month or row.graduated


def _clean_work_years(row: RosterRow, cell: Cell, scope: RosterScope) -> None:
    if not (text := normalised(cell).removesuffix("年")):
        return
    row.work_years = _decimal(text)
    if row.work_years is None:
        sentence = _("本职业工作年限“%(value)s”不是 0 至 80 之间的数；请填写年数。")
        row.fault("work_years", "number", sentence % {"value": text[:20]})
    elif row.born and row.work_years > idnumber.age(row.born, scope.on) - (scope.minimum_age or 0):
        row.notice("work_years", "many", _("本职业工作年限与年龄不相称；请核对工作年限证明。"))


def _clean_prior_certificate(row: RosterRow, level: Cell, number: Cell) -> None:
    if plain(level):
        row.prior_level = _level(level)
        if row.prior_level is None:
            sentence = _("原证书等级“%(value)s”不是职业技能等级；请从以下各项中选择：%(allowed)s。")
            row.fault("prior_level", "unknown", sentence % _about(plain(level), words_of(code_list("level"))))
    if digits_lost(number):
        sentence = _("原证书编号以数字格式存放，第 15 位以后已丢失；请先把该列设为文本格式，再重新输入。")
        row.fault("prior_number", "stored-as-number", sentence)


def _check_round(row: RosterRow, level: Cell, scope: RosterScope) -> None:
    if row.occupation:
        known = _listed(row.occupation, scope.occupations)
        if known is None:
            sentence = _("申报职业“%(value)s”不在本批次内，本批次为：%(allowed)s；请改正，或报入相应的批次。")
            row.fault("occupation", "outside-round", sentence % _about(row.occupation, scope.occupations))
        row.occupation = known or row.occupation
    if plain(level):
        row.level = _level(level)
        if row.level != scope.level:
            sentence = _("申报等级“%(value)s”不在本批次内，本批次为%(allowed)s；请改正，或报入相应的批次。")
            row.fault("level", "outside-round", sentence % _about(plain(level), [level_words(scope.level)]))


def _check_condition(row: RosterRow, scope: RosterScope) -> None:
    if not row.condition:
        return
    number = normalised(row.condition).translate(_DASHES)
    if number.isdigit():
        number = f"{level_words(scope.level).partition('/')[0]}-{number}"
    if number not in scope.conditions:
        sentence = _("申报条件编号“%(value)s”不属于本批次的职业和等级；请从以下各项中选择：%(allowed)s。")
        row.fault("condition", "unknown", sentence % _about(row.condition, scope.conditions))
        return
    if number != row.condition:
        row.repair("condition", "form", _("申报条件编号已改为“%(number)s”。") % {"number": number})
    row.condition = number
    text = scope.conditions[number]
    if row.condition_text and _words(row.condition_text) != _words(text):
        sentence = _("申报条件的文字与编号 %(number)s 不一致，以编号为准；请核对是否选错条件。")
        row.notice("condition_text", "contradicts-number", sentence % {"number": number})
    row.condition_text = text
    _check_requirement(row, scope.requirements[number], scope.on)


def _check_requirement(row: RosterRow, requirement: Rule, on: date) -> None:
    """Refuse a row that lacks what its condition asks or contradicts it in years or certificate.

    What else the first opinion finds is a notice: the reviewer reads it beside the proofs.
    """
    bad = {finding.column for finding in row.faults}
    lacking = _lacking(row, requirement)
    for key in lacking:
        if heading_of(key) not in bad:
            sentence = _("申报条件 %(number)s 要求填写%(field)s；请补填，或改选其他申报条件。")
            row.fault(key, "needed", sentence % {"number": row.condition, "field": heading_of(key)})
    opinion = requirement.judge(row.condition, Facts.read(facts_of(row), born=row.born), on)
    for finding in opinion.findings:
        key = _COLUMNS.get(finding.about, "condition")
        if finding.verdict is Verdict.MET or key in lacking or heading_of(key) in bad:
            continue
        told = {"number": row.condition, "found": in_series(filter(None, (finding.sentence, finding.remedy)))}
        sentence = _("申报条件 %(number)s：%(found)s。请核对，或改选其他申报条件。") % told
        if finding.verdict is Verdict.UNMET and key in _REFUSING:
            row.fault(key, _REFUSING[key], sentence)
        else:
            row.notice(key, finding.about, sentence)


# Where a finding of the first opinion stands in the sheet, and the code of a fault there.
_COLUMNS = {
    "work": "work_years", "certificate": "prior_level", "study": "education", "final_year": "graduated",
    "age": "id_number",
}  # fmt: skip
_REFUSING = {"work_years": "too-few", "prior_level": "too-low"}


def _lacking(row: RosterRow, requirement: Rule) -> list[str]:
    """Return the columns that are blank although the condition asks for them whichever way it is met (或)."""
    asked = {ask for atom in requirement.atoms if not isinstance(atom, AnyOf) for ask in atom.asks}
    lacking = []
    if "certificates" in asked:
        lacking += [key for key in ("prior_level", "prior_number") if not getattr(row, key)]
    if "jobs" in asked and row.work_years is None:
        lacking.append("work_years")
    return lacking


def _refuse_long(row: RosterRow) -> None:
    for key, longest in LENGTHS.items():
        if len(getattr(row, key)) > longest:
            sentence = _("%(field)s超过 %(longest)s 个字；请缩短。")
            row.fault(key, "length", sentence % {"field": heading_of(key), "longest": longest})


@lru_cache(maxsize=1000)
def _code(name: str, written: str) -> str:
    """Return the code that a list has for a word in the workbook. Raises UnknownCode naming what the list offers."""
    return code_list(name).read(written).code


def _listed(value: str, allowed: Iterable[str]) -> str | None:
    """Return the entry of a list that a value means, whatever the width of its brackets and its blanks."""
    wanted = normalised(value)
    return next((entry for entry in allowed if normalised(entry) == wanted), None)


def _level(value: Cell) -> int | None:
    """Return the level that "四级/中级工", "四级", "中级工", "4" or 4 means."""
    written = normalised(plain(value))
    try:
        return int(written if written in {"1", "2", "3", "4", "5"} else _code("level", written))
    except UnknownCode:
        return None


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or not 0 <= number <= 80:
        return None
    return number.quantize(Decimal("0.1"), ROUND_DOWN)  # rounded up, 4.96 years would meet a condition of five


def _words(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def _about(value: str, allowed: Iterable[str]) -> dict[str, str]:
    return {"value": value[:30], "allowed": joined(allowed)}
