"""The Django application of the founding regulation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegulationConfig(AppConfig):
    """The regulation as data: no models, no views."""

    name = "jiangxin.regulation"
    verbose_name = _("规章与参数")
