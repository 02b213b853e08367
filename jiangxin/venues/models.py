"""Sites, rooms, stations and equipment."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.people.models import Organisation
from jiangxin.process.fields import CodeField
from jiangxin.process.models import Record
from jiangxin.process.triggers import record_of
from jiangxin.venues import steps


@record_of(steps.SITE)
class Site(Record):
    """A place with an address (考点)."""

    institution = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(_("考点名称"), max_length=80)
    address = models.CharField(_("地址"), max_length=160)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["institution", "name"], name="site_name")]

    def __str__(self) -> str:
        return self.name


@record_of(steps.ROOM)
class Room(Record):
    """A room of a site, with what it is fit for and how many candidates it holds at a time."""

    THEORY, COMPUTER, PRACTICAL, REVIEW = "theory", "computer", "practical", "review"

    site = models.ForeignKey(Site, models.PROTECT, related_name="rooms")
    name = models.CharField(_("房间名称"), max_length=60)
    kind = CodeField(
        _("用途"),
        max_length=12,
        choices=lambda: [
            ("theory", _("笔试教室")),
            ("computer", _("机房")),
            ("practical", _("实训室")),
            ("review", _("评审室")),
        ],
    )
    seats = models.PositiveSmallIntegerField(_("座位（工位）数"))

    class Meta:
        ordering = ["site", "name"]
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="room_name"),
            models.CheckConstraint(condition=models.Q(seats__gte=1), name="room_has_seats"),
        ]

    def __str__(self) -> str:
        return f"{self.site.name} {self.name}"


@record_of(steps.STATION)
class Station(Record):
    """A workbench of a practical room (工位)."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="stations")
    number = models.PositiveSmallIntegerField(_("工位号"))
    note = models.CharField(_("说明"), max_length=120, blank=True)

    class Meta:
        ordering = ["room", "number"]
        constraints = [models.UniqueConstraint(fields=["room", "number"], name="station_number")]

    def __str__(self) -> str:
        return str(self.number)


@record_of(steps.EQUIPMENT)
class Equipment(Record):
    """What a room is equipped with: how many there are, and how many a full room needs."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="equipment")
    name = models.CharField(_("设备名称"), max_length=80)
    model = models.CharField(_("型号"), max_length=60, blank=True)
    quantity = models.PositiveSmallIntegerField(_("现有数量"))
    needed = models.PositiveSmallIntegerField(_("需要数量"))

    class Meta:
        ordering = ["room", "name"]
        constraints = [models.UniqueConstraint(fields=["room", "name", "model"], name="equipment_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def short_of(self) -> int:
        """How many are missing for a full room."""
        return max(self.needed - self.quantity, 0)
