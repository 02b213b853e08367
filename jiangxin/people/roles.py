"""The offices that the regulation and the process know. Each is held by an appointment, never by a flag."""

from django.utils.translation import gettext_lazy as _

from jiangxin.process.who import ROLES

CENTRE_OFFICER = "centre_officer"
COLLEGE_OFFICER = "college_officer"
REVIEWER = "reviewer"
TEACHER = "teacher"
ITEM_SETTER = "item_setter"
INVIGILATOR = "invigilator"
EXAMINER = "examiner"
INTERNAL_SUPERVISOR = "internal_supervisor"
EXTERNAL_SUPERVISOR = "external_supervisor"
FINANCE_OFFICER = "finance_officer"
AUTHORITY_OFFICER = "authority_officer"
AUDITOR = "auditor"
RECORDER = "recorder"

ROLES.update(
    {
        CENTRE_OFFICER: _("中心管理员"),
        COLLEGE_OFFICER: _("学院经办员"),
        REVIEWER: _("资格审核员"),
        TEACHER: _("培训教师"),
        ITEM_SETTER: _("命题员"),
        INVIGILATOR: _("监考员"),
        EXAMINER: _("考评员"),
        INTERNAL_SUPERVISOR: _("内部质量督导员"),
        EXTERNAL_SUPERVISOR: _("外部质量督导员"),
        FINANCE_OFFICER: _("财务人员"),
        AUTHORITY_OFFICER: _("主管部门经办人"),
        AUDITOR: _("审计人员"),
        RECORDER: _("补录员"),
    }
)


# Who represents the authorities; everybody else works for an institution (domain.md §5.7).
OF_AUTHORITIES = (AUTHORITY_OFFICER, EXTERNAL_SUPERVISOR)


def role_choices() -> list[tuple[str, object]]:
    """Return every role with its name, for models."""
    return list(ROLES.items())


def role_choices_of(authority: bool) -> list[tuple[str, object]]:
    """Return the roles that an authority, or an institution, gives to its own people."""
    return [(role, label) for role, label in ROLES.items() if (role in OF_AUTHORITIES) == authority]
