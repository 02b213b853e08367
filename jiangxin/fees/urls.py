"""Addresses of fee standards."""

from django.urls import path

from jiangxin.fees import operations, views
from jiangxin.fees.forms import EditFeeForm, FeeForm
from jiangxin.fees.models import FeeStandard
from jiangxin.process.births import birth_at_home
from jiangxin.process.views import step_urls

app_name = "fees"
urlpatterns = [
    path("", views.fees, name="list"),
    path(
        "new",
        birth_at_home(FeeStandard, "draft_fee", form=FeeForm, operation=operations.draft_fee, back="fees:list"),
        name="draft_fee",
    ),
    path("fee/<int:pk>", views.fee, name="fee"),
    *step_urls(FeeStandard, operations, forms={"edit_fee": EditFeeForm}),
]
