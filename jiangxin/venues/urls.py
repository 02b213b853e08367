"""Addresses of venues."""

from django.urls import path

from jiangxin.process.births import birth_at_home, birth_under
from jiangxin.process.views import step_urls
from jiangxin.venues import operations, views
from jiangxin.venues.forms import (
    EditEquipmentForm,
    EditRoomForm,
    EditSiteForm,
    EquipmentForm,
    RoomForm,
    SiteForm,
    StationForm,
)
from jiangxin.venues.models import Equipment, Room, Site, Station

app_name = "venues"
urlpatterns = [
    path("", views.sites, name="list"),
    path(
        "sites/new",
        birth_at_home(Site, "add_site", form=SiteForm, operation=operations.add_site, back="venues:list"),
        name="add_site",
    ),
    path("site/<int:pk>", views.site, name="site"),
    path(
        "site/<int:pk>/add_room",
        birth_under(Site, Room, "add_room", form=RoomForm, operation=operations.add_room),
        name="add_room",
    ),
    path("room/<int:pk>", views.room, name="room"),
    path(
        "room/<int:pk>/add_equipment",
        birth_under(Room, Equipment, "add_equipment", form=EquipmentForm, operation=operations.add_equipment),
        name="add_equipment",
    ),
    path(
        "room/<int:pk>/add_station",
        birth_under(Room, Station, "add_station", form=StationForm, operation=operations.add_station),
        name="add_station",
    ),
    *step_urls(Site, operations, forms={"revise_site": EditSiteForm}),
    *step_urls(Room, operations, forms={"revise_room": EditRoomForm}),
    *step_urls(Station, operations),
    *step_urls(Equipment, operations, forms={"revise_equipment": EditEquipmentForm}),
]
