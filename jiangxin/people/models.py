"""Organisations, persons, users, appointments, qualifications."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from jiangxin.people import roles, steps, vault
from jiangxin.process.fields import CodeField
from jiangxin.process.models import Record
from jiangxin.process.triggers import record_of
from jiangxin.process.who import ROLES
from jiangxin.regulation.codes import code_list


class KeyHolder(Record):
    """What has a data key, wrapped by the institution's key: a person, an institution, a dossier (destroyed with it).

    History never holds a data key, so what it sealed is unreadable once the key is destroyed. `wrapped_by_path` is the
    lookup to the institution whose key wraps it: by it a rotation finds what to rewrap, with a step `rewrap`.
    """

    unrecorded: ClassVar[tuple[str, ...]] = ("data_key",)
    wrapped_by_path: ClassVar[str]

    data_key = models.BinaryField(default=b"", editable=False)

    class Meta:
        abstract = True

    @property
    def wrapped_by(self) -> int:
        """The institution (primary key) whose key wraps the data key."""
        raise NotImplementedError

    def seal(self, plain: bytes) -> bytes:
        """Return bytes encrypted with the data key."""
        return vault.seal_bytes(self.wrapped_by, self.data_key, plain)

    def open(self, sealed: bytes) -> bytes:
        """Return sealed bytes in clear; raises ValueError once the key is destroyed."""
        return vault.open_bytes(self.wrapped_by, self.data_key, sealed)


@record_of(steps.ORGANISATION)
class Organisation(KeyHolder):
    """An institution with its centre and colleges, or an authority: the tree of articles 4 to 6 and 14."""

    INSTITUTION, CENTRE, COLLEGE, AUTHORITY, PARTNER = "institution", "centre", "college", "authority", "partner"
    wrapped_by_path = "pk"

    kind = CodeField(
        _("类别"),
        max_length=12,
        choices=lambda: [
            ("institution", _("评价机构")),
            ("centre", _("公共实验教学中心")),
            ("college", _("二级学院")),
            ("authority", _("主管部门")),
            ("partner", _("合作单位")),
        ],
    )
    name = models.CharField(_("名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    region = models.CharField(_("所在地区"), max_length=60, blank=True)
    institution = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("所属机构")
    )
    # The three authorities of article 14, named by an institution.
    employment_centre = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    city_centre = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    provincial_centre = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    practice = models.BooleanField(_("演练环境"), default=True)
    contact = models.CharField(_("联系方式"), max_length=120, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "name"], name="organisation_name", nulls_distinct=False),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["centre", "college"]) | models.Q(institution__isnull=False),
                name="unit_has_institution",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="institution") | ~models.Q(data_key=b""), name="institution_has_data_key"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def root(self) -> Organisation:
        """The institution (or authority) to which this organisation belongs; itself when it is one."""
        return self.institution or self

    @property
    def wrapped_by(self) -> int:
        """Its own key: an institution's data key seals what tells of many people."""
        return self.pk


