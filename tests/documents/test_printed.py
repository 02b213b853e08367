import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, get_type_hints

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from jiangxin.documents import printed, sheets
from jiangxin.documents.sheets import CertificateSheet, Heading
from jiangxin.documents.typeset import UnableToTypeset
from tests.documents import long_words

RARE = ("张䶮", "李㛃", "王𬭎", "赵𬀩", "阿依古丽·买买提")
MORNING, NOON = datetime(2026, 11, 5, 1, 0, tzinfo=UTC), datetime(2026, 11, 5, 2, 30, tzinfo=UTC)
WHEN: dict[str, Any] = {"subject": "理论知识考试", "starts_at": MORNING, "ends_at": NOON}
PLACE: dict[str, Any] = {"site": "实训楼", "room": "第一考场"}
SEATS = [
    sheets.Seat(seat=f"{n:02}", name=name, admission_number=f"26110519900010000{n}", id_number="510499********0019")
    for n, name in enumerate(RARE, 1)
]


def text(pdf: bytes, tmp_path: Path) -> str:
    """Return what poppler reads in a document, in the order of writing, without blanks: they depend on the layout."""
    (tmp_path / "read.pdf").write_bytes(pdf)
    found = subprocess.run(["pdftotext", "-raw", tmp_path / "read.pdf", "-"], capture_output=True, check=True)
    return "".join(found.stdout.decode().split())


def pages(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)


def slips(photo: bytes | None) -> list[sheets.AdmissionSlip]:
    return [
        sheets.AdmissionSlip(
            name=seat.name,
            id_number=seat.id_number,
            admission_number=seat.admission_number,
            sittings=[sheets.SlipSitting(**WHEN, **PLACE, seat=seat.seat)],
            photo=photo if seat.seat == "01" else None,
        )
        for seat in SEATS
    ]


def plan_sheet(heading: Heading) -> sheets.PlanSheet:
    roster = sheets.PlanTable(
        columns=("序号", "姓名"), rows=[(str(n), name) for n, name in enumerate(RARE)], weights=(1, 3)
    )
    parts = [
        sheets.PlanPart(heading="职业（工种）及等级", paragraphs=("电工，四级。",)),
        sheets.PlanPart(heading="考生名册", tables=(roster,)),
    ]
    return sheets.PlanSheet(heading=heading, title="实施方案", version=2, parts=parts, made_on=date(2026, 10, 8))


def application(heading: Heading) -> sheets.ApplicationForm:
    lines = [("证明人", name) for name in RARE]
    return sheets.ApplicationForm(heading=heading, first=[("姓名", RARE[0])], lines=lines, promises=[], state="已提交")


def every_document(heading: Heading, sheet: CertificateSheet, photo: bytes, at: datetime) -> dict[str, bytes]:
    rooms = [sheets.RoomSheet(**PLACE, **WHEN, seats=SEATS)]
    staff = [
        sheets.StaffSheet(**PLACE, **WHEN, staff=[sheets.Duty(name=n, duty="监考员", unit="电气学院") for n in RARE])
    ]
    labels = [
        sheets.DeskLabel(seat=s.seat, name=s.name, admission_number=s.admission_number, room="一", subject="理论")
        for s in SEATS
    ]
    records = [sheets.RoomRecord(**PLACE, **WHEN, expected=5, present=0, absent=SEATS)]
    row: dict[str, Any] = {"occupation": "电工", "level": "四级/中级工"}
    published = [sheets.PublicityRow(name=n, id_number="510499********0019", outcome="合格", **row) for n in RARE]
    publicity = sheets.PublicityList(
        institution="示范学院", round_name="第三批", title="结果公示", introduction=["现予公示。"], rows=published,
        starts_on=date(2026, 11, 10), ends_on=date(2026, 11, 16), objections="可提出异议。", practice=heading.practice,
    )  # fmt: skip
    sitting = sheets.SupervisedSitting(**PLACE, **WHEN, expected=5, present=5, supervisor=RARE[0])
    finding = sheets.Finding(sitting="理论", finding="无", rectification="无", state="已整改")
    report = sheets.SupervisionReport(
        heading=heading,
        supervisors=RARE,
        period="2026年11月5日",
        sittings=[sitting],
        findings=[finding],
        conclusion=["好。"],
    )
    confirmed = sheets.Form5(
        institution="示范学院", unit_head="甲", information_officer="乙", title="新增5条", practice=heading.practice,
        rows=[sheets.Form5Row(occupation="电工", work_type=name, level="四级", count=1) for name in RARE],
    )  # fmt: skip
    return {
        "application_form": printed.application_form(application(heading), at),
        "certificate": printed.certificate(sheet, at),
        "admission_slips": printed.admission_slips(heading, slips(photo), at, ["凭本证入场。"]),
        "door_sheets": printed.door_sheets(heading, rooms, at),
        "desk_labels": printed.desk_labels(heading, labels, at),
        "sign_in_sheets": printed.sign_in_sheets(heading, rooms, at),
        "staff_sign_in_sheets": printed.staff_sign_in_sheets(heading, staff, at),
        "room_records": printed.room_records(heading, records, at),
        "plan": printed.plan(plan_sheet(heading), at),
        "supervision_report": printed.supervision_report(report, at),
        "publicity": printed.publicity(publicity, at),
        "form5": printed.form5(confirmed, at),
    }


