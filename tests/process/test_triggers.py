"""The guards that stand in the database are those that the code states, on every record and on history."""

import json
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from jiangxin.process.models import History, Record
from jiangxin.process.triggers import RECORDS
from tests.world import World


def run(*statements: tuple[str, list[Any]]) -> None:
    """Run raw SQL in one transaction, as somebody with the application's rights could."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement, values in statements:
            cursor.execute(statement, values)


def declared(declaration: dict[str, object]) -> tuple[str, list[Any]]:
    """Return the SQL that declares a step by hand."""
    known = {"actor": None, "signer": None, "office": "", "reason": "", "at": "2026-03-02T02:00:00+00:00"}
    return "SELECT set_config('jiangxin.step', %s, true)", [json.dumps({**known, **declaration})]


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.label_lower)
def test_every_record_carries_its_guards(db: None, model: type[Record]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgargs FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
            [model._meta.db_table],
        )
        found = dict(cursor.fetchall())
    assert set(found) == {"guard", "history", "kept", *(f"guard_{gate.name}" for gate in model.gates)}
    label, transitions, _ = bytes(found["guard"]).decode().split("\0")
    assert label == model._meta.label_lower
    assert json.loads(transitions) == model.steps.transitions()


def test_every_record_is_a_table_of_the_site() -> None:
    """A model that changes without steps is on the short list of those that may."""
    from django.apps import apps

    exempt = {"process.History", "process.Due", "people.User", "certificates.NumberSeries", "process.Progress",
              "process.Tally", "signin.OneTimeCode"}  # fmt: skip
    ours = {m for m in apps.get_models() if m.__module__.startswith("jiangxin.")}
    assert {m._meta.label for m in ours - set(RECORDS)} <= exempt


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.label_lower)
@pytest.mark.parametrize("statement", ["DELETE FROM {0}", "TRUNCATE {0} CASCADE", "UPDATE {0} SET state = state"])
def test_raw_sql_without_a_step_changes_no_record(world: World, model: type[Record], statement: str) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        rows = cursor.fetchone()[0]
    if rows or "TRUNCATE" in statement:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(table))


@pytest.mark.parametrize(
    "right", ["INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER"], ids=lambda right: right.lower()
)
def test_the_application_has_no_right_on_history_but_to_read(db: None, right: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, 'process_history', %s)", [right])
        assert cursor.fetchone() == (False,)


def test_the_application_can_not_make_a_trigger_that_forges_history(db: None) -> None:
    table = "CREATE TEMP TABLE forged (id bigint, state text)"
    trigger = "CREATE TRIGGER t AFTER INSERT ON forged FOR EACH ROW EXECUTE FUNCTION jiangxin_history('x')"
    with pytest.raises(DatabaseError, match="permission denied"):
        run((table, []), (trigger, []))


def test_a_declared_verb_covers_only_its_own_transition(world: World) -> None:
    """Raw SQL that declares a step may take that step and nothing else; and then it is history."""
    round_ = world.draft_round()
    step: dict[str, object] = {"model": "rounds.round", "basis": "article:20"}
    change = "UPDATE rounds_round SET state = %s WHERE id = %s"
    with pytest.raises(DatabaseError):
        run(declared({**step, "verb": "close"}), (change, ["closed", round_.pk]))
    with pytest.raises(DatabaseError):
        run(declared({**step, "verb": "open", "model": "plans.plan"}), (change, ["open", round_.pk]))
    run(declared({**step, "verb": "open"}), (change, ["open", round_.pk]))
    last = History.objects.filter(model="rounds.round").order_by("id").last()
    assert last is not None
    assert (last.verb, last.actor) == ("open", None)


def test_a_record_is_born_only_where_its_table_says(world: World) -> None:
    step = declared({"model": "people.organisation", "verb": "found", "basis": "article:6"})
    insert = (
        "INSERT INTO people_organisation (state, kind, name, short_name, region, practice, contact, data_key)"
        " VALUES (%s, 'partner', '某单位', '', '', true, '', '')"
    )
    with pytest.raises(DatabaseError):
        run(step, (insert, ["closed"]))
    with pytest.raises(DatabaseError):
        run((insert, ["active"]))
    run(step, (insert, ["active"]))
