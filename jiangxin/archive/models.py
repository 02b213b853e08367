"""The dossier."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jiangxin.archive import steps
from jiangxin.archive.gate import KEPT_ITS_TIME
from jiangxin.documents.models import StoredFile
from jiangxin.people.models import KeyHolder
from jiangxin.process.triggers import record_of
from jiangxin.rounds.models import Round


@record_of(steps.DOSSIER, KEPT_ITS_TIME)
class Dossier(KeyHolder):
    """A round's file: one ZIP in five volumes with a manifest. `retain_until` is five calendar years after sealing."""

    wrapped_by_path = "round__institution"

    round = models.OneToOneField(Round, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", editable=False)
    # The ZIP lies encrypted with a key of its own, which is destroyed with it; `sha256` is the ZIP's own.
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    size = models.BigIntegerField(_("字节数"), default=0, editable=False)
    sealed_on = models.DateField(_("封存日期"), null=True, editable=False)
    retain_until = models.DateField(_("保管至"), null=True, editable=False)

    class Meta:
        ordering = ["-round__year", "-round__sequence"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") | Q(file__isnull=False, sealed_on__isnull=False, retain_until__isnull=False),
                name="sealed_dossier_has_file",
            )
        ]

    def __str__(self) -> str:
        return str(self.round)

    @property
    def wrapped_by(self) -> int:
        """The key of the round's institution."""
        return self.round.institution_id

    def get_absolute_url(self) -> str:
        """Return the page of the round's dossier."""
        return reverse("archive:round", args=[self.round_id])
