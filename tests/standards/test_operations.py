"""Standards are taken in whole or not at all; a norm is in force by the province's act alone; filings are renewed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from jiangxin.process.errors import Refused
from jiangxin.process.taking import take
from jiangxin.regulation.codes import code_list
from jiangxin.rounds import operations as rounds
from jiangxin.standards import library
from jiangxin.standards import operations as standards
from jiangxin.standards.eligibility.facts import Facts
from jiangxin.standards.library import template
from jiangxin.standards.models import Condition, Occupation, Standard, Subject
from jiangxin.standards.operations import UnableToRecord, UnableToRenew, UnableToRevise, UnableToTakeIn
from jiangxin.standards.tables import UnableToReadStandard
from tests.stories.everything import foreign_home, foreign_officer
from tests.stories.norms import PAPER, drafted_norm, judged_norm, own, sent_norm
from tests.stories.races import at_once
from tests.world import World


def test_a_filing_is_renewed_to_a_later_day_under_its_number(world: World) -> None:
    filing, centre = world.practice.filing, world.user("centre")
    later = filing.valid_until + timedelta(days=3 * 365)
    with pytest.raises(UnableToRenew, match="不晚于现在的"):
        standards.renew_filing(filing, by=centre, at=world.at, reason="x", valid_until=filing.valid_until)
    with pytest.raises(Refused, match="必须写明理由"):
        standards.renew_filing(filing, by=centre, at=world.at, reason="", valid_until=later)
    renewed = standards.renew_filing(filing, by=centre, at=world.at, reason="演练公告1号", valid_until=later)
    assert (renewed.number, renewed.valid_until, renewed.state) == (filing.number, later, "valid")


def test_a_level_is_added_only_within_the_validity_of_its_filing(world: World) -> None:
    filing, centre = world.practice.filing, world.user("centre")
    standards.remove_scope(filing.scopes.get(), by=centre, at=world.at, reason="x")
    after = filing.valid_until + timedelta(days=1)
    with pytest.raises(Refused, match="要在备案有效期内"):
        standards.add_scope(filing, world.practice.level, by=centre, at=world.at, valid_from=after)
    standards.end_filing(filing, by=centre, at=world.at, reason="x")
    filing.refresh_from_db()
    with pytest.raises(Refused, match="已终止"):
        standards.add_scope(filing, world.practice.level, by=centre, at=world.at)


def test_an_institution_holds_several_filings_and_a_y_number_never_covers_the_public(world: World) -> None:
    home, centre, day = world.practice.institution, world.user("centre"), world.at.date()
    own = {"valid_from": day, "valid_until": day + timedelta(days=1000)}
    students = standards.enter_filing(
        home, by=centre, at=world.at, number="Y000000990003", audiences=["own_students"], **own
    )
    assert students.audiences == ["own_students"]
    with pytest.raises(Refused, match="employer_filing_not_for_public"):
        standards.enter_filing(home, by=centre, at=world.at, number="Y000000990004", audiences=["public"], **own)


@pytest.mark.parametrize(
    ("name", "generation"),
    [("electrician", "2018"), ("welder", "old"), ("childcare-worker", "2018"), ("ai-trainer", "2023")],
)
def test_each_standard_of_the_library_is_taken_in_with_its_verbatim_conditions(
    world: World, name: str, generation: str
) -> None:
    by, home = world.user("centre"), world.practice.institution
    content = library.content_of(f"standard-{name}")
    standard = standards.take_in(home, by=by, at=world.at, name=f"{name}.toml", content=content)
    assert (standard.state, standard.institution) == ("draft", None)
    assert [level.level for level in standard.levels.all()] == [5, 4, 3, 2, 1]
    conditions = Condition.objects.filter(level__standard=standard)
    told = {(each.level, each.label): (each.text, each.rule) for each in template(generation)}
    assert {(each.level.level, each.label): (each.text, each.requirement) for each in conditions} == told
    day = world.at.date()
    assert all(each.requirement.judge(each.label, Facts(), day).verdict is not None for each in conditions)
    subjects = Subject.objects.filter(level__standard=standard)
    weighed = subjects.exclude(kind="review")
    assert all(sum(int(float(row["weight"]) * 10) for row in each.weights) == 1000 for each in weighed)
    assert [subject.kind for subject in subjects.filter(level__level=2)] == ["theory", "practical", "review"]
    assert standards.adopt_standard(standard, by=by, at=world.at).state == "in_force"
    with pytest.raises(UnableToTakeIn, match="已经登记"):
        standards.take_in(home, by=by, at=world.at, name="x", content=content)


def test_a_file_with_a_fault_writes_nothing(world: World) -> None:
    before = (Standard.objects.count(), Occupation.objects.count())
    content = library.content_of("standard-welder").replace(b"hours = 160", b"hours = 150")
    with pytest.raises(UnableToReadStandard, match="160 学时与本等级的标准学时 150 不一致"):
        standards.take_in(world.practice.institution, by=world.user("centre"), at=world.at, name="x", content=content)
    renamed = library.content_of("standard-electrician").replace('name = "电工"'.encode(), 'name = "钳工"'.encode())
    with pytest.raises(UnableToTakeIn, match="已登记为“电工”"):
        standards.take_in(world.practice.institution, by=world.user("centre"), at=world.at, name="x", content=renamed)
    assert (Standard.objects.count(), Occupation.objects.count()) == before


def test_a_norm_is_in_force_by_the_provinces_publication_alone(world: World) -> None:
    centre, second = world.user("centre"), world.user("centre2")
    norm = drafted_norm(world)
    with pytest.raises(Refused, match="不由学校自行启用"):
        standards.adopt_standard(norm, by=centre, at=world.at)
    with pytest.raises(Refused, match="这一步由"):
        standards.review_norm(norm, by=centre, at=world.at, reason="自己评审自己")
    norm = standards.review_norm(norm, by=second, at=world.at, reason="通过")
    level = norm.levels.all()[0]
    with pytest.raises(Refused, match="内容不能再改"):
        standards.add_condition(level, by=centre, at=world.at, label="x", short="x", text="x", materials=[])
    norm = standards.send_norm(norm, by=centre, at=world.at)
    tomorrow = world.at.date() + timedelta(days=1)
    with pytest.raises(UnableToRecord, match="还没有到"):
        standards.record_judgement(norm, by=centre, at=world.at, reason="同意", judged_on=tomorrow)
    norm = standards.record_judgement(norm, by=centre, at=world.at, reason="同意", judged_on=world.at.date())
    paper: dict[str, Any] = {
        "document": "演练1号",
        "published_on": world.at.date(),
        "name": "公告.pdf",
        "content": PAPER,
    }
    for wrong in ({"document": " "}, {"content": b"text"}, {"published_on": tomorrow}, {"published_on": LONG_AGO}):
        with pytest.raises(UnableToRecord, match="不能登记"):
            standards.record_publication(norm, by=centre, at=world.at, **{**paper, **wrong})
    norm = standards.record_publication(norm, by=centre, at=world.at, **paper)
    assert (norm.state, norm.document, norm.published_on) == ("in_force", "演练1号", world.at.date())
    assert standards.replace_standard(norm, by=centre, at=world.at, reason="新版公布").state == "replaced"


def test_the_database_keeps_a_norm_out_of_force_without_its_paper(world: World) -> None:
    norm = judged_norm(world)
    unproved = take(norm, "record_publication", by=world.user("centre"), at=world.at)
    with pytest.raises(Refused, match="own_norm_is_published"), transaction.atomic(), unproved:
        pass


def test_a_norm_is_taken_back_for_changes_and_goes_its_way_again(world: World) -> None:
    norm, centre, second = judged_norm(world), world.user("centre"), world.user("centre2")
    norm = standards.return_norm(norm, by=centre, at=world.at, reason="专家组要求补充安全要求")
    assert (norm.state, norm.judged_on) == ("draft", None)
    level = norm.levels.all()[0]
    why: dict[str, Any] = {"by": centre, "at": world.at, "reason": "按专家意见"}
    theory, condition = level.subjects[0], level.conditions[0]
    extra = standards.add_condition(level, by=centre, at=world.at, label="五级-9", short="x", text="x", materials=[])
    standards.remove_condition(extra, **why)
    assert standards.revise_condition(condition, **why, text="年满18周岁。", rule=[{"age": 18}]).text == "年满18周岁。"
    assert standards.revise_subject(theory, **why, minutes=100).minutes == 100
    standards.remove_subject(theory, **why)
    with pytest.raises(Refused, match="五级/初级工的“理论知识考试”"):
        standards.review_norm(norm, by=second, at=world.at, reason="通过")
    again: dict[str, Any] = {
        name: getattr(theory, name) for name in ("kind", "full_mark", "pass_mark", "minutes", "mode", "weights")
    }
    standards.add_subject(level, by=centre, at=world.at, **again)
    norm = standards.revise_standard(norm, **why, title="焊工岗位评价规范（修订）")
    with pytest.raises(Refused, match="现在是“草稿”"):
        standards.send_norm(norm, by=centre, at=world.at)
    norm = sent_norm(world, norm=norm)
    assert (norm.title, level.subjects.count(), extra.label in level.conditions.values_list("label", flat=True)) == (
        "焊工岗位评价规范（修订）", 2, False,
    )  # fmt: skip
    with pytest.raises(Refused, match="不能再更正或移除"):
        standards.revise_condition(condition, **why, text="x")


def test_whoever_corrected_a_norm_does_not_review_it(world: World) -> None:
    norm, second = drafted_norm(world), world.user("centre2")
    norm = standards.revise_standard(norm, by=second, at=world.at, reason="改名", title="焊工规范")
    with pytest.raises(Refused, match="这一步由"):
        standards.review_norm(norm, by=second, at=world.at, reason="通过")


def test_of_reviewing_a_norm_and_taking_out_what_it_needs_one_goes_through(committed_world: World) -> None:
    world = committed_world
    norm, centre, second = drafted_norm(world), world.user("centre"), world.user("centre2")
    theory = norm.levels.get(level=5).subjects[0]
    at_once(
        lambda: standards.review_norm(norm, by=second, at=world.at, reason="通过"),
        lambda: standards.remove_subject(theory, by=centre, at=world.at, reason="录错"),
    )
    norm.refresh_from_db()
    theory.refresh_from_db()
    assert (norm.state, theory.state) in {("reviewed", "known"), ("draft", "removed")}


def test_a_review_keeps_its_heads_when_it_is_corrected(world: World) -> None:
    review = drafted_norm(world).levels.get(level=2).subjects.get(kind="review")
    with pytest.raises(UnableToRevise, match="工作业绩"):
        standards.revise_subject(
            review, by=world.user("centre"), at=world.at, reason="x", modules=[{"name": "职业道德", "maximum": "100"}]
        )


def test_what_is_in_force_is_corrected_by_an_edition_that_replaces_it(world: World) -> None:
    centre, home, level = world.user("centre"), world.practice.institution, world.practice.level
    why: dict[str, Any] = {"by": centre, "at": world.at, "reason": "录错"}
    for verb, record in (
        ("revise_subject", level.subjects[0]), ("remove_subject", level.subjects[0]),
        ("revise_condition", level.conditions[0]), ("remove_condition", level.conditions[0]),
    ):  # fmt: skip
        with pytest.raises(Refused, match="以改正后的一版替代它"):
            getattr(standards, verb)(record, **why)
    with pytest.raises(Refused, match="只有“草稿”时可以"):
        standards.discard_standard(level.standard, **why)
    content = library.content_of("standard-welder")
    wrong = standards.take_in(home, by=centre, at=world.at, name="x", content=content)
    standards.adopt_standard(wrong, by=centre, at=world.at)
    with pytest.raises(UnableToTakeIn, match="以新版替代"):
        standards.take_in(home, by=centre, at=world.at, name="x", content=content)
    standards.replace_standard(wrong, **why)
    assert standards.take_in(home, by=centre, at=world.at, name="x", content=content).state == "draft"


def test_a_draft_is_thrown_away_and_read_in_again(world: World) -> None:
    centre, home = world.user("centre"), world.practice.institution
    content = library.content_of("standard-welder")
    first = standards.take_in(home, by=centre, at=world.at, name="x", content=content)
    with pytest.raises(UnableToTakeIn, match="作废草稿以后再读入"):
        standards.take_in(home, by=centre, at=world.at, name="x", content=content)
    with pytest.raises(Refused, match="必须写明理由"):
        standards.discard_standard(first, by=centre, at=world.at, reason="")
    first = standards.discard_standard(first, by=centre, at=world.at, reason="读错了文件")
    with pytest.raises(Refused, match="内容不能再改"):
        standards.add_condition(first.levels.all()[0], by=centre, at=world.at, label="x", short="x", text="x")
    again = standards.take_in(home, by=centre, at=world.at, name="x", content=content)
    assert standards.adopt_standard(again, by=centre, at=world.at).state == "in_force"
    with pytest.raises(Refused, match="已经有了"):
        standards.enter_standard(
            again.occupation, by=centre, at=world.at, origin="national", title="焊工", version=again.version,
            valid_from=world.at.date(),
        )  # fmt: skip


def test_a_norm_belongs_to_its_institution_and_national_standards_to_all(world: World) -> None:
    foreign, norm = foreign_officer(world), judged_norm(world)
    acts: dict[str, Any] = {"by": foreign, "at": world.at}
    level = norm.levels.all()[0]
    day = world.at.date()
    for act in (
        lambda: standards.return_norm(norm, **acts, reason="x"),
        lambda: standards.record_publication(
            norm, **acts, document="1", published_on=day, name="x.pdf", content=PAPER
        ),
        lambda: standards.revise_level(level, **acts, reason="x", hours=1),
        lambda: standards.revise_subject(level.subjects[0], **acts, reason="x", minutes=1),
        lambda: standards.remove_condition(level.conditions[0], **acts, reason="x"),
        lambda: standards.add_condition(level, **acts, label="x", short="x", text="x"),
    ):  # fmt: skip
        with pytest.raises(Refused, match="这一步由"):
            act()
    content = own("welder")
    theirs = standards.take_in(foreign_home(), **acts, name="x", content=content)
    assert theirs.institution == foreign_home() != norm.institution
    shared = standards.take_in(foreign_home(), **acts, name="x", content=library.content_of("standard-welder"))
    assert standards.adopt_standard(shared, by=world.user("centre"), at=world.at).state == "in_force"
    with pytest.raises(Refused, match="这一步由"):
        standards.discard_standard(theirs, by=world.user("centre"), at=world.at, reason="x")


def test_no_norm_is_reviewed_where_a_national_standard_is_in_force(world: World) -> None:
    centre, home, norm = world.user("centre"), world.practice.institution, drafted_norm(world)
    content = library.content_of("standard-welder")
    national = standards.take_in(home, by=centre, at=world.at, name="x", content=content)
    standards.adopt_standard(national, by=centre, at=world.at)
    with pytest.raises(Refused, match=r"有现行的国家职业标准.*第八条"):
        standards.review_norm(norm, by=world.user("centre2"), at=world.at, reason="通过")
    standards.replace_standard(national, by=centre, at=world.at, reason="国家标准废止")
    assert standards.review_norm(norm, by=world.user("centre2"), at=world.at, reason="通过").state == "reviewed"


def test_no_empty_national_standard_comes_into_force(world: World) -> None:
    centre, fields = world.user("centre"), {"title": "电工", "version": "2030", "valid_from": world.at.date()}
    national = standards.enter_standard(
        Occupation.objects.all()[0], by=centre, at=world.at, origin="national", **fields
    )
    with pytest.raises(Refused, match="至少一个等级"):
        standards.adopt_standard(national, by=centre, at=world.at)
    known = world.practice.level
    ratios = {name: getattr(known, name) for name in RATIOS}
    level = standards.add_level(national, by=centre, at=world.at, level=4, hours=100, **ratios)
    for subject in known.subjects:
        same: Any = {name: getattr(subject, name) for name in ("kind", "full_mark", "pass_mark", "minutes", "mode")}
        standards.add_subject(level, by=centre, at=world.at, **same)
    with pytest.raises(Refused) as refused:
        standards.adopt_standard(national, by=centre, at=world.at)
    assert [str(sentence) for sentence in refused.value.missing] == [
        "四级/中级工“理论知识考试”的权重表", "四级/中级工“操作技能考核”的权重表", "四级/中级工的申报条件",
    ]  # fmt: skip


def test_an_empty_norm_is_not_reviewed_nor_is_a_national_standard(world: World) -> None:
    centre, second, home = world.user("centre"), world.user("centre2"), world.practice.institution
    fields = {"title": "规范", "version": "2026", "valid_from": world.at.date()}
    empty = standards.enter_standard(
        Occupation.objects.all()[0], by=centre, at=world.at, origin="own", institution=home, **fields
    )
    with pytest.raises(Refused, match="至少一个等级"):
        standards.review_norm(empty, by=second, at=world.at, reason="x")
    draft = standards.enter_standard(Occupation.objects.all()[0], by=centre, at=world.at, origin="national", **fields)
    with pytest.raises(Refused, match="直接启用即可"):
        standards.review_norm(draft, by=second, at=world.at, reason="x")


def test_a_level_of_a_foreign_norm_is_in_no_scope(world: World) -> None:
    foreign, centre = foreign_officer(world), world.user("centre")
    theirs = standards.take_in(foreign_home(), by=foreign, at=world.at, name="x", content=own("welder"))
    with pytest.raises(Refused, match="是另一学院的岗位评价规范"):
        standards.add_scope(world.practice.filing, theirs.levels.all()[0], by=centre, at=world.at)


@pytest.mark.parametrize("level", [6, 0, -1])
def test_only_the_levels_of_the_ladder_are_entered(world: World, level: int) -> None:
    ratios = {
        "candidates_per_invigilator": 15, "least_invigilators": 2, "candidates_per_examiner": 5, "least_examiners": 3,
    }  # fmt: skip
    fields: dict[str, Any] = {"by": world.user("centre"), "at": world.at, "level": level, "hours": 100, **ratios}
    with pytest.raises(Refused, match="可用的等级"):
        standards.add_level(world.practice.level.standard, **fields)
    code_list.cache_clear()
    try:
        with override_settings(LEVELS=8):
            made = standards.add_level(world.practice.level.standard, **fields)
            standards.add_scope(world.practice.filing, made, by=world.user("centre"), at=world.at)
            round_ = world.draft_round(level=made)
            with pytest.raises(Refused, match="在证书编码里用哪个字符"):
                rounds.open(round_, by=world.user("centre"), at=world.at)
    finally:
        code_list.cache_clear()
    assert made.level_name in {"学徒工", "特级技师", "首席技师"}


LONG_AGO = date(2020, 1, 1)
RATIOS = ("candidates_per_invigilator", "least_invigilators", "candidates_per_examiner", "least_examiners")
