from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VenuesConfig(AppConfig):
    name = "jiangxin.venues"
    verbose_name = _("考点与设备")