def test_every_document_is_pdf_a_marked_as_sample_and_shows_rare_characters(
    heading: Heading, sheet: CertificateSheet, photo: bytes, at: datetime, tmp_path: Path
) -> None:
    documents = every_document(heading, sheet, photo, at)
    functions = {
        name: made for name, made in vars(printed).items() if getattr(made, "__module__", "") == printed.__name__
    }
    assert documents.keys() == {name for name, made in functions.items() if get_type_hints(made)["return"] is bytes}
    for name, pdf in documents.items():
        with pikepdf.open(BytesIO(pdf)) as document, document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B"), name
        found = text(pdf, tmp_path)
        assert "样张" in found, name
        assert "阿依古丽·买买提" in found, name
        if name != "certificate":
            assert [letter for letter in "䶮㛃𬭎𬀩" if letter not in found] == [], name
            assert "第1页/共" in found, name
            assert "打印时间2026-11-2409:30" in found, name


def test_nothing_of_an_institution_with_a_filing_says_sample(
    heading: Heading, sheet: CertificateSheet, photo: bytes, at: datetime, tmp_path: Path
) -> None:
    real = every_document(replace(heading, practice=False), replace(sheet, practice=False), photo, at)
    for name, pdf in real.items():
        assert "样张" not in text(pdf, tmp_path), name


def test_a_certificate_shows_its_eight_facts_and_no_score(
    sheet: CertificateSheet, at: datetime, tmp_path: Path
) -> None:
    found = text(printed.certificate(sheet, at), tmp_path)
    for fact in (sheet.name, "居民身份证", sheet.id_number, "电工", "四级/中级工", sheet.number, "2026年11月24日"):
        assert fact in found
    assert "样张，不证明任何技能" in found
    assert "备案号S000000990001" in found
    assert "成绩" not in found


