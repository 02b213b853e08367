"""The only writers of setting plans and papers."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from jiangxin.documents import operations as documents
from jiangxin.documents import store
from jiangxin.impartiality.queries import PERSONAL, recusals
from jiangxin.items.models import Paper, SettingPlan
from jiangxin.people import roles
from jiangxin.people.models import Appointment, Person
from jiangxin.process.errors import Unable
from jiangxin.process.step import as_date
from jiangxin.process.taking import begin, take
from jiangxin.process.who import Actor
from jiangxin.regulation.basis import article, house
from jiangxin.rounds.models import Round
from jiangxin.standards.models import Subject

SECRECY = house("secrecy")


class UnableToDraftSetting(Unable):
    """A setting plan can't be drafted."""


class UnableToSetPaper(Unable):
    """A paper can't be set by this person, or with this reviewer."""


class UnableToReadPaper(Unable):
    """The file of a paper isn't what was sealed, or is lost."""


def draft_setting(
    round_: Round, *, by: Actor, at: datetime, papers_per_subject: int, method: str, secrecy: str
) -> SettingPlan:
    """Draft how the papers of a round are made (试题命制方案, article 14(1)).

    Raises UnableToDraftSetting when the round has a setting plan.
    """
    if SettingPlan.objects.filter(round=round_).exists():
        raise UnableToDraftSetting(_("本批次已有试题命制方案，请在原方案上修改。"), basis=article("14(1)"))
    plan = SettingPlan(round=round_, papers_per_subject=papers_per_subject, method=method, secrecy=secrecy)
    return begin(plan, "draft_setting", by=by, at=at)


def write_setting(
    plan: SettingPlan, *, by: Actor, at: datetime, papers_per_subject: int, method: str, secrecy: str
) -> SettingPlan:
    """Change a setting plan that isn't settled."""
    with take(plan, "write_setting", by=by, at=at) as plan:
        plan.papers_per_subject, plan.method, plan.secrecy = papers_per_subject, method, secrecy
    return plan


def settle_setting(plan: SettingPlan, *, by: Actor, at: datetime) -> SettingPlan:
    """Settle a setting plan: from now on papers are set by it."""
    with take(plan, "settle_setting", by=by, at=at) as plan:
        return plan


def reopen_setting(plan: SettingPlan, *, by: Actor, at: datetime, reason: str) -> SettingPlan:
    """Take a settled setting plan back for changes, with the reason."""
    with take(plan, "reopen_setting", by=by, at=at, reason=reason) as plan:
        return plan


def set_paper(
    round_: Round, *, by: Actor, at: datetime, subject: Subject, code: str, reviewer: Person, name: str,
    content: bytes, media_type: str = "application/pdf",
) -> Paper:  # fmt: skip
    """Set a paper for one subject; whoever acts (or signed the paper form) is its setter.

    Raises UnableToSetPaper when setter and reviewer are one, when the reviewer sets no papers for this institution,
    when either has a relation to a candidate (domain.md §7.7), or when the code is in use.
    """
    setter = Person.objects.filter(pk__in=[(by.paper_of or by).person_id or 0]).first()
    if setter is None:
        raise UnableToSetPaper(_("不能命制试卷：您的账号没有对应的人员。请联系中心管理员。"), basis=SECRECY)
    _check_setters(round_, setter, reviewer, at)
    if Paper.objects.filter(round=round_, subject=subject, code=code).exclude(state="void").exists():
        sentence = _("不能命制试卷：%(subject)s已有代码为“%(code)s”的试卷。请换一个代码，或先由中心作废原卷。")
        raise UnableToSetPaper(sentence % {"subject": subject, "code": code})
    fresh = Round.objects.get(pk=round_.pk)  # its setting plan as it stands now, not as it was read earlier
    file = documents.keep(fresh.institution, name, content, media_type, by=by, at=at)
    paper = Paper(round=fresh, subject=subject, code=code, setter=setter, reviewer=reviewer, file=file)
    return begin(paper, "set_paper", by=by, at=at)


