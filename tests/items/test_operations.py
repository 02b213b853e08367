"""The setting plan, and a paper from its setter to its opening by two."""

from __future__ import annotations

import pytest

from jiangxin.documents import store
from jiangxin.impartiality import operations as impartiality
from jiangxin.items import operations as items
from jiangxin.items.models import Paper, SettingPlan
from jiangxin.items.queries import item_setters, papers_of
from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from jiangxin.rounds.models import Round
from tests.stories.enrolment import accepted_round
from tests.stories.plans import issued_papers, person, set_paper, settled_setting
from tests.world import World


@pytest.fixture
def round_(world: World) -> Round:
    """A closed round with a settled setting plan."""
    made = accepted_round(world)
    settled_setting(world, made)
    return made


def opened(world: World, paper: Paper) -> Paper:
    """Return an issued paper after two have opened it."""
    paper = items.propose_opening(paper, by=world.user("invigilator"), at=world.at, seal_intact=True)
    return items.confirm_opening(paper, by=world.user("invigilator2"), at=world.at)


def test_a_paper_goes_from_its_setter_to_its_opening(world: World, round_: Round) -> None:
    paper = opened(world, issued_papers(world, round_)[0])
    assert (paper.state, paper.seal_intact, paper.issued_to) == ("opened", True, "赵明")
    content = items.take_out_paper(paper, by=world.user("invigilator"), at=world.at)
    assert store.digest(content) == paper.sealed_hash


def test_a_round_has_one_setting_plan(world: World, round_: Round) -> None:
    with pytest.raises(items.UnableToDraftSetting, match="已有"):
        settled_setting(world, round_)


def test_a_settled_setting_plan_is_reopened_by_the_centre_only(world: World, round_: Round) -> None:
    with pytest.raises(Refused):
        items.reopen_setting(
            SettingPlan.objects.get(round=round_), by=world.user("college"), at=world.at, reason="加一套"
        )
    setting = items.reopen_setting(
        SettingPlan.objects.get(round=round_), by=world.user("centre"), at=world.at, reason="加一套"
    )
    assert setting.state == "draft"


def test_no_paper_before_the_setting_plan_is_settled(world: World) -> None:
    with pytest.raises(Refused, match="命制方案"):
        set_paper(world, accepted_round(world))


def test_nobody_reviews_his_own_paper(world: World, round_: Round) -> None:
    with pytest.raises(items.UnableToSetPaper, match="不能审自己命的题"):
        items.set_paper(
            round_, by=world.user("setter"), at=world.at, subject=round_.level.subjects.get(kind="theory"), code="A",
            reviewer=person(world, "setter"), name="a.pdf", content=b"%PDF",
        )  # fmt: skip
    paper = set_paper(world, round_)
    with pytest.raises(Refused) as refusal:
        items.review_paper(paper, by=world.user("setter"), at=world.at)
    assert refusal.value.code == "person"


def test_only_an_item_setter_reviews(world: World, round_: Round) -> None:
    with pytest.raises(items.UnableToSetPaper, match="不是本机构聘任的命题员"):
        items.set_paper(
            round_, by=world.user("setter"), at=world.at, subject=round_.level.subjects.get(kind="theory"), code="A",
            reviewer=person(world, "finance"), name="a.pdf", content=b"%PDF",
        )  # fmt: skip


def test_whoever_has_a_relative_among_the_candidates_touches_no_paper(world: World, round_: Round) -> None:
    reviewer = person(world, "setter2")
    impartiality.declare(reviewer, by=world.user("setter2"), at=world.at, other=world.candidate(1), kind="kin")
    with pytest.raises(items.UnableToSetPaper, match="应当回避"):
        set_paper(world, round_)


def test_a_code_is_used_once_until_its_paper_is_void(world: World, round_: Round) -> None:
    first = set_paper(world, round_)
    with pytest.raises(items.UnableToSetPaper, match="代码为“A”"):
        set_paper(world, round_)
    items.void_paper(first, by=world.user("centre"), at=world.at, reason="题目有误")
    assert set_paper(world, round_).code == "A"
    assert papers_of(round_).count() == 1


def test_setter_and_reviewer_read_it_until_it_is_sealed(world: World, round_: Round) -> None:
    paper = set_paper(world, round_)
    assert items.read_paper(paper, by=world.user("setter2"), at=world.at) == b"%PDF-1.7 theory A"
    with pytest.raises(Refused) as refusal:
        items.read_paper(paper, by=world.user("centre"), at=world.at)
    assert refusal.value.code == "person"
    paper = items.review_paper(paper, by=world.user("setter2"), at=world.at)
    paper = items.seal_paper(paper, by=world.user("centre"), at=world.at)
    with pytest.raises(Refused) as refusal:
        items.read_paper(paper, by=world.user("setter"), at=world.at)
    assert refusal.value.code == "state"
    reads = History.objects.filter(model="items.paper", record=paper.pk, verb="read_paper")
    assert [row.actor for row in reads] == [world.user("setter2").pk]


def test_a_revised_paper_has_another_file(world: World, round_: Round) -> None:
    paper = set_paper(world, round_)
    before = paper.file.sha256
    paper = items.revise_paper(paper, by=world.user("setter"), at=world.at, name="a2.pdf", content=b"%PDF 2")
    assert paper.file.sha256 != before


def test_nobody_takes_it_out_before_two_have_opened_it(world: World, round_: Round) -> None:
    paper = issued_papers(world, round_)[0]
    with pytest.raises(Refused) as refusal:
        items.take_out_paper(paper, by=world.user("centre"), at=world.at)
    assert refusal.value.code == "state"
    paper = items.propose_opening(paper, by=world.user("invigilator"), at=world.at, seal_intact=True)
    with pytest.raises(Refused) as refusal:
        items.confirm_opening(paper, by=world.user("invigilator"), at=world.at)
    assert refusal.value.code == "person"
    assert "不是办理" in str(refusal.value)


def test_a_broken_seal_is_told(world: World, round_: Round) -> None:
    paper = issued_papers(world, round_)[0]
    paper = items.propose_opening(paper, by=world.user("invigilator"), at=world.at, seal_intact=False)
    assert paper.seal_intact is False


def test_an_altered_file_is_neither_sealed_nor_taken_out(world: World, round_: Round) -> None:
    paper = opened(world, issued_papers(world, round_)[0])
    path = store.path_of(paper.file.kept_as)
    kept = path.read_bytes()
    try:
        path.write_bytes(kept + b" altered")
        with pytest.raises(items.UnableToReadPaper, match="丢失或被改动"):
            items.take_out_paper(paper, by=world.user("invigilator"), at=world.at)
    finally:
        path.write_bytes(kept)


def test_the_paper_forms_signer_is_the_setter(world: World, round_: Round) -> None:
    recorder, setter = world.user("recorder"), world.user("setter")
    paper = items.set_paper(
        round_, by=recorder.on_paper_of(setter), at=world.at, subject=round_.level.subjects.get(kind="theory"),
        code="B", reviewer=person(world, "setter2"), name="b.pdf", content=b"%PDF b",
    )  # fmt: skip
    assert paper.setter == person(world, "setter")


def test_item_setters_are_those_in_office(world: World) -> None:
    found = {str(each) for each in item_setters(world.practice.institution, world.at.date())}
    assert found == {"郑凯", "冯雪"}
