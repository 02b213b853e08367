"""Forms of sites, rooms, stations and equipment."""

from __future__ import annotations

from jiangxin.process.inputs import OfRecord, RecordForm
from jiangxin.venues.models import Equipment, Room, Site, Station


class SiteForm(RecordForm):
    """A site."""

    class Meta:
        model = Site
        fields = ("name", "address")


class EditSiteForm(OfRecord, SiteForm):
    """A site, as it stands."""


class RoomForm(RecordForm):
    """A room."""

    class Meta:
        model = Room
        fields = ("name", "kind", "seats")


class EditRoomForm(OfRecord, RoomForm):
    """A room, as it stands."""


class EquipmentForm(RecordForm):
    """Equipment of a room."""

    class Meta:
        model = Equipment
        fields = ("name", "model", "quantity", "needed")


class EditEquipmentForm(OfRecord, RecordForm):
    """How many there are, and how many a full room needs."""

    class Meta:
        model = Equipment
        fields = ("quantity", "needed")


class StationForm(RecordForm):
    """A station of a room."""

    class Meta:
        model = Station
        fields = ("number", "note")