def _check_setters(round_: Round, setter: Person, reviewer: Person, at: datetime) -> None:
    """Raise UnableToSetPaper unless setter and reviewer are two item setters without relations to candidates."""
    if setter.pk == reviewer.pk:
        raise UnableToSetPaper(_("不能命制试卷：命题人不能审自己命的题。请另选一名审题人。"), basis=article("14(2)"))
    day = as_date(at)
    assert day is not None
    held = Appointment.objects.filter(
        person=reviewer, role=roles.ITEM_SETTER, state="current", institution=round_.institution_id, starts_on__lte=day
    )
    if not any(each.ends_on is None or each.ends_on >= day for each in held):
        sentence = _("不能命制试卷：%s不是本机构聘任的命题员，不能审题。请另选审题人，或先由中心办理任命。")
        raise UnableToSetPaper(sentence % reviewer, basis=article("14(2)"))
    for reasons in recusals([setter, reviewer], round_).values():
        for recusal in reasons:
            if recusal.kind in PERSONAL:
                sentence = _("不能命制试卷：%s，应当回避，不得接触试卷。请换人命题或审题。")
                raise UnableToSetPaper(sentence % recusal.sentence, basis=SECRECY)


def revise_paper(
    paper: Paper, *, by: Actor, at: datetime, name: str, content: bytes, media_type: str = "application/pdf"
) -> Paper:
    """Replace the file of a paper that is not reviewed yet; the earlier file stays in history."""
    with take(paper, "revise_paper", by=by, at=at) as paper:
        paper.file = documents.keep(paper.round.institution, name, content, media_type, by=by, at=at)
    return paper


def read_paper(paper: Paper, *, by: Actor, at: datetime) -> bytes:
    """Return the file of a paper to its setter or reviewer before it is sealed; that it was read is history."""
    with take(paper, "read_paper", by=by, at=at) as paper:
        return _bytes(paper)


def review_paper(paper: Paper, *, by: Actor, at: datetime) -> Paper:
    """Find a paper fit for use; its setter can't."""
    with take(paper, "review_paper", by=by, at=at) as paper:
        return paper


def seal_paper(paper: Paper, *, by: Actor, at: datetime) -> Paper:
    """Seal a reviewed paper: its hash is fixed, and nobody opens it before it is issued and opened by two.

    Raises UnableToReadPaper when the file is lost or altered already.
    """
    with take(paper, "seal_paper", by=by, at=at) as paper:
        paper.sealed_hash = store.digest(_bytes(paper))
    return paper


def issue_paper(paper: Paper, *, by: Actor, at: datetime, issued_to: str) -> Paper:
    """Hand a sealed paper out, and name who received it."""
    with take(paper, "issue_paper", by=by, at=at) as paper:
        paper.issued_to = issued_to
    return paper


def propose_opening(paper: Paper, *, by: Actor, at: datetime, seal_intact: bool) -> Paper:
    """Open a paper as the first of two, and state whether its seal was intact."""
    with take(paper, "propose_opening", by=by, at=at) as paper:
        paper.seal_intact = seal_intact
    return paper


def confirm_opening(paper: Paper, *, by: Actor, at: datetime) -> Paper:
    """Open a paper as the second of two; another person than the first."""
    with take(paper, "confirm_opening", by=by, at=at) as paper:
        return paper


def take_out_paper(paper: Paper, *, by: Actor, at: datetime) -> bytes:
    """Return the file of an opened paper to one of its keepers; that it was taken out is history.

    Raises UnableToReadPaper when its bytes are not those that were sealed.
    """
    with take(paper, "take_out_paper", by=by, at=at) as paper:
        content = _bytes(paper)
        if store.digest(content) != paper.sealed_hash:
            sentence = _("不能取出试卷：文件与封存时不一致，可能被改动。请停止使用，启用备用卷并报告中心。")
            raise UnableToReadPaper(sentence, basis=SECRECY)
        return content


def void_paper(paper: Paper, *, by: Actor, at: datetime, reason: str) -> Paper:
    """Void a paper that will not be used, with the reason; its file is kept."""
    with take(paper, "void_paper", by=by, at=at, reason=reason) as paper:
        return paper


def _bytes(paper: Paper) -> bytes:
    """Return the bytes of a paper's file; UnableToReadPaper when the store lost or altered them."""
    try:
        return documents.content_of(paper.file)
    except (FileNotFoundError, ValueError) as error:
        sentence = _("打不开试卷“%s”：保存的文件丢失或被改动。请报告中心，由命题人重新提交或启用备用卷。")
        raise UnableToReadPaper(sentence % paper, basis=SECRECY) from error
