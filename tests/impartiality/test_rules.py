"""What counts as one unit."""

import pytest

from jiangxin.impartiality.rules import unit_of


@pytest.mark.parametrize(
    ("employer", "unit"),
    [
        ("电气信息工程学院", "电气信息工程学院"),
        ("示范学院 电气信息工程学院", "电气信息工程学院"),
        ("示范学院　电气信息工程学院 ", "电气信息工程学院"),
        ("示范学院", ""),
        ("", ""),
        ("ＡＢＣ 机械厂", "abc机械厂"),
    ],
)
def test_a_unit_is_the_department_without_the_institution(employer: str, unit: str) -> None:
    assert unit_of(employer, "示范学院") == unit
