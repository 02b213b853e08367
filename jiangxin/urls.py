"""All addresses of the site: each app's own, the language switch, and nothing else."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    *[
        path("" if app == "portal" else f"{app}/", include(f"jiangxin.{app}.urls"))
        for app in settings.APPS
        if find_spec(f"jiangxin.{app}.urls")
    ],
]
