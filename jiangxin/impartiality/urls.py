"""Addresses of declared relations."""

from django.urls import path

from jiangxin.impartiality import operations, views
from jiangxin.impartiality.models import Relation
from jiangxin.process.views import step_urls

app_name = "impartiality"
urlpatterns = [
    path("", views.relations, name="list"),
    path("declare", views.declare, name="declare"),
    *step_urls(Relation, operations),
]
