import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from jiangxin.documents.typeset import TEMPLATES, UnableToTypeset, typeset


def publicity(**data: Any) -> dict[str, Any]:
    plain = {"institution": "示范学院", "title": "公示", "round_name": "", "introduction": [], "rows": []}
    return plain | {"starts_on": "", "ends_on": "", "objections": "", "practice": False} | data


def row(name: str) -> dict[str, str]:
    return {"name": name, "id_number": "", "occupation": "电工", "level": "四级", "outcome": "合格"}


def test_the_result_is_pdf_a_2b(at: datetime) -> None:
    with pikepdf.open(BytesIO(typeset("publicity", publicity(), at=at))) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")


def test_a_plain_pdf_says_nothing_of_pdf_a(at: datetime) -> None:
    assert b"pdfaid:part" not in typeset("publicity", publicity(), at=at, pdf_a=False)


def test_the_same_data_and_time_give_the_same_bytes(at: datetime) -> None:
    first = typeset("publicity", publicity(), at=at)
    typeset("publicity", publicity(title="别的"), at=at)
    assert typeset("publicity", publicity(), at=at) == first
    assert typeset("publicity", publicity(), at=at + timedelta(minutes=1)) != first


def test_text_is_never_markup(at: datetime) -> None:
    hostile = '#panic("x") ] } $ = *_` \\ <a> @b // "#import "/etc/passwd"'
    assert typeset("publicity", publicity(title=hostile, rows=[row(hostile)]), at=at).startswith(b"%PDF-")


def test_a_missing_glyph_says_whose_name_and_which_character(at: datetime) -> None:
    with pytest.raises(UnableToTypeset, match=r"无法排版“张𱍐三”.*“𱍐”（U\+31350）.*字体文件"):
        typeset("publicity", publicity(rows=[row("李四"), row("张𱍐三")]), at=at)


def test_the_name_above_a_text_tells_whose_it_is(at: datetime) -> None:
    with pytest.raises(UnableToTypeset, match="无法排版“李四”：“电𱍐工”中的"):
        typeset("publicity", publicity(rows=[row("李四") | {"occupation": "电𱍐工"}]), at=at)


def test_a_private_use_character_is_named_as_such(at: datetime) -> None:
    with pytest.raises(UnableToTypeset, match=r"“张□三”中有自造字（U\+E863）.*改用已编码的汉字"):
        typeset("publicity", publicity(rows=[row("张\ue863三")]), at=at)


def test_a_control_character_is_refused_by_its_number(at: datetime) -> None:
    with pytest.raises(UnableToTypeset, match=r"U\+0007"):
        typeset("publicity", publicity(title="公\x07示"), at=at)


def test_a_broken_photo_is_refused_in_a_sentence(at: datetime) -> None:
    with pytest.raises(UnableToTypeset, match="无法读取照片"):
        typeset("publicity", publicity(), at=at, images={"photo": b"no picture"})


def test_data_that_do_not_fit_the_template_are_refused_in_a_sentence(at: datetime) -> None:
    with pytest.raises(UnableToTypeset, match="无法生成文档“publicity”"):
        typeset("publicity", {"institution": "示范学院", "title": "公示"}, at=at)


def test_threads_may_typeset_at_once(at: datetime) -> None:
    titles = [f"公示{number}" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda title: typeset("publicity", publicity(title=title), at=at), titles))
    assert results == [typeset("publicity", publicity(title=title), at=at) for title in titles]


def test_the_time_of_printing_is_that_of_shanghai() -> None:
    late = datetime(2026, 12, 31, 20, 0, tzinfo=UTC)
    with pikepdf.open(BytesIO(typeset("publicity", publicity(), at=late))) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261231200000Z"


def test_no_template_loads_a_package_or_a_file_of_its_users() -> None:
    for template in TEMPLATES.glob("*.typ"):
        text = template.read_text()
        assert "@preview" not in text
        assert json.dumps("/")[:-1] not in text, template.name
