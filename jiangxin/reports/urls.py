"""Addresses of ledgers."""

from django.urls import path

from jiangxin.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("certificates", views.certificates, name="certificates"),
    path("ledger.xlsx", views.ledger_workbook, name="ledger"),
    path("ledger/clear", views.clear_ledger, name="clear"),
]
