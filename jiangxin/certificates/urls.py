"""Addresses of certificates."""

from django.urls import path

from jiangxin.certificates import operations, public_views, register_views, views
from jiangxin.certificates.forms import EntryForm, HandOverForm
from jiangxin.certificates.models import Certificate, Registration
from jiangxin.process.views import step_urls

app_name = "certificates"
urlpatterns = [
    # for everybody
    path("check", public_views.lookup, name="lookup"),
    path("check/<str:number>", public_views.lookup, name="lookup_number"),
    path("verify", public_views.verify, name="verify"),
    # for whoever holds one
    path("mine", views.own, name="mine"),
    path("certificate/<int:pk>", views.certificate, name="certificate"),
    path("certificate/<int:pk>/document.pdf", views.document, name="document"),
    # for the offices
    path("round/<int:pk>", views.round_, name="round"),
    path("round/<int:pk>/issue", views.issue, name="issue"),
    path("round/<int:pk>/sign", views.sign, name="sign"),
    path("round/<int:pk>/documents.zip", views.documents, name="documents"),
    path("round/<int:pk>/register", register_views.register, name="handing_over"),
    path("round/<int:pk>/register/sheet", register_views.register_sheet, name="register_sheet"),
    path("round/<int:pk>/register/ticked", register_views.hand_over_all, name="hand_over_all"),
    path("round/<int:pk>/registration", register_views.prepare_registration, name="prepare_registration"),
    path("progress/<int:pk>", views.progress, name="progress"),
    path("registration/<int:pk>", register_views.registration, name="registration"),
    path("registration/<int:pk>/<str:kind>.file", register_views.registration_file, name="registration_file"),
    *step_urls(Certificate, operations, forms={"hand_over": HandOverForm}),
    *step_urls(Registration, operations, forms={"enter_registration": EntryForm}),
]
