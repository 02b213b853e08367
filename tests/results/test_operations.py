"""Publishing, objecting, filing and confirming: what is done, and what is refused with which words."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from jiangxin.documents.operations import content_of
from jiangxin.process.dues import last_day
from jiangxin.process.errors import Refused, Unable
from jiangxin.process.models import Due, History
from jiangxin.process.who import ANONYMOUS
from jiangxin.regulation.parameters import param
from jiangxin.results import operations
from jiangxin.results.amending import UnableToAmend
from jiangxin.results.models import FilingRow, Objection, Publication, Result, ResultFiling
from jiangxin.results.operations import UnableToConfirm, UnableToFile, UnableToObject, UnableToPrepareFiling
from jiangxin.rounds.models import Round
from tests.stories.results import after_publicity, confirmed_round, filed_round, morning_of, published_round
from tests.stories.supervision import inspected_round, supervised_round
from tests.world import World

RECEIPT: dict[str, Any] = {"number": "省职鉴〔2026〕1号", "name": "确认文件.pdf", "content": b"%PDF-1.7 confirmed"}


def object_to(world: World, result: Result, at: datetime | None = None) -> Objection:
    words = {"name": "李女士", "contact": "18800001111", "text": "实操分数与现场公布的不一致。"}
    return operations.raise_objection(result, by=ANONYMOUS, at=at or world.at, **words)


def passed(round_: Round) -> Result:
    return Result.objects.filter(application__round=round_, conclusion="passed")[0]


def first_filing(round_: Round) -> ResultFiling:
    return ResultFiling.objects.get(round=round_, sequence=1)


def test_publishing_concludes_everybody_and_prepares_the_filing(world: World) -> None:
    round_ = published_round(world, 6)
    publication = Publication.objects.get(round=round_)
    assert publication.published_on == world.at.date()
    assert publication.ends_on == last_day(world.at.date(), param("publicity.span").span)
    assert set(Result.objects.values_list("state", flat=True)) == {"published"}
    assert Result.objects.filter(application__round=round_).count() == 6
    assert first_filing(round_).counts_from == publication.ends_on


def test_nothing_is_published_before_the_supervisor_has_signed(world: World) -> None:
    round_ = inspected_round(world, 2)
    assert not Publication.objects.filter(round=round_).exists()


def test_results_can_be_published_once(world: World) -> None:
    round_ = published_round(world, 2)
    with pytest.raises(Refused) as refusal:
        operations.publish(Publication.objects.get(round=round_), by=world.user("centre"), at=world.at)
    assert refusal.value.code == "state"


def test_only_the_centre_publishes(world: World) -> None:
    round_ = supervised_round(world, 2)
    with pytest.raises(Refused) as refusal:
        operations.publish(Publication.objects.get(round=round_), by=world.user("college"), at=world.at)
    assert refusal.value.code == "person"


# ---- objections


def test_an_objection_stops_its_person_and_nobody_else(world: World) -> None:
    round_ = published_round(world, 5)
    result = passed(round_)
    object_to(world, result)
    result.refresh_from_db()
    assert result.state == "held"
    assert set(Result.objects.exclude(pk=result.pk).values_list("state", flat=True)) == {"published"}
    filing = operations.file_results(first_filing(round_), by=world.user("centre"), at=after_publicity(world, round_))
    assert not filing.rows.filter(result=result).exists()
    assert filing.rows.exists()


def test_an_objection_is_taken_on_the_last_day_and_not_after(world: World) -> None:
    round_ = published_round(world, 3)
    ends_on = Publication.objects.get(round=round_).ends_on
    assert ends_on is not None
    assert object_to(world, passed(round_), morning_of(ends_on)).state == "raised"
    with pytest.raises(UnableToObject, match="公示期为"):
        object_to(world, passed(round_), morning_of(ends_on + timedelta(days=1)))


@pytest.mark.parametrize("blank", ["name", "contact", "text"])
def test_an_objection_says_who_and_why(world: World, blank: str) -> None:
    result = passed(published_round(world, 3))
    words = {"name": "李女士", "contact": "18800001111", "text": "有误", blank: "  "}
    with pytest.raises(UnableToObject, match="请写明"):
        operations.raise_objection(result, by=ANONYMOUS, at=world.at, **words)


def test_an_upheld_objection_corrects_the_marks_and_concludes_anew(world: World) -> None:
    result = passed(published_round(world, 4))
    objection = object_to(world, result)
    operations.uphold(
        objection, by=world.user("centre"), at=world.at, reason="登分有误", corrections={"theory": Decimal("59.5")}
    )
    result.refresh_from_db()
    assert (result.state, result.conclusion) == ("published", "failed")
    assert result.mark_of("theory").mark == Decimal("59.5")  # type: ignore[union-attr]
    row = History.objects.get(model="results.result", record=result.pk, verb="amend")
    assert row.reason == "登分有误"
    assert row.change["conclusion"] == ["passed", "failed"]


def test_a_correction_that_corrects_nothing_is_refused_whole(world: World) -> None:
    result = passed(published_round(world, 3))
    objection = object_to(world, result)
    with pytest.raises(UnableToAmend):
        operations.uphold(objection, by=world.user("centre"), at=world.at, reason="复核", corrections={})
    objection.refresh_from_db()
    result.refresh_from_db()
    assert (objection.state, result.state) == ("raised", "held")


def test_a_dismissed_objection_lets_the_person_go_on(world: World) -> None:
    result = passed(published_round(world, 3))
    objection = object_to(world, result)
    with pytest.raises(Refused) as refusal:
        operations.dismiss(objection, by=world.user("centre"), at=world.at, reason=" ")
    assert refusal.value.code == "reason"
    objection = operations.dismiss(objection, by=world.user("centre"), at=world.at, reason="经复核无误")
    result.refresh_from_db()
    assert (objection.state, objection.answer, result.state) == ("dismissed", "经复核无误", "published")


def test_of_two_objections_the_last_one_decided_releases(world: World) -> None:
    result = passed(published_round(world, 3))
    first, second = object_to(world, result), object_to(world, result)
    operations.dismiss(first, by=world.user("centre"), at=world.at, reason="无误")
    result.refresh_from_db()
    assert result.state == "held"
    operations.dismiss(second, by=world.user("centre"), at=world.at, reason="无误")
    result.refresh_from_db()
    assert result.state == "published"


# ---- filing


def test_filing_waits_through_the_last_day_of_the_publicity(world: World) -> None:
    round_ = published_round(world, 3)
    ends_on = Publication.objects.get(round=round_).ends_on
    assert ends_on is not None
    with pytest.raises(Refused) as refusal:
        operations.file_results(first_filing(round_), by=world.user("centre"), at=morning_of(ends_on))
    assert refusal.value.code == "wait"
    filing = operations.file_results(
        first_filing(round_), by=world.user("centre"), at=morning_of(ends_on + timedelta(days=1))
    )
    assert filing.state == "filed"


def test_a_late_filing_needs_a_reason(world: World) -> None:
    round_ = published_round(world, 3)
    filing = first_filing(round_)
    due = Due.objects.get(model="results.resultfiling", record=filing.pk, kind="deadline")
    assert due.due_on == last_day(filing.counts_from, param("result_filing.span").span)
    late = morning_of(due.due_on + timedelta(days=1))
    with pytest.raises(Refused) as refusal:
        operations.file_results(filing, by=world.user("centre"), at=late)
    assert refusal.value.code == "reason"
    filed = operations.file_results(filing, by=world.user("centre"), at=late, reason="省平台停机检修")
    assert filed.filed_on == late.date()


def test_the_filing_holds_the_passed_and_keeps_its_workbook(world: World) -> None:
    round_ = filed_round(world, 6)
    filing = first_filing(round_)
    conclusions = {row.result.conclusion for row in filing.rows.all()}
    assert conclusions == {"passed"}
    assert filing.rows.count() == Result.objects.filter(conclusion="passed").count()
    assert filing.simulated
    assert filing.workbook is not None
    assert content_of(filing.workbook).startswith(b"PK")


def test_somebody_must_be_left_to_file(world: World) -> None:
    round_ = published_round(world, 3)
    everybody = list(Result.objects.values_list("pk", flat=True))
    with pytest.raises(UnableToFile):
        operations.file_results(
            first_filing(round_), by=world.user("centre"), at=after_publicity(world, round_), leave_out=everybody
        )
    assert not FilingRow.objects.exists()


# ---- the province's answer


def test_the_province_answers_row_by_row_and_the_report_closes_with_the_last(world: World) -> None:
    round_ = filed_round(world, 5)
    province = world.user("province")
    first, *rest = FilingRow.objects.filter(result_filing__round=round_)
    refused = operations.refuse_row(first, by=province, at=world.at, reason="证件号码与省库不符")
    assert (refused.state, refused.answer) == ("refused", "证件号码与省库不符")
    for row in rest:
        assert first_filing(round_).state == "filed"
        operations.confirm_row(row, by=province, at=world.at)
    assert first_filing(round_).state == "answered"


def test_only_the_province_confirms_in_the_app(world: World) -> None:
    filed_round(world, 3)
    for login in ("centre", "city", "employment"):
        with pytest.raises(Refused) as refusal:
            operations.confirm_row(FilingRow.objects.all()[0], by=world.user(login), at=world.at)
        assert refusal.value.code == "person"


def test_all_rows_are_confirmed_at_once_and_only_once(world: World) -> None:
    round_ = confirmed_round(world, 5)
    assert set(FilingRow.objects.values_list("state", flat=True)) == {"confirmed"}
    assert first_filing(round_).state == "answered"
    with pytest.raises(UnableToConfirm, match="刷新页面"):
        operations.confirm_all(first_filing(round_), by=world.user("province"), at=world.at)


def test_a_confirmation_on_paper_needs_number_scan_and_a_second_person(world: World) -> None:
    round_ = filed_round(world, 4)
    first, second = world.user("centre"), world.user("centre2")
    filing = first_filing(round_)
    with pytest.raises(Refused) as refusal:
        operations.propose_confirmation_all(filing, by=first, at=world.at)
    assert refusal.value.code == "facts"
    filing = operations.enter_receipt(filing, by=first, at=world.at, **RECEIPT)
    operations.propose_confirmation_all(filing, by=first, at=world.at)
    with pytest.raises(Refused) as refusal:
        operations.second_confirmation_all(filing, by=first, at=world.at)
    assert refusal.value.code == "person"
    rows = operations.second_confirmation_all(filing, by=second, at=world.at)
    assert {row.state for row in rows} == {"confirmed"}
    assert first_filing(round_).state == "answered"


def test_one_row_on_paper_can_be_taken_back_before_the_second_person_has_checked_it(world: World) -> None:
    round_ = filed_round(world, 4)
    filing = operations.enter_receipt(first_filing(round_), by=world.user("centre"), at=world.at, **RECEIPT)
    row = operations.propose_confirmation(filing.rows.all()[0], by=world.user("centre"), at=world.at)
    row = operations.withdraw_confirmation(row, by=world.user("centre2"), at=world.at, reason="文件中没有此人")
    assert row.state == "awaiting"


def test_a_refusal_on_paper_needs_its_reason_the_paper_and_a_second_person(world: World) -> None:
    """With the refusal of one and the confirmation of the others the report is answered; he may be filed again."""
    round_ = filed_round(world, 4)
    first, second = world.user("centre"), world.user("centre2")
    row, *others = first_filing(round_).rows.all()
    with pytest.raises(Refused) as refusal:
        operations.propose_refusal(row, by=first, at=world.at, reason="证件号码与省库不符")
    assert refusal.value.code == "facts"
    filing = operations.enter_receipt(first_filing(round_), by=first, at=world.at, **RECEIPT)
    row.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        operations.propose_refusal(row, by=first, at=world.at, reason=" ")
    assert refusal.value.code == "reason"
    row = operations.propose_refusal(row, by=first, at=world.at, reason="证件号码与省库不符")
    assert not filing.candidates_to_file().filter(pk=row.result_id).exists(), "not before it is certain"
    operations.propose_confirmation_all(filing, by=first, at=world.at)
    operations.second_confirmation_all(filing, by=second, at=world.at)
    assert first_filing(round_).state == "filed", "the refusal waits for the second person"
    with pytest.raises(Refused) as refusal:
        operations.second_refusal(row, by=first, at=world.at)
    assert refusal.value.code == "person"
    row = operations.second_refusal(row, by=second, at=world.at)
    assert (row.state, row.answer) == ("refused", "证件号码与省库不符")
    assert first_filing(round_).state == "answered"
    assert {one.state for one in FilingRow.objects.filter(pk__in=[one.pk for one in others])} == {"confirmed"}
    assert list(filing.candidates_to_file()) == [row.result]


def test_a_refusal_that_does_not_agree_with_the_paper_is_taken_back(world: World) -> None:
    round_ = filed_round(world, 4)
    filing = operations.enter_receipt(first_filing(round_), by=world.user("centre"), at=world.at, **RECEIPT)
    row = operations.propose_refusal(filing.rows.all()[0], by=world.user("centre"), at=world.at, reason="查无此人")
    row = operations.withdraw_refusal(row, by=world.user("centre2"), at=world.at, reason="文件中确认了此人")
    assert (row.state, row.answer) == ("awaiting", "")


@pytest.mark.parametrize("wrong", [{"number": " "}, {"content": b"MZ no scan"}, {"content": b""}])
def test_a_receipt_without_number_or_scan_is_refused(world: World, wrong: dict[str, Any]) -> None:
    round_ = filed_round(world, 3)
    with pytest.raises(UnableToConfirm, match="扫描件"):
        operations.enter_receipt(
            first_filing(round_),
            by=world.user("centre"),
            at=world.at,
            **{**RECEIPT, **wrong},
        )


# ---- a second report


def test_who_was_held_back_or_refused_goes_into_the_next_report(world: World) -> None:
    round_ = published_round(world, 6)
    held, publication = passed(round_), Publication.objects.get(round=round_)
    objection = object_to(world, held)
    centre, province = world.user("centre"), world.user("province")
    operations.file_results(first_filing(round_), by=centre, at=after_publicity(world, round_))
    refused = FilingRow.objects.all()[0]
    operations.refuse_row(refused, by=province, at=world.at, reason="照片不合格")
    operations.confirm_all(first_filing(round_), by=province, at=world.at)
    operations.dismiss(objection, by=centre, at=world.later(days=1), reason="无误")
    filing = operations.prepare_filing(publication, by=centre, at=world.later(days=30))
    assert (filing.sequence, filing.counts_from) == (2, world.at.date())
    operations.file_results(filing, by=centre, at=world.at)
    assert {row.result_id for row in filing.rows.all()} == {held.pk, refused.result_id}


def test_one_report_is_prepared_at_a_time(world: World) -> None:
    publication = Publication.objects.get(round=published_round(world, 3))
    with pytest.raises(UnableToPrepareFiling, match="待备案"):
        operations.prepare_filing(publication, by=world.user("centre"), at=world.at)


def test_no_report_is_prepared_for_nobody(world: World) -> None:
    publication = Publication.objects.get(round=filed_round(world, 3))
    with pytest.raises(Refused) as refusal:
        operations.prepare_filing(publication, by=world.user("centre"), at=world.at)
    assert refusal.value.code == "facts"


# ---- two officers at once


def outcomes(*acts: object) -> list[str]:
    """Run acts at the same time, each on its own connection; return `done` or the refusal's code, sorted."""

    def run(act: object) -> str:
        try:
            act()  # type: ignore[operator]
        except Refused as refusal:
            return refusal.code
        except Unable as unable:
            return type(unable).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_two_officers_answer_the_same_row_and_one_is_told(committed_world: World) -> None:
    world = committed_world
    filed_round(world, 3)
    row, province = FilingRow.objects.all()[0], world.user("province")
    done = outcomes(
        lambda: operations.confirm_row(row, by=province, at=world.at),
        lambda: operations.refuse_row(row, by=province, at=world.at, reason="重复"),
    )
    assert done == ["done", "state"]


def test_the_last_two_rows_answered_at_once_close_the_report(committed_world: World) -> None:
    world = committed_world
    round_ = filed_round(world, 4)
    first, second, *rest = FilingRow.objects.all()
    province = world.user("province")
    for row in rest:
        operations.confirm_row(row, by=province, at=world.at)
    done = outcomes(
        lambda: operations.confirm_row(first, by=province, at=world.at),
        lambda: operations.confirm_row(second, by=province, at=world.at),
    )
    assert done == ["done", "done"]
    assert first_filing(round_).state == "answered"


def test_a_second_click_on_publish_publishes_nothing_twice(committed_world: World) -> None:
    world = committed_world
    round_ = supervised_round(world, 3)
    publication, centre = Publication.objects.get(round=round_), world.user("centre")
    done = outcomes(*[lambda: operations.publish(publication, by=centre, at=world.at)] * 2)
    assert done == ["done", "state"]
    assert Result.objects.filter(application__round=round_).count() == 3
