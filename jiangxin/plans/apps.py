from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "jiangxin.plans"
    verbose_name = _("实施方案与备案")
