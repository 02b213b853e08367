"""The only writers of occupations, standards and filings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.documents import operations as documents
from jiangxin.documents.scans import scan_type
from jiangxin.documents.store import digest
from jiangxin.people.models import Organisation
from jiangxin.process.errors import Unable
from jiangxin.process.models import Record
from jiangxin.process.step import as_date
from jiangxin.process.taking import begin, begin_all, take
from jiangxin.process.who import Actor
from jiangxin.regulation.basis import article, house
from jiangxin.regulation.words import in_series
from jiangxin.standards.models import (
    Condition,
    EvaluatedProgramme,
    Filing,
    FilingScope,
    Occupation,
    Standard,
    StandardLevel,
    Subject,
)
from jiangxin.standards.reading import StandardRead, read_standard
from jiangxin.standards.rules import heads_reviewed
from jiangxin.standards.steps import DISCARDED, DRAFT, REPLACED


class UnableToTakeIn(Unable):
    """A standard's file can't become a standard here."""


class UnableToRecord(Unable):
    """What the province did can't be recorded from what was entered."""


class UnableToRevise(Unable):
    """A subject can't become what was entered."""


class UnableToList(Unable):
    """The list of evaluated programmes can't hold what was entered."""


class UnableToRenew(Unable):
    """A filing can't be renewed until that day."""


def enter_occupation(*, by: Actor, at: datetime, code: str, name: str, work_type: str = "") -> Occupation:
    """Register an occupation of the national classification."""
    return begin(Occupation(code=code, name=name, work_type=work_type), "enter_occupation", by=by, at=at)


def enter_standard(occupation: Occupation, *, by: Actor, at: datetime, **fields: Any) -> Standard:
    """Register a standard, national or the institution's own norm (articles 8 and 9)."""
    return begin(Standard(occupation=occupation, **fields), "enter_standard", by=by, at=at)


def take_in(institution: Organisation, *, by: Actor, at: datetime, name: str, content: bytes) -> Standard:
    """Read a standard from a TOML file or workbook (docs/standards.md) and register all of it as a draft.

    Its occupation is registered too if it is new; an own norm becomes the institution's. Raises UnableToReadStandard
    with every fault of the file, UnableToTakeIn when the edition is there already (a norm: of this institution) or the
    code names another occupation; then nothing is written. One that was discarded or replaced doesn't count.
    """
    read = read_standard(content, name)
    with transaction.atomic():
        occupation = _occupation_of(read, by=by, at=at)
        home = institution if read.standard["origin"] == Standard.OWN else None
        sketch = Standard(occupation=occupation, institution=home, **read.standard)
        _refuse_twice(sketch)
        whence = _("读自文件 %(name)s（SHA-256 %(digest)s）") % {"name": name, "digest": digest(content)}
        standard = begin(sketch, "take_in", by=by, at=at, reason=whence)
        levels = [StandardLevel(standard=standard, **level.fields) for level in read.levels]
        begin_all(levels, "add_level", by=by, at=at)
        pairs = list(zip(levels, read.levels, strict=True))
        subjects = [Subject(level=level, **fields) for level, told in pairs for fields in told.subjects]
        begin_all(subjects, "add_subject", by=by, at=at)
        conditions = [Condition(level=level, **fields) for level, told in pairs for fields in told.conditions]
        begin_all(conditions, "add_condition", by=by, at=at)
    return standard


def _refuse_twice(sketch: Standard) -> None:
    """Raise UnableToTakeIn for an edition that is registered already, with what can be done about it."""
    known = Standard.objects.filter(
        occupation=sketch.occupation, origin=sketch.origin, institution=sketch.institution, version=sketch.version
    )
    if found := known.exclude(state__in=(DISCARDED, REPLACED)).first():
        words = {"standard": found, "state": found.state_label}
        if found.state == DRAFT:
            sentence = _("不能读入：“%(standard)s”已经登记，还是“%(state)s”。请更正它的内容，或者作废草稿以后再读入。")
        else:
            sentence = _("不能读入：“%(standard)s”已经登记，现在是“%(state)s”。要改正它，请先退回修改或者以新版替代。")
        raise UnableToTakeIn(sentence % words)


