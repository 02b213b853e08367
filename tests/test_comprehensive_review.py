"""A level 2 round from its plan to its results: three subjects, and no result without the comprehensive review.

Articles 11 and 13: 技师 and 高级技师 are reviewed too, on ethics, performance and contribution, by three or more
experts, an odd number, each alone; every subject has a pass mark of its own.
"""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from jiangxin.exams import operations as exams
from jiangxin.exams.models import Duty, Seat
from jiangxin.plans import operations as plans
from jiangxin.process.errors import Refused
from jiangxin.results import operations as results
from jiangxin.results.models import Publication, Result
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from jiangxin.scoring import operations as scoring
from jiangxin.scoring.models import ScoreSheet, SubjectMark
from jiangxin.scoring.queries import panel_of
from jiangxin.standards import operations as standards
from jiangxin.supervision import operations as supervision
from jiangxin.supervision.models import RoundReport
from jiangxin.supervision.queries import inspections_of
from tests.stories.exams import sitting_of
from tests.stories.pages import at_the_hour, signed_in, words
from tests.stories.review import (
    HEADS,
    REVIEWERS,
    arranged_technicians,
    held_technicians,
    review_all,
    technician_level,
    technicians_plan,
    technicians_to_review,
)
from tests.stories.scoring import seats, subject_of
from tests.stories.supervision import ALL_WELL, SCAN, supervisor_of
from tests.world import World


def supervised(world: World, round_: Round) -> Publication:
    """Sign the findings of every room and the report; return the publicity that is prepared by that."""
    by = None
    for inspection in inspections_of(round_):
        by = supervisor_of(inspection)
        written = supervision.write_findings(
            inspection, by=by, at=world.at, findings="秩序良好。", checks=ALL_WELL, scan=SCAN
        )
        supervision.sign_findings(written, by=by, at=world.at)
    assert by is not None
    report = supervision.write_report(RoundReport.objects.get(round=round_), by=by, at=world.at, text="组织规范。")
    supervision.sign_report(report, by=by, at=world.at)
    return Publication.objects.get(round=round_)


def test_no_review_is_registered_without_the_heads_of_article_13(world: World) -> None:
    level = technician_level(world)
    fields: dict[str, Any] = {
        "kind": "review", "full_mark": Decimal(100), "pass_mark": Decimal(60), "minutes": 30, "mode": "答辩",
    }  # fmt: skip
    for modules in ([], [{"name": "职业道德", "maximum": "100"}]):
        with pytest.raises(Refused, match=r"工作业绩.*社会贡献"):
            standards.add_subject(level, by=world.user("centre"), at=world.at, modules=modules, **fields)


def test_the_centre_registers_a_review_with_its_heads_on_a_page(world: World) -> None:
    level = technician_level(world)
    other = standards.add_level(
        level.standard, by=world.user("centre"), at=world.at, level=1, hours=100, candidates_per_invigilator=15,
        least_invigilators=2, candidates_per_examiner=5, least_examiners=3,
    )  # fmt: skip
    client, url = signed_in(world.user("centre")), reverse("standards:add_subject", args=[other.pk])
    data = {"kind": "review", "mode": "答辩", "minutes": 30, "full_mark": "100", "pass_mark": "60"}
    answer = client.post(url, {**data, "modules": "答辩 100"})
    assert answer.status_code == 409
    assert "综合评审的“职业道德”一项" in words(answer)
    heads = "\n".join(f"{head['name']} {head['maximum']}" for head in HEADS)
    assert client.post(url, {**data, "modules": heads}).status_code == 302
    assert other.subjects.get().modules == HEADS


def test_a_level_2_round_opens_only_with_its_review(world: World) -> None:
    level = world.practice.level
    with_two = technician_level(world)
    assert with_two.needs_review
    assert not level.needs_review
    bare = standards.add_level(
        level.standard, by=world.user("centre"), at=world.at, level=1, hours=100, candidates_per_invigilator=15,
        least_invigilators=2, candidates_per_examiner=5, least_examiners=3,
    )  # fmt: skip
    standards.add_scope(world.practice.filing, bare, by=world.user("centre"), at=world.at)
    with pytest.raises(Refused, match="还没有登记：一级/高级技师的“综合评审”"):
        rounds.open(world.draft_round(level=bare), by=world.user("centre"), at=world.at)


def test_a_plan_needs_an_odd_panel_of_reviewers(world: World) -> None:
    plan = technicians_plan(world, reviewers=REVIEWERS[:2])
    with pytest.raises(Refused, match="综合评审委员要 3 名以上的单数，已提名 2 名"):
        plans.submit_plan(plan, by=world.user("college"), at=world.at)


