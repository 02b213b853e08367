from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "jiangxin.plans"
    verbose_name = _("实施方案与备案")

    def ready(self) -> None:
        """Listen for the close of enrolment: with it a round's plan begins; say below when its roster stands."""
        from jiangxin.enrolment.rules import nothing_built
        from jiangxin.plans.queries import roster_planned
        from jiangxin.process.signals import step_taken
        from jiangxin.rounds.models import Round

        nothing_built.add(roster_planned)
        step_taken.connect(_begin_plans, sender=Round, dispatch_uid="plans.prepare")


def _begin_plans(records: list[Any], step: Any, by: Any, at: Any, **_kwargs: Any) -> None:
    """Make the plan of every round that has just been closed (article 14(1))."""
    from jiangxin.plans.operations import prepare

    if step.verb == "close":
        for round_ in records:
            prepare(round_, by=by, at=at)