def test_the_facts_stand_where_the_printed_stock_has_them(
    sheet: CertificateSheet, at: datetime, tmp_path: Path
) -> None:
    (tmp_path / "read.pdf").write_bytes(printed.certificate(sheet, at))
    boxes = subprocess.run(
        ["pdftotext", "-bbox", tmp_path / "read.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    millimetre = 72 / 25.4
    for word, x, y, height in (
        (sheet.number, 192, 146.4, 12),
        (sheet.id_number, 192, 94, 12),
        ("2026年11月24日", 206.3, 171.5, 8.1),
    ):
        [line] = [line for line in boxes.splitlines() if f">{word}<" in line]
        left, top, bottom = (float(line.split(f'{side}="')[1].split('"')[0]) for side in ("xMin", "yMin", "yMax"))
        assert left == pytest.approx(x * millimetre, abs=2)
        assert y * millimetre <= (top + bottom) / 2 <= (y + height) * millimetre


@pytest.mark.parametrize("practice", [False, True])
def test_the_qr_code_reads_back_from_paper_also_through_the_mark_of_a_sample(
    sheet: CertificateSheet, at: datetime, tmp_path: Path, practice: bool
) -> None:
    (tmp_path / "read.pdf").write_bytes(printed.certificate(replace(sheet, practice=practice), at))
    subprocess.run(["pdftoppm", "-r", "110", "-png", tmp_path / "read.pdf", tmp_path / "page"], check=True)
    found = zxingcpp.read_barcode(Image.open(tmp_path / "page-1.png"))
    assert found is not None
    assert found.text == sheet.qr


def test_a_certificate_is_one_landscape_page_even_with_the_longest_texts(sheet: CertificateSheet, at: datetime) -> None:
    long = replace(
        sheet,
        name="阿卜杜勒·麦麦提·阿卜杜拉·买买提·依明江",
        work_type="计算机及外部设备装配调试员（嵌入式系统方向）与检修维护",
        institution="示范省职业技术与应用工程学院（南校区）公共实验教学中心",
    )
    pdf = printed.certificate(long, at)
    assert pages(pdf) == 1
    with pikepdf.open(BytesIO(pdf)) as document:
        width, height = document.pages[0].mediabox[2:]
        assert (round(float(width) / 72 * 25.4), round(float(height) / 72 * 25.4)) == (297, 210)


def test_only_a_sample_may_lack_the_photo(sheet: CertificateSheet, at: datetime, tmp_path: Path) -> None:
    assert "照片" in text(printed.certificate(replace(sheet, photo=None), at), tmp_path)
    with pytest.raises(UnableToTypeset, match="“阿依古丽·买买提”的证书：缺少照片"):
        printed.certificate(replace(sheet, photo=None, practice=False), at)


def test_the_same_certificate_at_the_same_time_is_the_same_file(sheet: CertificateSheet, at: datetime) -> None:
    assert printed.certificate(sheet, at) == printed.certificate(sheet, at)


def test_four_admission_slips_go_on_a_page(heading: Heading, at: datetime) -> None:
    assert [pages(printed.admission_slips(heading, slips(None)[:count], at)) for count in (1, 4, 5)] == [1, 1, 2]


def test_a_room_of_thirty_signs_in_on_one_page(heading: Heading, at: datetime) -> None:
    room = sheets.RoomSheet(**PLACE, **WHEN, seats=(SEATS * 6)[:30])
    assert pages(printed.sign_in_sheets(heading, [room], at)) == 1
    assert pages(printed.door_sheets(heading, [room, room], at)) == 2


def test_an_empty_room_record_is_a_form_to_fill_in(heading: Heading, at: datetime, tmp_path: Path) -> None:
    record = sheets.RoomRecord(**PLACE, **WHEN, expected=30)
    found = text(printed.room_records(heading, [record], at), tmp_path)
    assert "应到30实到缺考" in found
    for label in ("试卷启封", "违纪及处理", "质量督导员意见", "（盖章）年月日", "监考人员签名"):
        assert label in found


def test_form_5_adds_up_its_rows(at: datetime, tmp_path: Path) -> None:
    rows = [sheets.Form5Row(occupation="电工", work_type="电工", level="四级", count=count) for count in (95, 7)]
    form = sheets.Form5(
        institution="示范学院", unit_head="甲", information_officer="乙", title="新增102条", rows=rows, practice=True
    )  # fmt: skip
    found = text(printed.form5(form, at), tmp_path)
    assert "合计102" in found
    assert "职业技能等级证书数据审核确认表" in found


def test_the_plan_numbers_its_parts_and_repeats_a_tables_head(heading: Heading, at: datetime, tmp_path: Path) -> None:
    roster = sheets.PlanTable(columns=("序号", "姓名"), rows=[(str(n), "张三") for n in range(120)])
    sheet = replace(
        plan_sheet(heading), parts=[sheets.PlanPart(heading="考生名册", tables=(roster,))] * 11, receipt="回执一"
    )
    found = text(printed.plan(sheet, at), tmp_path)
    assert "一、考生名册" in found
    assert "十一、考生名册" in found
    assert "回执一" in found
    assert found.count("序号姓名") > 11


@pytest.mark.parametrize("lines", range(20, 34))
def test_the_signatures_of_a_plan_never_stand_alone(heading: Heading, at: datetime, tmp_path: Path, lines: int) -> None:
    part = sheets.PlanPart(heading="安全保障措施", paragraphs=["保障。"] * lines)
    pdf = printed.plan(replace(plan_sheet(heading), parts=[part]), at)
    (tmp_path / "read.pdf").write_bytes(pdf)
    last = subprocess.run(
        ["pdftotext", "-f", str(pages(pdf)), tmp_path / "read.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    assert "保障。" in last
    assert "负责人" in last


@pytest.mark.parametrize(
    "make",
    [
        lambda heading, at: printed.admission_slips(heading, [], at),
        lambda heading, at: printed.door_sheets(heading, [sheets.RoomSheet(**PLACE, **WHEN, seats=[])], at),
        lambda heading, at: printed.desk_labels(heading, [], at),
        lambda heading, at: printed.sign_in_sheets(heading, [], at),
        lambda heading, at: printed.room_records(heading, [], at),
    ],
    ids=["slips", "door", "desk", "sign-in", "record"],
)
def test_nobody_to_print_for_is_no_error(
    make: Callable[[Heading, datetime], bytes], heading: Heading, at: datetime
) -> None:
    assert pages(make(heading, at)) == 1


def test_the_longest_words_stand_whole_and_none_upon_another(photo: bytes, at: datetime, tmp_path: Path) -> None:
    for name, pdf in long_words.documents(at, photo).items():
        listed, sizes = long_words.words(pdf, tmp_path)
        assert long_words.overprinted(listed) == [], name
        assert [w.text for w in listed if w.left < 0 or w.right > sizes[w.page][0] or w.bottom > sizes[w.page][1]] == []
        found = text(pdf, tmp_path)
        shown = {"certificate": (long_words.NAMES[2], long_words.WORK_TYPE), "表5": long_words.NAMES[2::2]}
        for person in shown.get(name, long_words.NAMES):
            assert "".join(person.split()) in found, name
