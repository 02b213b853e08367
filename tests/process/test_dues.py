"""Computed days are born and met by steps alone: the database refuses whoever shortens, meets or removes one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from jiangxin.plans import operations as plans
from jiangxin.process import dues
from jiangxin.process.errors import Refused
from jiangxin.process.models import Due, History
from jiangxin.results import operations as results
from jiangxin.results.models import ResultFiling
from tests.process.test_triggers import declared, run
from tests.stories.plans import approved_plan
from tests.stories.results import after_publicity, morning_of, published_round
from tests.world import World


def waiting(world: World) -> tuple[ResultFiling, Due]:
    """Return a result filing whose publicity runs, and that wait."""
    filing = ResultFiling.objects.get(round=published_round(world, 2))
    return filing, Due.objects.get(model="results.resultfiling", record=filing.pk, kind="wait")


SHORTENED = "UPDATE process_due SET due_on = starts_on"
MET = "UPDATE process_due SET met_on = '2026-03-02'"
FORGED = (
    "INSERT INTO process_due (kind, model, record, verb, starts_on, due_on, parameter, valid_from)"
    " SELECT kind, model, record + 1000, verb, starts_on, due_on, parameter, valid_from FROM process_due"
)


@pytest.mark.parametrize(
    "statement", [SHORTENED, MET, FORGED, "DELETE FROM process_due", "TRUNCATE process_due"], ids=lambda sql: sql[:22]
)
def test_no_computed_day_changes_without_a_step(world: World, statement: str) -> None:
    waiting(world)
    with pytest.raises(DatabaseError):
        run((statement, []))


@pytest.mark.parametrize("statement", [SHORTENED, MET, FORGED, "DELETE FROM process_due"], ids=lambda sql: sql[:22])
def test_a_step_that_is_only_declared_changes_no_computed_day(world: World, statement: str) -> None:
    """Nobody ends a wait by stating a step he doesn't take: the record's own history must tell of it."""
    waiting(world)
    step = declared({"model": "results.resultfiling", "verb": "file_results", "basis": "house:publicity"})
    with pytest.raises(DatabaseError):
        run(step, (statement, []))


def test_a_step_taken_covers_its_own_day_and_no_other_change_of_it(world: World) -> None:
    plan = plans.file(approved_plan(world), by=world.user("centre"), at=world.at)
    due = Due.objects.get(model="plans.plan", record=plan.pk)
    assert due.met_on == world.at.date()
    assert History.objects.filter(model="plans.plan", record=plan.pk, verb="file").exists()
    step = declared({"model": "plans.plan", "verb": "file", "basis": "article:14(1)"})
    for change in ("met_on = NULL", "met_on = met_on + 1", "due_on = due_on + 1", "verb = 'draft'"):
        with pytest.raises(DatabaseError):
            run(step, (f"UPDATE process_due SET {change} WHERE id = %s", [due.pk]))


@pytest.mark.parametrize("right", ["DELETE", "TRUNCATE"])
def test_the_application_may_not_remove_a_computed_day(db: None, right: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, 'process_due', %s)", [right])
        assert cursor.fetchone() == (False,)


def test_the_application_may_not_switch_the_guard_off(db: None) -> None:
    with pytest.raises(DatabaseError):
        run(("ALTER TABLE process_due DISABLE TRIGGER guard", []))


def test_a_wait_holds_although_its_row_was_never_written(world: World) -> None:
    """A step declared by hand may leave the days out: the record's own dates still tell that the wait runs."""
    filing, due = waiting(world)
    step = ResultFiling.steps["file_results"]
    stranger = ResultFiling.objects.get(pk=filing.pk)
    stranger.pk = filing.pk + 1000  # nothing is computed for this key
    with pytest.raises(Refused) as refusal:
        dues.check(stranger, step, due.due_on)
    assert refusal.value.code == "wait"
    assert dues.check(stranger, step, due.due_on + timedelta(days=1)) is False


def test_the_wait_ends_with_its_last_day(world: World) -> None:
    filing, due = waiting(world)
    with pytest.raises(Refused) as refusal:
        results.file_results(filing, by=world.user("centre"), at=morning_of(due.due_on))
    assert refusal.value.code == "wait"
    at = after_publicity(world, filing.round)
    results.file_results(filing, by=world.user("centre"), at=at)
    due.refresh_from_db()
    assert due.met_on == at.date()
