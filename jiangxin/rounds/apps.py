from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoundsConfig(AppConfig):
    name = "jiangxin.rounds"
    verbose_name = _("认定批次")
