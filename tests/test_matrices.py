"""Every state of every record × every step × every role, built from the tables of steps: nothing can be forgotten.

A superuser, whom no guard stops, puts a record into each of its states in turn; then everybody tries everything.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from jiangxin import embedded
from jiangxin.people.models import User
from jiangxin.process.errors import Refused
from jiangxin.process.models import Record
from jiangxin.process.step import Step
from jiangxin.process.taking import begin, take
from jiangxin.process.triggers import RECORDS
from jiangxin.process.who import ANONYMOUS, Actor
from tests.stories.everything import everything, foreign_officer
from tests.world import World

# One of each office, a candidate, and an officer of another office of the same kind.
LOGINS = [
    "centre", "centre2", "college", "reviewer", "teacher", "setter", "setter2", "invigilator", "examiner", "examiner4",
    "supervisor", "supervisor2", "outside", "finance", "auditor", "recorder", "employment", "city", "province",
]  # fmt: skip
# What the officer of another institution may begin beside a record of this one: national standards, which are nobody's
# own, and what everybody may who signs in, or the public.
ABROAD = {
    "standards.occupation enter_occupation", "standards.standard enter_standard", "standards.standard take_in",
    "documents.storedfile keep", "people.reading read", "results.objection raise_objection",
}  # fmt: skip


class TakenError(Exception):
    """The step was taken; this takes it back."""


@pytest.fixture
def superuser(committed: None, server: embedded.Server) -> Iterator[psycopg.Connection]:
    """A connection that no trigger stops, to a database without the constraints that tie a state to its facts."""
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(host=server.host, dbname=name, user="postgres", autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")
        yield admin


def loosen(admin: psycopg.Connection, table: str) -> None:
    """Drop what would keep a record out of a state that its facts don't fit: this database is thrown away."""
    constraints = "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'x', 'u')"
    for (constraint,) in admin.execute(constraints, [table]).fetchall():
        admin.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}" CASCADE')
    indexes = (
        "SELECT indexrelid::regclass::text FROM pg_index"
        " WHERE indrelid = %s::regclass AND indisunique AND NOT indisprimary"
    )
    for (index,) in admin.execute(indexes, [table]).fetchall():
        admin.execute(f"DROP INDEX {index}")


def latest() -> dict[type[Record], Record]:
    """Return the latest record of each kind; every kind exists in the world of these tests."""
    found = {model: model._default_manager.order_by("pk").last() for model in RECORDS}
    assert [model._meta.label_lower for model, record in found.items() if record is None] == []
    return {model: record for model, record in found.items() if record is not None}


@contextmanager
def in_state(admin: psycopg.Connection, record: Record, state: str) -> Iterator[None]:
    """Put a record into a state for a while, past all guards."""
    change = f"UPDATE {record._meta.db_table} SET state = %s WHERE id = %s"
    admin.execute(change, [state, record.pk])
    yield
    admin.execute(change, [record.state, record.pk])


def come_of(attempt: Callable[[], None]) -> str:
    """Return what comes of a try that ends in TakenError: `taken`, the code of the refusal, or `database`."""
    try:
        with transaction.atomic():
            attempt()
        return "nothing"
    except TakenError:
        return "taken"
    except Refused as refused:
        return refused.code
    except Exception:
        return "database"


def outcome(record: Record, step: Step, user: User, world: World) -> str:
    """Return what comes of a person's try to take a step."""

    def attempt() -> None:
        with take(record, step.verb, by=user, at=world.at, reason="矩阵"):
            raise TakenError

    return come_of(attempt)


def may(record: Record, step: Step, user: Actor, day: date) -> bool:
    """Tell what the table says, as the database answers it of this record."""
    return type(record)._default_manager.filter(step.may.q(type(record), user, day), pk=record.pk).exists()


