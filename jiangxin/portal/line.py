"""The line of one candidate from application to certificate, read off history and the records he may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.certificates.models import Certificate
from jiangxin.enrolment.models import Application, Material, Place
from jiangxin.exams.models import Admission, Seat
from jiangxin.portal import links
from jiangxin.process.who import Actor
from jiangxin.results.models import FilingRow, Objection, Result
from jiangxin.scoring.models import ScoreSheet, SubjectMark
from jiangxin.training.models import Completion

DONE, NOW, LATE, TODO = "done", "now", "late", "todo"
# Everything that hangs on an application, by the path that leads back to it.
BELOW: dict[type[Any], str] = {
    Application: "pk",
    Place: "application",
    Material: "application",
    Completion: "application",
    Admission: "application",
    Seat: "application",
    ScoreSheet: "seat__application",
    SubjectMark: "seat__application",
    Result: "application",
    Objection: "result__application",
    FilingRow: "result__application",
    Certificate: "row__result__application",
}


@dataclass
class Candidate:
    """An application with what whoever asks may see of all that follows from it."""

    application: Application
    user: Actor
    on: date

    def of[R: Any](self, model: type[R]) -> QuerySet[R]:
        """Return the records of one kind that hang on this application and may be seen."""
        rows = model.objects.visible_to(self.user, self.on)
        return rows.filter(**{BELOW[model]: self.application.pk})  # type: ignore[no-any-return]

    def first[R: Any](self, model: type[R], *related: str) -> R | None:
        """Return the newest of them, with what its words are made of."""
        rows = self.of(model).order_by("-pk")
        return (rows.select_related(*related) if related else rows).first()


def line(shown: Candidate, seats: Sequence[Seat], events: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the line from application to certificate for `components/candidate_line.html`."""
    result, row, certificate = shown.first(Result), shown.first(FilingRow), shown.first(Certificate)
    nodes = [
        _applied(shown, events),
        _decided(shown, events),
        *_trained(shown, seats, events),
        *[_sat(seat, result) for seat in seats],
        _concluded(result, events),
        _confirmed(row, events),
        _certified(certificate, events),
    ]
    ended = next((index for index, node in enumerate(nodes) if node["state"] == LATE and node.get("final")), None)
    begun = next((index for index, node in enumerate(nodes) if node["state"] == TODO), None)
    if ended is None and begun is not None and not any(node["state"] == NOW for node in nodes):
        nodes[begun]["state"] = NOW
    return nodes if ended is None else nodes[: ended + 1]


def _when(events: Sequence[dict[str, Any]], *verbs: str) -> tuple[Any, str]:
    """Return when one of these steps was last taken, and by whom; (None, "") when it wasn't."""
    for event in events:
        if event["verb"] in verbs:
            return event["at"], event["signer"] or event["actor"]
    return None, ""


def _applied(shown: Candidate, events: Sequence[dict[str, Any]]) -> dict[str, Any]:
    state, (at, who) = shown.application.state, _when(events, "submit", "enrol")
    over = {"withdrawn": _("已撤回"), "unplaced": _("未取得名额")}.get(state)
    node = {"label": _("报名"), "at": at, "state": DONE if at else NOW, "note": who, "url": ""}
    return {**node, "state": LATE, "note": over, "final": True} if over else node


DECISIONS = ("accept", "accept_against", "endorse", "endorse_against", "reject", "send_back")


def _decided(shown: Candidate, events: Sequence[dict[str, Any]]) -> dict[str, Any]:
    state, (at, who) = (
        shown.application.state,
        _when(events, *DECISIONS),
    )
    states = {"accepted": DONE, "rejected": LATE, "returned": LATE, "submitted": NOW, "endorsed": NOW}
    return {
        "label": _("资格审核"),
        "state": states.get(state, TODO),
        "at": at if state != "submitted" else None,
        "note": shown.application.state_label if state != "accepted" else who,
        "final": state == "rejected",
    }


def _trained(shown: Candidate, seats: Sequence[Seat], events: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the node of the training; none in a round that came to its sittings without."""
    completion = shown.first(Completion)
    if completion is None:
        return [] if seats else [{"label": _("培训"), "state": TODO}]
    note = _("%(part)d / %(whole)d 学时") % {"part": completion.hours_attended, "whole": completion.hours_held}
    at, _who = _when(events, "complete")
    return [{"label": _("培训"), "state": DONE if completion.completed else LATE, "note": note, "at": at}]


def _sat(seat: Seat, result: Result | None) -> dict[str, Any]:
    """Return the node of one subject: where he sits, whether he came, and his published mark."""
    entry = result.mark_of(seat.sitting.subject.kind) if result else None
    state, note = {"seated": (TODO, _("已编排")), "present": (DONE, _("已到场")), "absent": (LATE, _("缺考"))}[
        seat.state
    ]
    if entry and entry.mark is not None:
        state, note = DONE if entry.passed else LATE, _("%(mark)s 分") % {"mark": entry.mark}
    return {
        "label": str(seat.sitting.subject),
        "state": state,
        "note": note,
        "at": timezone.localdate(seat.sitting.starts_at),
    }


def _concluded(result: Result | None, events: Sequence[dict[str, Any]]) -> dict[str, Any]:
    if result is None:
        return {"label": _("公示"), "state": TODO}
    held = result.state == "held"
    at, _who = _when(events, "publish_result", "amend")
    passed = result.conclusion == "passed"
    return {
        "label": _("公示"),
        "state": NOW if held else DONE if passed else LATE,
        "note": result.state_label if held else result.get_conclusion_display(),
        "at": at,
        "final": not passed and not held,
    }


def _confirmed(row: FilingRow | None, events: Sequence[dict[str, Any]]) -> dict[str, Any]:
    if row is None:
        return {"label": _("结果备案"), "state": TODO}
    states = {"confirmed": DONE, "refused": LATE}
    at, _who = _when(events, "confirm_row", "second_confirmation", "refuse_row", "second_refusal", "file_row")
    return {"label": _("结果备案"), "state": states.get(row.state, NOW), "note": row.state_label, "at": at}


def _certified(certificate: Certificate | None, events: Sequence[dict[str, Any]]) -> dict[str, Any]:
    if certificate is None:
        return {"label": _("证书"), "state": TODO}
    state = {"numbered": NOW, "revoked": LATE}.get(certificate.state, DONE)
    url = links.record("certificates.certificate", certificate.pk)
    return {
        "label": _("证书"),
        "state": state,
        "note": certificate.state_label,
        "at": certificate.issued_on,
        "url": url,
    }