@record_of(steps.PERSON)
class Person(KeyHolder):
    """A natural person as one institution knows him. `details` (ID number, phone, …) lie encrypted with his own key.

    A blind index is computed from the ID number with a key that stays: like the data key, history leaves it out, and
    it is overwritten when the data key is destroyed.
    """

    unrecorded = ("data_key", "id_index", "last4_index")
    wrapped_by_path = "institution"

    institution = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(_("姓名"), max_length=60)
    sort_key = models.CharField(max_length=120, editable=False)
    id_type = CodeField(_("证件类型"), max_length=24, choices=code_list("id_type").choices, default="resident")
    employer = models.CharField(_("所在单位"), max_length=120, blank=True)
    details = models.BinaryField(editable=False)
    id_index = models.BinaryField(editable=False)
    last4_index = models.BinaryField(editable=False)

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id_index"], name="person_once"),
            models.CheckConstraint(
                condition=models.Q(state="erased", data_key=b"") | ~models.Q(state="erased") & ~models.Q(data_key=b""),
                name="known_person_has_data_key",
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "last4_index"], name="person_by_last4"),
            models.Index(fields=["institution", "name"], name="person_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page of the person."""
        return reverse("people:person", args=[self.pk])

    @property
    def wrapped_by(self) -> int:
        """The key of the institution that knows him."""
        return self.institution_id

    @property
    def readable(self) -> bool:
        """Whether the data key is there: without it nobody reads the details, the photo or the files any more."""
        return self.state != steps.ERASED

    @property
    def self(self) -> Person:
        """The person himself, for predicates that end at a person."""
        return self

    @cached_property
    def clear(self) -> dict[str, Any]:
        """The details in clear, for documents and checks; pages show `masked_id` and go through `reveal`.

        Raises ValueError once the data key is destroyed.
        """
        return vault.open_details(self.institution_id, self.data_key, self.details)

    @property
    def id_number(self) -> str:
        """The ID number in clear (for printed documents and filings); 已销毁 once the data key is destroyed."""
        return str(self.clear["id_number"]) if self.readable else gettext("已销毁")

    @property
    def masked_id(self) -> str:
        """The ID number as pages show it."""
        from jiangxin.people.idnumber import masked

        return masked(self.id_number) if self.readable else self.id_number

    @property
    def phone(self) -> str:
        """The phone number in clear, "" when none is known (any more); pages show `masked_phone`."""
        return str(self.clear.get("phone", "")) if self.readable else ""

    @property
    def masked_phone(self) -> str:
        """The phone number as pages show it; 已销毁 once the data key is destroyed."""
        if not self.readable:
            return gettext("已销毁")
        return f"{self.phone[:3]}****{self.phone[-4:]}" if len(self.phone) >= 8 else self.phone


class UserManager(BaseUserManager["User"]):
    """Makes accounts; an account without a password can't sign in."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username__iexact=username or "")


class User(AbstractBaseUser):
    """An account. It decides nothing by itself: what its person may do follows from his appointments."""

    username = models.CharField(_("登录名"), max_length=60, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="user")
    is_active = models.BooleanField(default=True)
    # Somebody else chose the present password: whoever signs in with it chooses his own before anything else.
    first_password = models.BooleanField(default=False, editable=False)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "username"
    paper_of: User | None = None

    class Meta:
        constraints = [models.UniqueConstraint(Lower("username"), name="username_once")]

    def __str__(self) -> str:
        return self.person.name if self.person_id and self.person else self.username

    def set_password(self, raw_password: str | None) -> None:
        """Take a password of one's own; whoever gives one to somebody else marks it as the first afterwards."""
        self.first_password = False
        super().set_password(raw_password)

    @cached_property
    def _appointments(self) -> list[Appointment]:
        if self.person_id is None:
            return []
        current = Appointment.objects.filter(person=self.person_id, state=steps.CURRENT)
        return list(current.select_related("organisation", "institution"))

    def appointments_on(self, day: date) -> Sequence[Appointment]:
        """Return the offices this user holds on a day."""
        return [a for a in self._appointments if a.starts_on <= day and (a.ends_on is None or day <= a.ends_on)]

    def office_label(self, day: date) -> str:
        """Return the offices held on a day in words, as history keeps them: in Chinese, whatever language one reads."""
        with override(settings.LANGUAGE_CODE):
            return "、".join(f"{a.organisation.name} {a.role_label}" for a in self.appointments_on(day))[:200]

    def on_paper_of(self, signer: User) -> User:
        """Return this user as the recorder of a paper that `signer` signed: his rights count, both are kept."""
        recorder = User.objects.get(pk=self.pk)
        recorder.paper_of = signer
        return recorder


@record_of(steps.APPOINTMENT)
class Appointment(Record):
    """An office: this person holds this role in this organisation, from a day until a day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="appointments")
    institution = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    role = CodeField(_("职务"), max_length=24, choices=roles.role_choices)
    starts_on = models.DateField(_("任职起"))
    ends_on = models.DateField(_("任职止"), null=True, blank=True)

    class Meta:
        ordering = ["organisation", "role", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="appointment_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.role_label}"

    @property
    def role_label(self) -> str:
        """The role in words."""
        return str(ROLES[self.role])


@record_of(steps.QUALIFICATION)
class Qualification(Record):
    """A card or certificate that entitles to a work of the process: its number, what it covers, and its validity."""

    EXAMINER, SENIOR_EXAMINER, SUPERVISOR, TEACHER = "examiner", "senior_examiner", "supervisor", "teacher"

    person = models.ForeignKey(Person, models.PROTECT, related_name="qualifications")
    kind = CodeField(
        _("种类"),
        max_length=16,
        choices=lambda: [
            ("examiner", _("考评员证")),
            ("senior_examiner", _("高级考评员证")),
            ("supervisor", _("质量督导员证")),
            ("teacher", _("教师资格或技能证书")),
        ],
    )
    number = models.CharField(_("证号"), max_length=40)
    occupation = models.CharField(_("职业（工种）"), max_length=60, blank=True)
    valid_from = models.DateField(_("有效期起"))
    valid_until = models.DateField(_("有效期止"))

    class Meta:
        ordering = ["valid_until"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")), name="qualification_valid_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


@record_of(steps.READING)
class Reading(Record):
    """One reading of personal data in clear: who read, whose data, what of it, for which purpose, and when.

    A set that is read at once (a workbook with the ID numbers of a round) is one reading of many `people`; each of
    them finds it among his own. Nothing that was read stands here.
    """

    institution = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reader = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("查看人"))
    office = models.CharField(_("职务"), max_length=200, blank=True)
    people = ArrayField(models.BigIntegerField(), editable=False)
    what = CodeField(_("查看内容"), max_length=12, choices=code_list("reading_what").choices)
    about = models.CharField(_("出处"), max_length=200, blank=True)
    purpose = CodeField(_("查看目的"), max_length=16, choices=code_list("reading_purpose").choices)
    words = models.CharField(_("说明"), max_length=200, blank=True)
    read_at = models.DateTimeField(_("查看时间"))

    class Meta:
        ordering = ["-read_at", "-id"]
        indexes = [GinIndex(fields=["people"], name="reading_of_person")]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.about}".strip()


@record_of(steps.CORRECTION)
class Correction(Record):
    """A person's request about his own data, which an office accepts or declines; what he asks lies sealed."""

    NAME, ID_NUMBER, OTHER, ERASURE = "name", "id_number", "other", "erasure"

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("申请人"))
    kind = CodeField(
        _("申请事项"),
        max_length=12,
        choices=lambda: [
            ("name", _("更正姓名")),
            ("id_number", _("更正证件号码")),
            ("other", _("更正其他信息")),
            ("erasure", _("删除我的个人信息")),
        ],
    )
    sealed = models.BinaryField(editable=False)
    asked_on = models.DateField(_("申请日期"))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=models.Q(state="asked"), name="one_correction_asked"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """Return the page of the request."""
        return reverse("people:correction", args=[self.pk])

    @cached_property
    def asked(self) -> dict[str, Any]:
        """What is asked, in clear: `wanted` and `why`; nothing once the person's data key is destroyed."""
        person = self.person
        return vault.open_details(person.institution_id, person.data_key, self.sealed) if person.readable else {}
