"""One-time codes, as digests."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class OneTimeCode(models.Model):
    """A code that was sent: for whom and which it is are keyed digests. Not a record: gone a day after it was sent."""

    subject = models.BinaryField()
    digest = models.BinaryField()
    sent_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    misses = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[OneTimeCode]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["subject", "sent_at"], name="code_by_subject")]

    def __str__(self) -> str:
        return f"{self.sent_at:%F %T}"
