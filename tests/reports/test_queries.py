"""Funnels and statistics: what is counted, by which definition."""

from decimal import Decimal
from typing import Any

from jiangxin.certificates import operations as certificates
from jiangxin.certificates.queries import of_round
from jiangxin.reports import queries
from jiangxin.reports.queries import Funnel, percent
from jiangxin.rounds.models import Round
from tests.stories.archive import registered_round
from tests.stories.certificates import issued_round
from tests.world import World


def test_a_share_of_nothing_is_none_and_others_have_one_decimal() -> None:
    assert percent(0, 0) is None
    assert percent(1, 3) == Decimal("33.3")
    assert percent(1, 8) == Decimal("12.5")
    assert percent(2, 3) == Decimal("66.7")


def test_the_rate_says_whether_absentees_count() -> None:
    funnel = Funnel(applied=6, accepted=6, concluded=6, absent=1, passed=3, certified=3)
    assert (funnel.rate, funnel.rate_attended) == (Decimal("50.0"), Decimal("60.0"))


def test_funnels_add_up() -> None:
    assert Funnel(1, 1, 1, 0, 1, 1) + Funnel(2, 1) == Funnel(3, 2, 1, 0, 1, 1)
    assert queries.total([]) == Funnel()


def test_a_registered_round_is_counted_from_application_to_certificate(world: World) -> None:
    round_ = registered_round(world, 6)
    empty = world.open_round()
    found = queries.funnels(Round.objects.all())
    assert found[round_.pk] == Funnel(applied=6, accepted=6, concluded=6, absent=1, passed=3, certified=3)
    assert found[empty.pk] == Funnel()
    rows = queries.by_college_and_level(queries.whole(Round.objects.all()), found)
    assert [(count, funnel) for _college, _level, count, funnel in rows] == [(2, found[round_.pk])]


def test_more_rounds_cost_no_more_queries(world: World, django_assert_num_queries: Any) -> None:
    for _count in range(3):
        world.open_round()
    with django_assert_num_queries(4):
        queries.funnels(Round.objects.all())
    with django_assert_num_queries(1):
        listed = queries.whole(Round.objects.all())
    with django_assert_num_queries(4):
        queries.courses(listed)


def test_certificates_are_counted_by_year_occupation_and_level(world: World, django_assert_num_queries: Any) -> None:
    round_, centre = registered_round(world, 6), world.user("centre")
    certificates.revoke(of_round(round_)[0], by=centre, at=world.at, reason="冒名顶替")
    with django_assert_num_queries(1):
        (row,) = queries.certificates_issued(Round.objects.all())
    assert (row.year, row.occupation, row.level) == (world.at.year, "电工", 4)
    assert (row.issued, row.revoked, row.valid, row.registered) == (3, 1, 2, 3)
    assert queries.certificates_issued(Round.objects.none()) == []


def test_a_number_without_a_signature_is_no_certificate_yet(world: World) -> None:
    issued_round(world, 2)
    assert queries.certificates_issued(Round.objects.all()) == []
