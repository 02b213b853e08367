"""The numbers of a round: each opens its rows, and none is shown before it can be known."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiangxin.exams.models import Seat
from jiangxin.portal import links
from jiangxin.portal.stages import Course
from jiangxin.rounds.models import Round

APPLIED = "submitted,endorsed,returned,accepted,rejected"


def figures(course: Course) -> dict[str, dict[str, Any]]:
    """Return the numbers of a round by their keys, for `components/figures.html`; None until one is known."""
    standing = course.standing
    signed = standing.count("certificate", "signed", "handed_over")
    rows = {
        "applied": (pgettext("figure", "报名"), standing.applied, "enrolment.application", APPLIED),
        "accepted": (
            pgettext("figure", "审核通过"),
            standing.count("application", "accepted"),
            "enrolment.application",
            "accepted",
        ),
        "returned": (
            pgettext("figure", "退回补正"),
            standing.count("application", "returned"),
            "enrolment.application",
            "returned",
        ),
        "trained": (
            _("培训合格"),
            _known(course, "completion", standing.count("completion", "true")),
            "training.completion",
            "",
        ),
        "present": (_("参加考核"), present(course.round) if _begun(course) else None, "exams.seat", "present"),
        "certified": (_("取得证书"), _known(course, "row", signed), "certificates.certificate", "signed,handed_over"),
    }
    return {
        key: {"label": label, "value": value, "url": links.records(kind, round=course.round.pk, state=state)}
        for key, (label, value, kind, state) in rows.items()
    }


def _known(course: Course, kind: str, value: int) -> int | None:
    return value if course.standing.count(kind) else None


def _begun(course: Course) -> bool:
    """Tell whether anybody has been checked in."""
    return course.standing.count("seat", "present", "absent") > 0


def present(round_: Round) -> int:
    """Return how many candidates came to at least one sitting."""
    return Seat.objects.filter(sitting__round=round_, state="present").values("application").distinct().count()


def funnel(course: Course, numbers: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Return how many entered and how many came through, as far as the round is, for `components/funnel.html`."""
    standing = course.standing
    if not standing.applied:
        return []
    accepted, came = standing.count("application", "accepted"), numbers["present"]["value"]
    rows = [numbers["applied"], {**numbers["accepted"], "lost": _lost(_("未通过"), standing.applied - accepted)}]
    if came is not None:
        rows.append({**numbers["present"], "lost": _lost(_("缺考"), accepted - came)})
    if standing.count("result"):
        passed = standing.count("result", "passed")
        lost = _lost(_("不合格"), (came or passed) - passed)
        url = links.records("results.result", round=course.round.pk)
        rows.append({"label": _("合格"), "value": passed, "url": url, "lost": lost})
    if numbers["certified"]["value"]:
        rows.append(numbers["certified"])
    return rows


def _lost(word: str, number: int) -> str:
    return f"{word} {number}" if number > 0 else ""
