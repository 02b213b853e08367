"""All addresses of the site: each app's own, the language switch; and the pages of what went wrong."""

from functools import partial
from importlib.util import find_spec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views import defaults
from django.views.i18n import set_language

handler403 = partial(defaults.permission_denied, template_name="errors/403.html")
handler404 = partial(defaults.page_not_found, template_name="errors/404.html")
handler500 = partial(defaults.server_error, template_name="errors/500.html")

urlpatterns = [
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),  # also the public reads in English
    *[
        path("" if app == "portal" else f"{app}/", include(f"jiangxin.{app}.urls"))
        for app in settings.APPS
        if find_spec(f"jiangxin.{app}.urls")
    ],
]
