"""Addresses of training."""

from django.urls import path

from jiangxin.process.births import birth_at_home, birth_under
from jiangxin.process.presenting import WITH_FORM
from jiangxin.process.views import step_urls
from jiangxin.rounds.models import Round
from jiangxin.training import operations, views
from jiangxin.training.forms import (
    ClassForm,
    ClassQuotaForm,
    CorrectionForm,
    EditProgrammeForm,
    LessonForm,
    ProgrammeForm,
)
from jiangxin.training.models import Attendance, Lesson, Programme, TrainingClass

WITH_FORM.add(("training.lesson", "hold_lesson"))  # it has a page of its own

app_name = "training"
urlpatterns = [
    path("", views.classes, name="list"),
    path("class/<int:pk>", views.training_class, name="class"),
    path("lesson/<int:pk>/hold_lesson", views.hold_lesson, name="hold_lesson"),
    path("lesson/<int:pk>/register", views.register, name="register"),
    path("programmes", views.programmes, name="programmes"),
    path("programme/<int:pk>", views.programme, name="programme"),
    path(
        "programmes/new",
        birth_at_home(
            Programme, "draft_programme", form=ProgrammeForm, operation=operations.draft_programme,
            back="training:programmes",
        ),
        name="draft_programme",
    ),
    path(
        "round/<int:pk>/plan_class",
        birth_under(Round, TrainingClass, "plan_class", form=ClassForm, operation=operations.plan_class),
        name="plan_class",
    ),
    path(
        "class/<int:pk>/plan_lesson",
        birth_under(TrainingClass, Lesson, "plan_lesson", form=LessonForm, operation=operations.plan_lesson),
        name="plan_lesson",
    ),
    *step_urls(Programme, operations, forms={"edit_programme": EditProgrammeForm}),
    *step_urls(TrainingClass, operations, forms={"set_class_quota": ClassQuotaForm}),
    *[each for each in step_urls(Lesson, operations) if each.name != "hold_lesson"],
    *step_urls(Attendance, operations, forms={"correct_attendance": CorrectionForm}),
]  # fmt: skip
