"""The history of everything that belongs to a round, as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import batched
from typing import Any

from django.db.models import Q

from jiangxin.process.models import History
from jiangxin.process.queries import Entry, entries
from jiangxin.process.triggers import RECORDS
from jiangxin.rounds.models import Round

BATCH = 2000


def history_lines(round_: Round) -> Iterator[str]:
    """Yield one line of JSON for each change of each record of the round, in the order in which they happened."""
    wanted = Q(pk__in=[])
    for model in RECORDS:
        if path := model.steps.round_path:
            keys = model.objects.filter(**{path: round_.pk}).order_by().values("pk")
            wanted |= Q(model=model._meta.label_lower, record__in=keys)
    rows = History.objects.filter(wanted).exclude(model="archive.dossier").order_by("id")
    for some in batched(rows.iterator(chunk_size=BATCH), BATCH, strict=False):
        yield from (json.dumps(_line(entry), ensure_ascii=False, sort_keys=True) for entry in entries(some))


def _line(entry: Entry) -> dict[str, Any]:
    row = entry.row
    return {
        "id": row.pk, "model": row.model, "record": row.record, "verb": row.verb, "label": str(entry.label),
        "from": row.source, "to": row.target, "actor": entry.actor, "signer": entry.signer, "office": row.office,
        "basis": row.basis, "reason": row.reason, "at": row.at.isoformat(), "recorded_at": row.recorded_at.isoformat(),
        "change": row.change,
    }  # fmt: skip
