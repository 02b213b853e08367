"""What is stated, in one line each."""

from jiangxin.enrolment.stating import stated_by_fact, stated_words
from jiangxin.standards.eligibility.facts import Facts

TOLD = {
    "born": "2000-02-29", "engaged": "intends", "total_years": "4.5", "apprenticeship": "related",
    "jobs": [
        {"since": "2019-03-01", "until": "2020-02-29", "employer": "渡口电厂", "post": "电工", "trainee": True},
        {"since": "2021-01-01", "scope": "related"},
    ],
    "certificates": [{"level": 5, "issued": "2018-05-06", "number": "1851003005400123", "occupation": "电工"}],
    "titles": [{"rank": "junior", "name": "助理工程师"}],
    "studies": [
        {"school": "bachelor", "major": "电气", "expected": "2027-06-30", "final_year": True},
        {"school": "", "major": "美术", "graduated": "2015-07-01", "scope": None},
        {"school": "junior_college", "final_year": False, "scope": "related"},
    ],
    "trainings": [],
}  # fmt: skip


def test_every_fact_is_told_in_one_line() -> None:
    assert stated_words(Facts.read(TOLD)) == [
        ("出生日期", "2000年2月29日"),
        ("从事本职业", "拟从事"),
        ("原证书", "电工，五级/初级工，职业技能等级证书，1851003005400123，2018年5月6日发证，本职业"),
        ("职称", "助理工程师，初级职称"),
        ("学历或学籍", "普通高等学校本科，电气，在读，预计2027年6月30日毕业，本专业"),
        ("学历或学籍", "美术，2015年7月1日毕业，其他专业"),
        ("学历或学籍", "普通高等学校专科，在读，相关专业"),
        ("培训", "无"),
        ("学徒期", "相关职业学徒期满"),
        ("工作经历", "2019年3月至2020年2月，渡口电厂，电工，本职业，见习"),
        ("工作经历", "2021年1月至今，相关职业"),
        ("本职业工作年限", "4.5 年"),
    ]


def test_what_nobody_was_asked_is_not_told() -> None:
    assert stated_by_fact(Facts()) == {}
    assert stated_by_fact(Facts.read({"jobs": []})) == {"jobs": [("工作经历", "无")]}
