"""Addresses of the arrangement, the day, and the pack."""

from django.urls import path

from jiangxin.exams import operations
from jiangxin.exams.forms import CancelForm, MoveForm, RecordForm, ReseatForm
from jiangxin.exams.models import Duty, ExamRoom, RoomRecord, Seat, Sitting
from jiangxin.exams.views import arranging, dispatching, printing, rooms
from jiangxin.process.views import step_urls

app_name = "exams"
CALLS = ("check_in", "mark_absent")
urlpatterns = [
    path("", arranging.sittings, name="sittings"),
    path("duties", rooms.duties, name="duties"),
    path("round/<int:pk>", arranging.round_page, name="round"),
    path("round/<int:pk>/arrange", arranging.arrange, name="arrange"),
    path("round/<int:pk>/arrange_all", arranging.arrange_all, name="arrange_all"),
    path("round/<int:pk>/admit_all", arranging.admit_all, name="admit_all"),
    path("round/<int:pk>/confirm_all", arranging.confirm_all, name="confirm_all"),
    path("round/<int:pk>/print/<slug:part>", printing.print_round, name="print_round"),
    path("sitting/<int:pk>", arranging.sitting_page, name="sitting"),
    path("sitting/<int:pk>/seat", arranging.seat, name="seat"),
    path("sitting/<int:pk>/take_room", arranging.take_room, name="take_room"),
    path("sitting/<int:pk>/assign/<slug:role>", arranging.assign, name="assign"),
    path("sitting/<int:pk>/dispatch", dispatching.dispatch, name="dispatch"),
    path("sitting/<int:pk>/print/<slug:part>", printing.print_sitting, name="print_sitting"),
    path("room/<int:pk>", rooms.exam_room, name="exam_room"),
    path("room/<int:pk>/check_in_all", rooms.check_in_rest, name="check_in_all"),
    *(path(f"seat/<int:pk>/{verb}", rooms.call, {"verb": verb}, name=verb) for verb in CALLS),
    *step_urls(Sitting, operations, forms={"rearrange": MoveForm, "cancel_sitting": CancelForm}),
    *step_urls(ExamRoom, operations),
    *(url for url in step_urls(Seat, operations, forms={"move_seat": ReseatForm}) if url.name not in CALLS),
    *step_urls(Duty, operations),
    *step_urls(RoomRecord, operations, forms={"write_record": RecordForm}),
]
