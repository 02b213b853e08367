"""Addresses of the kernel: a record that has no page of its own."""

from django.urls import path

from jiangxin.process import views

app_name = "process"
urlpatterns = [path("record/<str:label>/<int:pk>", views.record_page, name="record")]
