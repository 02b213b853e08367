"""A world in which every kind of record exists: what the tests of all pages stand on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from jiangxin.archive import operations as archive
from jiangxin.certificates import operations as certificates
from jiangxin.certificates.queries import of_round
from jiangxin.documents import operations as documents
from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.operations import photos, rosters
from jiangxin.exams import operations as exams
from jiangxin.fees import operations as fees
from jiangxin.impartiality import operations as impartiality
from jiangxin.items import operations as items
from jiangxin.items.models import Paper
from jiangxin.people import idnumber
from jiangxin.people import operations as people
from jiangxin.people.models import Organisation, User
from jiangxin.plans import operations as plans
from jiangxin.process.operations import start_progress
from jiangxin.process.taking import under_way
from jiangxin.process.who import ANONYMOUS, SYSTEM
from jiangxin.reports import operations as reports
from jiangxin.results import operations as results
from jiangxin.results.models import FilingRow, Result, ResultFiling
from jiangxin.scoring import operations as scoring
from jiangxin.scoring.models import ScoreSheet
from jiangxin.scoring.queries import marks_of
from jiangxin.scoring.views.office import MARKED
from jiangxin.standards import operations as standards
from jiangxin.standards.models import Occupation
from jiangxin.training import operations as training
from jiangxin.venues import operations as venues
from tests.stories.archive import sealed_dossier
from tests.stories.certificates import issued_round
from tests.stories.enrolment import (
    accepted_round,
    applications,
    enrolled_round,
    filled,
    photo_zip,
    picture,
    row,
    submitted,
)
from tests.stories.evaluated import evaluated_programme
from tests.stories.exams import confirmed_sittings, held_sittings, sitting_of
from tests.stories.norms import drafted_norm, judged_norm, published_norm, sent_norm
from tests.stories.pages import at_the_hour
from tests.stories.plans import approved_plan, complete_plan, person, room, set_paper
from tests.stories.remembered import remembered
from tests.stories.results import filed_round, published_round
from tests.stories.scoring import marked_practical, marked_theory, seats
from tests.stories.supervision import supervised_round
from tests.stories.training import completed_class, planned_class
from tests.world import World

PDF = b"%PDF-1.7 a stamped sheet"
ROSTER = Path(__file__).parents[1] / "samples" / "roster-120-with-errors.xlsx"
COUNT = 3  # candidates of each round


@contextmanager
def populated() -> Iterator[World]:
    """Let everything exist inside the block, at the hour of the world: for a module's fixture."""
    with transaction.atomic():
        world = World()
        everything(world)
        with at_the_hour(world):
            yield world
        transaction.set_rollback(True)


@remembered
def everything(world: World) -> None:
    """Bring a round to every stage: archived, certified, filed, inspected, in publicity, arranged, planned, open.

    Candidate 1, whose account is `candidate1`, passed in the first; candidates 11, 12 and 13 with theirs have begun,
    handed in, and got back an application in the open one. The hour is that of its first day.
    """
    candidate = world.candidate(1, name="考生〇〇一", login=True)
    _archived_round(world)
    _certified_round(world)
    _filed_round(world)
    _inspected_round(world)
    supervised_round(world, COUNT)
    published = published_round(world, COUNT)  # from here on the hour stands still
    result = Result.objects.filter(application__round=published)[0]
    results.raise_objection(result, by=ANONYMOUS, at=world.at, name="李女士", contact="18800001111", text="分数不符")
    _arranged_round(world)
    _plans(world)
    people.ask_correction(candidate, by=candidate.user, at=world.at, kind="other", wanted="民族：汉族")
    people.reveal(candidate, by=world.user("centre"), at=world.at, purpose="archive")
    impartiality.declare(
        person(world, "examiner4"), by=world.user("examiner4"), at=world.at, other=candidate, kind="kin", note="表弟"
    )
    _drafts_of_the_office(world)
    _open_round(world)


