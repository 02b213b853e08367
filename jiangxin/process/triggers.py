"""The guards in the database: made from the tables of steps, put there after every migration.

Four functions serve all records. `jiangxin_guard` refuses every change that is not the declared step;
`jiangxin_history` writes history with the owner's rights (the application can't write it, nor make a trigger that
does); `jiangxin_refuse` refuses everything; `jiangxin_written` lets history rows in from a trigger only. A fifth,
`jiangxin_due`, lets a computed day in, or be met, by a step that its record has taken in the same transaction.
A record may have a `Gate` besides: a rule of its own that other tables or a sum decide, which no CHECK can.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connections

from jiangxin.embedded import APPLICATION

if TYPE_CHECKING:
    from jiangxin.process.models import Record
    from jiangxin.process.step import Steps

RECORDS: list[type[Record]] = []


@dataclass(frozen=True)
class Gate:
    """What the database itself refuses of one record: `body` is PL/pgSQL that sees NEW and raises where it must.

    It runs before each INSERT and each UPDATE, after the guard of the steps (triggers fire by name). `body` may use
    `refused`, a text: whatever it holds at the end is the refusal (JX006); NULL lets the row pass.
    """

    name: str
    body: str

    def sql(self, table: str, label: str) -> str:
        """Return the SQL that puts the gate on a table."""
        function = f"jiangxin_gate_{self.name}"
        return f"""
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  refused text;
BEGIN
{self.body}
  IF refused IS NOT NULL THEN
    RAISE EXCEPTION 'jiangxin: {label}: %', refused USING ERRCODE = 'JX006';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER guard_{self.name} BEFORE INSERT OR UPDATE ON "{table}"
  FOR EACH ROW EXECUTE FUNCTION {function}();
"""


FUNCTIONS = """
CREATE OR REPLACE FUNCTION jiangxin_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  declared jsonb := nullif(current_setting('jiangxin.step', true), '')::jsonb;
  change text;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'jiangxin: a record of % is never deleted', TG_ARGV[0] USING ERRCODE = 'JX001';
  END IF;
  IF declared IS NULL OR declared->>'model' <> TG_ARGV[0] THEN
    RAISE EXCEPTION 'jiangxin: % of % without a declared step', TG_OP, TG_ARGV[0] USING ERRCODE = 'JX002';
  END IF;
  IF TG_OP = 'INSERT' THEN
    change := (declared->>'verb') || '::' || NEW.state;
  ELSE
    change := (declared->>'verb') || ':' || OLD.state || ':' || NEW.state;
  END IF;
  IF NOT TG_ARGV[1]::jsonb ? change THEN
    RAISE EXCEPTION 'jiangxin: % is no step of %', change, TG_ARGV[0] USING ERRCODE = 'JX003';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION jiangxin_history() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  declared jsonb := current_setting('jiangxin.step', true)::jsonb;
  -- What history held could never be destroyed: data keys and blind indexes (`Record.unrecorded`) stay out of it.
  fresh jsonb := to_jsonb(NEW) - TG_ARGV[1]::text[];
  stale jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) - TG_ARGV[1]::text[] ELSE '{}'::jsonb END;
BEGIN
  INSERT INTO process_history
    (model, record, verb, source, target, actor, signer, office, basis, reason, at, recorded_at, transaction, change)
  SELECT TG_ARGV[0], NEW.id, declared->>'verb', coalesce(stale->>'state', ''), NEW.state,
    (declared->>'actor')::bigint, (declared->>'signer')::bigint, declared->>'office', declared->>'basis',
    declared->>'reason', (declared->>'at')::timestamptz, clock_timestamp(), pg_current_xact_id()::text::bigint,
    (SELECT coalesce(jsonb_object_agg(key, jsonb_build_array(stale->key, value)), '{}'::jsonb)
       FROM jsonb_each(fresh) WHERE value IS DISTINCT FROM coalesce(stale->key, 'null'::jsonb));
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION jiangxin_history() FROM PUBLIC;

CREATE OR REPLACE FUNCTION jiangxin_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'jiangxin: % of % is never allowed', TG_OP, TG_TABLE_NAME USING ERRCODE = 'JX004';
END $$;

CREATE OR REPLACE FUNCTION jiangxin_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'jiangxin: history is written by the database only' USING ERRCODE = 'JX005';
  END IF;
  RETURN NEW;
END $$;

