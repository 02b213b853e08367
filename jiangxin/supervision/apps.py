from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "jiangxin.supervision"
    verbose_name = _("质量督导")

    def ready(self) -> None:
        """Listen to the sittings and to their room records."""
        from jiangxin.supervision import receivers  # noqa: F401
