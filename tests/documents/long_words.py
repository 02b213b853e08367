"""Documents filled with the longest words that offices really have, and where the words stand on the page."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from jiangxin.documents import printed, sheets

NAMES = ("阿卜杜热依木·买买提艾力·吐尔逊江", "欧阳慕容诗涵", "乌日娜其其格·巴雅尔图门德力格尔汗", "李明",
         "Maximilian von Hohenzollern-Sigmaringen")  # fmt: skip
INSTITUTION = "示范市高等职业技术学院机电与新能源工程公共实验教学中心职业技能评价所"
UNIT = "示范市东区江北镇新能源装备制造产业园发展有限责任公司第三分公司动力运维车间"
OCCUPATION, LEVEL = "增材制造设备操作与可编程控制系统装调工", "二级/技师"
WORK_TYPE = "可编程控制系统装调及新能源汽车动力电池检测与维护工"
MASKED = "510499********0019"
MORNING, NOON = datetime(2026, 11, 5, 1, 0, tzinfo=UTC), datetime(2026, 11, 5, 2, 30, tzinfo=UTC)
WHEN: dict[str, Any] = {"subject": "操作技能考核（可编程控制系统装调）", "starts_at": MORNING, "ends_at": NOON}
PLACE: dict[str, Any] = {
    "site": "公共实验教学中心新能源与智能制造实训楼（东校区西区）",
    "room": "可编程控制系统装调综合实训室（一）",
}
HEADING = sheets.Heading(
    institution=INSTITUTION, round_name=f"2026年第十二批{OCCUPATION}（二级/技师）职业技能等级认定",
    occupation=OCCUPATION, level=LEVEL, practice=False,
)  # fmt: skip
SEATS = [
    sheets.Seat(seat=f"{n:02}", name=NAMES[n % 5], admission_number=f"261105199000100{n:03}", id_number=MASKED)
    for n in range(1, 31)
]


def documents(at: datetime, photo: bytes) -> dict[str, bytes]:
    """Return every document that prints names in cells or fields."""
    rooms = [sheets.RoomSheet(**PLACE, **WHEN, seats=SEATS)]
    sittings = [
        sheets.SlipSitting(**{**WHEN, "subject": subject}, **PLACE, seat="01")
        for subject in (WHEN["subject"], "理论知识考试", "综合评审")
    ]
    slips = [
        sheets.AdmissionSlip(
            name=seat.name, id_number=MASKED, admission_number=seat.admission_number, sittings=sittings, photo=None
        )
        for seat in SEATS[:5]
    ]  # fmt: skip
    labels = [
        sheets.DeskLabel(
            seat=s.seat, name=s.name, admission_number=s.admission_number, room=PLACE["room"], subject=WHEN["subject"]
        )
        for s in SEATS[:8]
    ]
    staff = [
        sheets.StaffSheet(
            **PLACE, **WHEN, staff=[sheets.Duty(name=n, duty="质量督导员（机构外）", unit=UNIT) for n in NAMES]
        )
    ]
    return {
        "plan": printed.plan(_plan(), at),
        "certificate": printed.certificate(_certificate(photo), at),
        "admission slips": printed.admission_slips(HEADING, slips, at, ["凭本证和身份证原件入场。", "不得携带手机。"]),
        "door sheet": printed.door_sheets(HEADING, rooms, at),
        "desk labels": printed.desk_labels(HEADING, labels, at),
        "sign-in sheet": printed.sign_in_sheets(HEADING, rooms, at),
        "staff": printed.staff_sign_in_sheets(HEADING, staff, at),
        "publicity": printed.publicity(_publicity(), at),
        "表5": printed.form5(_form5(), at),
    }


def _plan() -> sheets.PlanSheet:
    categories = ("在校学生", "企业职工（劳务派遣、灵活就业等其他人员）")
    rows = [(str(n), NAMES[n % 5], MASKED, categories[n % 2], UNIT, f"二级-{n}") for n in range(1, 31)]
    roster = sheets.PlanTable(columns=("序号", "姓名", "证件号码", "人员类别", "所在单位", "申报条件"), rows=rows)
    subject = sheets.PlanTable(
        columns=("科目", "方式", "时长（分钟）", "满分"), rows=[("理论知识考试", "闭卷笔试", "90", "100")]
    )
    parts = [
        sheets.PlanPart(heading="考生名册", tables=(roster,)),
        sheets.PlanPart(heading="认定方式", tables=(subject,)),
    ]
    return sheets.PlanSheet(heading=HEADING, title="实施方案", version=2, parts=parts, made_on=date(2026, 10, 8))


def _certificate(photo: bytes) -> sheets.CertificateSheet:
    return sheets.CertificateSheet(
        name=NAMES[2], id_type="港澳居民来往内地通行证", id_number="510499200001010019", occupation=OCCUPATION,
        work_type=WORK_TYPE, level=LEVEL, number="S000000990001264000001", issued_on=date(2026, 11, 24),
        institution=INSTITUTION, filing_number="S000000990001", lookup_address="https://long-name.example/verify",
        qr="https://long-name.example/verify/S000000990001264000001", practice=False, photo=photo,
    )  # fmt: skip


def _publicity() -> sheets.PublicityList:
    rows = [
        sheets.PublicityRow(name=n, id_number=MASKED, outcome="不合格（否定项）", occupation=OCCUPATION, level=LEVEL)
        for n in NAMES
    ]
    return sheets.PublicityList(
        institution=INSTITUTION, round_name=HEADING.round_name, title="结果公示", introduction=["现予公示。"],
        rows=rows, starts_on=date(2026, 11, 10), ends_on=date(2026, 11, 16), objections="可提出异议。", practice=False,
    )  # fmt: skip


def _form5() -> sheets.Form5:
    row = sheets.Form5Row(occupation=OCCUPATION, work_type=WORK_TYPE, level=LEVEL, count=9999)
    return sheets.Form5(
        institution=INSTITUTION, unit_head=NAMES[4], information_officer=NAMES[2], title=HEADING.round_name,
        rows=[row] * 4, practice=False,
    )  # fmt: skip


class Word(NamedTuple):
    """A word on a page: its box in points, from the upper left corner; `page` from 0."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str

    def meets(self, other: Word) -> bool:
        """Tell whether two words overprint each other: their boxes' inner halves, for a box has air above and below."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        height = min(self.bottom - self.top, other.bottom - other.top)
        return self.page == other.page and across > 1 and down > height / 2


def words(pdf: bytes, place: Path) -> tuple[list[Word], list[tuple[float, float]]]:
    """Return the words of a document as poppler sees them, and the size of each page."""
    (place / "boxes.pdf").write_bytes(pdf)
    found = subprocess.run(["pdftotext", "-bbox", place / "boxes.pdf", "-"], capture_output=True, check=True)
    sizes, listed = list[tuple[float, float]](), list[Word]()
    for line in found.stdout.decode().splitlines():
        numbers = [float(number) for number in re.findall(r'(?:width|height|[xy]M(?:in|ax))="([\d.-]+)"', line)]
        if "<page" in line:
            sizes.append((numbers[0], numbers[1]))
        elif "<word" in line:
            left, top, right, bottom = numbers
            listed.append(Word(len(sizes) - 1, left, top, right, bottom, re.sub("<[^>]+>", "", line).strip()))
    return listed, sizes


def overprinted(listed: list[Word]) -> list[tuple[str, str]]:
    """Return the pairs of words that stand one on the other."""
    return [(one.text, other.text) for one, other in combinations(listed, 2) if one.meets(other)]
