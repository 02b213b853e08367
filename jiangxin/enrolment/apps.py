from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnrolmentConfig(AppConfig):
    name = "jiangxin.enrolment"
    verbose_name = _("报名与资格审核")

    def ready(self) -> None:
        """Settle places, and say on the pages of a round's steps how many have applied and how many wait."""
        from jiangxin.enrolment import receivers  # noqa: F401
        from jiangxin.enrolment.place_queries import places_told, waiting_told
        from jiangxin.enrolment.queries import numbers_told
        from jiangxin.rounds.forms import SENTENCES

        for verb in ("close", "cancel"):
            SENTENCES[verb].append(numbers_told)
        SENTENCES["close"].append(waiting_told)
        SENTENCES["set_quota"].append(places_told)
