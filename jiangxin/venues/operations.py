"""The only writers of sites, rooms, stations and equipment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jiangxin.people.models import Organisation
from jiangxin.process.taking import begin, begin_all, take
from jiangxin.process.who import Actor
from jiangxin.venues.models import Equipment, Room, Site, Station


def add_site(institution: Organisation, *, by: Actor, at: datetime, name: str, address: str) -> Site:
    """Register a site."""
    return begin(Site(institution=institution, name=name, address=address), "add_site", by=by, at=at)


def revise_site(site: Site, *, by: Actor, at: datetime, name: str, address: str) -> Site:
    """Correct a site's name or address."""
    with take(site, "revise_site", by=by, at=at) as site:
        site.name, site.address = name, address
    return site


def close_site(site: Site, *, by: Actor, at: datetime, reason: str) -> Site:
    """Take a site out of use."""
    with take(site, "close_site", by=by, at=at, reason=reason) as site:
        return site


def add_room(site: Site, *, by: Actor, at: datetime, name: str, kind: str, seats: int) -> Room:
    """Register a room; a practical room gets one station per place."""
    room = begin(Room(site=site, name=name, kind=kind, seats=seats), "add_room", by=by, at=at)
    if kind == Room.PRACTICAL:
        stations = [Station(room=room, number=number) for number in range(1, seats + 1)]
        begin_all(stations, "add_station", by=by, at=at)
    return room


def revise_room(room: Room, *, by: Actor, at: datetime, **fields: Any) -> Room:
    """Correct a room's name, kind or number of seats."""
    with take(room, "revise_room", by=by, at=at) as room:
        for field, value in fields.items():
            setattr(room, field, value)
    return room


def close_room(room: Room, *, by: Actor, at: datetime, reason: str) -> Room:
    """Take a room out of use."""
    with take(room, "close_room", by=by, at=at, reason=reason) as room:
        return room


def add_station(room: Room, *, by: Actor, at: datetime, number: int, note: str = "") -> Station:
    """Register one more station of a room."""
    return begin(Station(room=room, number=number, note=note), "add_station", by=by, at=at)


def close_station(station: Station, *, by: Actor, at: datetime, reason: str) -> Station:
    """Take a station out of use."""
    with take(station, "close_station", by=by, at=at, reason=reason) as station:
        return station


def add_equipment(
    room: Room, *, by: Actor, at: datetime, name: str, quantity: int, needed: int, model: str = ""
) -> Equipment:
    """Register what a room is equipped with."""
    equipment = Equipment(room=room, name=name, model=model, quantity=quantity, needed=needed)
    return begin(equipment, "add_equipment", by=by, at=at)


def revise_equipment(equipment: Equipment, *, by: Actor, at: datetime, quantity: int, needed: int) -> Equipment:
    """Correct how many there are and how many are needed."""
    with take(equipment, "revise_equipment", by=by, at=at) as equipment:
        equipment.quantity, equipment.needed = quantity, needed
    return equipment


def close_equipment(equipment: Equipment, *, by: Actor, at: datetime, reason: str) -> Equipment:
    """Take equipment out of use."""
    with take(equipment, "close_equipment", by=by, at=at, reason=reason) as equipment:
        return equipment
