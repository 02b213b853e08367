from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnrolmentConfig(AppConfig):
    name = "jiangxin.enrolment"
    verbose_name = _("报名与资格审核")

    def ready(self) -> None:
        """Listen to the rounds, and say on the page that closes or cancels one how many have applied in it."""
        from jiangxin.enrolment import receivers  # noqa: F401
        from jiangxin.enrolment.queries import numbers_told
        from jiangxin.rounds.forms import SENTENCES

        for verb in ("close", "cancel"):
            SENTENCES[verb].append(numbers_told)
