"""What the frame of every page shows: the rail, who is here, in which office, and whether this is practice."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jiangxin.people.models import Organisation, Person
from jiangxin.people.roles import (
    AUDITOR,
    AUTHORITY_OFFICER,
    CENTRE_OFFICER,
    COLLEGE_OFFICER,
    EXAMINER,
    EXTERNAL_SUPERVISOR,
    FINANCE_OFFICER,
    INTERNAL_SUPERVISOR,
    INVIGILATOR,
    ITEM_SETTER,
    REVIEWER,
    TEACHER,
)
from jiangxin.portal import links
from jiangxin.portal.duties import count_of, duties_of, ripe
from jiangxin.process.errors import Text
from jiangxin.process.views import actor, today
from jiangxin.process.who import ROLES

MOST = 7


@dataclass(frozen=True)
class Place:
    """An entry of the rail: its words, its icon, where it leads, for whom, and the kinds of duties it counts."""

    label: Text
    icon: str
    roles: frozenset[str]
    target: str  # the name of a page, or `app.model` for the list of a kind of record
    counts: tuple[str, ...] = ()

    @property
    def url(self) -> str | None:
        """The address, None where the page isn't there."""
        if self.target.split(":")[0] == self.target:
            return links.home(self.target)
        return links.link(self.target)


OFFICERS = frozenset({CENTRE_OFFICER, COLLEGE_OFFICER})
READERS = OFFICERS | {AUDITOR}
EVERYBODY = frozenset(ROLES)
SUPERVISORS = frozenset({INTERNAL_SUPERVISOR, EXTERNAL_SUPERVISOR})
ON_DUTY = frozenset({INVIGILATOR, EXAMINER, EXTERNAL_SUPERVISOR, AUTHORITY_OFFICER})

# The rail of an office, in the order of the process and the regulation's words. Whoever holds several offices gets the
# entries of all, as far as seven go.
PLACES = (
    Place(_("待办"), "desk", EVERYBODY, "portal:desk"),
    Place(_("认定批次"), "round", EVERYBODY - ON_DUTY, "portal:rounds", ("rounds",)),
    Place(_("资格审核"), "review", OFFICERS | {REVIEWER}, "enrolment.application", ("enrolment",)),
    Place(_("开班备案"), "book", READERS, "plans.plan", ("plans",)),
    Place(_("培训"), "people", frozenset({TEACHER}), "training.trainingclass", ("training",)),
    Place(_("命题"), "paper", frozenset({ITEM_SETTER}), "items.paper", ("items",)),
    Place(_("考务与督导"), "exam", OFFICERS, "exams.sitting", ("exams", "supervision")),
    Place(_("我的场次"), "exam", frozenset({INVIGILATOR, EXAMINER}), "exams.duty", ("exams",)),
    Place(_("评分"), "edit", frozenset({EXAMINER}), "scoring.scoresheet", ("scoring",)),
    Place(_("质量督导"), "supervise", SUPERVISORS, "supervision.inspection", ("supervision", "scoring")),
    Place(_("结果备案与证书"), "award", READERS, "results.resultfiling", ("results", "certificates")),
    Place(_("收费标准"), "money", frozenset({FINANCE_OFFICER}), "fees.feestandard", ("fees",)),
    Place(_("档案与台账"), "archive", READERS, "reports:overview", ("archive",)),
)  # fmt: skip


class Shell:
    """The frame's words, each asked for only when a page shows it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def _offices(self) -> list[Any]:
        """The offices of whoever asks."""
        user = getattr(self._request, "user", None)
        return list(actor(self._request).appointments_on(today())) if user and user.is_authenticated else []

    @cached_property
    def entries(self) -> list[dict[str, Any]]:
        """The rail: at most seven entries, the present one marked."""
        if not self._offices:
            return self._of_candidate
        held = {office.role for office in self._offices}
        places = [place for place in PLACES if held & place.roles]
        listed = [entry for place in [*places, *self._of_authority] if (entry := self._entry(place))]
        return self._marked(listed[:MOST])

    @property
    def _of_authority(self) -> list[Place]:
        """The entries of an authority: which of article 14's three it is, follows from who named it."""
        from jiangxin.portal.authorities import kinds_of

        words = {
            "filings": (_("开班备案"), "book", ("plans",)),
            "oversight": (_("属地监管"), "supervise", ("supervision",)),
            "confirmations": (_("结果确认"), "award", ("results", "certificates")),
        }
        kinds = kinds_of(self._offices)
        found = [Place(words[kind][0], words[kind][1], EVERYBODY, f"portal:{kind}", words[kind][2]) for kind in kinds]
        return [*found, Place(_("认定批次"), "round", EVERYBODY, "portal:rounds")] if found else []

    @property
    def _of_candidate(self) -> list[dict[str, Any]]:
        """The entries of whoever holds no office."""
        places = (
            Place(_("我的报名"), "desk", EVERYBODY, "portal:mine"),
            Place(_("正在报名"), "round", EVERYBODY, "portal:front"),
            Place(_("收费标准"), "money", EVERYBODY, "portal:fees"),
            Place(_("证书查询"), "award", EVERYBODY, "certificates:lookup"),
            Place(_("我的信息"), "person", EVERYBODY, "people:own"),
        )
        found = [{"label": place.label, "icon": place.icon, "url": place.url} for place in places if place.url]
        return self._marked(found)

    def _entry(self, place: Place) -> dict[str, Any] | None:
        if (url := place.url) is None:
            return None
        listed = duties_of(self._request)
        # The desk counts its lines; the others count what waits in them.
        count = len(ripe(listed, today())) if place.target == "portal:desk" else 0
        return {
            "label": place.label,
            "icon": place.icon,
            "url": url,
            "count": count or count_of(listed, place.counts),
        }

    def _marked(self, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Mark the entry whose address is the longest beginning of the present one."""
        path = self._request.path
        ahead = [entry for entry in entries if path.startswith(entry["url"].split("?")[0]) and entry["url"] != "/"]
        if ahead:
            max(ahead, key=lambda entry: len(entry["url"]))["current"] = True
        return entries

    @cached_property
    def person_name(self) -> str:
        """Who is here."""
        return str(self._person or self._request.user) if self._request.user.is_authenticated else ""

    @cached_property
    def _person(self) -> Person | None:
        """Who is here, with his institution; None for the public, and for an account of nobody."""
        user = getattr(self._request, "user", None)
        if user is None or not user.is_authenticated or not user.person_id:
            return None
        return Person.objects.select_related("institution").get(pk=user.person_id)

    @cached_property
    def office(self) -> str:
        """In which office, in words; with several, the first and how many more."""
        if not self._offices:
            return ""
        first = f"{self._offices[0].organisation.name} {self._offices[0].role_label}"
        more = len(self._offices) - 1
        return f"{first} +{more}" if more else first

    @property
    def profile(self) -> str | None:
        """The page of one's own account."""
        return links.link("portal:account")

    @cached_property
    def _institution(self) -> Organisation | None:
        """The institution in whose house one is; for the public the only one there is."""
        if self._person:
            return self._person.institution
        found = list(Organisation.objects.filter(kind=Organisation.INSTITUTION, state="active")[:2])
        return found[0] if len(found) == 1 else None

    @property
    def institution(self) -> str:
        """Its name; empty where there are several."""
        return str(self._institution) if self._institution else ""

    @property
    def practice(self) -> bool:
        """Whether this is practice, and everything made here is a sample."""
        return self._institution is not None and self._institution.practice


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return `shell` for base.html and public.html; what a page doesn't show costs nothing."""
    return {"shell": Shell(request)}