def _occupation_of(read: StandardRead, *, by: Actor, at: datetime) -> Occupation:
    """Return the occupation that a file names, registered if it is new; raises UnableToTakeIn for another's code."""
    told = read.occupation
    known = Occupation.objects.filter(code=told["code"], work_type=told["work_type"]).first()
    if known is None:
        return enter_occupation(by=by, at=at, **told)
    if known.name != told["name"]:
        words = {"code": told["code"], "known": known.name, "told": told["name"]}
        sentence = _("不能读入：职业编码 %(code)s 已登记为“%(known)s”，文件里写的是“%(told)s”。请核对编码和名称。")
        raise UnableToTakeIn(sentence % words)
    return known


def revise_standard(standard: Standard, *, by: Actor, at: datetime, reason: str, **fields: Any) -> Standard:
    """Correct title, edition, days or number of a draft."""
    with take(standard, "revise_standard", by=by, at=at, reason=reason) as standard:
        _set(standard, fields)
    return standard


def discard_standard(standard: Standard, *, by: Actor, at: datetime, reason: str) -> Standard:
    """Throw a draft away; it stays in history, and its edition can be registered anew."""
    with take(standard, "discard_standard", by=by, at=at, reason=reason) as standard:
        return standard


def adopt_standard(standard: Standard, *, by: Actor, at: datetime) -> Standard:
    """Bring a standard into use."""
    with take(standard, "adopt_standard", by=by, at=at) as standard:
        return standard


def review_norm(standard: Standard, *, by: Actor, at: datetime, reason: str) -> Standard:
    """Record that the institution's own review passed a norm; its contents are frozen from here on (article 9)."""
    with take(standard, "review_norm", by=by, at=at, reason=reason) as standard:
        return standard


def send_norm(standard: Standard, *, by: Actor, at: datetime, reason: str = "") -> Standard:
    """Record that a norm was sent to the province for its experts' review (article 9)."""
    with take(standard, "send_norm", by=by, at=at, reason=reason) as standard:
        return standard


def record_judgement(standard: Standard, *, by: Actor, at: datetime, reason: str, judged_on: date) -> Standard:
    """Record what the province's experts found, and on which day; raises UnableToRecord for a day that is to come."""
    _refuse_future(judged_on, at)
    with take(standard, "record_judgement", by=by, at=at, reason=reason) as standard:
        standard.judged_on = judged_on
    return standard


def record_publication(
    standard: Standard, *, by: Actor, at: datetime, document: str, published_on: date, name: str, content: bytes
) -> Standard:  # fmt: skip
    """Record the province's publication of a norm from its paper: number, day and file; it is in force by that alone.

    Raises UnableToRecord without a number, for a file that is no PDF, JPEG or PNG, and for a day that is to come or
    lies before the experts' review.
    """
    media_type = scan_type(content)
    if not document.strip() or media_type is None:
        sentence = _("不能登记公布：要有省人社部门的公布文号和文件（PDF、JPEG 或 PNG），缺一不可。补齐后再登记。")
        raise UnableToRecord(sentence, basis=article("9"))
    _refuse_future(published_on, at)
    if standard.judged_on and published_on < standard.judged_on:
        sentence = _("不能登记公布：公布日期 %(day)s 早于专家评审日期 %(judged)s。请对照文件核对。")
        days = {"day": formats.date_format(published_on), "judged": formats.date_format(standard.judged_on)}
        raise UnableToRecord(sentence % days, basis=article("9"))
    with take(standard, "record_publication", by=by, at=at) as standard:
        assert standard.institution is not None
        standard.publication = documents.keep(standard.institution, name, content, media_type, by=by, at=at)
        standard.document, standard.published_on = document.strip(), published_on
    return standard


def return_norm(standard: Standard, *, by: Actor, at: datetime, reason: str) -> Standard:
    """Take a norm back into draft for changes that the inside review or the province asks for."""
    with take(standard, "return_norm", by=by, at=at, reason=reason) as standard:
        standard.judged_on = None
    return standard


def _refuse_future(day: date, at: datetime) -> None:
    """Raise UnableToRecord for a day after the one on which it is recorded."""
    today = as_date(at)
    if today is not None and day > today:
        sentence = _("不能登记：%s 还没有到。登记的是已经办完的事，请对照文件核对日期。")
        raise UnableToRecord(sentence % formats.date_format(day), basis=article("9"))


def replace_standard(standard: Standard, *, by: Actor, at: datetime, reason: str) -> Standard:
    """Mark a standard as replaced by a newer one."""
    with take(standard, "replace_standard", by=by, at=at, reason=reason) as standard:
        return standard


