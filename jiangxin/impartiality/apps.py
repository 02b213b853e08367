from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImpartialityConfig(AppConfig):
    name = "jiangxin.impartiality"
    verbose_name = _("回避")
