"""Forms of the arrangement and of the room record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.exams import queries
from jiangxin.exams.models import ExamRoom, RoomRecord, Sitting
from jiangxin.exams.rules import FIT
from jiangxin.plans.models import Plan
from jiangxin.process.views import ReasonForm
from jiangxin.standards.models import Subject
from jiangxin.venues.models import Room

LOCAL = "%Y-%m-%dT%H:%M"
PLEASE_CHOOSE = gettext_lazy("请选择")


class Moment(forms.DateTimeField):
    """A day and an hour, by the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
        super().__init__(widget=widget, input_formats=[LOCAL, f"{LOCAL}:%S"], **kwargs)


@dataclass(frozen=True)
class Labelled:
    """A choice with a heading and a line below it."""

    heading: str
    hint: str

    def __str__(self) -> str:
        return self.heading


class RoomsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """The rooms that the plan names, as ticks with their seats."""

    def label_from_instance(self, obj: Any) -> Any:
        return Labelled(str(obj), _("%(kind)s，%(seats)d 座") % {"kind": obj.get_kind_display(), "seats": obj.seats})


class ArrangeForm(forms.Form):
    """A sitting: subject, beginning, rooms."""

    subject = forms.ModelChoiceField(Subject.objects.none(), label=gettext_lazy("科目"), empty_label=PLEASE_CHOOSE)
    starts_at = Moment(label=gettext_lazy("开始时间"))
    rooms = RoomsField(Room.objects.none(), label=gettext_lazy("考场"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        kwargs["initial"] = {"starts_at": _morning(plan), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        named = {room.pk for kind in FIT for room in queries.rooms_for(plan, kind)}
        self.fields["subject"].queryset = plan.round.level.subjects.all()  # type: ignore[attr-defined]
        self.fields["rooms"].queryset = Room.objects.filter(pk__in=named).select_related("site")  # type: ignore[attr-defined]

    def clean_rooms(self) -> list[Room]:
        """Return the rooms; a sitting is held at one site."""
        rooms = list(self.cleaned_data["rooms"])
        if len({room.site_id for room in rooms}) > 1:
            raise forms.ValidationError(_("一场只能设在一个考点；另一个考点的考场请另编一场。"))
        return rooms


def _morning(plan: Plan) -> datetime:
    day = plan.theory_on or plan.round.planned_on
    return datetime.combine(day, time(9, 0), timezone.get_current_timezone())


class ShuffleForm(forms.Form):
    """The seed by which candidates are shuffled: the same seed gives the same seating."""

    shuffle_by = forms.CharField(
        label=gettext_lazy("打乱编排的种子"), required=False, max_length=40,
        help_text=gettext_lazy("同一种子总是得到同一座次，便于复核；不填则用批次编号。工作单位相同的考生自动错开。"),
    )  # fmt: skip


class MoveForm(forms.Form):
    """Another time for a sitting."""

    wants_record = True
    starts_at = Moment(label=gettext_lazy("新的开始时间"))
    reason = forms.CharField(label=gettext_lazy("说明"), required=False, max_length=200)

    def __init__(self, *args: Any, record: Sitting, **kwargs: Any) -> None:
        kwargs["initial"] = {"starts_at": record.starts_at}
        super().__init__(*args, **kwargs)


class CancelForm(ReasonForm):
    """Say what cancelling a sitting does."""

    wants_record = True

    def __init__(self, *args: Any, record: Sitting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = [
            _("取消后，本场的座位、考场和考务人员全部释放，考生可以重新编排场次。"),
            _("本场已登记的到场和缺考不再算数，评分表和成绩随之作废，理由写进经过。"),
        ]
        seats = record.seats.filter(state__in=("present", "absent")).values_list("state", flat=True)
        if called := list(seats):
            counts = {"came": called.count("present"), "away": called.count("absent")}
            self.about.insert(0, _("这一场已经开考：登记到场 %(came)d 人、缺考 %(away)d 人。") % counts)


class AssignForm(forms.Form):
    """Who is put on duty: one of those whom the plan names; whoever can't serve is shown with the reason."""

    person = forms.ChoiceField(label=gettext_lazy("人员"), widget=forms.RadioSelect)
    leads = forms.BooleanField(label=gettext_lazy("任组长"), required=False)

    def __init__(self, *args: Any, choices: Iterable[queries.Choice], with_leader: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(choice.person.pk): choice for choice in choices}
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (key, choice.person.name) for key, choice in self.offered.items()
        ]
        if not with_leader:
            del self.fields["leads"]

    def options(self) -> list[dict[str, Any]]:
        """Return the persons for `components/radio_cards.html`; who can't serve is disabled."""
        chosen = self.data.get("person")
        return [
            {
                "value": key, "heading": choice.person.name, "hint": choice.reason or choice.person.employer,
                "disabled": bool(choice.reason), "checked": key == chosen,
            }
            for key, choice in self.offered.items()
        ]  # fmt: skip


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A room in its sitting."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.sitting} {obj}"


class ReseatForm(forms.Form):
    """Another seat for a candidate, in a room of a sitting of the same subject."""

    wants_record = True
    exam_room = PlaceField(ExamRoom.objects.none(), label=gettext_lazy("考场"), empty_label=PLEASE_CHOOSE)
    number = forms.IntegerField(label=gettext_lazy("座位（工位）号"), min_value=1)
    reason = forms.CharField(label=gettext_lazy("说明"), required=False, max_length=200)

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"exam_room": record.exam_room_id, "number": record.number}
        super().__init__(*args, **kwargs)
        sitting = record.sitting
        rooms = ExamRoom.objects.filter(
            sitting__round=sitting.round, sitting__subject=sitting.subject, sitting__state="arranged", state="in_use"
        ).select_related("room", "sitting__subject")
        self.fields["exam_room"].queryset = rooms  # type: ignore[attr-defined]


def _lines(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)


class RecordForm(forms.Form):
    """The record of a room."""

    wants_record = True
    seal_intact = forms.TypedChoiceField(
        label=gettext_lazy("试卷密封是否完好"), required=False, widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("完好")), ("no", gettext_lazy("不完好（在“异常情况”里写明经过）"))],
        coerce=lambda value: value == "yes", empty_value=None,
    )  # fmt: skip
    opened_at = Moment(label=gettext_lazy("启封时间"), required=False)
    witnesses = forms.CharField(label=gettext_lazy("启封见证人"), required=False, max_length=120)
    started_at = Moment(label=gettext_lazy("开考时间"), required=False)
    ended_at = Moment(label=gettext_lazy("结束时间"), required=False)
    spoiled_papers = _lines(gettext_lazy("作废试卷及说明"))
    violations = _lines(gettext_lazy("违纪及处理"))
    lost_time = _lines(gettext_lazy("延误时间及原因"))
    incidents = _lines(gettext_lazy("异常情况"))

    def __init__(self, *args: Any, record: RoomRecord, **kwargs: Any) -> None:
        sitting = record.exam_room.sitting
        initial = {name: getattr(record, name) for name in self.base_fields}
        initial["seal_intact"] = {True: "yes", False: "no", None: ""}[record.seal_intact]
        initial["started_at"] = record.started_at or sitting.starts_at
        initial["ended_at"] = record.ended_at or sitting.ends_at
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
