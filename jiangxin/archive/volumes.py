"""The five volumes of a round, and what still stands between them and the seal."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from jiangxin.archive import (
    volume_certificates,
    volume_enrolment,
    volume_filing,
    volume_process,
    volume_results,
)
from jiangxin.archive.document import Volume
from jiangxin.certificates.queries import of_round, rows_to_issue
from jiangxin.results.models import ResultFiling
from jiangxin.results.queries import open_objections, results_to_file
from jiangxin.rounds.models import Round


def volumes(round_: Round) -> list[Volume]:
    """Return the five volumes of domain.md §9.2 as the registers fill them now."""
    return [
        Volume(1, _("报名、资格审核材料卷"), volume_enrolment.documents(round_)),
        Volume(2, _("备案材料卷"), volume_filing.documents(round_)),
        Volume(3, _("认定过程管理卷"), volume_process.documents(round_)),
        Volume(4, _("评价试卷及结果卷"), volume_results.documents(round_)),
        Volume(5, _("证书管理卷"), volume_certificates.documents(round_)),
    ]


def missing_documents(round_: Round) -> Iterator[str]:
    """Yield every required document that isn't there, then every matter of the round that isn't finished."""
    for volume in volumes(round_):
        for document in volume.documents:
            if document.missing:
                yield _("第%(number)d卷“%(name)s”（来自：%(source)s）") % {
                    "number": volume.number, "name": document.name, "source": document.source,
                }  # fmt: skip
    yield from unfinished(round_)


def unfinished(round_: Round) -> Iterator[str]:
    """Yield what is still under way in a round: a dossier is sealed when nothing can follow any more."""
    if count := open_objections(round_).count():
        yield _("%d 件异议尚未处理") % count
    if count := ResultFiling.objects.filter(round=round_, state__in=["draft", "filed"]).count():
        yield _("%d 次结果备案尚未上报或尚未得到答复") % count
    elif count := results_to_file(round_).exclude(filing_rows__state="refused").count():
        yield _("%d 名合格人员尚未备案") % count
    if count := rows_to_issue(round_).count():
        yield _("%d 名已确认的合格人员尚未编制证书") % count
    if count := of_round(round_).filter(state="numbered").count():
        yield _("%d 份证书尚未签发") % count
    registered = of_round(round_).filter(registration__state="entered")
    if count := of_round(round_).exclude(state="revoked").exclude(pk__in=registered.values("pk")).count():
        yield _("%d 份证书尚未入库") % count
