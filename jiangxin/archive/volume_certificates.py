"""Volume 5: certificates (证书管理卷)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jiangxin.archive.document import Document, stored, table
from jiangxin.certificates.models import Certificate, Registration
from jiangxin.certificates.queries import of_round, with_their_people
from jiangxin.results.queries import confirmed_rows
from jiangxin.rounds.models import Round


def documents(round_: Round) -> list[Document]:
    """Return the register, the uploads with form 表5, and the certificates; nothing is asked where nobody passed."""
    certificates = list(with_their_people(of_round(round_).select_related("file__person")))
    due = bool(certificates) or confirmed_rows(round_).exists()
    uploads = Registration.objects.filter(round=round_).exclude(state="discarded").select_related("workbook", "form")
    registrations = list(uploads.order_by("id"))
    return [
        _register(round_, certificates, required=due),
        *(_uploads(registrations) or [_no_upload(required=due)]),
        *[
            stored(one.file, f"{one.number}-{one.name}", required=one.state != "revoked", source=_("证书签发"))
            for one in certificates
            if one.person.readable
        ],
    ]


def _register(round_: Round, certificates: list[Certificate], *, required: bool) -> Document:
    columns = [
        (_("证书编号"), 26),
        (_("姓名"), 14),
        (_("证件号码"), 22),
        (_("发证日期"), 14),
        (_("状态"), 10),
        (_("领取人"), 14),
        (_("领取日期"), 14),
    ]
    rows = [
        (
            one.number, one.name, one.person.id_number, f"{one.issued_on}", one.state_label, one.received_by,
            f"{one.handed_over_on or ''}",
        )
        for one in certificates
    ]  # fmt: skip
    return table(round_, _("证书核发登记册"), columns, rows, required=required, source=_("证书编号和签发"))


def _uploads(registrations: list[Registration]) -> list[Document]:
    return [
        document
        for one in registrations
        for document in (
            stored(one.workbook, _("证书数据上报-%s") % one.batch_number),
            stored(one.form, _("职业技能等级证书数据审核确认表-%s") % one.batch_number),
        )
    ]


def _no_upload(*, required: bool) -> Document:
    return Document(_("职业技能等级证书数据审核确认表.pdf"), None, required, _("证书入库"))
