"""Addresses of rounds."""

from django.urls import path

from jiangxin.rounds import views

app_name = "rounds"
urlpatterns = [
    path("", views.rounds, name="list"),
    path("new", views.draft_round, name="draft_round"),
    path("round/<int:pk>/revise_round", views.revise_round, name="revise_round"),
    *views.STEPS,
]
