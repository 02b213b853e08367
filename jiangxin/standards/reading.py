"""Reading a standard from a TOML file or a workbook (docs/standards.md): all its faults at once, with their places."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.documents.workbook import ENDINGS
from jiangxin.documents.workbook_archive import ZIP_MAGIC
from jiangxin.regulation.codes import code_list
from jiangxin.regulation.words import joined
from jiangxin.standards.eligibility.atoms import Trained
from jiangxin.standards.eligibility.rule import UnableToReadRule, read_rule
from jiangxin.standards.library import TEMPLATES, template_rows
from jiangxin.standards.rules import KINDS, needed_subjects, subject_name
from jiangxin.standards.tables import Fault, Table, UnableToReadStandard, Written
from jiangxin.standards.workbook.reading import read_workbook

TOP = ("occupation", "standard", "levels")
OCCUPATION = ("code", "name", "work_type")
STANDARD = ("origin", "title", "version", "document", "valid_from", "valid_until", "conditions")
RATIOS = ("candidates_per_invigilator", "least_invigilators", "candidates_per_examiner", "least_examiners")
LEVEL = ("level", "hours", *RATIOS, "subjects", "conditions")
SUBJECT = ("kind", "mode", "minutes", "full_mark", "pass_mark", "modules", "weights")
CONDITION = ("label", "short", "text", "materials", "rule")


@dataclass(frozen=True)
class LevelRead:
    """One level of a file: its fields, and those of its subjects and conditions, as the records take them."""

    fields: dict[str, Any]
    subjects: tuple[dict[str, Any], ...]
    conditions: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class StandardRead:
    """A whole file without a fault: the fields of occupation and standard, and the levels in their order."""

    occupation: dict[str, str]
    standard: dict[str, Any]
    levels: tuple[LevelRead, ...]


def read_standard(content: bytes, name: str = "") -> StandardRead:
    """Return the standard that a file states; raises UnableToReadStandard with all faults of the file.

    A workbook is known by its content or its name; everything else is TOML. Both go through the same checks.
    """
    faults: list[Fault] = []
    book = content.startswith(ZIP_MAGIC) or name.lower().endswith(ENDINGS)
    written = read_workbook(content) if book else Written(_parsed(content))
    top = Table(written.data, "", faults, TOP)
    told = Table(top.data.get("occupation"), "occupation", faults, OCCUPATION)
    occupation = {
        "code": told.text("code", 20), "name": told.text("name", 60),
        "work_type": told.text("work_type", 60, required=False),
    }  # fmt: skip
    standard, shared = _standard(Table(top.data.get("standard"), "standard", faults, STANDARD))
    tables = top.rows("levels", LEVEL)
    levels = tuple(_level(table, shared) for table in tables)
    if not tables:
        top.fault("levels", _("至少写一个等级。"))
    _refuse_repeats(tables, "level", _("这个等级已经写过。"))
    if faults:
        raise UnableToReadStandard([Fault(written.place(fault.place), fault.sentence) for fault in faults])
    return StandardRead(occupation, standard, levels)


def _parsed(content: bytes) -> dict[str, Any]:
    """Return the file's data; a file that can't be parsed has one fault, with its line."""
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        fault = Fault("", _("文件不是 UTF-8 编码的文本。请另存为 UTF-8 再读入。"))
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+), column (\d+)", str(error))
        place = _("第 %(line)s 行第 %(column)s 列") % {"line": where[1], "column": where[2]} if where else _("文件末尾")
        fault = Fault(place, _("不合 TOML 的写法（%s）。请对照 docs/standards.md 的例子。") % error)
    raise UnableToReadStandard([fault])


def _standard(table: Table) -> tuple[dict[str, Any], str]:
    """Return the fields of the standard, and the template of conditions that its levels share, "" for none."""
    version = table.text("version", 20)
    if version and not re.match(r"[12]\d{3}", version):
        table.fault("version", _("要以版本年份开头，例如 2018年版。"))
    first, last = table.day("valid_from"), table.day("valid_until", required=False)
    if first and last and last < first:
        table.fault("valid_until", _("有效期止不能早于施行日期。"))
    shared = table.choice("conditions", TEMPLATES) if "conditions" in table.data else ""
    fields = {
        "origin": table.choice("origin", ("national", "own")), "title": table.text("title", 120), "version": version,
        "document": table.text("document", 120, required=False), "valid_from": first or date.min, "valid_until": last,
    }  # fmt: skip
    return fields, shared


def _level(table: Table, shared: str) -> LevelRead:
    """Return a level with its subjects and conditions."""
    level = table.data.get("level")
    offered = [code.code for code in code_list("level").codes]
    if not isinstance(level, int) or str(level) not in offered:
        table.fault("level", _("只能是：%s（5 是五级/初级工，1 是一级/高级技师）。") % joined(offered))
        level = 5
    fields = {"level": level, "hours": table.whole("hours", 1, 5000)}
    fields |= {name: table.whole(name, 1, 999) for name in RATIOS}
    subjects = table.rows("subjects", SUBJECT)
    kinds = [subject.data.get("kind") for subject in subjects]
    for kind in needed_subjects(level):
        if kind not in kinds:
            table.fault("subjects", _("缺“%s”，第十一条要求。") % subject_name(kind))
    _refuse_repeats(subjects, "kind", _("这个科目已经写过。"))
    return LevelRead(fields, tuple(map(_subject, subjects)), _conditions(table, shared, level, fields["hours"]))


def _subject(table: Table) -> dict[str, Any]:
    """Return a subject; its modules come to its full mark, its weights to 100."""
    kind, full, passing = table.choice("kind", KINDS), table.number("full_mark"), table.number("pass_mark")
    if passing > full:
        table.fault("pass_mark", _("合格线 %(mark)s 高于满分 %(full)s。") % {"mark": passing, "full": full})
    modules = [
        {"name": row.text("name", 60), "maximum": str(row.number("maximum"))}
        for row in table.rows("modules", ("name", "maximum"))
    ]
    weights = [
        {"part": row.text("part", 40), "name": row.text("name", 60), "weight": str(row.number("weight", 100))}
        for row in table.rows("weights", ("part", "name", "weight"))
    ]
    _sum(table, "modules", [each["maximum"] for each in modules], full)
    _sum(table, "weights", [each["weight"] for each in weights], Decimal(100))
    names = {module["name"] for module in modules}
    missing = [head.words.zh for head in code_list("review_head").codes if head.words.zh not in names]
    if kind == "review" and missing:
        table.fault("modules", _("综合评审缺：%s（第十三条）。") % joined(missing))
    return {
        "kind": kind, "mode": table.text("mode", 40), "minutes": table.whole("minutes", 1, 2000), "full_mark": full,
        "pass_mark": passing, "modules": modules, "weights": weights,
    }  # fmt: skip


def _sum(table: Table, key: str, parts: list[str], whole: Decimal) -> None:
    """Note a fault when parts are given that don't come to the whole."""
    found = sum(map(Decimal, parts), Decimal(0))
    if parts and found != whole:
        table.fault(key, _("合计是 %(found)s，应当是 %(whole)s。") % {"found": found, "whole": whole})


