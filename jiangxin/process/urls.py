"""Addresses of the kernel: a record that has no page of its own, and the working-day calendar."""

from django.urls import path

from jiangxin.process import calendar_views, operations, views
from jiangxin.process.forms import DayForm
from jiangxin.process.models import CalendarDay

app_name = "process"
urlpatterns = [
    path("record/<str:label>/<int:pk>", views.record_page, name="record"),
    path("calendar", calendar_views.this_year, name="this_year"),
    path("calendar/<int:year>", calendar_views.year, name="calendar"),
    *views.step_urls(CalendarDay, operations, forms={"revise_day": DayForm}),
]
