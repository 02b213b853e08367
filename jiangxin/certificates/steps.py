"""Certificates and their registration: their states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.certificates.rules import certificates_there, photo_there, row_confirmed
from jiangxin.people import roles
from jiangxin.process.step import BORN, REQUIRED, Step, Steps
from jiangxin.process.who import follows, myself, office, once
from jiangxin.regulation.basis import article, house

NUMBERED, SIGNED, HANDED_OVER, REVOKED = "numbered", "signed", "handed_over", "revoked"
PREPARED, SUBMITTED, ENTERED, DISCARDED = "prepared", "submitted", "entered", "discarded"

_PATH = "row.result_filing.round.institution"
CENTRE = office(roles.CENTRE_OFFICER, of=_PATH)
BASIS = article("14(5)")

COLLEGE = office(roles.COLLEGE_OFFICER, of="row.result_filing.round.college")

CERTIFICATE = Steps(
    _("证书"),
    {NUMBERED: _("已编号"), SIGNED: _("已签发"), HANDED_OVER: _("已发放"), REVOKED: _("已撤销")},
    Step("issue", _("编号"), source=BORN, target=NUMBERED, may=CENTRE, needs=(row_confirmed, photo_there), irreversible=True, basis=BASIS),
    # That a signed certificate has its file, a CHECK constraint says: the step itself makes the file.
    Step("sign_certificate", _("签发"), source=NUMBERED, target=SIGNED, may=CENTRE, duty=True, irreversible=True, basis=BASIS),
    Step("hand_over", _("登记发放"), source=SIGNED, target=HANDED_OVER, may=CENTRE | COLLEGE, duty=True, basis=article("20")),
    Step("register", _("列入入库数据"), source=(SIGNED, HANDED_OVER), may=follows("certificates.registration.prepare_registration"), basis=BASIS),
    Step("unregister", _("移出入库数据"), source=(SIGNED, HANDED_OVER, REVOKED), may=follows("certificates.registration.discard_registration"), basis=BASIS),
    Step("revoke", _("撤销证书"), source=(NUMBERED, SIGNED, HANDED_OVER), target=REVOKED, may=CENTRE, reason=REQUIRED, irreversible=True, basis=house("revocation")),
    visible=CENTRE | COLLEGE | office(roles.AUDITOR, of=_PATH) | (office(roles.AUTHORITY_OFFICER, of="row.result_filing.round.institution.provincial_centre") & once(_("证书已签发"), SIGNED, HANDED_OVER, REVOKED)) | myself("row.result.application.person"),
    round_path="row__result_filing__round",
)  # fmt: skip

_ROUND_CENTRE = office(roles.CENTRE_OFFICER, of="round.institution")
_PROVINCE = office(roles.AUTHORITY_OFFICER, of="round.institution.provincial_centre")

REGISTRATION = Steps(
    _("证书入库"),
    {PREPARED: _("已生成"), SUBMITTED: _("已上报"), ENTERED: _("已入库"), DISCARDED: _("已作废")},
    Step("prepare_registration", _("生成入库数据"), source=BORN, target=PREPARED, may=_ROUND_CENTRE, needs=(certificates_there,), basis=BASIS),
    Step("submit_registration", _("上报入库"), source=PREPARED, target=SUBMITTED, may=_ROUND_CENTRE, duty=True, basis=BASIS),
    Step("discard_registration", _("作废入库数据"), source=(PREPARED, SUBMITTED), target=DISCARDED, may=_ROUND_CENTRE, reason=REQUIRED, basis=BASIS),
    Step("enter_registration", _("确认入库"), source=SUBMITTED, target=ENTERED, may=_PROVINCE | _ROUND_CENTRE, duty=True, basis=BASIS),
    visible=_ROUND_CENTRE | office(roles.AUDITOR, of="round.institution") | (_PROVINCE & once(_("入库数据已上报"), SUBMITTED, ENTERED)),
    round_path="round",
)  # fmt: skip