def _conditions(table: Table, shared: str, level: int, hours: int) -> tuple[dict[str, Any], ...]:
    """Return the conditions of a level: its own, else those of the template for it."""
    own = table.rows("conditions", CONDITION)
    if not own and shared:
        given = [row for row in template_rows(shared) if row["level"] == level]
        own = [Table({name: row[name] for name in CONDITION}, table.place, table.faults, CONDITION) for row in given]
    if not own:
        table.fault("conditions", _("这个等级没有申报条件：逐条写出，或指明申报条件的模板。"))
    _refuse_repeats(own, "label", _("这个编号已经写过。"))
    return tuple(_condition(one, level, hours) for one in own)


def _condition(table: Table, level: int, hours: int) -> dict[str, Any]:
    """Return a condition with its rule; a training that it asks for has the hours of the level."""
    rule = table.data.get("rule", [])
    try:
        atoms = read_rule(rule).atoms
    except UnableToReadRule as error:
        table.fault("rule", str(error))
        atoms = ()
    except (TypeError, AttributeError):
        table.fault("rule", _("规则要写成一列，每项一个表，例如 [{ work = { years = 5 } }]。"))
        atoms = ()
    for atom in atoms:
        if isinstance(atom, Trained) and atom.level == level and atom.hours != hours:
            words = {"asked": atom.hours, "hours": hours}
            table.fault("rule", _("培训 %(asked)d 学时与本等级的标准学时 %(hours)d 不一致。") % words)
    return {
        "label": table.text("label", 12), "short": table.text("short", 40), "text": table.text("text", 4000),
        "materials": table.words("materials", 60), "rule": rule,
    }  # fmt: skip


def _refuse_repeats(tables: list[Table], key: str, sentence: str) -> None:
    """Note a fault at each table whose key was there before."""
    seen: list[Any] = []
    for table in tables:
        if table.data.get(key) in seen:
            table.fault(key, sentence)
        seen.append(table.data.get(key))
