"""Where the stages of a round lead: only to what whoever asks may see, and to a page that is open to him."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import CharField, Value

from jiangxin.people import roles
from jiangxin.portal import links
from jiangxin.portal.stages import NOW, STAGES, TODO, VOID, Course, Node, Stage
from jiangxin.process.models import Record
from jiangxin.process.queries import model_of
from jiangxin.process.who import Actor
from jiangxin.rounds.models import Round

# The apps' pages of a round are for those who run it; everybody else is led to the records he may see.
RUNNING = {roles.CENTRE_OFFICER, roles.COLLEGE_OFFICER, roles.AUDITOR}
OWN = Round._meta.label_lower


def linked(course: Course, user: Actor, on: date) -> Course:
    """Return the course with the address of each stage of which this user sees something, in one query.

    A stage of which nothing is there yet leads whoever may begin it to the page on which it is begun.
    """
    there = _there(course.round, user, on)
    running = any(appointment.role in RUNNING for appointment in user.appointments_on(on))
    lead = links.in_round if running else _rows
    pages = {
        stage.key: lead(stage.record, course.round.pk)
        for stage, node in zip(STAGES, course.nodes, strict=True)
        if stage.record in there or (running and _may_begin(stage, node, course.round, user, on))
    }
    begun = {node.key for node in course.nodes if node.state not in (TODO, VOID)}
    nodes = (replace(node, url=pages.get(node.key, "") if node.key in begun else "") for node in course.nodes)
    return replace(course, nodes=tuple(nodes))


def beginnings(courses: Iterable[Course], user: Actor, on: date) -> list[tuple[Round, Node]]:
    """Return the stages that are at hand and that this user may begin, each with its round and its address.

    No record of theirs is there yet, so no step of a record is anybody's duty and the desk would be silent.
    """
    return [
        (course.round, replace(node, url=links.in_round(stage.record, course.round.pk)))
        for course in courses
        for stage, node in zip(STAGES, course.nodes, strict=True)
        if node.state == NOW and _may_begin(stage, node, course.round, user, on)
    ]


def _rows(label: str, round_: int) -> str:
    return links.records(label, round=round_)


def _may_begin(stage: Stage, node: Node, round_: Round, user: Actor, on: date) -> bool:
    """Tell whether the step that begins a stage is the next one, and this user's."""
    if not stage.start or node.step != (stage.record, stage.start):
        return False
    model = model_of(stage.record)
    step = model.steps[stage.start]
    return not step.sources and step.may.test(user, _sketch(model, round_, model.steps.round_path or "round"), on)


def _sketch(model: type[Record], round_: Round, path: str) -> Record:
    """Return an unsaved record of this round, with all that lies between it and the round as unsaved."""
    name, _sep, rest = path.partition("__")
    lower: Any = model._meta.get_field(name).related_model
    made: Record = model(**{name: _sketch(lower, round_, rest) if rest else round_})
    return made


def _there(round_: Round, user: Actor, on: date) -> set[str]:
    """Return the kinds of records of a round of which this user sees at least one."""
    branches = []
    for label in sorted({stage.record for stage in STAGES} - {OWN}):
        model = model_of(label)
        rows = model.objects.visible_to(user, on).filter(**{model.steps.round_path or "pk": round_.pk}).order_by()
        branches.append(rows.annotate(kind=Value(label, output_field=CharField())).values_list("kind", flat=True)[:1])
    return set(branches[0].union(*branches[1:], all=True).order_by())
