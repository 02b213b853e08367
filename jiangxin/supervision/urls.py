"""Addresses of supervision."""

from django.urls import path

from jiangxin.process.views import step_urls
from jiangxin.supervision import operations, views
from jiangxin.supervision.forms import VisitForm
from jiangxin.supervision.models import Inspection, RoundReport, Visit

app_name = "supervision"
# Findings and report are written on the record's own page, and reopened with the room record; the rest is the kernel's.
_OWN = {"write_findings", "write_report", "reopen_findings", "reopen_report"}
urlpatterns = [
    path("", views.mine, name="mine"),
    path("inspection/<int:pk>", views.inspection, name="inspection"),
    path("inspection/<int:pk>/scan", views.scan, name="scan"),
    path("report/<int:pk>", views.report, name="report"),
    path("report/<int:pk>/report.pdf", views.report_pdf, name="report_pdf"),
    path("visit/<int:pk>", views.visit, name="visit"),
    *step_urls(Visit, operations, forms={"write_visit": VisitForm}),
    *[one for model in (Inspection, RoundReport) for one in step_urls(model, operations) if one.name not in _OWN],
]
