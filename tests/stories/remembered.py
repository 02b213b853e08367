"""Stories with which many tests begin are played once by each worker and remembered: what they wrote is put back.

A story can be remembered when nothing has happened before it: then it depends on its arguments, the hour, the language
and the settings alone. What it has changed in the database is noted row by row, with its files and what it returned;
whoever tells it again gets these very rows. They were judged by every guard when they were written; putting them back
passes the guards, which only the tests' server allows (`STORYTELLER`). A test that changes the product
(`monkeypatch`) has every story played.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, wraps
from inspect import signature
from typing import Any, cast

import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language

from jiangxin.documents import store
from tests.plugins.storyteller import STORYTELLER
from tests.world import World

PLAIN = (int, str, bool, date, Decimal, type(None))  # two that look the same are the same
TABLES = """
SELECT c.oid::regclass::text, quote_ident(a.attname), pg_get_serial_sequence(c.oid::regclass::text, a.attname),
  (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
   WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '')
FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname
"""


@dataclass(frozen=True)
class Table:
    """A table, as it is read and put back: its key's column and sequence, and all columns that can be written."""

    name: str
    key: str
    sequence: str | None
    columns: str


@dataclass(frozen=True)
class Memory:
    """What a story has left: for each table its rows and the keys that were there before, files, answer and hour."""

    rows: dict[Table, str]
    gone: dict[Table, list[str]]
    files: dict[str, bytes]
    answer: bytes
    at: datetime


class Playing:
    """What this worker remembers, and whether it may: not while a test has changed the product."""

    memories: dict[str, Memory] = {}
    since = 0  # the first transaction after this worker's copy of the template was made
    allowed = True


def renewed() -> None:
    """Note that the database is as its template now."""
    Playing.since = int(rows_of("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")[0][0])


@contextmanager
def forbidden() -> Iterator[None]:
    """Let every story inside the block be played."""
    Playing.allowed = False
    try:
        yield
    finally:
        Playing.allowed = True


def remembered[F: Callable[..., Any]](story: F) -> F:
    """Let a story be played once, whenever nothing has happened before it."""
    parameters = signature(story)

    @wraps(story)
    def told(world: World, *args: Any, **fields: Any) -> Any:
        if not Playing.allowed or not all(isinstance(one, PLAIN) for one in [*args, *fields.values()]):
            return story(world, *args, **fields)
        if not pristine():
            return story(world, *args, **fields)
        bound = parameters.bind(None, *args, **fields)
        bound.apply_defaults()
        key = repr((story.__module__, story.__name__, bound.arguments, world.at, *circumstances()))
        if key in Playing.memories:
            return put_back(Playing.memories[key], world)
        before = keys()
        answer = story(world, *args, **fields)
        Playing.memories[key] = noted(before, answer, world)
        return answer

    return cast(F, told)


def circumstances() -> Iterator[str]:
    """Return whatever else a story may depend on: the day, or the hour where it stands still; language; settings."""
    travelling = time_machine.escape_hatch.is_travelling()
    yield str(timezone.now() if travelling else timezone.localdate())
    yield str(get_language())
    holder: Any = vars(settings)["_wrapped"]
    while "default_settings" in vars(holder):  # each override lies around the settings that it changes
        yield repr({name: value for name, value in vars(holder).items() if name != "default_settings"})
        holder = holder.default_settings


# ---- the database


def rows_of(query: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """Return what a query gives."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


@cache
def tables() -> list[Table]:
    """Return all tables."""
    return [Table(*row) for row in rows_of(TABLES)]


def pristine() -> bool:
    """Tell whether the database is still as its template."""
    if rows_of("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")[0][0]:
        return False
    later = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table.name} WHERE xmin::text::bigint >= {Playing.since})" for table in tables()
    )
    return not rows_of(f"SELECT {later}")[0][0]


def keys() -> dict[Table, set[str]]:
    """Return the keys of all rows."""
    each = [f"(SELECT array_agg({table.key}::text) FROM {table.name})" for table in tables()]
    found = rows_of(f"SELECT {', '.join(each)}")[0]
    return {table: set(listed or ()) for table, listed in zip(tables(), found, strict=True)}


def noted(before: dict[Table, set[str]], answer: Any, world: World) -> Memory:
    """Return what a story has changed."""
    after, changed = keys(), f"WHERE xmin::text::bigint >= {Playing.since}"
    wanted = [f"(SELECT json_agg(t ORDER BY t.{one.key})::text FROM {one.name} t {changed})" for one in tables()]
    wanted += [f"(SELECT array_agg({one.key}::text) FROM {one.name} {changed})" for one in tables()]
    found = rows_of(f"SELECT {', '.join(wanted)}")[0]
    rows = dict(zip(tables(), found, strict=False))
    written = dict(zip(tables(), found[len(tables()) :], strict=True))
    gone = {one: before[one] - (after[one] - set(written[one] or ())) for one in tables()}
    files = [name for (name,) in rows_of(f"SELECT kept_as FROM documents_storedfile {changed}")]
    return Memory(
        rows={table: listed for table, listed in rows.items() if listed},
        gone={table: sorted(listed) for table, listed in gone.items() if listed},
        files={name: store.path_of(name).read_bytes() for name in files if store.path_of(name).exists()},
        answer=pickle.dumps(answer),
        at=world.at,
    )


def put_back(memory: Memory, world: World) -> Any:
    """Put back what a story has left, and return what it returned."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {STORYTELLER}")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, listed in memory.gone.items():
            cursor.execute(f"DELETE FROM {table.name} WHERE {table.key}::text = ANY(%s)", [listed])
        for table, written in memory.rows.items():
            cursor.execute(
                f"INSERT INTO {table.name} ({table.columns}) OVERRIDING SYSTEM VALUE"
                f" SELECT {table.columns} FROM json_populate_recordset(NULL::{table.name}, %s)",
                [written],
            )
            if table.sequence:
                cursor.execute(
                    f"SELECT setval(%s, GREATEST((SELECT last_value FROM {table.sequence}),"
                    f" (SELECT max({table.key}) FROM {table.name})))",
                    [table.sequence],
                )
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("SET LOCAL ROLE NONE")
    for name, content in memory.files.items():
        path = store.path_of(name)
        if not path.exists():  # a test has destroyed what it was told
            path.write_bytes(content)
    world.at = memory.at
    return pickle.loads(memory.answer)
