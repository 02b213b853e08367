from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "jiangxin.training"
    verbose_name = _("培训")

    def ready(self) -> None:
        """Say below what rests on a candidate's acceptance."""
        from jiangxin.enrolment.rules import nothing_built
        from jiangxin.training.queries import hours_counted

        nothing_built.add(hours_counted)
