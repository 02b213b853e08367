"""Pages of venues: sites with their rooms, one room with its stations and equipment."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiangxin.process.births import home_of, may_begin
from jiangxin.process.models import Record
from jiangxin.process.presenting import nothing_yet, state_tag, step_address
from jiangxin.process.views import actor, find, record_context, today
from jiangxin.venues.models import Equipment, Room, Site

GOOD = ("open",)


def sites(request: HttpRequest) -> HttpResponse:
    """List the institution's sites, each with its rooms."""
    home = home_of(request)
    may = may_begin(request, Site(institution=home), "add_site")
    address = reverse("venues:add_site")
    tables = [_site_table(site, request) for site in Site.objects.filter(institution=home).prefetch_related("rooms")]
    empty = nothing_yet(
        _("还没有考点"), _("先登记考点，再登记考场、机房和实训室。"), address if may else "", _("登记考点")
    )
    context = {
        "title": _("考点与考场"),
        "buttons": [{"label": _("登记考点"), "url": address, "icon": "plus"}] if may and tables else [],
        "tables": tables or [{"rows": [], "empty": empty}],
    }
    return render(request, "process/list.html", context)


def _site_table(site: Site, request: HttpRequest) -> dict[str, Any]:
    """Return a site as a table of its rooms."""
    rows = [
        {
            "id": room.pk,
            "cells": [
                {"text": room.name, "url": reverse("venues:room", args=[room.pk]), "lead": True},
                {"text": room.get_kind_display()},
                {"text": str(room.seats), "num": True},
                {"tag": state_tag(room, good=GOOD, bad=["closed"])},
            ],
        }
        for room in site.rooms.all()
    ]
    columns = [
        {"label": _("房间")},
        {"label": _("用途")},
        {"label": _("座位（工位）"), "num": True},
        {"label": _("状态")},
    ]
    return {
        "title": site.name,
        "note": site.address,
        "link": {"label": _("考点信息"), "url": reverse("venues:site", args=[site.pk])},
        "columns": columns,
        "rows": rows,
        "empty": nothing_yet(_("还没有房间"), _("登记这个考点的考场、机房和实训室。")),
    }


def site(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a site."""
    record = find(Site, request, pk)
    may = record.state == "open" and may_begin(request, Room(site=record), "add_room")
    address = reverse("venues:add_room", args=[pk])
    context = record_context(
        record,
        request,
        title=record.name,
        tag=state_tag(record, good=GOOD, bad=["closed"]),
        crumbs=[{"label": _("考点与考场"), "url": reverse("venues:list")}],
        buttons=[{"label": _("登记房间"), "url": _back(address, request), "icon": "plus"}] if may else [],
        facts=[{"label": _("地址"), "value": record.address}],
        tables=[{**_site_table(record, request), "title": _("房间"), "note": "", "link": None}],
    )
    return render(request, "process/page.html", context)


def room(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a room with its stations and equipment; what is short says so."""
    record = find(Room, request, pk)
    may = record.state == "open" and may_begin(request, Equipment(room=record), "add_equipment")
    buttons = [
        {"label": _("登记设备"), "url": _back(reverse("venues:add_equipment", args=[pk]), request), "icon": "plus"}
    ]
    if record.kind == Room.PRACTICAL:
        buttons.append(
            {"label": _("增加工位"), "url": _back(reverse("venues:add_station", args=[pk]), request), "icon": ""}
        )
    tables = [_equipment_table(record, request)]
    if record.kind == Room.PRACTICAL:
        tables.append(_station_table(record, request))
    context = record_context(
        record,
        request,
        title=record.name,
        sub=record.site.name,
        tag=state_tag(record, good=GOOD, bad=["closed"]),
        crumbs=[
            {"label": _("考点与考场"), "url": reverse("venues:list")},
            {"label": record.site.name, "url": reverse("venues:site", args=[record.site_id])},
        ],
        buttons=buttons if may else [],
        facts=[
            {"label": _("用途"), "value": record.get_kind_display()},
            {"label": _("座位（工位）"), "value": str(record.seats), "num": True, "strong": True},
        ],
        tables=tables,
    )
    return render(request, "process/page.html", context)


def _equipment_table(record: Room, request: HttpRequest) -> dict[str, Any]:
    """Return the equipment in use, the short ones marked."""
    rows = []
    for each in record.equipment.filter(state="open"):
        short = (
            {"state": "late", "label": _("缺 %d") % each.short_of}
            if each.short_of
            else {"state": "ok", "label": _("够用")}
        )
        cells = [
            {"text": each.name, "lead": True, "sub": each.model},
            {"text": f"{each.quantity} / {each.needed}", "num": True},
            {"tag": short},
            _button(each, "revise_equipment", _("更正"), request),
            _button(each, "close_equipment", _("停用"), request),
        ]
        rows.append({"id": each.pk, "cells": cells})
    columns = [
        {"label": _("设备")},
        {"label": _("现有 / 需要"), "num": True},
        {"label": _("配置")},
        {"label": _("更正")},
        {"label": _("停用")},
    ]
    empty = nothing_yet(_("还没有登记设备"), _("实训室的设备和需要数量登记后，实施方案第七部分会自动列出。"))
    return {"title": _("设备"), "columns": columns, "rows": rows, "empty": empty}


def _station_table(record: Room, request: HttpRequest) -> dict[str, Any]:
    """Return the stations in use."""
    rows = [
        {
            "id": each.pk,
            "cells": [
                {"text": _("%d 号工位") % each.number, "lead": True, "sub": each.note},
                _button(each, "close_station", _("停用"), request),
            ],
        }
        for each in record.stations.filter(state="open")
    ]
    columns = [{"label": _("工位")}, {"label": _("停用")}]
    return {"title": _("工位"), "note": _("%d 个可用") % len(rows), "columns": columns, "rows": rows}


def _button(record: Record, verb: str, label: str, request: HttpRequest) -> dict[str, Any]:
    """Return the cell that leads to a step, if this person may take it."""
    if not record.steps[verb].may.test(actor(request), record, today()):
        return {"text": None}
    return {"button": {"label": label, "url": step_address(record, verb, next=request.path)}}


def _back(address: str, request: HttpRequest) -> str:
    """Return an address that leads back here."""
    return f"{address}?next={request.path}"
