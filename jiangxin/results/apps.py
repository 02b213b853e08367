from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResultsConfig(AppConfig):
    name = "jiangxin.results"
    verbose_name = _("成绩与结果备案")

    def ready(self) -> None:
        """Listen to the supervision, and say below what published and filed results bind."""
        from jiangxin.exams.rules import nothing_public
        from jiangxin.results import queries, receivers  # noqa: F401
        from jiangxin.rounds.rules import nothing_final

        nothing_final.add(queries.results_filed)
        nothing_public.add(queries.results_published)