def test_every_state_step_and_role(committed_world: World, superuser: psycopg.Connection) -> None:
    world = committed_world
    everything(world)
    records = latest()
    users = {login: world.user(login) for login in LOGINS} | {"foreign": foreign_officer(world)}
    wrong, day = [], world.at.date()
    for model, record in records.items():
        loosen(superuser, model._meta.db_table)
        for state in model.steps.states:
            with in_state(superuser, record, state):
                for step in (step for step in model.steps if step.sources):
                    who = {login for login, user in users.items() if may(record, step, user, day)}
                    # Out of turn it is refused to whoever else may; the others need no second reason.
                    tried = users if state in step.sources else {*sorted(who)[:1], "foreign"}
                    for login in tried:
                        got = outcome(record, step, users[login], world)
                        expected = "state" if state not in step.sources else "" if login in who else "person"
                        if (got != expected) if expected else (got in {"state", "person"}):
                            wrong.append(f"{model._meta.label_lower} {state} {step.verb} {login}: {got}")
    assert wrong == []


def birth(record: Record, step: Step, user: Actor, world: World) -> str:
    """Return what comes of a person's try to begin another record like this one."""
    model = type(record)
    fields = {
        field.attname: getattr(record, field.attname) for field in model._meta.concrete_fields if not field.generated
    }
    another = model(**{**fields, "id": None, "state": ""})

    def attempt() -> None:
        begin(another, step.verb, by=user, at=world.at, reason="矩阵")
        raise TakenError

    return come_of(attempt)


def test_every_birth_and_role(world: World) -> None:
    """Who may begin what is as the table says: for each kind another one like the latest, tried by everybody."""
    everything(world)
    records = latest()
    users = {login: world.user(login) for login in [*LOGINS, "candidate1"]}
    users |= {"foreign": foreign_officer(world), "nobody": ANONYMOUS}
    wrong, abroad, day = [], set(), world.at.date()
    for model, record in records.items():
        for step in (step for step in model.steps if not step.sources):
            for login, user in users.items():
                # Asked of the database, about the one that exists: the kernel asks the one that is being made.
                allowed = may(record, step, user, day)
                got = birth(record, step, user, world)
                if (got == "person") == allowed:
                    wrong.append(f"{model._meta.label_lower} {step.verb} {login}: {got}")
                if login == "foreign" and allowed:
                    abroad.add(f"{model._meta.label_lower} {step.verb}")
    assert wrong == []
    assert abroad == ABROAD


def test_every_illegal_jump_is_refused_by_the_database(committed_world: World, superuser: psycopg.Connection) -> None:
    """Raw SQL that declares a verb may make that verb's change and no other, from every state to every state."""
    everything(committed_world)
    wrong = []
    for model, record in latest().items():
        loosen(superuser, model._meta.db_table)
        allowed = set(model.steps.transitions())
        for state in model.steps.states:
            with in_state(superuser, record, state):
                for verb in (step.verb for step in model.steps):
                    for target in model.steps.states:
                        # What is no step the guard refuses; what is one, at most a gate that counts (JX006).
                        expected = {"", "JX006"} if f"{verb}:{state}:{target}" in allowed else {"JX003"}
                        if (got := jump(model, record.pk, verb, target)) not in expected:
                            wrong.append(f"{model._meta.label_lower} {verb}: {state} → {target} {got}")
    assert wrong == []


def jump(model: type[Record], key: int, verb: str, target: str) -> str:
    """Return the code with which raw SQL that declares the verb is kept from a state; "" if it isn't: taken back."""
    declaration = {
        "model": model._meta.label_lower, "verb": verb, "actor": None, "signer": None, "office": "",
        "basis": "article:5", "reason": "", "at": "2026-03-02T02:00:00+00:00",
    }  # fmt: skip
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('jiangxin.step', %s, true)", [json.dumps(declaration)])
            cursor.execute(f"UPDATE {model._meta.db_table} SET state = %s WHERE id = %s", [target, key])
            raise TakenError
    except TakenError:
        return ""
    except DatabaseError as error:
        return str(getattr(error.__cause__, "sqlstate", error))
