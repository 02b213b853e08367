"""The list of one kind of record: filtered, in pages, and only what may be seen."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiangxin.process.triggers import RECORDS
from tests.stories.certificates import certified_round
from tests.stories.enrolment import enrolled_round
from tests.stories.pages import at_the_hour, signed_in, words
from tests.world import World


def opened(world: World, login: str, address: str, status: int = 200) -> str:
    """Return the text of a list."""
    with at_the_hour(world):
        answer = signed_in(world.user(login)).get(address)
    assert answer.status_code == status, address
    return words(answer)


def test_every_kind_of_record_has_a_list_that_costs_the_same_whatever_its_length(world: World) -> None:
    certified_round(world)
    costs = {}
    for model in RECORDS:
        address = f"/records/{model._meta.label_lower}"
        with at_the_hour(world):
            client = signed_in(world.user("centre"))
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200, address
        costs[address] = len(queries)
    assert {address: cost for address, cost in costs.items() if cost > 12} == {}


def test_rows_are_filtered_by_round_state_and_step(world: World) -> None:
    round_ = enrolled_round(world, 3)
    enrolled_round(world, 2)
    base = f"/records/enrolment.application?round={round_.pk}"
    assert "共 3 条" in opened(world, "reviewer", base)
    assert "共 3 条" in opened(world, "reviewer", f"{base}&state=submitted,accepted")
    assert "共 0 条" in opened(world, "reviewer", f"{base}&state=rejected")
    assert "共 3 条" in opened(world, "reviewer", f"{base}&step=accept")
    assert "共 0 条" in opened(world, "centre", f"{base}&step=accept")
    assert "共 5 条" in opened(world, "reviewer", "/records/enrolment.application?step=accept")


def test_nobody_is_listed_who_may_not_be_seen(world: World) -> None:
    enrolled_round(world, 3)
    assert "共 0 条" in opened(world, "examiner", "/records/enrolment.application")


@pytest.mark.parametrize("address", ["/records/no.such", "/records/rounds.round?step=nonsense", "/records/x/1"])
def test_what_is_not_there_is_404(world: World, address: str) -> None:
    opened(world, "centre", address, 404)


def test_an_empty_list_says_who_makes_its_records(world: World) -> None:
    page = opened(world, "centre", "/records/results.objection")
    assert "“提出异议”由任何人办理" in page
