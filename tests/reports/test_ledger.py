"""The ledger: four sheets, masked, the same for the same hour."""

from typing import Any

from jiangxin.documents import workbook
from jiangxin.enrolment.models import Application
from jiangxin.reports.ledger import ledger
from jiangxin.rounds.models import Round
from tests.stories.archive import registered_round
from tests.world import World


def texts(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    return {sheet.name: [row.cells for row in sheet.rows] for sheet in workbook.read(content).sheets}


def test_the_ledger_holds_rounds_candidates_certificates_and_statistics(world: World) -> None:
    registered_round(world, 6)
    sheets = texts(ledger(Round.objects.all(), world.at))
    assert list(sheets) == [f"{name}（样张）" for name in ("批次", "考生", "证书", "统计")]
    assert len(sheets["考生（样张）"]) - 3 == 6
    assert len(sheets["证书（样张）"]) - 3 == 3
    assert any("合计" in row for row in sheets["统计（样张）"])
    assert any("缺考" in row for row in sheets["考生（样张）"])
    world.leave_practice()
    assert list(texts(ledger(Round.objects.all(), world.at))) == ["批次", "考生", "证书", "统计"]


def test_no_id_number_stands_in_it_unless_it_is_asked_for(world: World) -> None:
    registered_round(world, 3)
    numbers = [one.person.id_number for one in Application.objects.all()]
    masked, clear = (repr(texts(ledger(Round.objects.all(), world.at, clear=wish))) for wish in (False, True))
    assert not any(number in masked for number in numbers)
    assert all(number in clear for number in numbers)


def test_the_same_hour_makes_the_same_bytes(world: World) -> None:
    registered_round(world, 2)
    assert ledger(Round.objects.all(), world.at) == ledger(Round.objects.all(), world.at)


def test_a_ledger_of_no_round_is_a_workbook_too(world: World) -> None:
    assert list(texts(ledger(Round.objects.none(), world.at))) == ["批次", "考生", "证书", "统计"]


def test_more_candidates_cost_no_more_queries(world: World, django_assert_max_num_queries: Any) -> None:
    registered_round(world, 6)
    with django_assert_max_num_queries(12):
        ledger(Round.objects.all(), world.at)
