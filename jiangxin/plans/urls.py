"""Addresses of plans and nominations."""

from django.urls import path

from jiangxin.plans import operations, views
from jiangxin.plans.forms import AcknowledgeForm, FileForm, ReceiptForm, WriteForm
from jiangxin.plans.models import Nomination, Plan
from jiangxin.process.views import step_urls

app_name = "plans"
urlpatterns = [
    path("", views.plans, name="list"),
    path("round/<int:pk>", views.of_round, name="of_round"),
    path("plan/<int:pk>", views.plan, name="plan"),
    path("plan/<int:pk>/nominations", views.nominations, name="nominations"),
    path("plan/<int:pk>/nominate", views.nominate, name="nominate"),
    path("plan/<int:pk>/revise_plan", views.revise_plan, name="revise_plan"),
    path("plan/<int:pk>/pdf", views.pdf, name="pdf"),
    path("plan/<int:pk>/word", views.word, name="word"),
    path("plan/<int:pk>/receipt", views.receipt, name="receipt"),
    *step_urls(
        Plan,
        operations,
        forms={"write": WriteForm, "file": FileForm, "acknowledge": AcknowledgeForm, "record_receipt": ReceiptForm},
    ),
    *step_urls(Nomination, operations),
]
