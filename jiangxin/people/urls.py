"""Addresses of people: persons and organisations."""

from django.urls import path

from jiangxin.people import operations, views
from jiangxin.people.forms import ContactForm, CorrectForm, ReviseOrganisationForm
from jiangxin.people.models import Appointment, Organisation, Person, Qualification
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
    *step_urls(Person, operations, forms={"correct_person": CorrectForm, "update_contact": ContactForm}),
    *step_urls(Organisation, operations, forms={"revise_organisation": ReviseOrganisationForm}),
    *step_urls(Appointment, operations),
    *step_urls(Qualification, operations),
]
