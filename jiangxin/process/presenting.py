"""Records as the components of the pages take them: steps as buttons, history as a timeline, days as deadlines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jiangxin.process.dues import Calendar, dues_of
from jiangxin.process.queries import Entry, history_of, offers
from jiangxin.regulation.basis import Basis
from jiangxin.regulation.calendar import CalendarUnknown
from jiangxin.regulation.parameters import Parameter, param
from jiangxin.regulation.words import Words

if TYPE_CHECKING:
    from jiangxin.process.models import Due, Record
    from jiangxin.process.step import Step
    from jiangxin.process.who import Actor

GOOD, BAD = "ok", "late"


def basis_of(basis: Basis) -> dict[str, Any]:
    """Return a basis for `components/basis.html`."""
    return {"article": basis.label, "text": basis.text, "gloss": gloss_of(basis)}


def gloss_of(basis: Basis) -> str:
    """Return what the Chinese text of a basis says in short, for readers of English; nothing in Chinese."""
    return str(Words("", basis.summary))


def rule_of(parameter: Parameter) -> dict[str, Any]:
    """Return the rule behind a number for `components/basis.html`: its source, value, and since when it is valid."""
    return {
        "article": parameter.basis.label,
        "value": parameter.words,
        "since": parameter.valid_from,
        "text": parameter.basis.text or str(parameter.note),
        "gloss": gloss_of(parameter.basis),
    }


def step_address(record: Record, verb: str, **query: str) -> str | None:
    """Return the address of a step of this record, or None where the step has no page."""
    try:
        address = reverse(f"{record._meta.app_label}:{verb}", args=[record.pk])
    except NoReverseMatch:
        return None
    return f"{address}?{urlencode(query)}" if query else address


WITH_FORM: set[tuple[str, str]] = set()  # (label, verb) of the steps that take data; `views.step_urls` fills it
GIVES_FILE: set[tuple[str, str]] = set()  # those that answer with a file, which opens beside the page


def step_buttons(record: Record, user: Actor, on: date, *, back: str = "") -> list[dict[str, Any]]:
    """Return the steps this person may take now, for `components/steps.html`.

    A step that takes data leads to its own page; any other is taken from where it stands.
    """
    buttons = []
    for offer in offers(record, user, on):
        step = offer.step
        url = step_address(record, step.verb, **({"next": back} if back else {}))
        if url is None:
            continue
        question = _("%(step)s：办理后不能撤销。确定吗？") % {"step": step.label}
        named = (record._meta.label_lower, step.verb)
        has_form = named in WITH_FORM
        buttons.append(
            {
                "label": step.label,
                "url": url,
                "href": url if has_form else "",
                "kind": _weight(step),
                "missing": [str(sentence) for sentence in offer.missing],
                "reason": "required" if step.reason else "",
                "confirm": question if step.irreversible else "",
                "file": named in GIVES_FILE,
            }
        )
    return buttons


def step_columns(
    records: Sequence[Record], labels: Mapping[str, str], user: Actor, on: date, *, back: str
) -> tuple[list[dict[str, Any]], dict[int, list[dict[str, Any]]]]:
    """Return what a table shows of steps: a column for each verb that this person may take for any record, and the
    cells of each record in them, by key. A step that still lacks facts is not shown."""
    ready = {
        record.pk: {offer.step.verb for offer in offers(record, user, on) if not offer.missing} for record in records
    }
    shown = [verb for verb in labels if any(verb in verbs for verbs in ready.values())]
    cells = {
        record.pk: [
            {"button": {"label": labels[verb], "url": step_address(record, verb, next=back)}}
            if verb in ready[record.pk]
            else {"text": None}
            for verb in shown
        ]
        for record in records
    }
    return [{"label": labels[verb]} for verb in shown], cells


def _weight(step: Step) -> str:
    """Return how loud a step's button is: what nobody waits for is not pressed on anyone, least of all for good."""
    if step.duty:
        return "grave" if step.irreversible else "main"
    return "wary" if step.irreversible else ""


def timeline(records: Iterable[Record], *, limit: int | None = None) -> list[dict[str, Any]]:
    """Return the history of records, newest first, for `components/timeline.html`."""
    return [event(entry) for entry in history_of(records, limit=limit)]


def event(entry: Entry) -> dict[str, Any]:
    """Return one row of history as an event."""
    row = entry.row
    return {
        "label": entry.label,
        "actor": entry.actor,
        "office": row.office,
        "at": row.at,
        "recorded_at": row.recorded_at,
        "reason": row.reason,
        "basis": entry.basis.label,
        "signer": entry.signer,
    }


def due_items(records: Sequence[Record], today: date) -> list[dict[str, Any]]:
    """Return deadlines and waits of records of one kind with the working days left, for `components/due.html`."""
    listed = dues_of(records)
    labels = {(rule.kind, rule.verb): rule for record in records[:1] for rule in record.steps.dues}
    calendar = calendar_around(listed, today)
    return [
        {
            "record": due.record,
            "label": labels[due.kind, due.verb].label,
            "kind": due.kind,
            "day": due.due_on,
            "left": days_left(due, today, calendar),
            "met": due.met_on,
            "basis": rule_of(param(due.parameter, due.starts_on)),
        }
        for due in listed
        if (due.kind, due.verb) in labels
    ]


def calendar_around(listed: Sequence[Due], today: date) -> Calendar:
    """Return the calendar that covers today and all the days given, in one query."""
    days = [today, *(due.due_on for due in listed)]
    return Calendar(min(days) - timedelta(days=1), min(max(days), today + timedelta(days=400)) + timedelta(days=1))


def days_left(due: Due, today: date, calendar: Calendar) -> int:
    """Return the working days left until a due day; calendar days where the calendar doesn't reach."""
    try:
        return calendar.left(today, due.due_on)
    except CalendarUnknown:
        return (due.due_on - today).days


def state_tag(record: Record, *, good: Iterable[str] = (), bad: Iterable[str] = ()) -> dict[str, str]:
    """Return a record's state as a tag: word, icon and colour."""
    kind = GOOD if record.state in good else BAD if record.state in bad else "go"
    return {"state": kind, "label": record.state_label}


def nothing_yet(title: str, text: str, url: str = "", label: str = "") -> dict[str, str]:
    """Return what an empty table says: what will be here, and the next step."""
    return {"title": title or _("这里还没有内容"), "text": text, "url": url, "label": label}
