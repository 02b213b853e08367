"""Places as the pages show them: to whoever thinks of applying, to the applicant, to the office."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.enrolment.models import Application, Place
from jiangxin.enrolment.place_queries import order_told, place_of, position, standing
from jiangxin.enrolment.steps import ENDED, FREED, HELD, WAITING
from jiangxin.rounds.models import Round

TAGS = {HELD: "ok", WAITING: "wait", FREED: "plain", ENDED: "plain"}


def place_facts(round_: Round) -> list[dict[str, Any]]:
    """Return how many places are left and who waits first, as rows of facts; none for a round without a quota."""
    counted = standing(round_)
    if counted is None:
        return []
    rows = [{"label": _("名额"), "value": counted.words}]
    return [*rows, {"label": _("候补次序"), "value": "".join(order_told(round_))}]


def place_ahead(round_: Round) -> dict[str, Any] | None:
    """Return the notice for whoever is about to apply in a round whose places are all confirmed; else None."""
    counted = standing(round_)
    if counted is None or counted.left:
        return None
    now = _("现在候补 %d 人。") % counted.waiting
    text = now + _("提交以后列入候补，有人让出名额时按次序自动递补；到报名截止还没有递补的，这次报名结束。")
    return {"kind": "wait", "title": _("名额已报满"), "text": text, "items": order_told(round_)}


def place_shown(application: Application) -> dict[str, Any] | None:
    """Return what an applicant is told of his place, as `components/notice.html` takes it; None where there is none."""
    place = place_of(application)
    if place is None or application.state in {"withdrawn", "rejected"}:
        return None
    return {HELD: _held, WAITING: _waiting, FREED: _freed, ENDED: _ended}[place.state](place, application)


def place_words(application: Application) -> str:
    """Return in a few words where an applicant waits; "" for whoever has his place, or needs none."""
    place = place_of(application)
    return _("您排在候补第 %d 位。") % position(place) if place is not None and place.state == WAITING else ""


def _held(place: Place, application: Application) -> dict[str, Any]:
    title = _("名额已确认") if place.told is None else _("您已递补，名额已确认")
    return {"kind": "ok", "title": title, "text": _kept(place, application)}


def _kept(place: Place, application: Application) -> str:
    """Return until when the place of somebody who owes a correction is kept."""
    if application.state != "returned" or place.kept_until is None:
        return ""
    sentence = _("名额为您保留到 %s。过了这一天还没有补正再提交，学院可以把名额让给下一位。")
    return sentence % formats.date_format(place.kept_until)


def _waiting(place: Place, application: Application) -> dict[str, Any]:
    now, round_ = position(place), application.round
    items = order_told(round_)
    if place.told is not None and now != place.told:
        words = {"told": place.told, "now": now}
        items.append(_("提交时排在第 %(told)d 位，现在第 %(now)d 位：") % words + _why(now > place.told))
    items.append(_("有人让出名额时按次序自动递补，结果显示在这里；到报名截止还没有递补的，这次报名结束。"))
    return {
        "kind": "wait", "title": _("您排在候补第 %d 位") % now, "text": _kept(place, application), "items": items,
    }  # fmt: skip


def _why(later: bool) -> str:
    return _("其后有优先类别的人提交，排在您前面。") if later else _("前面有人递补或者退出。")


def _freed(place: Place, application: Application) -> dict[str, Any]:
    if application.state == "unplaced":
        over = _("补正的日子已过，名额已收回；报名已截止，不再候补，这次报名结束。可以报名其他批次。")
        link = {"label": _("看看正在报名的批次"), "url": reverse("portal:front")}
        return {"kind": "late", "title": _("名额已收回"), "text": over, "link": link}
    text = _("补正的日子已过，名额让给了下一位。补正后再提交，按新的提交时间重新候补；还有空余名额的，立即确认。")
    return {"kind": "late", "title": _("名额已收回"), "text": text}


def _ended(place: Place, application: Application) -> dict[str, Any]:
    text = _("%s已截止报名，到截止时没有空出的名额。这次报名结束，您填过的内容留存备查；可以报名其他批次。")
    link = {"label": _("看看正在报名的批次"), "url": reverse("portal:front")}
    return {"kind": "late", "title": _("候补没有递补到您"), "text": text % application.round, "link": link}


def columns() -> list[dict[str, Any]]:
    """Return the columns of the office's list."""
    return [
        {"label": _("位次"), "num": True}, {"label": _("姓名")}, {"label": _("人员类别")},
        {"label": _("提交次序"), "num": True}, {"label": _("报名")}, {"label": _("名额")}, {"label": _("办理")},
    ]  # fmt: skip


def row(place: Place, at: int | None, release: str) -> dict[str, Any]:
    """Return a place as a row; `at` is its position among those who wait, `release` where it can be taken back."""
    application = place.application
    kept = _("保留到 %s") % formats.date_format(place.kept_until) if place.kept_until else None
    act = {"button": {"label": _("收回名额"), "url": release}} if release else {"text": None}
    return {
        "id": place.pk,
        "cells": [
            {"text": at, "num": True},
            {"text": application.person.name, "lead": True, "url": application.get_absolute_url(),
             "sub": application.person.masked_id},
            {"text": application.get_category_display()},
            {"text": place.turn, "num": True},
            {"text": application.state_label, "sub": kept if application.state == "returned" else None},
            {"tag": {"state": TAGS[place.state], "label": place.state_label}},
            act,
        ],
    }  # fmt: skip
