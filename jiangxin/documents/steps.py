"""Stored files and rule texts: their states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.people import roles
from jiangxin.process.step import BORN, Step, Steps
from jiangxin.process.who import SIGNED_IN, follows, office
from jiangxin.regulation.basis import article

KEPT = "kept"
DRAFT, IN_FORCE, REPLACED = "draft", "in_force", "replaced"

CENTRE = office(roles.CENTRE_OFFICER, of="institution")
STAFF = CENTRE | office(roles.COLLEGE_OFFICER, of="institution") | office(roles.AUDITOR, of="institution")

STORED_FILE = Steps(
    _("文件"),
    {KEPT: _("已保存")},
    # A file is never kept for its own sake: the step that needs it keeps it, and that step says who may.
    Step("keep", _("保存文件"), source=BORN, target=KEPT, may=SIGNED_IN | follows("setup"), basis=article("14(4)")),
    visible=STAFF,
)

RULE_TEXT = Steps(
    _("规章制度"),
    {DRAFT: _("草稿"), IN_FORCE: _("现行"), REPLACED: _("已被替代")},
    Step("draft_rule", _("起草制度"), source=BORN, target=DRAFT, may=CENTRE | follows("setup"), basis=article("20")),
    Step("edit_rule", _("修改草稿"), source=DRAFT, may=CENTRE, basis=article("20")),
    Step("adopt_rule", _("发布制度"), source=DRAFT, target=IN_FORCE, may=CENTRE | follows("setup"), irreversible=True, basis=article("20")),
    Step("replace_rule", _("以新版替代"), source=IN_FORCE, target=REPLACED, may=follows("documents.ruletext.adopt_rule"), basis=article("20")),
    visible=SIGNED_IN,
)  # fmt: skip
