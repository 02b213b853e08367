from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResultsConfig(AppConfig):
    name = "jiangxin.results"
    verbose_name = _("成绩与结果备案")

    def ready(self) -> None:
        """Listen to the supervision."""
        from jiangxin.results import receivers  # noqa: F401
