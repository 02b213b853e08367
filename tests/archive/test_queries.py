"""The five volumes of a round, and what is missing of them."""

from datetime import timedelta

from jiangxin.archive import queries, volumes
from jiangxin.archive.models import Dossier
from tests.stories.archive import registered_round, sealed_dossier
from tests.stories.results import confirmed_round, filed_round
from tests.stories.scoring import marked_round
from tests.world import World


def test_of_a_round_that_has_only_begun_almost_everything_is_missing(world: World) -> None:
    missing = list(volumes.missing_documents(world.open_round()))
    for name in ("资格审核通过人员名册", "考务实施方案", "考场记录表", "督导报告", "评价结果汇总表", "成绩公示"):
        assert any(name in sentence for sentence in missing), name


def test_a_marked_round_lacks_supervision_and_results(world: World) -> None:
    missing = list(volumes.missing_documents(marked_round(world, 3)))
    assert any("盖章考场记录表" in sentence for sentence in missing)
    assert not any("考生签到表" in sentence for sentence in missing)


def test_a_filed_round_waits_for_its_answer_and_a_confirmed_one_for_certificates(world: World) -> None:
    round_ = filed_round(world, 3)
    assert any("结果备案" in sentence for sentence in volumes.unfinished(round_))


def test_a_confirmed_round_waits_for_its_certificates(world: World) -> None:
    round_ = confirmed_round(world, 3)
    assert any("尚未编制证书" in sentence for sentence in volumes.unfinished(round_))
    assert any("证书核发登记册" in sentence for sentence in volumes.missing_documents(round_))


def test_of_a_registered_round_nothing_is_missing(world: World) -> None:
    round_ = registered_round(world, 3)
    assert list(volumes.missing_documents(round_)) == []
    assert [volume.number for volume in volumes.volumes(round_)] == [1, 2, 3, 4, 5]
    names = [document.name for volume in volumes.volumes(round_) for document in volume.documents]
    assert len(set(names)) == len(names)


def test_the_days_of_retention_are_counted_down_to_none(world: World) -> None:
    assert queries.days_kept(Dossier(), world.at.date()) == 0
    dossier = sealed_dossier(world, 2)
    assert dossier.retain_until is not None
    assert queries.days_kept(dossier, dossier.retain_until - timedelta(days=3)) == 3
    assert queries.days_kept(dossier, dossier.retain_until + timedelta(days=3)) == 0
