"""Organisations, persons, appointments, qualifications: their states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.people import roles
from jiangxin.people.rules import (
    account_in_use,
    account_stopped,
    holds_an_office,
    holds_no_office,
    name_free,
    no_password_yet,
    nothing_keeps,
)
from jiangxin.process.step import BORN, REQUIRED, Step, Steps
from jiangxin.process.who import SIGNED_IN, follows, myself, office, taker_of
from jiangxin.regulation.basis import article, law

ACTIVE, CLOSED = "active", "closed"
KNOWN, CONDEMNED, ERASED = "known", "condemned", "erased"
CURRENT, ENDED = "current", "ended"
VALID, WITHDRAWN = "valid", "withdrawn"
KEPT = "kept"
ASKED, GRANTED, DECLINED, TAKEN_BACK = "asked", "granted", "declined", "taken_back"

SETUP = follows("setup")
CENTRE = office(roles.CENTRE_OFFICER, of="institution")
COLLEGE = office(roles.COLLEGE_OFFICER, of="institution")
ROTATION = follows("people.organisation.rotate_key")
SECURITY = law("个人信息保护法 第51条")
# Each house keeps its own people: an institution's centre its staff, an authority's officer the authority's.
AUTHORITY = office(roles.AUTHORITY_OFFICER, of="institution")
KEEPERS = CENTRE | AUTHORITY
# One's own password is changed by oneself, and nobody locks himself out.
ACCOUNTS = KEEPERS & ~myself("self")
CARDS = office(roles.CENTRE_OFFICER, of="person.institution") | office(roles.AUTHORITY_OFFICER, of="person.institution")
STAFF = CENTRE | COLLEGE | office(roles.REVIEWER, of="institution") | office(roles.AUDITOR, of="institution")

ORGANISATION = Steps(
    _("组织"),
    {ACTIVE: _("在用"), CLOSED: _("已停用")},
    Step("found", _("登记组织"), source=BORN, target=ACTIVE, may=CENTRE | SETUP, basis=article("6")),
    Step("revise_organisation", _("更正组织信息"), source=ACTIVE, may=CENTRE | office(roles.CENTRE_OFFICER, of="self") | SETUP, basis=article("5")),
    Step(
        "close_organisation",
        _("停用组织"),
        source=ACTIVE,
        target=CLOSED,
        may=CENTRE,
        reason=REQUIRED,
        basis=article("5"),
    ),
    Step("rotate_key", _("更换包装密钥"), source=ACTIVE, may=office(roles.CENTRE_OFFICER, of="self"), reason=REQUIRED, basis=SECURITY),
    Step("rewrap", _("重新包装数据密钥"), source=(ACTIVE, CLOSED), may=ROTATION, basis=SECURITY),
    Step("end_rotation", _("停用旧包装密钥"), source=ACTIVE, may=ROTATION, basis=SECURITY),
    visible=SIGNED_IN,
)  # fmt: skip

PERSON = Steps(
    _("人员"),
    {KNOWN: _("在册"), CONDEMNED: _("待第二人批准销毁"), ERASED: _("已销毁")},
    Step("register", _("登记人员"), source=BORN, target=KNOWN, may=KEEPERS | COLLEGE | follows("sign_up") | SETUP, basis=article("7")),
    Step("correct_person", _("更正个人信息"), source=(KNOWN, CONDEMNED), may=KEEPERS | COLLEGE, reason=REQUIRED, basis=law("个人信息保护法 第46条")),
    Step("correct_own_name", _("更正姓名"), source=(KNOWN, CONDEMNED), may=myself("self"), needs=(name_free,), basis=law("个人信息保护法 第46条")),
    Step("update_contact", _("更新联系方式"), source=(KNOWN, CONDEMNED), may=myself("self"), basis=law("个人信息保护法 第46条")),
    # Accounts are no records (the database writes no history of them): their steps are history of the person.
    Step("grant_account", _("开通账号"), source=KNOWN, may=ACCOUNTS | SETUP, needs=(holds_an_office, no_password_yet), basis=SECURITY),
    Step("reset_password", _("重置密码"), source=KNOWN, may=ACCOUNTS, needs=(account_in_use,), reason=REQUIRED, basis=SECURITY),
    Step("stop_account", _("停用账号"), source=KNOWN, may=ACCOUNTS, needs=(account_in_use,), reason=REQUIRED, basis=SECURITY),
    Step("restore_account", _("恢复账号"), source=KNOWN, may=ACCOUNTS, needs=(account_stopped,), reason=REQUIRED, basis=SECURITY),
    Step("propose_erasure", _("提出销毁数据密钥"), source=KNOWN, target=CONDEMNED, may=CENTRE, needs=(holds_no_office, nothing_keeps), reason=REQUIRED, basis=law("个人信息保护法 第47条")),
    Step("keep_person", _("不予销毁"), source=CONDEMNED, target=KNOWN, may=CENTRE, reason=REQUIRED, basis=law("个人信息保护法 第47条")),
    # Two persons: who proposed it can't be the one who does it.
    Step("erase", _("批准销毁数据密钥"), source=CONDEMNED, target=ERASED, may=CENTRE & ~taker_of("propose_erasure"), needs=(holds_no_office, nothing_keeps), reason=REQUIRED, irreversible=True, basis=law("个人信息保护法 第47条")),
    Step("rewrap", _("重新包装数据密钥"), source=(KNOWN, CONDEMNED), may=ROTATION, basis=SECURITY),
    visible=STAFF | AUTHORITY | myself("self"),
)  # fmt: skip

APPOINTMENT = Steps(
    _("任职"),
    {CURRENT: _("任职"), ENDED: _("已终止")},
    Step("appoint", _("任命"), source=BORN, target=CURRENT, may=KEEPERS | SETUP, basis=article("5")),
    Step(
        "end_appointment", _("终止任职"), source=CURRENT, target=ENDED, may=KEEPERS, reason=REQUIRED, basis=article("5")
    ),
    visible=STAFF | AUTHORITY | myself("person"),
)

QUALIFICATION = Steps(
    _("资格证书"),
    {VALID: _("有效"), WITHDRAWN: _("已撤下")},
    Step("add_qualification", _("登记资格"), source=BORN, target=VALID, may=CARDS | SETUP, basis=article("15")),
    Step("withdraw_qualification", _("撤下资格"), source=VALID, target=WITHDRAWN, may=CARDS, reason=REQUIRED, basis=article("15")),
    visible=CARDS | office(roles.COLLEGE_OFFICER, of="person.institution") | myself("person"),
)  # fmt: skip

READING = Steps(
    _("查看记录"),
    {KEPT: _("已记录")},
    Step("reveal", _("查看完整信息"), source=BORN, target=KEPT, may=STAFF, reason=REQUIRED, basis=SECURITY),
    # A photo or a document that a page hands out: the page says who may see it, the reading says who did.
    Step("read", _("查看照片或文件"), source=BORN, target=KEPT, may=SIGNED_IN, basis=SECURITY),
    visible=CENTRE | office(roles.AUDITOR, of="institution") | myself("reader"),
)  # fmt: skip

OFFICE_OF_PERSON = office(roles.CENTRE_OFFICER, of="person.institution") | office(
    roles.COLLEGE_OFFICER, of="person.institution"
)

CORRECTION = Steps(
    _("个人信息申请"),
    {ASKED: _("待办理"), GRANTED: _("已办理"), DECLINED: _("不予办理"), TAKEN_BACK: _("已撤回")},
    Step("ask_correction", _("申请更正或删除"), source=BORN, target=ASKED, may=myself("person"), basis=law("个人信息保护法 第46条")),
    Step("accept_correction", _("同意并办理"), source=ASKED, target=GRANTED, may=OFFICE_OF_PERSON & ~myself("person"), reason=REQUIRED, duty=True, basis=law("个人信息保护法 第46条")),
    Step("decline_correction", _("不予办理"), source=ASKED, target=DECLINED, may=OFFICE_OF_PERSON & ~myself("person"), reason=REQUIRED, basis=law("个人信息保护法 第50条")),
    Step("take_back_correction", _("撤回申请"), source=ASKED, target=TAKEN_BACK, may=myself("person"), basis=law("个人信息保护法 第46条")),
    visible=OFFICE_OF_PERSON | office(roles.AUDITOR, of="person.institution") | myself("person"),
)  # fmt: skip
