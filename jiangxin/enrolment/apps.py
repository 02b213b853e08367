from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnrolmentConfig(AppConfig):
    name = "jiangxin.enrolment"
    verbose_name = _("报名与资格审核")
