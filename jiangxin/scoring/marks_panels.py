"""The rows of one candidate before a panel: the right examiners, an odd number of them, agreed on who was there."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jiangxin.regulation.words import joined
from jiangxin.scoring.marks_rows import MarkRow
from jiangxin.scoring.marks_scope import ABSENT, EXAMINER, MarksScope


def check_panel(rows: Sequence[MarkRow], scope: MarksScope) -> None:
    """Add to every row of a candidate what is wrong with the panel as a whole.

    `rows` are all rows of one candidate in one subject, copies apart. Panels are odd and of `scope.panel_minimum`
    examiners at least (national standards, 考评人员配比); where panels are appointed, it must be one of them, whole.
    """
    for row in rows:
        if not row.examiner:
            row.fault(EXAMINER, "missing", _("缺少考评员姓名；请补填。"))
    examiners = {row.examiner for row in rows if row.examiner}
    for code, sentence in _panel_faults(examiners, scope):
        for row in rows:
            row.fault(EXAMINER, code, sentence)
    if len({row.absent for row in rows}) > 1:
        for row in rows:
            sentence = _("考评员对该考生是否缺考填写不一致；请核对签到表后统一。")
            row.fault(ABSENT, "absence-disputed", sentence)


def _panel_faults(examiners: set[str], scope: MarksScope) -> list[tuple[str, str]]:
    """Return (code, sentence) for each fault of a panel."""
    count, faults = len(examiners), []
    about = {"count": count, "minimum": scope.panel_minimum}
    if count < scope.panel_minimum:
        sentence = _("该考生只有 %(count)s 名考评员评分，至少应有 %(minimum)s 名；请补录其余考评员的评分。")
        faults.append(("too-few-examiners", sentence % about))
    elif count % 2 == 0:
        sentence = _("该考生有 %(count)s 名考评员评分，考评员人数应为单数；请核对考评组。")
        faults.append(("even-panel", sentence % about))
    if scope.panels and examiners not in scope.panels:
        faults.append(_not_appointed(examiners, scope.panels))
    return faults


def _not_appointed(examiners: set[str], panels: Sequence[frozenset[str]]) -> tuple[str, str]:
    if strangers := examiners - frozenset().union(*panels):
        sentence = _("%(names)s不在本批次的考评组内；请核对姓名，或先变更实施方案。")
        return "unknown-examiner", sentence % {"names": joined(sorted(strangers))}
    nearest = max(panels, key=lambda panel: len(panel & examiners))
    if missing := nearest - examiners:
        sentence = _("缺少考评员%(names)s对该考生的评分；请补录。")
        return "examiner-missing", sentence % {"names": joined(sorted(missing))}
    sentence = _("%(names)s不属于该考生的同一个考评组；请核对考评员姓名。")
    return "mixed-panel", sentence % {"names": joined(sorted(examiners - nearest))}
