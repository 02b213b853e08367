"""The only writers of programmes, classes, lessons, attendance and completion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from jiangxin.people.models import Organisation
from jiangxin.process.taking import begin, take
from jiangxin.process.who import Actor
from jiangxin.standards.models import StandardLevel
from jiangxin.training.models import Programme


def draft_programme(
    institution: Organisation, level: StandardLevel, *, by: Actor, at: datetime, title: str,
    courses: Sequence[dict[str, Any]],
) -> Programme:  # fmt: skip
    """Draft a training programme: courses with their hours, theory and practice."""
    programme = Programme(institution=institution, level=level, title=title, courses=list(courses))
    return begin(programme, "draft_programme", by=by, at=at)


def adopt_programme(programme: Programme, *, by: Actor, at: datetime) -> Programme:
    """Bring a programme into use; its hours must reach the standard's."""
    with take(programme, "adopt_programme", by=by, at=at) as programme:
        return programme
