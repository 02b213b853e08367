"""Addresses of rule texts."""

from django.urls import path

from jiangxin.documents import operations, views
from jiangxin.documents.forms import DraftRuleForm, EditRuleForm
from jiangxin.documents.models import RuleText
from jiangxin.process.births import birth_at_home
from jiangxin.process.views import step_urls

app_name = "documents"
urlpatterns = [
    path("rules", views.rules, name="rules"),
    path(
        "rules/new",
        birth_at_home(
            RuleText, "draft_rule", form=DraftRuleForm, operation=operations.draft_rule, back="documents:rules"
        ),
        name="draft_rule",
    ),
    path("rule/<int:pk>", views.rule, name="rule"),
    *step_urls(RuleText, operations, forms={"edit_rule": EditRuleForm}),
]
