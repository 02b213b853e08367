"""Addresses of the steps of a round; its list and its page are put together by `portal`."""

from django.urls import path

from jiangxin.rounds import views

app_name = "rounds"
urlpatterns = [
    path("new", views.draft_round, name="draft_round"),
    path("round/<int:pk>/revise_round", views.revise_round, name="revise_round"),
    *views.STEPS,
]
