"""Forms of fee standards."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from jiangxin.fees.models import FeeStandard
from jiangxin.people.models import Organisation
from jiangxin.process.inputs import DayField, OfRecord, RecordForm
from jiangxin.standards.queries import levels_offered

FIELDS = ("training", "assessment", "grounds", "valid_from")


class FeeForm(RecordForm):
    """What one candidate pays at a level that the institution may choose, and why that much."""

    wants_record = True

    class Meta:
        model = FeeStandard
        fields = ("level", *FIELDS)
        labels = {"level": gettext_lazy("职业和等级")}
        field_classes = {"valid_from": DayField}

    def __init__(self, *args: Any, record: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].queryset = levels_offered(record)  # type: ignore[attr-defined]


class EditFeeForm(OfRecord, RecordForm):
    """The draft of a fee standard, as it stands."""

    class Meta:
        model = FeeStandard
        fields = FIELDS
        field_classes = {"valid_from": DayField}
