from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SigninConfig(AppConfig):
    name = "jiangxin.signin"
    verbose_name = _("验证码登录")
