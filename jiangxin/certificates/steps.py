"""Certificates and their registration: their states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.certificates.rules import document_signed, photo_there, row_confirmed
from jiangxin.people import roles
from jiangxin.process.step import BORN, REQUIRED, Step, Steps
from jiangxin.process.who import myself, office
from jiangxin.regulation.basis import article, house

NUMBERED, SIGNED, HANDED_OVER, REVOKED = "numbered", "signed", "handed_over", "revoked"
PREPARED, SUBMITTED, ENTERED = "prepared", "submitted", "entered"

_PATH = "row.result_filing.round.institution"
CENTRE = office(roles.CENTRE_OFFICER, of=_PATH)
BASIS = article("14(5)")

CERTIFICATE = Steps(
    _("证书"),
    {NUMBERED: _("已编号"), SIGNED: _("已签发"), HANDED_OVER: _("已发放"), REVOKED: _("已撤销")},
    Step("issue", _("编号"), source=BORN, target=NUMBERED, may=CENTRE, needs=(row_confirmed, photo_there), irreversible=True, basis=BASIS),
    Step("sign_certificate", _("签发"), source=NUMBERED, target=SIGNED, may=CENTRE, needs=(document_signed,), duty=True, irreversible=True, basis=BASIS),
    Step("hand_over", _("登记发放"), source=SIGNED, target=HANDED_OVER, may=CENTRE | office(roles.COLLEGE_OFFICER, of="row.result_filing.round.college"), duty=True, basis=article("20")),
    Step("revoke", _("撤销证书"), source=(NUMBERED, SIGNED, HANDED_OVER), target=REVOKED, may=CENTRE, reason=REQUIRED, irreversible=True, basis=house("domain.md §10.3")),
    visible=CENTRE | office(roles.COLLEGE_OFFICER, of="row.result_filing.round.college") | office(roles.AUDITOR, of=_PATH) | office(roles.AUTHORITY_OFFICER, of="row.result_filing.round.institution.provincial_centre") | myself("row.result.application.person"),
    round_path="row__result_filing__round",
)  # fmt: skip
REGISTRATION = Steps(
    _("证书入库"),
    {PREPARED: _("已生成"), SUBMITTED: _("已上报"), ENTERED: _("已入库")},
    Step("prepare_registration", _("生成入库数据"), source=BORN, target=PREPARED, may=office(roles.CENTRE_OFFICER, of="round.institution"), basis=BASIS),
    Step("submit_registration", _("上报入库"), source=PREPARED, target=SUBMITTED, may=office(roles.CENTRE_OFFICER, of="round.institution"), duty=True, basis=BASIS),
    Step("enter_registration", _("确认入库"), source=SUBMITTED, target=ENTERED, may=office(roles.AUTHORITY_OFFICER, of="round.institution.provincial_centre") | office(roles.CENTRE_OFFICER, of="round.institution"), duty=True, basis=BASIS),
    visible=office(roles.CENTRE_OFFICER, of="round.institution") | office(roles.AUDITOR, of="round.institution") | office(roles.AUTHORITY_OFFICER, of="round.institution.provincial_centre"),
    round_path="round",
)  # fmt: skip
