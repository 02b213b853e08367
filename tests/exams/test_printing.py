"""The A4 pack of a round: every part is a PDF with what its readers look for, in files of a bounded size."""

from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest

from jiangxin.exams import printing
from jiangxin.exams.printing import PARTS, UnableToPrint, pack, print_part
from jiangxin.exams.queries import sittings_of
from jiangxin.plans.models import Plan
from tests.exams.operations.test_sittings import arranged
from tests.stories.exams import arranged_sittings, sitting_of
from tests.world import World


def pages(content: bytes) -> int:
    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)


def test_a_pack_holds_every_part_in_order(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    round_ = arranged_sittings(world)
    with ZipFile(BytesIO(pack(round_, list(sittings_of(round_)), world.at))) as archive:
        names = archive.namelist()
        counts = {name: pages(archive.read(name)) for name in names}
    assert names == [
        "01-准考证.pdf", "02-门签.pdf", "03-桌签.pdf",
        "04-考生签到表.pdf", "05-考务人员签到表.pdf", "06-考场记录表.pdf",
    ]  # fmt: skip
    assert counts["02-门签.pdf"] == counts["04-考生签到表.pdf"] == 2  # two sittings of one room each
    assert counts["01-准考证.pdf"] == 2  # six slips, four to a page
    monkeypatch.setattr(printing, "CHUNK", 4)
    assert len(print_part(round_, "slips", list(sittings_of(round_)), world.at)) == 2
    (one,) = print_part(round_, "doors", [sitting_of(round_, "theory")], world.at)
    assert pages(one) == 1


def test_nothing_is_printed_before_anybody_is_seated(world: World, plan: Plan) -> None:
    sitting = arranged(world, plan)
    for key in PARTS:
        with pytest.raises(UnableToPrint, match="还没有考生编座"):
            print_part(plan.round, key, [sitting], world.at)
