from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScoringConfig(AppConfig):
    name = "jiangxin.scoring"
    verbose_name = _("评分")

    def ready(self) -> None:
        """Compose a mark when the last of its panel hands in, void those of a cancelled sitting; say below what rests
        on the roll call.
        """
        from jiangxin.exams.models import Sitting
        from jiangxin.exams.rules import nothing_marked
        from jiangxin.process.signals import step_taken
        from jiangxin.scoring.models import ScoreSheet
        from jiangxin.scoring.operations.composing import compose_when_complete, void_when_cancelled
        from jiangxin.scoring.rules import marks_rest_on_it

        nothing_marked.add(marks_rest_on_it)
        step_taken.connect(compose_when_complete, sender=ScoreSheet, dispatch_uid="scoring.compose_when_complete")
        step_taken.connect(void_when_cancelled, sender=Sitting, dispatch_uid="scoring.void_when_cancelled")
