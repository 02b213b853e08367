from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StandardsConfig(AppConfig):
    name = "jiangxin.standards"
    verbose_name = _("职业标准与备案")