def add_level(standard: Standard, *, by: Actor, at: datetime, level: int, hours: int, **ratios: int) -> StandardLevel:
    """Register a level of a standard with its programme hours and staffing ratios."""
    return begin(StandardLevel(standard=standard, level=level, hours=hours, **ratios), "add_level", by=by, at=at)


def revise_level(
    level: StandardLevel, *, by: Actor, at: datetime, reason: str, hours: int, **ratios: int
) -> StandardLevel:
    """Correct hours and ratios of a level."""
    with take(level, "revise_level", by=by, at=at, reason=reason) as level:
        _set(level, {"hours": hours, **ratios})
    return level


def add_subject(
    level: StandardLevel, *, by: Actor, at: datetime, kind: str, full_mark: Decimal, pass_mark: Decimal, minutes: int,
    mode: str, modules: Sequence[dict[str, str]] = (), weights: Sequence[dict[str, str]] = (),
) -> Subject:  # fmt: skip
    """Register a subject of a level with pass mark, duration, modules and weight table (articles 11 to 13)."""
    subject = Subject(
        level=level, kind=kind, full_mark=full_mark, pass_mark=pass_mark, minutes=minutes, mode=mode,
        modules=list(modules), weights=list(weights),
    )  # fmt: skip
    with _held(level):
        return begin(subject, "add_subject", by=by, at=at)


def revise_subject(subject: Subject, *, by: Actor, at: datetime, reason: str, **fields: Any) -> Subject:
    """Correct a subject of a draft; raises UnableToRevise for a review that would lose a head of article 13."""
    with _held(subject.level), take(subject, "revise_subject", by=by, at=at, reason=reason) as subject:
        _set(subject, fields)
        if missing := list(heads_reviewed(subject)):
            raise UnableToRevise(_("不能更正：还缺%s。补齐后再提交。") % in_series(missing), basis=article("13"))
    return subject


def remove_subject(subject: Subject, *, by: Actor, at: datetime, reason: str) -> Subject:
    """Take a subject out of a draft."""
    with _held(subject.level), take(subject, "remove_subject", by=by, at=at, reason=reason) as subject:
        return subject


def add_condition(level: StandardLevel, *, by: Actor, at: datetime, **fields: Any) -> Condition:
    """Register one alternative of the application conditions, verbatim; raises UnableToReadRule for what is no rule."""
    condition = Condition(level=level, **fields)
    assert condition.requirement is not None  # read before it is written: nobody can be judged by what can't be read
    with _held(level):
        return begin(condition, "add_condition", by=by, at=at)


def revise_condition(condition: Condition, *, by: Actor, at: datetime, reason: str, **fields: Any) -> Condition:
    """Correct a condition of a draft; raises UnableToReadRule for what is no rule."""
    with _held(condition.level), take(condition, "revise_condition", by=by, at=at, reason=reason) as condition:
        _set(condition, fields)
        assert condition.requirement is not None  # read before it is written, as in add_condition
    return condition


def remove_condition(condition: Condition, *, by: Actor, at: datetime, reason: str) -> Condition:
    """Take a condition out of a draft."""
    with _held(condition.level), take(condition, "remove_condition", by=by, at=at, reason=reason) as condition:
        return condition


@contextmanager
def _held(level: StandardLevel) -> Iterator[None]:
    """Hold the level's standard as it is: who reviews or adopts it waits for what is being changed, or that for him."""
    with transaction.atomic():
        level.standard = Standard.objects.select_for_update(of=("self",)).get(pk=level.standard_id)
        yield


def _set(record: Record, fields: Mapping[str, Any]) -> None:
    for field, value in fields.items():
        setattr(record, field, value)


def enter_evaluated(
    institution: Organisation, *, by: Actor, at: datetime, school: str, major: str, level: int, document: str,
    evaluated_on: date, valid_from: date, name: str, content: bytes, valid_until: date | None = None,
) -> EvaluatedProgramme:  # fmt: skip
    """Enter a programme that was evaluated (经评估论证) into the institution's list, from the paper that says so.

    Raises UnableToList for a file that is no PDF, JPEG or PNG, for a paper of a day that is to come, and for a
    programme that the list has already.
    """
    media_type = scan_type(content)
    if media_type is None:
        sentence = _("不能登记：要有评估论证的文件（PDF、JPEG 或 PNG）。扫描后再登记。")
        raise UnableToList(sentence, basis=house("evaluated_programmes"))
    programme = EvaluatedProgramme(
        institution=institution, school=school, major=major, level=level, document=document, evaluated_on=evaluated_on,
        valid_from=valid_from, valid_until=valid_until,
    )  # fmt: skip
    _check_listed(programme, at)
    with transaction.atomic():
        programme.file = documents.keep(institution, name, content, media_type, by=by, at=at)
        return begin(programme, "enter_evaluated", by=by, at=at)


