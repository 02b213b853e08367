"""Founding an institution in earnest: with its centre, the three authorities of article 14, and their first officers.

Nobody has an office yet, so the system acts (`setup`); from then on everything is the centre's, on its pages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.people import operations as people
from jiangxin.people import roles
from jiangxin.people.forms import GrantForm, RegisterForm
from jiangxin.people.models import Organisation
from jiangxin.people.operations import FirstPassword
from jiangxin.practice import load_calendar
from jiangxin.process.errors import Unable
from jiangxin.process.taking import under_way
from jiangxin.process.who import SYSTEM
from jiangxin.regulation.calendar import LAST_KNOWN, YearUnknown

EXAMPLE = Path(__file__).with_suffix(".toml")
CENTRE = "centre"
AUTHORITIES = {
    "employment_centre": gettext_lazy("就业中心（开班备案）"),
    "city_centre": gettext_lazy("市职鉴中心（质量督导）"),
    "provincial_centre": gettext_lazy("省职鉴中心（结果备案）"),
}


class UnableToFound(Unable):
    """The file says nothing that an institution could be founded by; the message names every fault with its place."""


class InstitutionForm(forms.Form):
    """The institution, and the unit of it that leads."""

    name = forms.CharField(max_length=120)
    short_name = forms.CharField(max_length=40, required=False)
    region = forms.CharField(max_length=60)
    contact = forms.CharField(max_length=120)
    centre = forms.CharField(max_length=120)
    practice = forms.BooleanField(required=False)

    def clean_name(self) -> str:
        """Refuse an institution that is there: what is to change of it is changed on its pages."""
        name = str(self.cleaned_data["name"])
        if Organisation.objects.filter(name=name, institution=None).exists():
            raise forms.ValidationError(
                _("“%s”已经登记，没有再写入。请由中心管理员登录后在“组织”“人员”页面办理。") % name
            )
        return name


class AuthoritiesForm(forms.Form):
    """The three authorities, by their names."""

    employment_centre = forms.CharField(max_length=120)
    city_centre = forms.CharField(max_length=120)
    provincial_centre = forms.CharField(max_length=120)


class OfficerForm(RegisterForm, GrantForm):
    """A first officer: who he is, where he serves, and under which name he signs in."""

    at = forms.ChoiceField(choices=[(CENTRE, CENTRE), *AUTHORITIES.items()])
    since = forms.DateField(required=False)


@dataclass(frozen=True)
class Founding:
    """What a file says, without fault."""

    institution: Mapping[str, Any]
    authorities: Mapping[str, str]
    officers: tuple[OfficerForm, ...]


@dataclass(frozen=True)
class Given:
    """A first officer with what he signs in by."""

    place: Organisation
    name: str
    login: FirstPassword


def read(text: str) -> Founding:
    """Return what a file says. Raises UnableToFound with every fault that is found in it."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnableToFound(_("不能读入：文件不是 TOML 格式（%s）。") % error) from error
    faults = [_("%s：没有这样的项目。") % key for key in told.keys() - {"institution", "authorities", "officers"}]
    institution = _checked(InstitutionForm, told.get("institution"), "institution", faults)
    authorities = _checked(AuthoritiesForm, told.get("authorities"), "authorities", faults)
    rows = told.get("officers", [])
    listed = rows if isinstance(rows, list) else [rows]
    officers = [_checked(OfficerForm, row, f"officers[{n}]", faults) for n, row in enumerate(listed, 1)]
    if not any(officer.data.get("at") == CENTRE for officer in officers):
        faults.append(_('officers：中心至少要有一名管理员（at = "centre"），否则没有人能登录办理。'))
    names = [str(officer.data.get("username", "")).lower() for officer in officers]
    faults += [_("officers：登录名“%s”用了两次。") % name for name in sorted({n for n in names if names.count(n) > 1})]
    if faults:
        raise UnableToFound("\n".join([_("不能登记评价机构，没有写入任何内容："), *faults]))
    return Founding(institution.cleaned_data, authorities.cleaned_data, tuple(officers))


def _checked[F: forms.Form](form_class: type[F], row: Any, place: str, faults: list[str]) -> F:
    """Return the form of a table of the file; its faults are told with their places (people count from one)."""
    data = dict(row) if isinstance(row, dict) else {}
    form = form_class({"id_type": "resident", **data} if form_class is OfficerForm else data)
    faults += [_("%s：没有这样的项目。") % f"{place}.{key}" for key in data if key not in form.fields]
    for field, errors in form.errors.items():
        where = place if field == "__all__" else f"{place}.{field}"
        faults += [_("%(where)s：%(why)s") % {"where": where, "why": error} for error in errors]
    return form


@transaction.atomic
def found(founding: Founding, *, at: datetime) -> list[Given]:
    """Found all of it or nothing, and return the first officers with their first passwords.

    Raises Unable where an officer's user name is taken, or he has an account at an authority that is there already.
    """
    with suppress(YearUnknown):  # the desk warns of a calendar that ends
        load_calendar(at.year - 2, min(at.year + 1, LAST_KNOWN + 1), at=at)
    with under_way("setup"):
        places = _organisations(founding, at)
        return [_officer(places[form.cleaned_data["at"]], form, at) for form in founding.officers]


def _organisations(founding: Founding, at: datetime) -> dict[str, Organisation]:
    """Found the institution and its centre; name the authorities, founding those that nobody has named before."""
    words = dict(founding.institution)
    centre, region = words.pop("centre"), words["region"]
    places = {
        key: Organisation.objects.filter(kind=Organisation.AUTHORITY, name=name, state="active").first()
        or people.found(by=SYSTEM, at=at, kind=Organisation.AUTHORITY, name=name, region=region)
        for key, name in founding.authorities.items()
    }
    institution = people.found(by=SYSTEM, at=at, kind=Organisation.INSTITUTION, **{**words, **places})
    unit = people.found(by=SYSTEM, at=at, kind=Organisation.CENTRE, name=centre, institution=institution)
    return {**places, CENTRE: unit}


def _officer(place: Organisation, form: OfficerForm, at: datetime) -> Given:
    """Register a first officer where he serves, appoint him, and give him an account."""
    person = people.register(place.root, form.person(), by=SYSTEM, at=at)
    role = roles.CENTRE_OFFICER if place.kind == Organisation.CENTRE else roles.AUTHORITY_OFFICER
    people.appoint(person, place, role, by=SYSTEM, at=at, starts_on=form.cleaned_data["since"] or at.date())
    login = people.grant_account(person, by=SYSTEM, at=at, username=form.cleaned_data["username"])
    return Given(place, person.name, login)
