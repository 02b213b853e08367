"""All addresses of the site: each app's own, the language switch, and nothing else."""

from importlib.util import find_spec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),  # also the public reads in English
    *[
        path("" if app == "portal" else f"{app}/", include(f"jiangxin.{app}.urls"))
        for app in settings.APPS
        if find_spec(f"jiangxin.{app}.urls")
    ],
]
