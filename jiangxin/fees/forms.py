"""Forms of fee standards."""

from __future__ import annotations

from django import forms

from jiangxin.fees.models import FeeStandard
from jiangxin.process.inputs import DayField, OfRecord

FIELDS = ("training", "assessment", "grounds", "valid_from")


class FeeForm(forms.ModelForm):  # type: ignore[type-arg]
    """What one candidate pays, and why that much."""

    class Meta:
        model = FeeStandard
        fields = ("level", *FIELDS)
        field_classes = {"valid_from": DayField}


class EditFeeForm(OfRecord, forms.ModelForm):  # type: ignore[type-arg]
    """The draft of a fee standard, as it stands."""

    class Meta:
        model = FeeStandard
        fields = FIELDS
        field_classes = {"valid_from": DayField}
