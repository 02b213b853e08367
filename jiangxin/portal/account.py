"""Signing in and out, and one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.people import roles
from jiangxin.people.models import Qualification
from jiangxin.portal import links
from jiangxin.process.views import actor, today


class SignInForm(AuthenticationForm):
    """Ask for name and password; one sentence for either being wrong, so that names can't be tried out."""

    error_messages = {
        "invalid_login": gettext_lazy("登录名或密码不对。请核对后再试；连续输错多次会暂停登录。"),
        "inactive": gettext_lazy("这个账号已停用，请联系本机构管理员。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("登录名")
        self.fields["password"].label = _("密码")


class SignIn(auth.LoginView):
    """Sign in."""

    template_name = "portal/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class ChangePasswordForm(PasswordChangeForm):
    """Ask for the old password once and the new one twice."""

    error_messages = {
        "password_incorrect": gettext_lazy("原密码不对，密码没有更改。请重新输入。"),
        "password_mismatch": gettext_lazy("两次输入的新密码不一样，请重新输入。"),
        "password_same": gettext_lazy("新密码和原密码一样，密码没有更改。请换一个。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"old_password": _("原密码"), "new_password1": _("新密码"), "new_password2": _("再输一次新密码")}
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].help_text = ""
        self.fields["new_password1"].help_text = _("至少 10 个字符，不要用常见的密码。")

    def clean(self) -> dict[str, Any]:
        """Refuse the old password as the new one: what somebody else knows is nobody's own."""
        data = super().clean() or {}
        if data.get("new_password1") and data["new_password1"] == data.get("old_password"):
            self.add_error("new_password1", self.error_messages["password_same"])
        return data


class ChangePassword(auth.PasswordChangeView):
    """Change one's own password."""

    template_name = "portal/password.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("portal:account")

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Say that it is changed; whoever is signed in elsewhere is signed out there."""
        messages.success(self.request, _("密码已更改，其他设备上的登录已失效。"))
        return super().form_valid(form)  # type: ignore[arg-type]


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None, *args: Any) -> HttpResponse:
    """Show that signing in is paused after too many wrong passwords, and until when (`AXES_LOCKOUT_CALLABLE`)."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "portal/locked.html", {"minutes": minutes, "limit": settings.AXES_FAILURE_LIMIT}, status=429)


REGISTERS = (
    (gettext_lazy("人员与任职"), "people:persons", "people.person"),
    (gettext_lazy("组织"), "people:organisations", "people.organisation"),
    (gettext_lazy("机构备案"), "standards:filings", "standards.filing"),
    (gettext_lazy("考点、房间与设备"), "venues:list", "venues.room"),
    (gettext_lazy("规章制度"), "documents:rules", "documents.ruletext"),
    (gettext_lazy("收费标准"), "fees:list", "fees.feestandard"),
    (gettext_lazy("工作日历"), "people:this_year", "process.calendarday"),
)
OF_AUTHORITY = {"people:persons"}


def registers(held: set[str]) -> list[dict[str, Any]]:
    """Return the registers of an institution, for those who keep them; an authority keeps its own people alone."""
    everything = held & {roles.CENTRE_OFFICER, roles.COLLEGE_OFFICER, roles.FINANCE_OFFICER}
    kept = [one for one in REGISTERS if everything or (one[1] in OF_AUTHORITY and roles.AUTHORITY_OFFICER in held)]
    return [{"label": label, "url": links.link(page) or links.records(kind)} for label, page, kind in kept]


def account(request: HttpRequest) -> HttpResponse:
    """Show one's own account: name, offices, cards."""
    user, on = actor(request), today()
    cards = Qualification.objects.filter(person=user.person_id, state="valid") if user.person_id else []
    context = {
        "offices": user.appointments_on(on),
        "cards": cards,
        "password": links.link("portal:password"),
        "done": links.link("portal:done"),
        "own": links.link("people:own") if user.person_id else None,
        "relations": links.link("impartiality:list"),
        "registers": registers({appointment.role for appointment in user.appointments_on(on)}),
    }
    return render(request, "portal/account.html", context)
