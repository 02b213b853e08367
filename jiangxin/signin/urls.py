"""Addresses of signing in by a code."""

from django.urls import path

from jiangxin.signin import views

app_name = "signin"
urlpatterns = [path("", views.enter, name="enter"), path("phone", views.phone, name="phone")]
