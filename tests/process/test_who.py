"""The algebra answers the same for one record (`test`) as for a list (`q`), and says it in words."""

import pytest

from jiangxin.people.models import User
from jiangxin.process.models import Record
from jiangxin.process.triggers import RECORDS
from jiangxin.process.who import ANONYMOUS, PUBLIC, SIGNED_IN, Who, follows, myself, office, once, taker_of
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from tests.world import World

CENTRE = office("centre_officer", of="institution")
COLLEGE = office("college_officer", of="college")
PREDICATES: dict[str, Who] = {
    "centre": CENTRE,
    "college": COLLEGE,
    "either": CENTRE | COLLEGE,
    "both": CENTRE & COLLEGE,
    "not": ~CENTRE,
    "any office": office("reviewer"),
    "authority": office("authority_officer", of="institution.employment_centre"),
    "opened it": taker_of("open"),
    "did not open it": CENTRE & ~taker_of("open"),
    "authority once open": office("authority_officer") & once("已开放报名", "open"),
    "signed in": SIGNED_IN,
    "public": PUBLIC,
    "nobody": follows("rounds.round.open"),
    "anybody or centre": PUBLIC | CENTRE,
    "not anybody": ~PUBLIC,
}
LOGINS = ["centre", "centre2", "college", "reviewer", "employment", "province", "auditor"]


@pytest.mark.parametrize("name", PREDICATES)
@pytest.mark.parametrize("login", LOGINS)
def test_list_and_record_agree(world: World, name: str, login: str) -> None:
    records: list[Round] = [world.draft_round(), world.open_round()]
    user, day, who = world.user(login), world.at.date(), PREDICATES[name]
    listed = set(Round.objects.filter(who.q(Round, user, day)).values_list("pk", flat=True))
    assert listed == {record.pk for record in records if who.test(user, record, day)}


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.label_lower)
def test_a_set_can_read_at_once_all_that_its_offices_rest_on(model: type[Record]) -> None:
    for who in (model.steps.visible, *(step.may for step in model.steps)):
        paths = [path.replace(".", "__") for path in who.paths()]
        assert str(model._default_manager.values(*paths).query), "each path leads somewhere"


def test_who_opened_a_round_may_be_told_from_who_did_not(world: World) -> None:
    round_, day = world.open_round(), world.at.date()
    who = PREDICATES["did not open it"]
    assert not who.test(world.user("centre"), round_, day)
    assert who.test(world.user("centre2"), round_, day)


def test_the_officer_of_another_college_is_nobody_here(world: World) -> None:
    other = world.practice.institution.units.filter(kind="college").exclude(pk=world.practice.college.pk).get()
    round_ = world.draft_round(college=other)
    assert not COLLEGE.test(world.user("college"), round_, world.at.date())
    assert CENTRE.test(world.user("centre"), round_, world.at.date())


def test_a_predicate_reads_as_a_sentence() -> None:
    assert (CENTRE & ~myself("person")).sentence == "中心管理员，且不是本人"


def test_a_step_is_named_by_its_label() -> None:
    assert taker_of("propose_opening").sentence == "办理“启封（第一人）”的人"
    assert follows("rounds.round.close").sentence == "随“截止报名”自动发生"
    assert follows("setup").sentence == "随“setup”自动发生"


def test_the_public_has_no_office(world: World) -> None:
    round_ = world.draft_round()
    assert not SIGNED_IN.test(ANONYMOUS, round_, world.at.date())
    assert PUBLIC.test(ANONYMOUS, round_, world.at.date())
    assert not Round.objects.visible_to(ANONYMOUS, world.at.date()).exists()


def test_an_administrator_of_the_software_decides_nothing(world: World) -> None:
    user = User.objects.create(username="root")
    round_ = world.draft_round()
    assert not any(step.may.test(user, round_, world.at.date()) for step in Round.steps)
    assert not Round.objects.visible_to(user, world.at.date()).exists()
    with pytest.raises(Exception, match="这一步由"):
        rounds.open(round_, by=user, at=world.at)
