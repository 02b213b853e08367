"""Taking steps: the only way to change a record.

`begin` makes one, `take` moves one; `begin_all` and `take_all` do the same for a set with one lock, one check and one
statement. All four check state, person, facts, waits and deadlines, declare the step to the database, and tell
`step_taken`. Nothing else writes a record, and the database refuses whoever tries.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any, cast

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from jiangxin.process import dues
from jiangxin.process.errors import Refused
from jiangxin.process.models import Record
from jiangxin.process.signals import step_taken
from jiangxin.process.step import Step, as_date
from jiangxin.process.who import Actor
from jiangxin.regulation.words import in_series, joined

_UNDER_WAY: ContextVar[tuple[str, ...]] = ContextVar("steps_under_way", default=())


def steps_under_way() -> tuple[str, ...]:
    """Return the steps (`app.model.verb`) inside which the present code runs, outermost first."""
    return _UNDER_WAY.get()


@contextmanager
def under_way(name: str) -> Iterator[None]:
    """Mark everything inside as a consequence of the named step, for steps that `follows(name)` allows."""
    token = _UNDER_WAY.set((*_UNDER_WAY.get(), name))
    try:
        yield
    finally:
        _UNDER_WAY.reset(token)


@contextmanager
def take[R: Record](
    record: R, verb: str, *, by: Actor, at: datetime, reason: str = "", reads: Sequence[str] = ()
) -> Iterator[R]:
    """Lock the record, check the step, yield the record for its changes, and save it in its next state.

    `reads` names the relations (as lookups) that the step is known to follow, to be read in the same query.

    Raises Refused when the step may not be taken now, by this person, or while facts are missing.
    """
    step = type(record).steps[verb]
    with _conflicts_told(step), transaction.atomic(), under_way(_name(type(record), verb)):
        found = type(record)._default_manager.select_for_update(of=("self",))
        locked = cast("R", (found.select_related(*reads) if reads else found).get(pk=record.pk))
        _check(locked, step, by=by, at=at, reason=reason)
        yield locked
        locked.state = step.leads_from(locked.state)
        with _declared(type(record), step, by=by, at=at, reason=reason):
            locked.save()
            _settle([locked], step, at)
        _after([locked], step, by=by, at=at, reason=reason)


def take_all[R: Record](
    records: QuerySet[R],
    verb: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    each: Callable[[R], None] | None = None,
    fields: Sequence[str] = (),
    **values: Any,
) -> list[R]:
    """Take one step for a set: all or none. `values` are the same for all; `each` changes `fields` one by one.

    Raises Refused with every record that stands in the way; then nothing is written.
    """
    model = records.model
    step = model.steps[verb]
    with _conflicts_told(step), transaction.atomic(), under_way(_name(model, verb)):
        locked = list(records.select_for_update(of=("self",)).order_by("pk"))
        _check_all(locked, step, by=by, at=at, reason=reason)
        for record in locked:
            record.state = step.leads_from(record.state)
            for field, value in values.items():
                setattr(record, field, value)
            if each:
                each(record)
        with _declared(model, step, by=by, at=at, reason=reason):
            if fields or step.target is None:
                model._default_manager.bulk_update(locked, ["state", *values, *fields], batch_size=1000)
            else:
                keys = [record.pk for record in locked]
                model._default_manager.filter(pk__in=keys).update(state=step.target, **values)
            _settle(locked, step, at)
        _after(locked, step, by=by, at=at, reason=reason)
    return locked


def begin[R: Record](record: R, verb: str, *, by: Actor, at: datetime, reason: str = "") -> R:
    """Make a record by the step that bears it, and return it saved.

    Raises Refused when this person may not, or while facts are missing.
    """
    return begin_all([record], verb, by=by, at=at, reason=reason)[0]


def begin_all[R: Record](records: Sequence[R], verb: str, *, by: Actor, at: datetime, reason: str = "") -> list[R]:
    """Make a set of records of one kind by one step: all or none."""
    if not records:
        return []
    model = type(records[0])
    step = model.steps[verb]
    with _conflicts_told(step), transaction.atomic(), under_way(_name(model, verb)):
        for record in records:
            record.state = step.target or ""
        _check_all(records, step, by=by, at=at, reason=reason)
        with _declared(model, step, by=by, at=at, reason=reason):
            model._default_manager.bulk_create(records, batch_size=1000)
            _settle(records, step, at)
        _after(records, step, by=by, at=at, reason=reason)
    return list(records)


@contextmanager
def _conflicts_told(step: Step) -> Iterator[None]:
    """Turn the database's word that two people did the same at once into a sentence."""
    try:
        yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
        sentence = _(
            "不能“%(verb)s”：同样的内容刚刚已经有了，或者与已有的内容冲突（%(name)s）。请刷新页面核对，没有重复写入。"
        )
        raise Refused("conflict", sentence % {"verb": step.label, "name": name}, basis=step.basis) from error


def _name(model: type[Record], verb: str) -> str:
    return f"{model._meta.label_lower}.{verb}"


