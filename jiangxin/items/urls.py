"""Addresses of setting plans and papers."""

from django.urls import path

from jiangxin.documents.forms import UploadForm
from jiangxin.items import operations, views
from jiangxin.items.forms import EditSettingForm, IssueForm, OpeningForm, SetPaperForm, SettingForm
from jiangxin.items.models import Paper, SettingPlan
from jiangxin.process.births import birth_under
from jiangxin.process.presenting import GIVES_FILE
from jiangxin.process.views import step_urls
from jiangxin.rounds.models import Round

FILES = {"read_paper": views.read_paper, "take_out_paper": views.take_out_paper}  # steps that answer with the file

GIVES_FILE.update(("items.paper", verb) for verb in FILES)

app_name = "items"
urlpatterns = [
    path("", views.papers, name="list"),
    path("round/<int:pk>/setting", views.setting, name="setting"),
    path(
        "round/<int:pk>/draft_setting",
        birth_under(Round, SettingPlan, "draft_setting", form=SettingForm, operation=operations.draft_setting),
        name="draft_setting",
    ),
    path(
        "round/<int:pk>/set_paper",
        birth_under(
            Round,
            Paper,
            "set_paper",
            form=SetPaperForm,
            operation=operations.set_paper,
            sketch=views.by_me,
        ),
        name="set_paper",
    ),
    path("paper/<int:pk>", views.paper, name="paper"),
    *[path(f"paper/<int:pk>/{verb}", view, name=verb) for verb, view in FILES.items()],
    *step_urls(SettingPlan, operations, forms={"write_setting": EditSettingForm}),
    *[
        each
        for each in step_urls(
            Paper,
            operations,
            forms={"revise_paper": UploadForm, "issue_paper": IssueForm, "propose_opening": OpeningForm},
        )
        if each.name not in FILES
    ],
]
