"""Rules read from data: what is no rule is refused with a sentence."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from jiangxin.standards.eligibility.facts import Facts
from jiangxin.standards.eligibility.rule import UnableToReadRule, read_rule
from jiangxin.standards.eligibility.verdict import Verdict
from jiangxin.standards.library import template
from tests.standards.eligibility.cases import Case, cases, stated

CASES = list(cases())


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([{"wrok": {"years": 5}}], "不认识的项“wrok”"),
        ([{"work": {"years": 5}, "age": 16}], "只能有一个名称"),
        ([{}], "只能有一个名称"),
        ([{"work": {"year": 5}}], "没有字段“year”"),
        ([{"work": {}}], "写得不完整"),
        ([{"work": {"years": 5, "scope": "near"}}], "写得不完整"),
        ([{"title": "highest"}], "写得不完整"),
        # Any subject of study will do where the text names none; any job never does.
        ([{"work": {"years": 5, "scope": "any"}}], "写得不完整"),
        ([{"certificate": {"level": 4, "scope": "any"}}], "写得不完整"),
        ([{"study": {"schools": ["bachelor"], "scope": "other"}}], "写得不完整"),
        ([{"any": [[{"wrok": 5}]]}], "不认识的项“wrok”"),
    ],
)
def test_what_is_no_rule_is_refused(rows: list[dict[str, Any]], told: str) -> None:
    with pytest.raises(UnableToReadRule, match=told):
        read_rule(rows)


def test_a_rule_knows_the_facts_that_it_asks_for() -> None:
    asks = {row.label: row.rule.asks for row in template("2023") if row.level == 4}
    assert asks == {"四级-1": ("jobs",), "四级-2": ("certificates", "jobs"), "四级-3": ("studies",)}
    both = next(row for row in template("2018") if row.label == "二级-2")
    assert both.rule.asks == ("certificates", "studies", "jobs")


def test_the_ways_of_a_condition_ask_for_what_must_come_first_too() -> None:
    ways = [
        [{"work": {"years": 4, "after": {"certificate": 5}}}],
        [{"work": {"years": 1, "after": {"title": "junior"}}}],
    ]
    assert read_rule([{"any": ways}]).asks == ("certificates", "jobs", "titles")


def test_a_condition_without_a_rule_is_left_to_people() -> None:
    opinion = read_rule([]).judge("四级-1", Facts(), date(2026, 9, 10))
    assert (opinion.verdict, opinion.clean, opinion.reads) == (Verdict.OPEN, False, ["申报条件的原文"])


@pytest.mark.parametrize(
    ("study", "verdict", "told"),
    [
        ({"final_year": False}, Verdict.UNMET, "不是应届毕业生"),
        ({"final_year": True}, Verdict.OPEN, "没有填普通高等学校本科的毕业时间"),
        # What was stated of the year is outweighed by the day.
        ({"final_year": True, "expected": "2028-06-30"}, Verdict.UNMET, "2027年9月1日进入毕业学年"),
        ({"final_year": False, "expected": "2027-06-30"}, Verdict.MET, "是应届毕业生"),
    ],
)
def test_a_student_who_is_not_in_the_last_year_does_not_pass_as_one(
    study: dict[str, Any], verdict: Verdict, told: str
) -> None:
    rule = next(row.rule for row in template("2023") if row.label == "四级-3")
    opinion = rule.judge("四级-3", Facts.read({"studies": [{"school": "bachelor", **study}]}), date(2026, 9, 10))
    assert (opinion.verdict, told in "；".join([*opinion.reasons, *opinion.remedies])) == (verdict, True)


def test_an_opinion_is_clean_only_when_nothing_is_left_to_judgement() -> None:
    rule = next(row.rule for row in template("2023") if row.label == "四级-3")
    own = Facts.read({"studies": [{"school": "bachelor", "graduated": "2024-06-30"}]})
    related = Facts.read({"studies": [{"school": "bachelor", "graduated": "2024-06-30", "scope": "related"}]})
    on = date(2026, 9, 10)
    assert rule.judge("四级-3", own, on).clean
    assert not rule.judge("四级-3", related, on).clean
    both = Facts(studies=(*(related.studies or ()), *(own.studies or ())))
    assert rule.judge("四级-3", both, on).clean


@pytest.mark.parametrize(
    ("condition", "facts", "reads"),
    [
        ("2023 四级-1", "job 2015-01-01..2019-12-31", []),
        ("2023 四级-1", "job 2015-01-01..2019-12-31 related", ["所从事的工作属于相关职业"]),
        ("2023 四级-1", "job 2015-01-01..2016-12-31; job 2017-01-01..2019-12-31 related", ["所从事的工作属于相关职业"]),
        # What is of the occupation itself is enough without what is related.
        ("2023 四级-1", "job 2015-01-01..2019-12-31; job 2020-01-01..2024-12-31 related", []),
        ("2023 四级-2", "cert 5 2020-01-01; job 2020-01-01..", []),
        ("2023 四级-2", "cert 5 2020-01-01; job 2020-01-01.. related", ["所从事的工作属于相关职业"]),
        ("2023 四级-2", "cert 5 2020-01-01 related; job 2020-01-01..", ["原证书的职业属于相关职业"]),
        (
            "2023 四级-2", "cert 5 2020-01-01 related; job 2020-01-01.. related",
            ["原证书的职业属于相关职业、所从事的工作属于相关职业"],
        ),
        # The years are full only from the related certificate on, though one of the occupation is there too.
        ("2023 四级-2", "cert 5 2020-01-01 related; cert 5 2025-01-01; job 2020-01-01..", ["原证书的职业属于相关职业"]),
        ("2023 四级-2", "cert 5 2020-01-01 related; cert 5 2021-01-01; job 2020-01-01..", []),
        # Either the related certificate or the related job makes the years full: one of them must be looked at.
        (
            "2023 四级-2",
            "cert 5 2018-01-01 related; cert 5 2022-01-01; job 2018-01-01..2022-01-31; job 2022-01-01.. related",
            ["所从事的工作属于相关职业"],
        ),
        ("2023 三级-5", "cert 4; study bachelor graduated 2024-06-30", []),
        ("2023 三级-5", "cert 4 related; study bachelor graduated 2024-06-30", ["原证书的职业属于相关职业"]),
        ("2023 三级-5", "cert 4 2020-01-01 related; cert 4 2024-01-01; study bachelor graduated 2024-06-30", []),
        (
            "2023 三级-5", "cert 4 related; study bachelor graduated 2024-06-30 related",
            ["原证书的职业属于相关职业", "所学专业属于相关专业"],
        ),
        (
            "2023 二级-5",
            "cert 3 2024-01-01 related; cert 3 2025-01-01; "
            "study technician_college expected 2028-06-30 class reserve_class",
            ["原证书的职业属于相关职业"],
        ),
        ("2023 二级-4", "cert 3; study technician_college graduated 2020-06-30 related; job 2020-01-01..", []),
        ("2018 五级-2", "apprentice same", []),
        ("2018 五级-2", "apprentice related", ["满期学徒的职业属于相关职业"]),
        (
            "2018 四级-3",
            "study secondary_vocational graduated 2020-06-30 related evaluated; "
            "study technical_school graduated 2020-06-30",
            [],
        ),
    ],
)  # fmt: skip
def test_what_is_related_a_person_judges_where_the_condition_needs_it(
    condition: str, facts: str, reads: list[str]
) -> None:
    name, label = condition.split()
    rule = next(row.rule for row in template(name) if row.label == label)
    opinion = rule.judge(label, Facts.read(stated(facts)), date(2026, 9, 10))
    assert (opinion.verdict, opinion.reads, opinion.clean) == (Verdict.MET, reads, not reads)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.template} {case.label} {case.verdict.name}")
def test_a_hand_checked_case(case: Case) -> None:
    condition = next(row for row in template(case.template) if row.label == case.label)
    opinion = condition.rule.judge(case.label, case.facts, case.on)
    words = "；".join([*opinion.reasons, *opinion.remedies, *opinion.reads])
    assert (opinion.verdict, words) == (case.verdict, words), case.line
    assert case.told in words, case.line
    if opinion.verdict is not Verdict.MET:
        assert opinion.remedies, "whoever is not eligible is told what would satisfy the condition"
    assert bool(opinion.asks) == any(finding.verdict is Verdict.OPEN for finding in opinion.findings)


def test_the_cases_cover_every_condition() -> None:
    tried = Counter((case.template, case.label) for case in CASES)
    known = {(name, row.label) for name in ("2023", "2018", "old") for row in template(name)}
    assert set(tried) == known
    assert len(CASES) >= 150
