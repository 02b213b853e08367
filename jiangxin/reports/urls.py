"""Addresses of ledgers."""

from django.urls import path

from jiangxin.process.births import birth_at_home
from jiangxin.process.views import step_urls
from jiangxin.reports import operations, target_views, views
from jiangxin.reports.forms import ReviseTargetForm, TargetForm
from jiangxin.reports.models import Target

app_name = "reports"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("certificates", views.certificates, name="certificates"),
    path("ledger.xlsx", views.ledger_workbook, name="ledger"),
    path("ledger/clear", views.clear_ledger, name="clear"),
    path("targets", target_views.targets, name="targets"),
    path(
        "targets/new",
        birth_at_home(Target, "set_target", form=TargetForm, operation=operations.set_target, back="reports:targets"),
        name="set_target",
    ),
    *step_urls(Target, operations, forms={"revise_target": ReviseTargetForm}),
]