-- A computed day is born by a declared step of its record, and met once, on the day of the step that meets it; no
-- more. The step must be history already, in this transaction: so who changed it, when and why stands there.
CREATE OR REPLACE FUNCTION jiangxin_due() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  declared jsonb := nullif(current_setting('jiangxin.step', true), '')::jsonb;
  known boolean;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'jiangxin: a computed day is never deleted' USING ERRCODE = 'JX001';
  END IF;
  IF declared IS NULL OR declared->>'model' <> NEW.model OR NOT EXISTS (
    SELECT FROM process_history h WHERE h.model = NEW.model AND h.record = NEW.record
      AND h.verb = declared->>'verb' AND h.transaction = pg_current_xact_id()::text::bigint
  ) THEN
    RAISE EXCEPTION 'jiangxin: % of a computed day without a step of its record', TG_OP USING ERRCODE = 'JX002';
  END IF;
  IF TG_OP = 'INSERT' THEN
    known := coalesce(TG_ARGV[0]::jsonb->NEW.model ? (NEW.kind || ':' || NEW.verb), false) AND NEW.met_on IS NULL;
  ELSE
    known := to_jsonb(NEW) - 'met_on' = to_jsonb(OLD) - 'met_on' AND OLD.met_on IS NULL
      AND NEW.verb = declared->>'verb'
      AND NEW.met_on IS NOT DISTINCT FROM ((declared->>'at')::timestamptz AT TIME ZONE TG_ARGV[1])::date;
  END IF;
  IF NOT known THEN
    RAISE EXCEPTION 'jiangxin: % of a computed day that no table of steps states', TG_OP USING ERRCODE = 'JX003';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER written BEFORE INSERT ON process_history
  FOR EACH ROW EXECUTE FUNCTION jiangxin_written();
CREATE OR REPLACE TRIGGER unchanged BEFORE UPDATE OR DELETE ON process_history
  FOR EACH ROW EXECUTE FUNCTION jiangxin_refuse();
CREATE OR REPLACE TRIGGER kept BEFORE TRUNCATE ON process_history
  FOR EACH STATEMENT EXECUTE FUNCTION jiangxin_refuse();
"""

RIGHTS = f"""
GRANT USAGE ON SCHEMA public TO {APPLICATION};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APPLICATION};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APPLICATION};
REVOKE INSERT, UPDATE, DELETE ON process_history FROM {APPLICATION};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {APPLICATION};
REVOKE DELETE ON process_due FROM {APPLICATION};
"""


def label_of(verb: str) -> str:
    """Return the label of a verb, whichever table has it; a verb of no table (`setup`) stands for itself."""
    return next((str(model.steps[verb].label) for model in RECORDS if verb in model.steps), verb)


def record_of[R: Record](steps: Steps, *gates: Gate) -> Callable[[type[R]], type[R]]:
    """Return the decorator that binds a record to its table of steps, and so to its guards, gates and history."""

    def bind(model: type[R]) -> type[R]:
        model.steps, model.gates = steps, gates
        RECORDS.append(model)
        return model

    return bind


def guards_of(model: type[Record]) -> str:
    """Return the SQL that puts the guards on one record's table."""
    table, label = model._meta.db_table, model._meta.label_lower
    transitions, unrecorded = json.dumps(model.steps.transitions()), ",".join(model.unrecorded)
    gates = "".join(gate.sql(table, label) for gate in model.gates)
    return f"""
CREATE OR REPLACE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON "{table}"
  FOR EACH ROW EXECUTE FUNCTION jiangxin_guard('{label}', '{transitions}');
CREATE OR REPLACE TRIGGER history AFTER INSERT OR UPDATE ON "{table}"
  FOR EACH ROW EXECUTE FUNCTION jiangxin_history('{label}', '{{{unrecorded}}}');
CREATE OR REPLACE TRIGGER kept BEFORE TRUNCATE ON "{table}"
  FOR EACH STATEMENT EXECUTE FUNCTION jiangxin_refuse();
{gates}"""


def guard_of_dues() -> str:
    """Return the SQL that puts the guard on the computed days, made from the `dues` of all tables of steps."""
    stated = {m._meta.label_lower: [f"{due.kind}:{due.verb}" for due in m.steps.dues] for m in RECORDS if m.steps.dues}
    return f"""
CREATE OR REPLACE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON process_due
  FOR EACH ROW EXECUTE FUNCTION jiangxin_due('{json.dumps(stated)}', '{settings.TIME_ZONE}');
CREATE OR REPLACE TRIGGER kept BEFORE TRUNCATE ON process_due
  FOR EACH STATEMENT EXECUTE FUNCTION jiangxin_refuse();
"""


def guard_database(using: str = "default", **_: Any) -> None:
    """Put functions, guards and rights into the database (idempotent; the owner runs it after each migration)."""
    connection = connections[using]
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        if "process_history" not in existing:
            return
        cursor.execute(FUNCTIONS)
        cursor.execute(guard_of_dues())
        for model in RECORDS:
            if model._meta.db_table in existing:
                cursor.execute(guards_of(model))
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION])
        if cursor.fetchone():
            cursor.execute(RIGHTS)
