"""Reads of applications that more than one page or operation asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from jiangxin.documents.fonts import missing_glyphs
from jiangxin.enrolment.models import Application, Material
from jiangxin.enrolment.roster_scope import RosterScope
from jiangxin.people import idnumber, vault
from jiangxin.people.models import Person
from jiangxin.regulation.parameters import param
from jiangxin.rounds.models import Round
from jiangxin.standards.models import StandardLevel

OVER = ("rejected", "withdrawn", "unplaced")  # states after which the same person may apply again


def roster_scope(round_: Round) -> RosterScope:
    """Return what a round admits, for the check of a roster; ages count on the last day of enrolment."""
    conditions = list(round_.level.conditions.all())
    return RosterScope(
        occupations=[round_.level.standard.occupation.name],
        level=round_.level.level,
        conditions={condition.label: condition.text for condition in conditions},
        requirements={condition.label: condition.requirement for condition in conditions},
        on=round_.apply_until,
        minimum_age=param("age.min", round_.apply_until).integer,
        missing_glyphs=lambda name: "".join(missing_glyphs(name)),
    )


def whole(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Return the applications with all that lists, pages and decisions read of them, in two queries."""
    present = Prefetch("materials", Material.objects.exclude(state="removed").select_related("file"))
    return applications.select_related(
        "person",
        "condition",
        "photo",
        "place",
        "round__institution",
        "round__college",
        "round__level__standard__occupation",
    ).prefetch_related(present)


def found(applications: QuerySet[Application], institutions: Iterable[int], text: str) -> QuerySet[Application]:
    """Return the applications of people whose name holds the text, or whose ID number is it or ends with it."""
    wanted = Q(person__name__icontains=text)
    number, _ignored = idnumber.normalise(text)
    for institution in institutions:
        index = vault.blind_index(institution, number)
        wanted |= Q(person__institution=institution) & (Q(person__id_index=index) | Q(person__last4_index=index))
    return applications.filter(wanted)


def live(round_: Round) -> QuerySet[Application]:
    """Return the applications of a round that are neither rejected nor withdrawn."""
    return Application.objects.filter(round=round_).exclude(state__in=OVER)


def counts(round_: Round) -> dict[str, int]:
    """Return how many applications a round has in each state; `applied` counts all that were ever handed in."""
    states = [*Application.steps.states]
    found: dict[str, int] = Application.objects.filter(round=round_).aggregate(
        **{state: Count("pk", filter=Q(state=state)) for state in states}
    )
    return {**found, "applied": sum(found[state] for state in states if state not in {"draft", "withdrawn"})}


def numbers_told(round_: Round) -> list[str]:
    """Return in words how many have applied in a round, and how many of them nobody has decided."""
    numbers = counts(round_)
    sentences = [
        _("已有 %(count)d 人报名，计划 %(capacity)d 人。") % {"count": numbers["applied"], "capacity": round_.capacity}
    ]
    if waiting := numbers["submitted"] + numbers["endorsed"] + numbers["returned"]:
        sentences.append(_("其中 %d 人还没有审核完，截止后可以继续审核和补正。") % waiting)
    if drafts := numbers["draft"]:
        sentences.append(_("另有 %d 份草稿没有提交，截止后不能再提交。") % drafts)
    return sentences


def other_levels(round_: Round) -> list[StandardLevel]:
    """Return the other levels of the round's standard with their conditions: where else an applicant might fit."""
    levels = StandardLevel.objects.filter(standard=round_.level.standard_id).exclude(pk=round_.level_id)
    return list(levels.select_related("standard__occupation").order_by("-level"))


def people_in(round_: Round) -> QuerySet[Application, int]:
    """Return the keys of the persons who handed in an application in a round, or for whom one was entered."""
    return Application.objects.filter(round=round_).exclude(state="draft").values_list("person", flat=True)


def under_decision(person: Person) -> Iterator[str]:
    """Yield the rounds in which the person applied: the decision rests on the name that was compared with his card."""
    for application in _handed_in(person):
        yield _("%(round)s 的报名已提交，姓名请申请更正") % {"round": application.round}


def still_applying(person: Person) -> Iterator[str]:
    """Yield the rounds in which the person's application still waits for him or for an office."""
    waiting = Application.objects.filter(person=person, state__in=("draft", "submitted", "returned"))
    for application in waiting.select_related("round__level__standard__occupation"):
        yield _("%(round)s 的报名还没有办完") % {"round": application.round}


def _handed_in(person: Person) -> QuerySet[Application]:
    listed = Application.objects.filter(person=person).exclude(state__in=("draft", "withdrawn"))
    return listed.select_related("round__level__standard__occupation")
