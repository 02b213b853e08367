"""Forms of fee standards."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from jiangxin.fees.models import FeeStandard
from jiangxin.process.inputs import DayField, OfRecord, RecordForm

FIELDS = ("training", "assessment", "grounds", "valid_from")


class FeeForm(RecordForm):
    """What one candidate pays, and why that much."""

    class Meta:
        model = FeeStandard
        fields = ("level", *FIELDS)
        labels = {"level": gettext_lazy("职业和等级")}
        field_classes = {"valid_from": DayField}


class EditFeeForm(OfRecord, RecordForm):
    """The draft of a fee standard, as it stands."""

    class Meta:
        model = FeeStandard
        fields = FIELDS
        field_classes = {"valid_from": DayField}
