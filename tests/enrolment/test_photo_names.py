"""Whose photo a file is, by its name."""

import pytest

from jiangxin.enrolment.photo_names import masked, reading_of

NUMBER = "510499200601217572"


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (f"{NUMBER}.jpg", (NUMBER, "")),
        (f"王芳-{NUMBER}.jpg", (NUMBER, "王芳")),
        (f"{NUMBER}-王芳.JPG", (NUMBER, "王芳")),
        (f" 王 芳 — {NUMBER} .png", (NUMBER, "王芳")),
        ("王芳－５１０４９９２００６０１２１７５７２.jpg", (NUMBER, "王芳")),
        ("阿依古丽·买买提_51049920060103223x.jpg", ("51049920060103223X", "阿依古丽·买买提")),
        ("李-雷-H1-2345.jpg", ("H1-2345", "李-雷")),
        ("王芳.jpg", None),
        (f"{NUMBER}(1).jpg", None),
        ("510499200601217580.jpg", None),
    ],
)
def test_a_name_is_read_in_each_of_its_three_forms(file: str, said: tuple[str, str] | None) -> None:
    assert reading_of(file, {NUMBER, "51049920060103223X", "H1-2345"}) == said


@pytest.mark.parametrize(
    ("file", "shown"),
    [
        (f"王芳-{NUMBER}.jpg", "王*-5104**********7572.jpg"),
        (f"{NUMBER}.jpg", "5104**********7572.jpg"),
        ("集体照.jpg", "集**.jpg"),
    ],
)
def test_names_are_shown_masked(file: str, shown: str) -> None:
    assert masked(file) == shown
