"""Everything that is wrong in a file is told at once, each fault with its place; the documented example is right."""

from __future__ import annotations

import re

import pytest

from dev.sizes import ROOT
from jiangxin.standards.library import content_of, shipped
from jiangxin.standards.reading import read_standard
from jiangxin.standards.tables import UnableToReadStandard

SAMPLE = content_of("standard-welder").decode()


def faults(content: str | bytes) -> str:
    """Return all faults of a file, one a line."""
    raw = content.encode() if isinstance(content, str) else content
    with pytest.raises(UnableToReadStandard) as caught:
        read_standard(raw)
    return "\n".join(str(fault) for fault in caught.value.faults)


def test_the_example_of_the_documentation_is_read() -> None:
    text = (ROOT / "docs" / "standards.md").read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert example is not None
    read = read_standard(example[1].encode())
    assert (read.occupation["name"], read.standard["version"]) == ("电工", "2018年版")
    assert [condition["label"] for condition in read.levels[0].conditions] == ["四级-1"]


def test_four_standards_come_with_the_software_and_say_that_they_are_samples() -> None:
    assert list(shipped()) == [
        "standard-ai-trainer", "standard-childcare-worker", "standard-electrician", "standard-welder"
    ]  # fmt: skip
    for name in shipped():
        assert len(read_standard(content_of(name)).levels) == 5
        assert "NOT the official text" in content_of(name).decode().splitlines()[0]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('code = "6-18-02-04"', "code = 6", "occupation.code：要写文字，加引号；现在是 6。"),
        ('name = "焊工"', 'name = " "', "occupation.name：没有填。"),
        ('work_type = ""', 'work_typ = ""', "occupation.work_typ：没有这一项"),
        ('origin = "national"', 'origin = "school"', "standard.origin：只能是：national、own。"),
        ('version = "2009年修订"', 'version = "修订"', "standard.version：要以版本年份开头"),
        ("valid_from = 2009-05-01", 'valid_from = "2009"', "standard.valid_from：要写日期"),
        (
            "valid_from = 2009-05-01",
            "valid_from = 2009-05-01\nvalid_until = 2008-01-01",
            "valid_until：有效期止不能早于",
        ),
        ('conditions = "old"', 'conditions = "1999"', "standard.conditions：只能是：2023、2018、old。"),
        ('conditions = "old"', "", "levels[1].conditions：这个等级没有申报条件"),
        ("level = 5", "level = 6", "levels[1].level：只能是：5、4、3、2、1"),
        ("level = 5", "level = 4", "levels[2].level：这个等级已经写过。"),
        ("hours = 240", "hours = true", "levels[1].hours：要写 1 到 5000 的整数。"),
        ("hours = 240", "hours = 200", "培训 240 学时与本等级的标准学时 200 不一致。"),
        ("least_examiners = 3", "least_examiners = 0", "levels[1].least_examiners：要写 1 到 999 的整数。"),
        ('kind = "practical"', 'kind = "theory"', "levels[1].subjects：缺“操作技能考核”，第十一条要求。"),
        ("pass_mark = 60", "pass_mark = 101", "levels[1].subjects[1].pass_mark：合格线 101 高于满分 100。"),
        ("full_mark = 100", "full_mark = 100.25", "levels[1].subjects[1].full_mark：要写大于 0"),
        ("weight = 25", "weight = 26", "levels[1].subjects[1].weights：合计是 101，应当是 100。"),
        ("maximum = 60", "maximum = 59", "levels[1].subjects[2].modules：合计是 99，应当是 100。"),
        ('name = "社会贡献"', 'name = "其他贡献"', "levels[4].subjects[3].modules：综合评审缺：社会贡献（第十三条）。"),
    ],
)
def test_each_fault_is_told_with_its_place(old: str, new: str, told: str) -> None:
    assert old in SAMPLE
    assert told in faults(SAMPLE.replace(old, new, 1))


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("[{ luck = 1 }]", "rule：申报条件的规则里有不认识的项“luck”"),
        ("5", "rule：规则要写成一列"),
        ("[{ work = { months = 3 } }]", "rule：规则“work”没有字段“months”"),
    ],
)
def test_a_rule_that_cannot_be_read_is_a_fault(rule: str, told: str) -> None:
    own = f"""[[levels.conditions]]
label = "五级-1"
short = "x"
text = "x"
materials = []
rule = {rule}

# ---- 四级"""
    assert f"levels[1].conditions[1].{told}" in faults(SAMPLE.replace("# ---- 四级", own, 1))


def test_a_file_that_is_none_is_told_so() -> None:
    assert "不是 UTF-8" in faults("焊工".encode("gb18030"))
    assert faults("[occupation]\ncode = x\nname = 1").startswith("第 2 行第 8 列：")
    assert faults("[occupation]\ncode = ").startswith("文件末尾：")
    assert "levels：至少写一个等级。" in faults("")
    assert "levels：这里要写若干个表" in faults("levels = 3")
    assert "levels[1]：这里要写一个表" in faults("levels = [3]")
    assert "occupation：这里要写一个表" in faults("occupation = 3")


def test_all_faults_are_told_at_once() -> None:
    wrong = SAMPLE.replace("minutes = 90", "minutes = 0").replace("hours = 80", "hours = 0")
    assert len(faults(wrong).splitlines()) == 7  # five theory papers, the hours, and the training that asks for them