def _check(record: Record, step: Step, *, by: Actor, at: datetime, reason: str) -> None:
    """Raise Refused unless the step may be taken by this person, for this record, at this moment."""
    day = as_date(at)
    assert day is not None
    if refused := out_of_turn(record, step):
        raise refused
    check_person(record, step, by, day)
    if missing := step.missing(record):
        sentence = _("不能“%(verb)s”：%(what)s还缺：%(missing)s")
        words = in_series(str(item) for item in missing)
        raise Refused(
            "facts",
            sentence % {"verb": step.label, "what": _subject(record), "missing": words},
            basis=step.basis,
            missing=missing,
        )
    late = dues.check(record, step, day)
    if (step.reason or late) and not reason.strip():
        why = _("已经逾期，必须说明原因") if late else _("必须写明理由")
        sentence = _("不能“%(verb)s”%(what)s：%(why)s。写好以后再提交一次，已填的内容都还在。")
        raise Refused("reason", sentence % {"verb": step.label, "what": _subject(record), "why": why}, basis=step.basis)


def out_of_turn(record: Record, step: Step) -> Refused | None:
    """Return why a step does not lead on from where the record is; None where it does."""
    if not step.sources or record.state in step.sources:
        return None
    names = joined(str(record.steps.states[state]) for state in step.sources)
    sentence = _("不能“%(verb)s”：%(what)s现在是“%(state)s”，只有“%(states)s”时可以。请刷新页面，看看是谁刚刚办理过。")
    told = {"verb": step.label, "what": _subject(record), "state": record.state_label, "states": names}
    return Refused("state", sentence % told, basis=step.basis)


def check_person(record: Record, step: Step, by: Actor, day: date) -> None:
    """Raise Refused unless the one who acts (or who signed the paper) may take the step."""
    acting = by.paper_of or by
    if by.paper_of is not None:
        _check_recorder(record, step, by, day)
    if not step.may.test(acting, record, day):
        sentence = _("不能“%(verb)s”%(what)s：这一步由%(who)s办理。")
        raise Refused(
            "person",
            sentence % {"verb": step.label, "what": _subject(record), "who": step.may.sentence},
            basis=step.basis,
        )


def _check_recorder(record: Record, step: Step, by: Actor, day: Any) -> None:
    """Raise Refused unless the one at the keyboard is a recorder of the institution whose record it is.

    The signer may be of an authority: what it signs about an institution's record is entered by that institution.
    """
    held = {a.institution_id for a in by.appointments_on(day) if a.role == "recorder"}
    if not held:
        raise Refused("paper", _("不能补录：只有补录员可以把纸质材料录入系统。"), basis=step.basis)
    homes = record.steps.visible.institutions(record) | step.may.institutions(record)
    if homes and not held & homes.keys():
        names = joined(homes.values())
        sentence = _("不能补录：这是%s的记录，只有该机构的补录员可以录入它的纸质材料。")
        raise Refused("paper", sentence % names, basis=step.basis)


def _check_all(records: Sequence[Record], step: Step, *, by: Actor, at: datetime, reason: str) -> None:
    """Check every record of a set; name up to five of those that stand in the way."""
    if len(records) > 1:
        paths = step.may.paths() | records[0].steps.visible.paths()
        prefetch_related_objects(records, *(path.replace(".", "__") for path in sorted(paths)))
    refused: list[Refused] = []
    for record in records:
        try:
            _check(record, step, by=by, at=at, reason=reason)
        except Refused as error:
            refused.append(error)
    if len(refused) == 1:
        raise refused[0]
    if refused:
        first = " ".join(str(error.sentence) for error in refused[:5])
        sentence = _("有 %(count)d 条不能办理，所以一条也没有办理。%(first)s")
        raise Refused(refused[0].code, sentence % {"count": len(refused), "first": first}, basis=step.basis)


def _subject(record: Record) -> str:
    return f"{record.steps.label}“{record}”" if record.pk else f"{record.steps.label}"


@contextmanager
def _declared(model: type[Record], step: Step, *, by: Actor, at: datetime, reason: str) -> Iterator[None]:
    """Tell the database which step this is, who takes it and why; its triggers check it and write history."""
    acting = by.paper_of or by
    day = as_date(at)
    assert day is not None
    declaration: Mapping[str, Any] = {
        "model": model._meta.label_lower,
        "verb": step.verb,
        "actor": by.id,
        "signer": by.paper_of.id if by.paper_of is not None else None,
        "office": acting.office_label(day),
        "basis": str(step.basis),
        "reason": reason,
        "at": at.isoformat(),
    }
    _declare(json.dumps(declaration, ensure_ascii=False))
    yield
    _declare("")


def _declare(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('jiangxin.step', %s, true)", [text])


def _settle(records: Sequence[Record], step: Step, at: datetime) -> None:
    """Compute the days that now begin and mark the duty that is now met; only while the step is declared."""
    for record in records:
        if record.steps.dues:
            dues.settle(record, step, as_date(at))


def _after(records: Sequence[Record], step: Step, *, by: Actor, at: datetime, reason: str) -> None:
    """Tell whoever must hear it that the step is taken."""
    sender = type(records[0]) if records else None
    step_taken.send(sender=sender, records=records, step=step, by=by, at=at, reason=reason)
