"""What a round must have before it opens or closes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.process.above import FactsFromAbove
from jiangxin.regulation.codes import code_list
from jiangxin.standards.rules import no_national_standard, still_missing

if TYPE_CHECKING:
    from jiangxin.rounds.models import Round

# Until then the institution may undo what it began; from then on the province has it too, and every person is corrected
# by himself (articles 14(4) and 14(5)).
nothing_final = FactsFromAbove("what can't be undone: results that are filed, a dossier that is sealed.", final=True)


quota_set = FactsFromAbove("a number of places that was set before the round opened.", final=True)


def _has_quota(round_: Round) -> Iterator[str]:
    """Yield a sentence when the round takes everybody who applies: it opened so, and stays so."""
    if round_.quota is None:
        yield _("开放报名前设定的名额（这一期不限名额）")


quota_set.add(_has_quota)


def within_filing(round_: Round) -> Iterator[str]:
    """Yield what puts the round outside its filing: article 2 and 20 allow nothing there."""
    filing = round_.filing
    if filing.institution_id != round_.institution_id:
        yield _("备案号 %s 不是本机构的备案") % filing.number
    if round_.audience not in filing.audiences:
        yield _("备案号 %s 不面向这类考生") % filing.number
    occupation, level = round_.level.standard.occupation_id, round_.level.level
    scope = (
        filing.scopes.filter(state="valid", level__level=level, level__standard__occupation=occupation)
        .order_by("valid_from")
        .first()
    )
    if scope is None:
        yield _("%(level)s不在备案号 %(number)s 的范围内") % {"level": round_.level, "number": filing.number}
    elif scope.valid_from > round_.apply_from:
        words = {"level": round_.level, "number": filing.number, "day": formats.date_format(scope.valid_from)}
        yield _("%(level)s从 %(day)s 起才列入备案号 %(number)s，报名不能早于这一天开始") % words
    days = (
        (_("报名开始日"), round_.apply_from),
        (_("报名截止日"), round_.apply_until),
        (_("计划考核日"), round_.planned_on),
    )
    for label, day in days:
        if not filing.covers(day):
            words = {"label": label, "day": formats.date_format(day), "until": formats.date_format(filing.valid_until)}
            yield _("%(label)s %(day)s 不在备案有效期内（有效至 %(until)s）") % words


def college_belongs(round_: Round) -> Iterator[str]:
    """Yield a sentence when the college that carries the round out is no unit of its institution (article 6)."""
    if round_.college.institution_id != round_.institution_id:
        yield _("%s不是本机构的学院") % round_.college


def standard_in_force(round_: Round) -> Iterator[str]:
    """Yield a sentence when the standard of the round is not in force on its day, or is not the one to go by.

    That is the national one; a norm serves only where there is none, and only whose it is (article 8).
    """
    standard = round_.level.standard
    if standard.state != "in_force":
        yield _("所依据的标准“%s”不是现行标准") % standard
    if round_.planned_on < standard.valid_from:
        words = {"standard": standard, "day": formats.date_format(standard.valid_from)}
        yield _("所依据的标准“%(standard)s”%(day)s 起才施行，计划考核日不能早于这一天") % words
    if standard.valid_until and round_.planned_on > standard.valid_until:
        words = {"standard": standard, "day": formats.date_format(standard.valid_until)}
        yield _("所依据的标准“%(standard)s”有效至 %(day)s，早于计划考核日") % words
    if standard.own and standard.institution_id != round_.institution_id:
        words = {"standard": standard, "institution": standard.institution}
        yield _("所依据的“%(standard)s”是%(institution)s的岗位评价规范") % words
    elif standard.own:
        yield from no_national_standard(standard, round_.planned_on)


def level_certifiable(round_: Round) -> Iterator[str]:
    """Yield a sentence for a level whose character in certificate numbers isn't known (domain.md §1.5)."""
    level = code_list("level").get(str(round_.level.level))
    if not level.filing_code:
        yield _("%s在证书编码里用哪个字符还没有公布，发不了证书") % level.label


def level_complete(round_: Round) -> Iterator[str]:
    """Yield what the standard doesn't say of the level yet: subjects (article 11), weight tables, conditions."""
    for what in still_missing(round_.level):
        yield _("标准里还没有登记：%s") % what
