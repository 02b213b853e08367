"""Addresses of the pages that put together what the apps offer."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path

from jiangxin.portal import (
    account,
    authorities,
    candidate,
    desk,
    health,
    links,
    public,
    records,
    rounds,
    search,
    styleguide,
)

app_name = "portal"
urlpatterns = [
    # for everybody
    path("", public.front, name="front"),
    path("notices/<int:pk>", public.notice, name="notice"),
    path("fees", public.fees, name="fees"),
    path("login", login_not_required(account.SignIn.as_view()), name="login"),
    path("logout", login_not_required(LogoutView.as_view()), name="logout"),
    path("healthz", health.health, name="health"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    # for whoever is signed in
    path("desk", desk.desk, name="desk"),
    path("done", desk.done, name="done"),
    path("mine", candidate.mine, name="mine"),
    path("account", account.account, name="account"),
    path("account/password", account.ChangePassword.as_view(), name="password"),
    path("search", search.search, name="search"),
    path("rounds", rounds.rounds, name="rounds"),
    path("rounds/<int:pk>", rounds.round_, name="round"),
    path("rounds/<int:pk>/history", rounds.history, name="history"),
    path("candidates/<int:pk>", candidate.candidate, name="candidate"),
    path("records/<str:label>", records.listed, name="records"),
    path("records/<str:label>/<int:pk>", links.go, name="record"),
    # for the authorities of article 14
    path("authority/filings", authorities.filings, name="filings"),
    path("authority/oversight", authorities.oversight, name="oversight"),
    path("authority/confirmations", authorities.confirmations, name="confirmations"),
]
