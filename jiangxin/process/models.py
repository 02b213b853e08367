"""What the kernel keeps: history, computed days, the working-day calendar, and the base of every record."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from jiangxin.process import steps
from jiangxin.process.fields import CodeField
from jiangxin.process.step import Steps
from jiangxin.process.triggers import Gate, record_of

if TYPE_CHECKING:
    from jiangxin.process.who import Actor


class History(models.Model):
    """One change of one record, written by the database and by nothing else; never changed, never removed.

    `actor` is the user at the keyboard; `signer` the user who signed the paper that the actor records, if it was
    paper; `answerable` whichever of the two answers for the act. `at` is the day and hour of the act as stated by the
    operation, `recorded_at` the database's own clock. `change` holds column → [old, new].
    """

    id = models.BigAutoField(primary_key=True)
    model = models.CharField(max_length=64)
    record = models.BigIntegerField()
    verb = models.CharField(max_length=40)
    source = models.CharField(max_length=24, blank=True)
    target = models.CharField(max_length=24)
    actor = models.BigIntegerField(null=True)
    signer = models.BigIntegerField(null=True)
    answerable = models.GeneratedField(
        expression=Coalesce("signer", "actor"), output_field=models.BigIntegerField(), db_persist=True
    )
    office = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=120)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    transaction = models.BigIntegerField()
    change = models.JSONField()

    objects: ClassVar[models.Manager[History]] = models.Manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["model", "record"], name="history_of_record"),
            models.Index(fields=["answerable", "model", "verb"], name="history_of_taker"),
        ]

    def __str__(self) -> str:
        return f"{self.model}:{self.record} {self.verb}"


class RecordQuerySet[R: "Record"](models.QuerySet[R]):
    """The records of one kind, with the one question every list asks."""

    def visible_to(self, user: Actor, on: date) -> Self:
        """Return those that this user may see on this day."""
        return self.filter(self.model.steps.visible.q(self.model, user, on))


class Record(models.Model):
    """A thing of the regulation with a state. Only steps change it; its table of steps is `steps`.

    `unrecorded` are the columns that history leaves out, because what it holds can never be destroyed.
    """

    steps: ClassVar[Steps]
    gates: ClassVar[tuple[Gate, ...]]
    unrecorded: ClassVar[tuple[str, ...]] = ()
    state = models.CharField(_("状态"), max_length=24, editable=False)

    objects: ClassVar[Any] = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(self.steps.states[self.state])


class Due(models.Model):
    """A computed day of one record: the last day of a duty, or the last day of a wait. Stored once, with its rule."""

    kind = CodeField(max_length=8, choices=lambda: [("deadline", _("期限")), ("wait", _("等待期"))])
    model = models.CharField(max_length=64)
    record = models.BigIntegerField()
    verb = models.CharField(max_length=40)
    starts_on = models.DateField()
    due_on = models.DateField()
    parameter = models.CharField(max_length=64)
    valid_from = models.DateField()
    met_on = models.DateField(null=True)

    objects: ClassVar[models.Manager[Due]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "record", "kind", "verb"], name="due_once")]

    def __str__(self) -> str:
        return f"{self.model}:{self.record} {self.verb} {self.due_on}"


class Progress(models.Model):
    """How far a job in the background has come. Not a record: nothing is decided by it, and nobody keeps it.

    `model` and `record` name what it works for (`rounds.round`, 7), `problems` are whole sentences.
    """

    model = models.CharField(max_length=64)
    record = models.BigIntegerField()
    job = models.CharField(max_length=40)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    started_by = models.BigIntegerField(null=True)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Progress]] = models.Manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["model", "record", "job"], name="progress_of_record")]

    def __str__(self) -> str:
        return f"{self.job} {self.done}/{self.total}"

    @property
    def finished(self) -> bool:
        """Whether every piece has been tried."""
        return self.done >= self.total


@record_of(steps.CALENDAR_DAY)
class CalendarDay(Record):
    """One day of the working-day calendar; `provisional` until the State Council's notice for its year is entered."""

    day = models.DateField(_("日期"), unique=True)
    is_workday = models.BooleanField(_("工作日"))
    provisional = models.BooleanField(_("暂定"), default=False)
    name = models.CharField(_("名称"), max_length=40, blank=True)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return self.day.isoformat()


class Tally(models.Model):
    """How often something was tried since a moment, by a keyed digest of who tried: `process/limits.py` counts in it.

    Not a record: a day later nothing is left of it.
    """

    action = models.CharField(max_length=40)
    subject = models.BinaryField()
    since = models.DateTimeField()
    count = models.PositiveIntegerField()

    objects: ClassVar[models.Manager[Tally]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "subject"], name="tally_once")]
        indexes = [models.Index(fields=["since"], name="tally_by_age")]

    def __str__(self) -> str:
        return f"{self.action} {self.count}"