def test_a_review_is_confirmed_only_with_three_reviewers_each_in_the_room_alone_for_the_review(world: World) -> None:
    round_ = arranged_technicians(world)
    sitting = sitting_of(round_, "review")
    (exam_room,) = sitting.exam_rooms.all()
    assert exam_room.room.name == "301 评审室"
    reviewers = sitting.duties.filter(role="reviewer", state="assigned")
    assert reviewers.count() == 3
    assert sitting.starts_at >= sitting_of(round_, "practical").ends_at
    sitting = exams.reopen_sitting(sitting, by=world.user("centre"), at=world.at, reason="委员临时请假")
    duty: Duty = reviewers.order_by("-pk")[0]
    exams.release(duty, by=world.user("centre"), at=world.at, reason="请假")
    with pytest.raises(Refused, match="评审委员要 3 名以上的单数，现有 2 名"):
        exams.confirm_sitting(sitting, by=world.user("centre"), at=world.at)


def test_each_reviewer_marks_the_three_heads_alone_on_his_tablet(world: World) -> None:
    round_ = held_technicians(world)
    seat: Seat = seats(round_, "review")[0]
    clients = {login: signed_in(world.user(login)) for login in REVIEWERS}
    with at_the_hour(world):
        for client in clients.values():
            assert client.post(reverse("scoring:open_sheet", args=[seat.pk])).status_code == 302
        sheets = {sheet.marker.user.username: sheet for sheet in ScoreSheet.objects.select_related("marker__user")}
        assert set(sheets) == set(REVIEWERS)
        first, second = (sheets[login] for login in REVIEWERS[:2])
        page = words(clients["examiner2"].get(first.get_absolute_url()))
        assert all(head["name"] in page for head in HEADS)
        assert "否定项" not in page
        assert clients["examiner2"].get(second.get_absolute_url()).status_code == 404
        for login, marks in zip(REVIEWERS, (("16", "40", "20"), ("15", "36.5", "20"), ("17", "41", "22")), strict=True):
            sheet, data = sheets[login], dict(zip(("m0", "m1", "m2"), marks, strict=True))
            assert clients[login].post(reverse("scoring:mark", args=[sheet.pk]), data).json()["left"] == 0
            clients[login].post(reverse("scoring:submit_sheet", args=[sheet.pk]))
    mark = SubjectMark.objects.get(seat=seat)
    assert (mark.mark, mark.passed, mark.state) == (Decimal("75.8"), True, "final")  # 76, 71.5 and 80: the mean


def test_a_review_knows_no_knock_out_and_no_mark_without_all_its_sheets(world: World) -> None:
    round_ = held_technicians(world)
    seat, marks = seats(round_, "review")[0], tuple(Decimal(mark) for mark in (16, 40, 20))
    with pytest.raises(Refused, match="综合评审没有否定项"):
        scoring.enter_sheets(
            [scoring.SheetRow(seat, marks, knockout=True)], by=world.user("examiner2"), at=world.at
        )  # fmt: skip
    for person in panel_of(seat)[:2]:
        scoring.enter_sheets([scoring.SheetRow(seat, marks)], by=person.user, at=world.at)
    with pytest.raises(Refused, match="还没有交评分表"):
        scoring.compose_marks(round_, subject_of(round_, "review"), by=world.user("centre"), at=world.at)


def test_no_result_without_the_review_and_each_subject_has_its_own_pass_mark(world: World) -> None:
    round_, centre = technicians_to_review(world, 4), world.user("centre")
    publication = supervised(world, round_)
    with pytest.raises(Refused, match="综合评审：4 名考生的最终成绩"):
        results.publish(publication, by=centre, at=world.at)
    # 70 passes the review, 69.5 does not, though it would pass theory (60) and practical test (65): no averaging.
    review_all(world, round_, ("20", "30", "20"), ("20", "30", "19.5"), ("20", "50", "30"))
    scoring.compose_marks(round_, subject_of(round_, "review"), by=centre, at=world.at)
    results.publish(publication, by=centre, at=world.at)
    listed = Result.objects.order_by("application__person__sort_key")
    assert [one.conclusion for one in listed] == ["passed", "failed", "passed", "absent"]
    assert [(one.subject, one.pass_mark) for one in listed[0].subjects] == [
        ("theory", Decimal("60.0")), ("practical", Decimal("65.0")), ("review", Decimal("70.0")),
    ]  # fmt: skip
    review = listed[1].mark_of("review")
    assert review is not None
    assert (review.mark, review.passed) == (Decimal("69.5"), False)
