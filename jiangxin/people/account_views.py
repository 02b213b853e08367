"""The account of a member of the staff, on his page: how it stands, and the first password, shown once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiangxin.people.models import Person
from jiangxin.people.operations import FirstPassword
from jiangxin.people.rules import account_of
from jiangxin.process.presenting import step_address
from jiangxin.process.views import actor, today

VERBS = ("grant_account", "reset_password", "stop_account", "restore_account")


def account_card(request: HttpRequest, person: Person, buttons: list[dict[str, Any]], back: str) -> dict[str, Any]:
    """Return the card of a person's account, {} for whoever may not give one: `facts`, `steps` that fit, `without`.

    `buttons` are all that his page offers; those of his account are taken out of them.
    """
    offered = {verb: step_address(person, verb, next=back) for verb in VERBS}
    found = {button["url"]: button for button in buttons if button["url"] in offered.values()}
    buttons[:] = [button for button in buttons if button["url"] not in found]
    if not person.steps["grant_account"].may.test(actor(request), person, today()):
        return {}
    user, works = account_of(person), person.appointments.filter(state="current").exists()
    if user is None or not user.has_usable_password():
        fitting = ["grant_account"] if works else []
    else:
        fitting = ["reset_password", "stop_account"] if user.is_active else ["restore_account"]
    return {
        "facts": _facts(person),
        "steps": [found[address] for verb in fitting if (address := offered[verb]) in found],
        "without": not works,
    }


def _facts(person: Person) -> list[dict[str, Any]]:
    user = account_of(person)
    if user is None:
        return []
    if not user.has_usable_password():
        standing = _("凭手机验证码登录，没有密码")
    elif user.first_password:
        standing = _("已开通，还没有改首次密码")
    else:
        standing = _("在用")
    return [
        {"label": _("登录名"), "value": user.username if user.has_usable_password() else "–"},
        {"label": _("状态"), "value": standing if user.is_active else _("已停用")},
        {"label": _("最近登录"), "day": user.last_login} if user.last_login else {"label": _("最近登录"), "value": "–"},
    ]


def first_password(request: HttpRequest, person: Person, given: FirstPassword) -> HttpResponse:
    """Show a first password once, to be handed over; it is kept nowhere in clear."""
    facts = [
        {"label": _("登录名"), "value": given.username},
        {"label": _("首次密码"), "value": given.password, "strong": True},
    ]
    response = render(request, "people/first_password.html", {"person": person, "facts": facts})
    response.headers["Cache-Control"] = "private, no-store"
    return response
