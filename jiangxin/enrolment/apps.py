from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnrolmentConfig(AppConfig):
    name = "jiangxin.enrolment"
    verbose_name = _("报名与资格审核")

    def ready(self) -> None:
        """Listen to the rounds; say how many applied where one closes, and what rests on a person's name or data."""
        from jiangxin.enrolment import receivers  # noqa: F401
        from jiangxin.enrolment.queries import numbers_told, still_applying, under_decision
        from jiangxin.people.rules import name_free, nothing_keeps
        from jiangxin.rounds.forms import SENTENCES

        for verb in ("close", "cancel"):
            SENTENCES[verb].append(numbers_told)
        name_free.add(under_decision)
        nothing_keeps.add(still_applying)
