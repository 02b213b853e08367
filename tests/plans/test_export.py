"""The plan on paper."""

from __future__ import annotations

from io import BytesIO

from docx import Document

from jiangxin.plans import operations as plans
from jiangxin.plans.export import plan_pdf, plan_word, sheet
from tests.stories.plans import complete_plan, received_plan
from tests.world import World


def test_the_plan_is_printed_as_pdf(world: World) -> None:
    assert plan_pdf(received_plan(world), world.at).startswith(b"%PDF-")


def test_the_plan_is_written_as_word_with_all_parts_and_the_receipt(world: World) -> None:
    document = Document(BytesIO(plan_word(received_plan(world), world.at)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    for title in ("职业（工种）及等级", "考生名册", "安全保障措施", "演练回执-001"):
        assert title in text


def test_a_draft_can_be_printed_to_be_read(world: World) -> None:
    plan = complete_plan(world)
    assert sheet(plan, world.at).receipt == ""
    assert len(sheet(plan, world.at).parts) == 11


def test_a_practice_institution_prints_samples(world: World) -> None:
    assert sheet(complete_plan(world), world.at).heading.practice


def test_what_was_approved_is_what_is_printed(world: World) -> None:
    plan = received_plan(world)
    fresh = plans.revise_plan(plan, by=world.user("college"), at=world.at, reason="改评价办法")
    fresh = plans.write(fresh, by=world.user("college"), at=world.at, method="新的办法")
    assert not any("新的办法" in line for part in sheet(plan, world.at).parts for line in part.paragraphs)
    assert any("新的办法" in line for part in sheet(fresh, world.at).parts for line in part.paragraphs)
