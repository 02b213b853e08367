"""The dossier: its states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.archive.rules import volumes_complete
from jiangxin.people import roles
from jiangxin.people.steps import ROTATION, SECURITY
from jiangxin.process.step import BORN, REQUIRED, Step, Steps, Wait
from jiangxin.process.who import office, taker_of
from jiangxin.regulation.basis import article, house

OPEN, SEALED, CONDEMNED, DESTROYED = "open", "sealed", "condemned", "destroyed"

CENTRE = office(roles.CENTRE_OFFICER, of="round.institution")
BASIS = article("14(4)")

DOSSIER = Steps(
    _("档案"),
    {OPEN: _("整理中"), SEALED: _("已封存"), CONDEMNED: _("待第二人批准销毁"), DESTROYED: _("已销毁")},
    Step("open_dossier", _("建立档案"), source=BORN, target=OPEN, may=CENTRE, basis=BASIS),
    Step("seal", _("封存档案"), source=OPEN, target=SEALED, may=CENTRE, needs=(volumes_complete,), duty=True, irreversible=True, basis=BASIS),
    # Opening a sealed dossier is an entry in its log (domain.md §9.2: 查阅登记).
    Step("consult", _("查阅档案"), source=(SEALED, CONDEMNED), may=CENTRE | office(roles.AUDITOR, of="round.institution"), reason=REQUIRED, basis=house("archives")),
    Step("propose_destruction", _("提出销毁"), source=SEALED, target=CONDEMNED, may=CENTRE, reason=REQUIRED, basis=BASIS),
    Step("keep_on", _("不予销毁"), source=CONDEMNED, target=SEALED, may=CENTRE, reason=REQUIRED, basis=BASIS),
    Step("destroy", _("批准销毁"), source=CONDEMNED, target=DESTROYED, may=CENTRE & ~taker_of("propose_destruction"), irreversible=True, basis=BASIS),
    Step("rewrap", _("重新包装数据密钥"), source=(SEALED, CONDEMNED), may=ROTATION, basis=SECURITY),
    visible=CENTRE | office(roles.AUDITOR, of="round.institution") | office(roles.COLLEGE_OFFICER, of="round.college"),
    round_path="round",
    dues=(Wait(_("保管期"), counts_from="sealed_on", before="propose_destruction", span="retention.span", basis=BASIS),),
)  # fmt: skip
