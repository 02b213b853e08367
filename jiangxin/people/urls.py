"""Addresses of people: persons, organisations, and the working-day calendar of the kernel."""

from django.urls import path

from jiangxin.people import calendar_views, operations, views
from jiangxin.people.forms import ContactForm, CorrectForm, DayForm, ReviseOrganisationForm
from jiangxin.people.models import Appointment, Organisation, Person, Qualification
from jiangxin.process import operations as process
from jiangxin.process.models import CalendarDay
from jiangxin.process.views import step_urls

app_name = "people"
urlpatterns = [
    path("", views.persons, name="persons"),
    path("new", views.register, name="register"),
    path("person/<int:pk>", views.person, name="person"),
    path("person/<int:pk>/reveal", views.reveal, name="reveal"),
    path("person/<int:pk>/appoint", views.appoint, name="appoint"),
    path("person/<int:pk>/add_qualification", views.add_qualification, name="add_qualification"),
    path("organisations", views.organisations, name="organisations"),
    path("organisations/new", views.found_organisation, name="found"),
    path("calendar", calendar_views.this_year, name="this_year"),
    path("calendar/<int:year>", calendar_views.year, name="calendar"),
    *step_urls(Person, operations, forms={"correct_person": CorrectForm, "update_contact": ContactForm}),
    *step_urls(Organisation, operations, forms={"revise_organisation": ReviseOrganisationForm}),
    *step_urls(Appointment, operations),
    *step_urls(Qualification, operations),
    *step_urls(CalendarDay, process, forms={"revise_day": DayForm}),
]
