"""What standards must have before they hold, subjects before they are registered, levels before a filing has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.regulation.codes import code_list
from jiangxin.regulation.words import joined

if TYPE_CHECKING:
    from jiangxin.standards.models import Condition, FilingScope, Standard, StandardLevel, Subject


KINDS = ("theory", "practical", "review")
WEIGHTED = ("theory", "practical")  # a standard has two weight tables for each level (domain.md §7.2)


def national(standard: Standard) -> Iterator[str]:
    """Yield a sentence for a norm of one's own: the province puts it into force, not the school (article 9)."""
    if standard.own:
        yield _("岗位评价规范不由学校自行启用：请依次登记内部评审、报省、专家评审和省里的公布（第九条）")


def own_norm(standard: Standard) -> Iterator[str]:
    """Yield a sentence for a national standard: it needs no review by the province's experts."""
    if not standard.own:
        yield _("国家职业标准不需要这一步，直接启用即可（第八条）")


def no_national_standard(norm: Standard, on: date | None = None) -> Iterator[str]:
    """Yield a sentence for a norm whose occupation has a national standard in force: that is the basis (article 8).

    It counts from whatever day it holds, unless it ends before the norm begins; with `on`, when it holds that day.
    """
    found = norm.occupation.standards.filter(origin="national", state="in_force")
    found = found.exclude(valid_until__lt=on or norm.valid_from)
    for basis in (found.filter(valid_from__lte=on) if on else found)[:1]:
        words = {"occupation": norm.occupation, "standard": basis}
        yield _("“%(occupation)s”有现行的国家职业标准“%(standard)s”，要依据它开展评价（第八条）") % words


def contents_complete(standard: Standard) -> Iterator[str]:
    """Yield what a standard still lacks before it can be reviewed or adopted: levels, and what each of them needs."""
    levels = list(standard.levels.prefetch_related("every_subject", "every_condition"))
    if not levels:
        yield _("至少一个等级")
    for level in levels:
        yield from still_missing(level)


def still_missing(level: StandardLevel) -> Iterator[str]:
    """Yield what a level lacks: subjects (article 11), the weight tables of the two examinations, conditions."""
    known = {subject.kind: subject for subject in level.every_subject.all() if subject.state == "known"}
    for kind in needed_subjects(level.level):
        words = {"level": level.level_name, "subject": subject_name(kind)}
        if kind not in known:
            yield _("%(level)s的“%(subject)s”（第十一条）") % words
        elif kind in WEIGHTED and not known[kind].weights:
            yield _("%(level)s“%(subject)s”的权重表") % words
    if not any(condition.state == "known" for condition in level.every_condition.all()):
        yield _("%s的申报条件") % level.level_name


def needed_subjects(level: int) -> tuple[str, ...]:
    """Return the subjects that article 11 asks for: the comprehensive review from 技师 upwards."""
    return KINDS if level <= 2 else KINDS[:2]


def subject_name(kind: str) -> str:
    """Return a subject in words."""
    return code_list("subject_kind").get(kind).label


def contents_open(part: StandardLevel | Subject | Condition) -> Iterator[str]:
    """Yield a sentence when the standard takes nothing in any more: what the province judges stays as it is.

    A national standard in force takes further levels in: nobody copies more of it than he is filed for.
    """
    standard = _standard_of(part)
    if standard.state != "draft" and (standard.own or standard.state != "in_force"):
        words = {"standard": standard, "state": standard.state_label}
        yield _("“%(standard)s”%(state)s，内容不能再改") % words


def while_draft(part: Subject | Condition) -> Iterator[str]:
    """Yield a sentence when the standard is no draft: people were judged by what it says in force."""
    standard = _standard_of(part)
    if standard.state != "draft":
        words = {"standard": standard, "state": standard.state_label}
        sentence = _("“%(standard)s”%(state)s，已登记的内容不能再更正或移除；现行标准有误的，以改正后的一版替代它")
        yield sentence % words


def _standard_of(part: StandardLevel | Subject | Condition) -> Standard:
    level: Any = part if hasattr(part, "standard") else part.level
    standard: Standard = level.standard
    return standard


def level_offered(level: StandardLevel) -> Iterator[str]:
    """Yield a sentence for a level that this installation doesn't offer (article 10 knows five)."""
    offered = code_list("level").codes
    if str(level.level) not in {code.code for code in offered}:
        words = {"level": level.level, "offered": joined(code.label for code in offered)}
        yield _("%(level)s 不是可用的等级；可用的有：%(offered)s（第十条）") % words


def heads_reviewed(subject: Subject) -> Iterator[str]:
    """Yield the heads of article 13 that the score sheet of a comprehensive review doesn't have."""
    if subject.kind != "review":
        return
    names = {module["name"] for module in subject.modules}
    for head in code_list("review_head").codes:
        if head.words.zh not in names:
            yield _("综合评审的“%s”一项及其配分（第十三条）") % head.label


def within_validity(scope: FilingScope) -> Iterator[str]:
    """Yield a sentence when a level would be added for a day on which its filing isn't valid."""
    filing = scope.filing
    if not filing.valid_from <= scope.valid_from <= filing.valid_until:
        days = {"day": _day(scope.valid_from), "first": _day(filing.valid_from), "last": _day(filing.valid_until)}
        yield _("增加日期 %(day)s 要在备案有效期内（%(first)s至%(last)s）") % days


def norm_of_ours(scope: FilingScope) -> Iterator[str]:
    """Yield a sentence when a level of another institution's norm would be added: it holds for that one alone."""
    standard = scope.level.standard
    if standard.own and standard.institution_id != scope.filing.institution_id:
        words = {"standard": standard, "institution": standard.institution}
        yield _("“%(standard)s”是%(institution)s的岗位评价规范，别的机构不能依据它") % words


def filing_still_valid(scope: FilingScope) -> Iterator[str]:
    """Yield a sentence when the filing has been ended: nothing is added to it."""
    if scope.filing.state != "valid":
        yield _("备案号 %s 已终止，不能再增加职业等级") % scope.filing.number


def _day(day: date) -> str:
    return formats.date_format(day)
