"""The guards that stand in the database are those that the code states, on every record and on history."""

import json
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from jiangxin.process.models import History, Record
from jiangxin.process.triggers import RECORDS
from tests.stories.everything import everything
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


# What raw SQL may be tried on every table, and with which code the database refuses it.
ILLEGAL = {
    "UPDATE {table} SET state = state": "JX002",  # no declared step
    "INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {copied} FROM {table} LIMIT 1": "JX002",
    "DELETE FROM {table}": "JX001",  # never
    "TRUNCATE {table} CASCADE": "42501",  # no right to it
}


def columns_of(model: type[Record], **instead: str) -> tuple[str, str]:
    """Return a table's columns that can be written, and the SQL of a copy of a row under a new key."""
    names = [field.column for field in model._meta.concrete_fields if field.column and not field.generated]
    copied = {"id": "id + 1000000", **instead}
    return ", ".join(f'"{name}"' for name in names), ", ".join(copied.get(name, f'"{name}"') for name in names)


def refused(*statements: tuple[str, list[Any]]) -> str:
    """Return the database's code for what it refuses; "" where it lets it pass, which is taken back."""
    try:
        with transaction.atomic():
            run(*statements)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(getattr(error.__cause__, "sqlstate", ""))
    return ""


def test_raw_sql_without_a_step_changes_no_record(world: World) -> None:
    """Every table has a row here: a DELETE or an UPDATE of none would pass."""
    everything(world)
    assert [model._meta.label_lower for model in RECORDS if not model._default_manager.exists()] == []
    got = {}
    for model in RECORDS:
        columns, copied = columns_of(model)
        for statement, code in ILLEGAL.items():
            sql = statement.format(table=model._meta.db_table, columns=columns, copied=copied)
            if (found := refused((sql, []))) != code:
                got[model._meta.label_lower, statement] = found
    assert got == {}


def test_a_record_is_born_only_as_its_table_of_steps_says(world: World) -> None:
    """Raw SQL that declares a verb may make a record by a birth alone, and only in the state to which that leads."""
    everything(world)
    wrong = []
    for model in RECORDS:
        columns, copied = columns_of(model, state="%s")
        copy = f"INSERT INTO {model._meta.db_table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {copied} FROM {model._meta.db_table} LIMIT 1"  # noqa: E501
        for step in model.steps:
            declaration = declared({"model": model._meta.label_lower, "verb": step.verb, "basis": "article:5"})
            for state in model.steps.states:
                code = refused(declaration, (copy, [state]))
                if (code == "JX003") == (not step.sources and step.target == state):
                    wrong.append(f"{model._meta.label_lower} {step.verb} → {state}: {code}")
    assert wrong == []


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
