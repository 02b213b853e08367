"""Organisations, persons, appointments, qualifications: their states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.people import roles
from jiangxin.process.step import BORN, REQUIRED, Step, Steps
from jiangxin.process.who import SIGNED_IN, follows, myself, office
from jiangxin.regulation.basis import article, law

ACTIVE, CLOSED = "active", "closed"
KNOWN, ERASED = "known", "erased"
CURRENT, ENDED = "current", "ended"
VALID, WITHDRAWN = "valid", "withdrawn"

SETUP = follows("setup")
CENTRE = office(roles.CENTRE_OFFICER, of="institution")
COLLEGE = office(roles.COLLEGE_OFFICER, of="institution")
STAFF = CENTRE | COLLEGE | office(roles.REVIEWER, of="institution") | office(roles.AUDITOR, of="institution")

ORGANISATION = Steps(
    _("组织"),
    {ACTIVE: _("在用"), CLOSED: _("已停用")},
    Step("found", _("登记组织"), source=BORN, target=ACTIVE, may=CENTRE | SETUP, basis=article("6")),
    Step("revise_organisation", _("更正组织信息"), source=ACTIVE, may=CENTRE | SETUP, basis=article("5")),
    Step(
        "close_organisation",
        _("停用组织"),
        source=ACTIVE,
        target=CLOSED,
        may=CENTRE,
        reason=REQUIRED,
        basis=article("5"),
    ),
    visible=SIGNED_IN,
)

PERSON = Steps(
    _("人员"),
    {KNOWN: _("在册"), ERASED: _("密钥已销毁")},
    Step("register", _("登记人员"), source=BORN, target=KNOWN, may=CENTRE | COLLEGE | follows("sign_up") | SETUP, basis=article("7")),
    Step("correct_person", _("更正个人信息"), source=KNOWN, may=CENTRE | COLLEGE, reason=REQUIRED, basis=law("个人信息保护法 第46条")),
    Step("update_contact", _("更新联系方式"), source=KNOWN, may=myself("self"), basis=law("个人信息保护法 第46条")),
    Step("reveal", _("查看完整信息"), source=KNOWN, may=STAFF | myself("self"), reason=REQUIRED, basis=law("个人信息保护法 第51条")),
    Step("erase", _("销毁数据密钥"), source=KNOWN, target=ERASED, may=CENTRE, reason=REQUIRED, irreversible=True, basis=law("个人信息保护法 第47条")),
    visible=STAFF | myself("self"),
)  # fmt: skip

APPOINTMENT = Steps(
    _("任职"),
    {CURRENT: _("任职"), ENDED: _("已终止")},
    Step("appoint", _("任命"), source=BORN, target=CURRENT, may=CENTRE | SETUP, basis=article("5")),
    Step(
        "end_appointment", _("终止任职"), source=CURRENT, target=ENDED, may=CENTRE, reason=REQUIRED, basis=article("5")
    ),
    visible=STAFF | myself("person"),
)

QUALIFICATION = Steps(
    _("资格证书"),
    {VALID: _("有效"), WITHDRAWN: _("已撤下")},
    Step("add_qualification", _("登记资格"), source=BORN, target=VALID, may=office(roles.CENTRE_OFFICER, of="person.institution") | SETUP, basis=article("15")),
    Step("withdraw_qualification", _("撤下资格"), source=VALID, target=WITHDRAWN, may=office(roles.CENTRE_OFFICER, of="person.institution"), reason=REQUIRED, basis=article("15")),
    visible=office(roles.CENTRE_OFFICER, of="person.institution") | office(roles.COLLEGE_OFFICER, of="person.institution") | myself("person"),
)  # fmt: skip
