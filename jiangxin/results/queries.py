"""Reads over results, publicity, objections and filings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.documents import printed
from jiangxin.documents.sheets import PublicityList, PublicityRow
from jiangxin.enrolment.models import Application
from jiangxin.exams.models import RoomRecord
from jiangxin.people.names import masked
from jiangxin.results.marks import accepted, marks_of
from jiangxin.results.models import TO_FILE, FilingRow, Objection, Publication, Result, ResultFiling, conclusion_choices
from jiangxin.results.rules import SubjectResult
from jiangxin.rounds.models import Round
from jiangxin.scoring.models import SubjectMark
from jiangxin.standards.models import Subject

ADMISSION_TAIL = 4  # what the public list shows of an admission number: enough to find oneself, too little to be found


def composed(round_: Round) -> list[tuple[Application, list[SubjectResult]]]:
    """Return every accepted candidate with his result in each required subject, as the final marks stand."""
    marks, subjects = marks_of(round_), list(round_.level.subjects.all())
    candidates = accepted(round_).select_related("person")
    return [(one, [_subject_result(marks[one.pk][subject.pk], subject) for subject in subjects]) for one in candidates]


def _subject_result(mark: SubjectMark, subject: Subject) -> SubjectResult:
    return SubjectResult(subject.kind, mark.mark, subject.pass_mark, mark.absent, mark.knocked_out)


def results_of(round_: Round) -> QuerySet[Result]:
    """Return the results of a round in the order of the names, with what lists show of each candidate."""
    results: QuerySet[Result] = Result.objects.filter(application__round=round_)
    return results.select_related(
        "application__person",
        "application__admission",
        "application__round__institution",
        "application__round__level__standard__occupation",
    )


def results_to_file(round_: Round) -> QuerySet[Result]:
    """Return the results that the next report would hold: passed, published, not held back, not filed before."""
    return results_of(round_).filter(TO_FILE)


def confirmed_rows(round_: Round) -> QuerySet[FilingRow]:
    """Return the rows of a round that the province has confirmed: only they may have a certificate."""
    rows: QuerySet[FilingRow] = FilingRow.objects.filter(result_filing__round=round_, state="confirmed")
    return rows.select_related("result__application__person", "result_filing")


def tally(round_: Round) -> dict[str, int]:
    """Return how many candidates of a round have each conclusion, and how many are held back by an objection."""
    rows = list(Result.objects.filter(application__round=round_).values_list("conclusion", "state"))
    conclusions = Counter(conclusion for conclusion, _state in rows)
    counts = {code: conclusions[code] for code, _words in conclusion_choices()}
    return counts | {"held": sum(state == "held" for _conclusion, state in rows), "all": len(rows)}


def open_objections(round_: Round) -> QuerySet[Objection]:
    """Return the objections of a round that wait for a decision, the oldest first."""
    objections: QuerySet[Objection] = Objection.objects.filter(result__application__round=round_, state="raised")
    return objections.select_related("result__application__person").order_by("id")


@dataclass(frozen=True)
class PublicRow:
    """What the public sees of one candidate: no mark, no photo, nothing by which a stranger finds him."""

    key: int
    name: str
    id_number: str
    admission: str
    conclusion: str


def public_list(publication: Publication) -> list[PublicRow]:
    """Return the masked list of a publication; who is held back by an objection shows 复核中, no conclusion."""
    return [
        PublicRow(
            key=result.pk,
            name=masked(result.application.person.name),
            id_number=result.application.person.masked_id,
            admission=_tail(result),
            conclusion=_("复核中") if result.state == "held" else str(result.get_conclusion_display()),
        )
        for result in results_of(publication.round)
    ]


def in_publicity(publication: Publication, today: date) -> bool:
    """Tell whether the list is public on this day: from its first day through the end of its last."""
    first, last = publication.published_on, publication.ends_on
    return publication.state == "published" and first is not None and last is not None and first <= today <= last


def current_publications(today: date) -> QuerySet[Publication]:
    """Return what is on public show today, the latest first."""
    shown: QuerySet[Publication] = Publication.objects.filter(
        state="published", published_on__lte=today, ends_on__gte=today
    )
    return shown.select_related("round__institution", "round__level__standard__occupation").order_by("-published_on")


def publicity_sheet(publication: Publication) -> PublicityList:
    """Return the publicity list as it is printed and posted; raises ValueError before it is published."""
    round_ = publication.round
    if publication.published_on is None or publication.ends_on is None:
        raise ValueError("a publication that has not begun has no list")
    occupation, level = str(round_.level.standard.occupation), round_.level.level_name
    introduction = _("%(institution)s %(round)s的考核成绩已经汇总，现予公示，公示期为%(first)s至%(last)s。") % {
        "institution": round_.institution, "round": round_,
        "first": printed.in_words(publication.published_on), "last": printed.in_words(publication.ends_on),
    }  # fmt: skip
    return PublicityList(
        institution=round_.institution.name,
        round_name=str(round_),
        title=_("职业技能等级认定成绩公示"),
        introduction=[introduction],
        rows=[
            PublicityRow(
                name=row.name, id_number=row.id_number, occupation=occupation, level=level, outcome=row.conclusion
            )
            for row in public_list(publication)
        ],
        starts_on=publication.published_on,
        ends_on=publication.ends_on,
        objections=_("对公示内容有异议的，请在公示期内写明姓名、联系方式和理由，向%(institution)s提出。%(contact)s")
        % {"institution": round_.institution, "contact": round_.institution.contact},
        practice=round_.institution.practice,
    )


def distribution(round_: Round, subject: str, width: int = 10) -> list[tuple[int, int]]:
    """Return the distribution of a subject's marks as (lower bound, count), absentees left out.

    The last class holds the full mark too, so that 100 stands with 90 to 99.5.
    """
    entry = next((one for one in round_.level.subjects.all() if one.kind == subject), None)
    if entry is None:
        return []
    last = max(int(entry.full_mark) - width, 0)
    counts: Counter[int] = Counter()
    for result in Result.objects.filter(application__round=round_):
        found = result.mark_of(subject)
        if found is not None and found.mark is not None:
            counts[min(int(found.mark) // width * width, last)] += 1
    return [(bound, counts[bound]) for bound in range(0, last + 1, width)]


def answers(filing: Any) -> Mapping[str, int]:
    """Return how many rows of a filing have each answer."""
    return Counter(filing.rows.values_list("state", flat=True))


def _tail(result: Result) -> str:
    admission = getattr(result.application, "admission", None)
    return f"…{admission.number[-ADMISSION_TAIL:]}" if admission else ""


# ---- facts for the steps of lower apps, which apps.py hands down


def results_filed(round_: Round) -> Iterator[str]:
    """Yield since when the results stand with the province: a round is then cancelled no more (article 14(4))."""
    first = ResultFiling.objects.filter(round=round_).exclude(state="draft").order_by("sequence").first()
    if first is not None and first.filed_on is not None:
        yield _("结果已于 %s 上报省职鉴中心，批次不能再取消；个别人有误的，由省职鉴中心退回，或撤销证书") % (
            formats.date_format(first.filed_on)
        )


def results_published(record: RoomRecord) -> Iterator[str]:
    """Yield since when the results are public: from then on an objection corrects them, not the room record."""
    publication = Publication.objects.filter(round=record.exam_room.sitting.round_id).first()
    if publication is not None and publication.published_on is not None:
        yield _("成绩已于 %s 公示，考场记录不能再更正；成绩有误的，按异议处理") % (
            formats.date_format(publication.published_on)
        )
