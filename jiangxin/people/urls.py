"""Addresses of people: persons and organisations."""

from django.urls import path

from jiangxin.people import account_views, operations, own_views, views
from jiangxin.people.forms import ContactForm, CorrectForm, GrantForm, OwnNameForm, ReviseOrganisationForm
from jiangxin.people.models import Appointment, Correction, Organisation, Person, Qualification
from jiangxin.process.views import ReasonForm, step_urls

app_name = "people"
urlpatterns = [
    path("", views.persons, name="persons"),
    path("new", views.register, name="register"),
    path("person/<int:pk>", views.person, name="person"),
    path("person/<int:pk>/reveal", views.reveal, name="reveal"),
    path("person/<int:pk>/readings", own_views.readings, name="readings"),
    path("own", own_views.own, name="own"),
    path("own/archive", own_views.own_archive, name="own_archive"),
    path("own/ask", own_views.ask_correction, name="ask_correction"),
    path("corrections", own_views.corrections, name="corrections"),
    path("correction/<int:pk>", own_views.correction, name="correction"),
    path("person/<int:pk>/appoint", views.appoint, name="appoint"),
    path("person/<int:pk>/add_qualification", views.add_qualification, name="add_qualification"),
    path("organisations", views.organisations, name="organisations"),
    path("organisations/new", views.found_organisation, name="found"),
    *step_urls(
        Person,
        operations,
        forms={
            "correct_person": CorrectForm,
            "update_contact": ContactForm,
            "correct_own_name": OwnNameForm,
            "grant_account": GrantForm,
            "reset_password": ReasonForm,
        },
        shows={"grant_account": account_views.first_password, "reset_password": account_views.first_password},
    ),
    *step_urls(Correction, operations),
    *step_urls(Organisation, operations, forms={"revise_organisation": ReviseOrganisationForm}),
    *step_urls(Appointment, operations),
    *step_urls(Qualification, operations),
]
