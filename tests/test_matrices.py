"""Every state of every record × every step × every role, built from the tables of steps: nothing can be forgotten.

A superuser, whom no guard stops, puts a record into each of its states in turn; then everybody tries everything.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from jiangxin import embedded
from jiangxin.people.models import User
from jiangxin.process.errors import Refused
from jiangxin.process.models import Record
from jiangxin.process.step import Step
from jiangxin.process.taking import take
from jiangxin.process.triggers import RECORDS
from tests.stories.archive import sealed_dossier
from tests.stories.training import completed_class
from tests.world import World

# One of each office, a candidate, and an officer of another office of the same kind.
LOGINS = [
    "centre", "centre2", "college", "reviewer", "teacher", "setter", "setter2", "invigilator", "examiner", "examiner4",
    "supervisor", "supervisor2", "outside", "finance", "auditor", "recorder", "employment", "city", "province",
]  # fmt: skip
# Records that this story never makes; each has tests of its own.
UNSEEN = {
    "enrolment.roster", "enrolment.photopack", "enrolment.batch", "enrolment.sampled", "enrolment.phrase",
    "enrolment.place", "results.objection", "impartiality.relation", "people.reading", "people.correction",
    "reports.target", "supervision.visit",
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


@contextmanager
def in_state(admin: psycopg.Connection, record: Record, state: str) -> Iterator[None]:
    """Put a record into a state for a while, past all guards."""
    change = f"UPDATE {record._meta.db_table} SET state = %s WHERE id = %s"
    admin.execute(change, [state, record.pk])
    yield
    admin.execute(change, [record.state, record.pk])


def outcome(record: Record, step: Step, user: User, world: World) -> str:
    """Return what comes of a person's try to take a step: `taken`, the code of the refusal, or `database`."""
    try:
        with transaction.atomic(), take(record, step.verb, by=user, at=world.at, reason="矩阵"):
            raise TakenError
    except TakenError:
        return "taken"
    except Refused as refused:
        return refused.code
    except Exception:
        return "database"


def test_every_state_step_and_role(committed_world: World, superuser: psycopg.Connection) -> None:
    world = committed_world
    completed_class(world, sealed_dossier(world).round)
    users = {login: world.user(login) for login in LOGINS}
    wrong, seen, day = [], set(), world.at.date()
    for model in RECORDS:
        record = model._default_manager.order_by("pk").last()
        if record is None:
            continue
        seen.add(model._meta.label_lower)
        loosen(superuser, model._meta.db_table)
        for state in model.steps.states:
            with in_state(superuser, record, state):
                for step in (step for step in model.steps if step.sources):
                    for login, user in users.items():
                        may = model._default_manager.filter(step.may.q(model, user, day), pk=record.pk).exists()
                        got = outcome(record, step, user, world)
                        expected = "state" if state not in step.sources else "" if may else "person"
                        if (got != expected) if expected else (got in {"state", "person"}):
                            wrong.append(f"{model._meta.label_lower} {state} {step.verb} {login}: {got}")
    assert wrong == []
    assert {model._meta.label_lower for model in RECORDS} - seen == UNSEEN


def test_every_illegal_jump_is_refused_by_the_database(committed_world: World, superuser: psycopg.Connection) -> None:
    """Raw SQL that declares a verb may make that verb's change and no other, from every state to every state."""
    completed_class(committed_world, sealed_dossier(committed_world).round)
    wrong = []
    for model in RECORDS:
        record = model._default_manager.order_by("pk").last()
        if record is None:
            continue
        loosen(superuser, model._meta.db_table)
        allowed = set(model.steps.transitions())
        for state in model.steps.states:
            with in_state(superuser, record, state):
                for verb in (step.verb for step in model.steps):
                    for target in model.steps.states:
                        legal = f"{verb}:{state}:{target}" in allowed
                        if jump(model, record.pk, verb, target) != legal:
                            wrong.append(f"{model._meta.label_lower} {verb}: {state} → {target}")
    assert wrong == []


def jump(model: type[Record], key: int, verb: str, target: str) -> bool:
    """Tell whether raw SQL that declares the verb can put the record into the target state; it is taken back."""
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
        return True
    except DatabaseError:
        return False
