from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ItemsConfig(AppConfig):
    name = "jiangxin.items"
    verbose_name = _("命题与试卷")