def foreign_officer(world: World) -> User:
    """Found another institution and return the account of its centre's officer."""
    with under_way("setup"):
        other = people.found(by=SYSTEM, at=world.at, kind=Organisation.INSTITUTION, name="另一学院", practice=True)
        centre = people.found(by=SYSTEM, at=world.at, kind=Organisation.CENTRE, name="另一中心", institution=other)
        first = "99999919850202001"
        known = people.NewPerson(name="胡一", id_number=first + idnumber.check_digit(first))
        officer = people.register(other, known, by=SYSTEM, at=world.at)
        people.appoint(officer, centre, "centre_officer", by=SYSTEM, at=world.at, starts_on=world.at.date())
    return people.open_account(officer, "foreign", None)


def foreign_home() -> Organisation:
    """Return that other institution."""
    return Organisation.objects.get(kind=Organisation.INSTITUTION, name="另一学院")


def _archived_round(world: World) -> None:
    """Leave a sealed dossier, a class that has ended, a photo, a job's progress, a marked workbook that came back."""
    by, round_ = world.user("centre"), sealed_dossier(world, COUNT).round
    completed_class(world, round_)
    start_progress(round_, "sign", COUNT, by=by, at=world.at)
    enrolment.add_photo(applications(round_)[0], "照片.jpg", picture(), by=world.user("college"), at=world.at)
    documents.keep(round_.institution, f"{MARKED}.xlsx", b"PK", "application/zip", by=by, at=world.at)


def _certified_round(world: World) -> None:
    """Leave a certificate only numbered, another signed, an upload that is prepared, and an open dossier."""
    round_, centre = issued_round(world, COUNT), world.user("centre")
    certificates.sign_all(of_round(round_)[1:], by=centre, at=world.at)
    certificates.prepare_registration(round_, "YL-2", by=centre, at=world.at)
    archive.open_dossier(round_, by=centre, at=world.at)


def _filed_round(world: World) -> None:
    """Leave rows that wait for the province, two proposed from its paper (one refused), whose scan is there."""
    filing, centre = ResultFiling.objects.get(round=filed_round(world, COUNT)), world.user("centre")
    results.enter_receipt(filing, by=centre, at=world.at, number="省-1", name="确认文件.pdf", content=PDF)
    confirmed, refused = FilingRow.objects.filter(result_filing=filing)[:2]
    results.propose_confirmation(confirmed, by=centre, at=world.at)
    results.propose_refusal(refused, by=centre, at=world.at, reason="证件号码与省库不符")


def _inspected_round(world: World) -> None:
    """Leave a practical mark to be confirmed, one voided and its sheets begun anew, and the report to be signed."""
    round_, centre = held_sittings(world, COUNT), world.user("centre")
    marked_theory(world, round_)
    marked_practical(world, round_, knocked_out=[1])
    mark = marks_of(round_).get(state="final", seat=seats(round_, "practical")[0])
    scoring.void_mark(mark, by=centre, at=world.at, reason="录入有误")
    sheet = ScoreSheet.objects.filter(seat=mark.seat)[0]
    scoring.void_sheet(sheet, by=centre, at=world.at, reason="录入有误")
    examiner = User.objects.get(person=sheet.marker)
    scoring.open_sheet(mark.seat, sheet.marker, by=examiner, at=world.at)


def _arranged_round(world: World) -> None:
    """Leave a sitting that is confirmed and one that is arranged; a paper half opened and one opened."""
    round_, centre = confirmed_sittings(world, COUNT), world.user("centre")
    exams.dispatch(sitting_of(round_, "theory"), person(world, "outside"), by=world.user("city"), at=world.at)
    exams.reopen_sitting(sitting_of(round_, "practical"), by=centre, at=world.at, reason="换考场")
    half, whole = Paper.objects.filter(round=round_)
    for paper in (half, whole):
        items.propose_opening(paper, by=centre, at=world.at, seal_intact=True)
    items.confirm_opening(whole, by=world.user("centre2"), at=world.at)


