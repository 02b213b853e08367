"""Forms of the plan: its texts and days, the filing, the receipt."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiangxin.documents.forms import UploadForm
from jiangxin.plans.models import Plan
from jiangxin.plans.queries import is_overdue
from jiangxin.process.inputs import EventualDay, EventualWords
from jiangxin.process.views import ReasonForm, today


class WriteForm(forms.Form):
    """The college's texts and the days of the assessment; a draft may be saved without some of them."""

    wants_record = True

    demand = EventualWords(3, label=_("用工需求"), help_text=_("本地哪些单位需要这样的技能人才，大约多少人。"))
    method = EventualWords(4, label=_("评价办法"), help_text=_("各科怎样考、怎样评分、由谁评分。"))
    duties = EventualWords(4, label=_("职责分工"), help_text=_("考点负责人、监考、考评、督导、后勤各管什么。"))
    theory_on = EventualDay(label=_("理论考试日期"))
    practical_on = EventualDay(label=_("技能考核日期"))
    review_on = EventualDay(label=_("综合评审日期"))

    def __init__(self, *args: Any, record: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(record, name) for name in self.fields}
        if not record.round.level.needs_review:
            del self.fields["review_on"]


class FileForm(ReasonForm):
    """Say what filing does; ask for words only when it is late."""

    wants_record = True

    def __init__(self, *args: Any, record: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = record.round.institution.employment_centre
        self.about = [
            gettext("方案第 %(version)d 版连同考生名册报送%(to)s。") % {"version": record.version, "to": to or ""},
            gettext("从此方案不能再改；要改，请办理变更备案。"),
        ]
        if is_overdue(record, today()):
            self.fields["reason"].label = _("逾期原因")
            self.fields["reason"].help_text = _("备案期限已过：必须说明原因，备案材料会标明逾期。")
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class AcknowledgeForm(forms.Form):
    """The employment centre's receipt in the system."""

    receipt_number = forms.CharField(label=_("回执编号"), max_length=60, required=False)


class ReceiptForm(UploadForm):
    """A receipt that was given on paper."""

    number = forms.CharField(label=_("回执编号"), max_length=60)
    field_order = ("number", "upload")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].label = _("回执扫描件")
