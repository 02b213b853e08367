"""Addresses of occupations, standards and filings."""

from typing import Any

from django.urls import path

from jiangxin.process.births import birth_at_home, birth_under
from jiangxin.process.views import step_urls
from jiangxin.process.who import Actor
from jiangxin.standards import evaluated_views, filing_views, operations, views
from jiangxin.standards.forms import (
    ConditionForm,
    CorrectEvaluatedForm,
    EditConditionForm,
    EditLevelForm,
    EditStandardForm,
    EditSubjectForm,
    EvaluatedForm,
    FilingForm,
    JudgementForm,
    LevelForm,
    OccupationForm,
    PublicationForm,
    RenewForm,
    ScopeForm,
    StandardForm,
    SubjectForm,
    TakeInForm,
)
from jiangxin.standards.models import (
    Condition,
    EvaluatedProgramme,
    Filing,
    FilingScope,
    Occupation,
    Standard,
    StandardLevel,
    Subject,
)


def enter_occupation(_institution: Any, **fields: Any) -> Occupation:
    """Register an occupation: it belongs to no institution."""
    return operations.enter_occupation(**fields)


def national_of(occupation: Occupation, _by: Actor) -> Standard:
    """Sketch a national standard, which any centre may enter: whose a norm is, only the form asks."""
    return Standard(occupation=occupation, origin=Standard.NATIONAL)


app_name = "standards"
urlpatterns = [
    path("", views.standards, name="list"),
    path(
        "occupations/new",
        birth_at_home(
            Occupation, "enter_occupation", form=OccupationForm, operation=enter_occupation, back="standards:list"
        ),
        name="enter_occupation",
    ),
    path(
        "occupation/<int:pk>/enter_standard",
        birth_under(
            Occupation,
            Standard,
            "enter_standard",
            form=StandardForm,
            operation=operations.enter_standard,
            sketch=national_of,
        ),
        name="enter_standard",
    ),
    path(
        "take_in",
        birth_at_home(
            Standard,
            "take_in",
            form=TakeInForm,
            operation=operations.take_in,
            back="standards:list",
            template="standards/take_in.html",
        ),
        name="take_in",
    ),
    path("take_in/template", views.template, name="template"),
    path("standard/<int:pk>/workbook", views.workbook, name="workbook"),
    path("standard/<int:pk>/publication", views.publication, name="publication"),
    path("standard/<int:pk>", views.standard_page, name="standard"),
    path(
        "standard/<int:pk>/add_level",
        birth_under(Standard, StandardLevel, "add_level", form=LevelForm, operation=operations.add_level),
        name="add_level",
    ),
    path("level/<int:pk>", views.level, name="level"),
    path(
        "level/<int:pk>/add_subject",
        birth_under(StandardLevel, Subject, "add_subject", form=SubjectForm, operation=operations.add_subject),
        name="add_subject",
    ),
    path(
        "level/<int:pk>/add_condition",
        birth_under(StandardLevel, Condition, "add_condition", form=ConditionForm, operation=operations.add_condition),
        name="add_condition",
    ),
    path("evaluated", evaluated_views.evaluated, name="evaluated"),
    path(
        "evaluated/new",
        birth_at_home(
            EvaluatedProgramme,
            "enter_evaluated",
            form=EvaluatedForm,
            operation=operations.enter_evaluated,
            back="standards:evaluated",
        ),
        name="enter_evaluated",
    ),
    path("evaluatedprogramme/<int:pk>", evaluated_views.evaluatedprogramme, name="evaluatedprogramme"),
    path("evaluatedprogramme/<int:pk>/paper", evaluated_views.evaluated_paper, name="evaluated_paper"),
    path("filings", filing_views.filings, name="filings"),
    path(
        "filings/new",
        birth_at_home(
            Filing, "enter_filing", form=FilingForm, operation=operations.enter_filing, back="standards:filings"
        ),
        name="enter_filing",
    ),
    path("filing/<int:pk>", filing_views.filing, name="filing"),
    path(
        "filing/<int:pk>/add_scope",
        birth_under(Filing, FilingScope, "add_scope", form=ScopeForm, operation=operations.add_scope),
        name="add_scope",
    ),
    *step_urls(
        Standard,
        operations,
        forms={
            "revise_standard": EditStandardForm,
            "record_judgement": JudgementForm,
            "record_publication": PublicationForm,
        },
    ),
    *step_urls(StandardLevel, operations, forms={"revise_level": EditLevelForm}),
    *step_urls(Subject, operations, forms={"revise_subject": EditSubjectForm}),
    *step_urls(Condition, operations, forms={"revise_condition": EditConditionForm}),
    *step_urls(Filing, operations, forms={"renew_filing": RenewForm}),
    *step_urls(FilingScope, operations),
    *step_urls(EvaluatedProgramme, operations, forms={"correct_evaluated": CorrectEvaluatedForm}),
]