def _plans(world: World) -> None:
    """Leave plans filed, received on paper, approved, submitted, in draft; to the last a class, papers, a setting."""
    centre, college = world.user("centre"), world.user("college")
    plans.file(approved_plan(world, COUNT), by=centre, at=world.at)
    filed = plans.file(approved_plan(world, COUNT), by=centre, at=world.at)
    plans.record_receipt(filed, by=centre, at=world.at, number="回执-1", name="回执.pdf", content=PDF)
    approved_plan(world, COUNT)
    plans.submit_plan(complete_plan(world, COUNT), by=college, at=world.at)
    drafted = complete_plan(world, COUNT).round
    planned_class(world, drafted)
    for kind, code, steps in (("theory", "A", 0), ("theory", "B", 1), ("practical", "A", 2)):
        paper = set_paper(world, drafted, kind, code)
        if steps:
            paper = items.review_paper(paper, by=world.user("setter2"), at=world.at)
        if steps > 1:
            items.seal_paper(paper, by=centre, at=world.at)
    items.draft_setting(
        accepted_round(world, COUNT), by=college, at=world.at, papers_per_subject=1, method="抽题", secrecy="专柜"
    )


def _drafts_of_the_office(world: World) -> None:
    """Leave a draft of everything that an office writes before it is in force, and a station."""
    known, by, at = world.practice, world.user("centre"), world.at
    home, level = known.institution, known.level
    documents.draft_rule(
        home, by=by, at=at, kind="exam_rules", title="考务规章制度", version="2", body="正文", valid_from=at.date()
    )
    fees.draft_fee(
        home, level, by=world.user("finance"), at=at, training=Decimal(0), assessment=Decimal(200), grounds="成本核算",
        valid_from=at.date(),
    )  # fmt: skip
    training.draft_programme(
        home, level, by=by, at=at, title="新培训计划", courses=[{"name": "电工基础", "hours": 120, "kind": "theory"}]
    )
    reports.set_target(home, by=by, at=at, college=known.college, year=world.at.year, applied=120, certified=100)
    published_norm(world, "childcare-worker")
    judged_norm(world, "ai-trainer")
    sent_norm(world)
    drafted_norm(world, "electrician")
    standards.enter_standard(
        Occupation.objects.all()[0], by=by, at=at, origin="national", title="电工", version="2026", valid_from=at.date()
    )
    evaluated_programme(world)
    venues.add_station(room(world, "电工实训室一"), by=by, at=at, number=99)
    world.draft_round()


def _open_round(world: World) -> None:
    """Leave an open round: candidates off a roster, one begun, handed in, sent back; a roster that was checked.

    A sample of newcomers is drawn, and the reviewers have a phrase of their own; in a round of two levels somebody
    waits for the centre. Who was sent back waits for a place.
    """
    round_ = enrolled_round(world, COUNT, quota=COUNT + 3)
    college = world.user("college")
    # The others apply every year; a doubtless application is of this round alone, and of who graduates after it.
    doubtless = [row(number, graduated=f"{round_.apply_until.year}-06") for number in (31, 32, 33)]
    newcomers = enrolment.enrol_all(round_, doubtless[:2], by=college, at=world.at, on_paper=True)
    begun, handed_in, sent_back = (world.candidate(number, login=True) for number in (11, 12, 13))
    filled(world, round_, begun)
    submitted(world, round_, handed_in)
    returned = submitted(world, round_, sent_back)
    enrolment.send_back(returned, by=world.user("reviewer"), at=world.at, reason="印章看不清")
    reviewer = world.user("reviewer")
    enrolment.draw_sample(round_, newcomers, by=reviewer, at=world.at)
    enrolment.add_phrase(round_.institution, by=reviewer, at=world.at, verb="reject", text="社保缴纳不满年限。")
    twice = world.open_round(review_levels=2)
    enrolment.enrol_all(twice, doubtless[2:], by=college, at=world.at, on_paper=True)
    enrolment.endorse_all(applications(twice), by=reviewer, at=world.at)
    content = ROSTER.read_bytes()
    rosters.check_roster(round_, "名册.xlsx", content, by=college, at=world.at)
    photos.check_photos(round_, "照片.zip", photo_zip({"无人.jpg": picture()}), by=college, at=world.at)
