"""Addresses of dossiers."""

from django.urls import path

from jiangxin.archive import operations, views
from jiangxin.archive.models import Dossier
from jiangxin.process.presenting import WITH_FORM
from jiangxin.process.views import step_urls

# Sealing and consulting have pages of their own: the one asks for a word, the other gives the file.
WITH_FORM.update({("archive.dossier", "seal"), ("archive.dossier", "consult")})

app_name = "archive"
urlpatterns = [
    path("round/<int:pk>", views.round_, name="round"),
    path("round/<int:pk>/open_dossier", views.open_dossier, name="open_dossier"),
    path("round/<int:pk>/document/<int:volume>/<int:place>", views.document, name="document"),
    path("dossier/<int:pk>/seal", views.seal, name="seal"),
    path("dossier/<int:pk>/consult", views.consult, name="consult"),
    *[one for one in step_urls(Dossier, operations) if one.name not in {"seal", "consult"}],
]
