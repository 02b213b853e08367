"""Addresses of the marks."""

from django.urls import path

from jiangxin.process.presenting import WITH_FORM
from jiangxin.process.views import step_urls
from jiangxin.scoring import operations
from jiangxin.scoring.models import ScoreSheet, SubjectMark
from jiangxin.scoring.views import office, tablet

app_name = "scoring"
OWN = {"mark", "submit_sheet", "confirm_knockout"}  # these have pages of their own
WITH_FORM.update({("scoring.scoresheet", "submit_sheet"), ("scoring.subjectmark", "confirm_knockout")})
urlpatterns = [
    path("", tablet.rooms, name="rooms"),
    path("room/<int:pk>", tablet.room, name="room"),
    path("seat/<int:pk>/open_sheet", tablet.open_sheet, name="open_sheet"),
    path("seat/<int:pk>/absent", tablet.mark_absent, name="enter_absent"),
    path("sheet/<int:pk>", tablet.sheet, name="sheet"),
    path("sheet/<int:pk>/photo", tablet.photo, name="photo"),
    path("scoresheet/<int:pk>/mark", tablet.mark, name="mark"),
    path("scoresheet/<int:pk>/submit_sheet", tablet.submit_sheet, name="submit_sheet"),
    path("round/<int:pk>", office.round_page, name="round"),
    path("round/<int:pk>/compose/<slug:kind>", office.compose_marks, name="compose_marks"),
    path("round/<int:pk>/theory", office.theory, name="theory"),
    path("round/<int:pk>/import_marks", office.import_marks, name="import_marks"),
    path("round/<int:pk>/template", office.template, name="template"),
    path("round/<int:pk>/marked/<int:file>", office.marked_workbook, name="marked"),
    path("mark/<int:pk>", office.mark_page, name="mark_page"),
    path("subjectmark/<int:pk>/confirm_knockout", office.confirm_knockout, name="confirm_knockout"),
    *(url for url in step_urls(ScoreSheet, operations) if url.name not in OWN),
    *(url for url in step_urls(SubjectMark, operations) if url.name not in OWN),
]
