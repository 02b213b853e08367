"""Phone numbers as people write them."""

import pytest

from jiangxin.people import phones


@pytest.mark.parametrize(
    "written", ["13800000000", " 138 0000 0000", "+86-138-0000-0000", "008613800000000", "１３８00000000"]
)
def test_one_number_however_it_is_written(written: str) -> None:
    assert phones.tidy(written) == "13800000000"
    assert phones.fault(phones.tidy(written)) == ""


@pytest.mark.parametrize("written", ["", "1380000000", "23800000000", "138000000000", "abc"])
def test_what_is_no_number_gets_a_sentence_without_the_number(written: str) -> None:
    assert phones.fault(written).startswith("手机号码应为以 1 开头的 11 位数字")