def correct_evaluated(
    programme: EvaluatedProgramme, *, by: Actor, at: datetime, reason: str, **fields: Any
) -> EvaluatedProgramme:
    """Correct an entry of the list of evaluated programmes; raises UnableToList as the entering does."""
    with take(programme, "correct_evaluated", by=by, at=at, reason=reason) as programme:
        for field, value in fields.items():
            setattr(programme, field, value)
        _check_listed(programme, at)
    return programme


def end_evaluated(programme: EvaluatedProgramme, *, by: Actor, at: datetime, reason: str) -> EvaluatedProgramme:
    """Take a programme off the list of evaluated ones: from here on it counts for nobody who isn't decided."""
    with take(programme, "end_evaluated", by=by, at=at, reason=reason) as programme:
        return programme


def _check_listed(programme: EvaluatedProgramme, at: datetime) -> None:
    """Raise UnableToList for what the list can't hold."""
    basis, today = house("evaluated_programmes"), as_date(at)
    programme.school, programme.major = programme.school.strip(), programme.major.strip()
    if today is not None and programme.evaluated_on > today:
        sentence = _("不能登记：文件日期 %s 还没有到。请对照文件核对。")
        raise UnableToList(sentence % formats.date_format(programme.evaluated_on), basis=basis)
    if programme.valid_until and programme.valid_until < programme.valid_from:
        raise UnableToList(_("不能登记：有效期止早于有效期起。请对照文件核对。"), basis=basis)
    same = EvaluatedProgramme.objects.filter(
        institution=programme.institution, school=programme.school, major=programme.major, level=programme.level,
        state="valid",
    ).exclude(pk=programme.pk)  # fmt: skip
    if same.exists():
        sentence = _("不能登记：“%s”在这个等级已经在清单中。有效期有变的，请更正原来的登记。")
        raise UnableToList(sentence % programme, basis=basis)


def enter_filing(
    institution: Organisation, *, by: Actor, at: datetime, number: str, audiences: Sequence[str], valid_from: date,
    valid_until: date,
) -> Filing:  # fmt: skip
    """Register a filing of the institution with its number, audiences and validity (articles 2 and 20)."""
    filing = Filing(
        institution=institution,
        number=number,
        audiences=list(audiences),
        valid_from=valid_from,
        valid_until=valid_until,
    )
    return begin(filing, "enter_filing", by=by, at=at)


def renew_filing(filing: Filing, *, by: Actor, at: datetime, reason: str, valid_until: date) -> Filing:
    """Record that a filing was renewed under its number; `reason` names the paper that says so.

    Raises UnableToRenew for an end that is no later.
    """
    if valid_until <= filing.valid_until:
        sentence = _("不能登记续期：新的有效期止 %(new)s 不晚于现在的 %(old)s。请对照续期的公布文件核对日期。")
        days = {"new": formats.date_format(valid_until), "old": formats.date_format(filing.valid_until)}
        raise UnableToRenew(sentence % days, basis=house("filing_scope"))
    with take(filing, "renew_filing", by=by, at=at, reason=reason) as filing:
        filing.valid_until = valid_until
    return filing


def end_filing(filing: Filing, *, by: Actor, at: datetime, reason: str) -> Filing:
    """End a filing: nothing opens under it any more."""
    with take(filing, "end_filing", by=by, at=at, reason=reason) as filing:
        return filing


def add_scope(
    filing: Filing, level: StandardLevel, *, by: Actor, at: datetime, valid_from: date | None = None
) -> FilingScope:
    """Add an occupation × level to a filing, from its first day or from a later one on."""
    scope = FilingScope(filing=filing, level=level, valid_from=valid_from or filing.valid_from)
    return begin(scope, "add_scope", by=by, at=at)


def remove_scope(scope: FilingScope, *, by: Actor, at: datetime, reason: str) -> FilingScope:
    """Take an occupation × level out of a filing."""
    with take(scope, "remove_scope", by=by, at=at, reason=reason) as scope:
        return scope
