from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnrolmentConfig(AppConfig):
    name = "jiangxin.enrolment"
    verbose_name = _("报名与资格审核")

    def ready(self) -> None:
        """Say on the page that closes or cancels a round how many have applied in it."""
        from jiangxin.enrolment.queries import numbers_told
        from jiangxin.rounds.forms import SENTENCES

        for verb in ("close", "cancel"):
            SENTENCES[verb].append(numbers_told)
