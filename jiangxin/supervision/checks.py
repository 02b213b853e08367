"""What a quality supervisor looks at in every room, in the order of the day (domain.md §5.7 and §5.8)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

YES, NO, NOT_APPLICABLE = "yes", "no", "na"

ANSWERS: dict[str, str | Promise] = {
    YES: pgettext_lazy("督导检查", "是"),
    NO: pgettext_lazy("督导检查", "否"),
    NOT_APPLICABLE: _("不适用"),
}

CHECKS: dict[str, str | Promise] = {
    "organisation": _("考务人员到岗，分工与备案的方案一致"),
    "notices": _("考场规则、考生须知和座次表已张贴"),
    "venue": _("场地、设备和工位符合考核要求"),
    "safety": _("安全保障措施到位，应急器材在场"),
    "papers": _("试卷由两人以上领取，当场验封、启封"),
    "identity": _("逐一核验准考证和有效证件"),
    "cards": _("考评人员持有效证卡上岗"),
    "recusal": _("应回避的人员已回避"),
    "independence": _("考评人员各自独立评分"),
    "conduct": _("考场秩序良好，违纪按规定处理并记录"),
    "attendance": _("到场和缺考人数与座次表一致"),
    "collection": _("试卷、评分表当场清点，签字封存"),
}
