"""Volume 2: the plan and its filing (备案材料卷)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jiangxin.archive.document import Document, stored
from jiangxin.archive.package import restamped
from jiangxin.plans import export
from jiangxin.plans.models import Plan
from jiangxin.rounds.models import Round

FILED = ("filed", "received", "replaced")


def documents(round_: Round) -> list[Document]:
    """Return every version of the plan that was filed, as PDF and Word, with its receipt where it came on paper."""
    plans = list(
        Plan.objects.filter(round=round_, state__in=FILED).select_related("receipt", "round").order_by("version")
    )
    if not any(plan.state == "received" for plan in plans):
        return [Document(_("考务实施方案.pdf"), None, source=_("已受理的开班备案"))]
    return [document for plan in plans for document in _versions(plan)]


def _versions(plan: Plan) -> list[Document]:
    name = _("考务实施方案（第%d版）") % plan.version
    return [
        Document(f"{name}.pdf", lambda at: export.plan_pdf(plan, at)),
        Document(f"{name}.docx", lambda at: restamped(export.plan_word(plan, at))),
        stored(plan.receipt, _("开班备案回执（第%d版）") % plan.version, required=False),
    ]
