"""The demonstration is built once, in a transaction that is rolled back, and asked for everything that it promises."""

import ast
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from dev.sizes import ROOT, parse
from jiangxin.archive.models import Dossier
from jiangxin.certificates.models import Certificate, Registration
from jiangxin.demo import archived, being_scored
from jiangxin.demo.building import UnableToBuild, build, demo_password, is_built
from jiangxin.demo.logins import LOGINS, table
from jiangxin.documents.models import RuleText
from jiangxin.enrolment.alarms import outside_share
from jiangxin.enrolment.models import Application, Place, Roster
from jiangxin.enrolment.steps import APPLICATION
from jiangxin.exams.models import Seat
from jiangxin.fees.models import FeeStandard
from jiangxin.impartiality.models import Relation
from jiangxin.people.models import Qualification, User
from jiangxin.plans.models import Nomination, Plan
from jiangxin.plans.queries import filing_due
from jiangxin.process.dues import Calendar
from jiangxin.process.models import History
from jiangxin.regulation.parameters import param
from jiangxin.reports.models import Target
from jiangxin.results.models import FilingRow, Objection, Result
from jiangxin.rounds.models import Round
from jiangxin.scoring.models import ScoreSheet, SubjectMark
from jiangxin.standards.models import Standard
from jiangxin.supervision.models import Inspection

FORBIDDEN = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
KERNEL = {
    "jiangxin.process.who": {"ANONYMOUS", "SYSTEM"},
    "jiangxin.process.taking": {"under_way"},
    "jiangxin.process.dues": {"Calendar", "last_day"},
    "jiangxin.process.errors": {"Unable"},
}


@pytest.fixture(scope="module", autouse=True)
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Build the demonstration for the tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        build(now=timezone.now(), password=None)
        yield
        transaction.set_rollback(True)


def archived_round() -> Round:
    """Return the round whose dossier is sealed."""
    return Dossier.objects.get(state="sealed").round


def scored_round() -> Round:
    """Return the round that is being scored."""
    found: Round = SubjectMark.objects.get(state="awaiting").seat.sitting.round
    return found


def open_round() -> Round:
    """Return the round that takes everybody who comes."""
    return Round.objects.get(state="open", quota=None)


def full_round() -> Round:
    """Return the open round whose places are taken."""
    return Round.objects.get(state="open", quota__isnull=False)


# ---- the round that is archived


def test_a_filing_was_late_and_says_why() -> None:
    plan = Plan.objects.get(round=archived_round())
    due = filing_due(plan)
    assert due is not None
    assert plan.filed_on is not None
    assert plan.filed_on > due.due_on
    assert plan.late_reason == archived.LATE


def test_one_applicant_completed_his_papers_after_a_return_and_one_was_rejected() -> None:
    applications = Application.objects.filter(round=archived_round())
    assert Counter(applications.values_list("state", flat=True)) == {"accepted": 24, "rejected": 1}
    returned = set(History.objects.filter(verb="send_back").values_list("record", flat=True))
    assert applications.filter(pk__in=returned, state="accepted").count() == 1


def test_an_examiner_declared_his_kinsman_and_was_replaced() -> None:
    relation = Relation.objects.get(state="declared")
    assert relation.other.name == archived.KIN
    nominations = Nomination.objects.filter(plan__round=archived_round(), kind="examiner")
    assert nominations.filter(person=relation.person, state="withdrawn").exists()
    assert nominations.filter(state="nominated").count() == 3


def test_conclusions_of_every_kind_stand_in_the_results() -> None:
    found = Result.objects.filter(application__round=archived_round()).values_list("conclusion", flat=True)
    assert Counter(found) == {"passed": 19, "failed": 2, "knocked_out": 1, "absent": 2}


def test_the_knock_out_is_confirmed_by_the_supervisor_on_duty() -> None:
    mark = SubjectMark.objects.get(seat__sitting__round=archived_round(), knocked_out=True)
    assert mark.state == "final"
    duties = mark.seat.sitting.duties.filter(role="supervisor", state="assigned")
    assert mark.confirmed_by_id in duties.values_list("person", flat=True)


def test_one_objection_was_dismissed_and_one_upheld() -> None:
    objections = Objection.objects.filter(result__application__round=archived_round())
    assert Counter(objections.values_list("state", flat=True)) == {"dismissed": 1, "upheld": 1}
    assert objections.get(state="upheld").result.conclusion == "passed"


def test_a_row_was_refused_corrected_and_confirmed_in_the_next_report() -> None:
    rows = FilingRow.objects.filter(result_filing__round=archived_round())
    refused = rows.get(state="refused")
    assert refused.result.application.person.name == archived.RIGHTLY
    assert rows.get(result=refused.result, state="confirmed").result_filing.sequence == 2


def test_certificates_are_samples_signed_registered_and_mostly_handed_over() -> None:
    states = Counter(Certificate.objects.values_list("state", flat=True))
    assert states == {"handed_over": 19 - archived.NOT_HANDED_OVER, "signed": archived.NOT_HANDED_OVER}
    assert not Certificate.objects.filter(practice=False).exists()
    assert Registration.objects.get().state == "entered"


# ---- the round that is being scored


def test_sheets_are_submitted_open_and_not_begun() -> None:
    sheets = ScoreSheet.objects.filter(seat__sitting__round=scored_round(), subject__kind="practical")
    assert set(sheets.values_list("state", flat=True)) == {"submitted", "open"}
    seats = Seat.objects.filter(sitting__round=scored_round(), sitting__subject__kind="practical")
    assert seats.filter(sheets__isnull=True).exists()


def test_theory_is_marked_and_the_practical_assessment_was_just_held() -> None:
    round_ = scored_round()
    assert SubjectMark.objects.filter(seat__sitting__round=round_, subject__kind="theory", state="final").count() == 18
    last = round_.sittings.order_by("-starts_at")[0]
    assert timezone.localdate(last.starts_at) == timezone.localdate() - timedelta(days=1)


def test_findings_are_still_to_be_written() -> None:
    found = Inspection.objects.filter(record__exam_room__sitting__round=scored_round())
    assert {"open", "signed"} == set(found.values_list("state", flat=True))


def test_a_change_was_filed() -> None:
    plans = Plan.objects.filter(round=scored_round()).order_by("version").values_list("state", flat=True)
    assert list(plans) == ["replaced", "received"]
    assert History.objects.get(verb="revise_plan").reason == being_scored.CHANGE


# ---- the rounds before their filing


def test_applications_stand_in_every_state() -> None:
    assert set(Application.objects.values_list("state", flat=True)) == set(APPLICATION.states)
    applications = Application.objects.filter(round=open_round())
    assert applications.filter(photo__isnull=True).count() == 1  # the draft
    assert applications.filter(materials__file__isnull=False).exists()


def test_a_roster_with_faults_waits() -> None:
    roster = Roster.objects.get(round=open_round(), state="checked")
    assert (roster.rows, roster.faulty) == (5, 3)
    assert roster.marked is not None


def test_a_round_is_full_and_two_levels_review_it() -> None:
    round_ = full_round()
    places = Counter(Place.objects.filter(round=round_).values_list("state", flat=True))
    assert places == {"held": round_.quota, "waiting": 2, "freed": 1}
    assert History.objects.filter(verb="move_up").count() == 1
    states = Application.objects.filter(round=round_).values_list("state", flat=True)
    assert {"endorsed", "accepted", "submitted", "withdrawn"} == set(states)
    assert Application.objects.get(state="unplaced").round.state == "closed"


def test_its_filing_is_for_own_students_and_ends_within_the_warning() -> None:
    filing, today = full_round().filing, timezone.localdate()
    assert filing.number.startswith("Y")
    assert filing.audiences == ["own_students"]
    assert filing.valid_until <= today + timedelta(days=param("filing.warning", today).integer)


def test_the_library_is_there_and_a_norm_is_on_its_way() -> None:
    states = Counter(Standard.objects.values_list("state", flat=True))
    assert states == {"in_force": 4, "draft": 1, "judged": 1}
    assert Standard.objects.get(state="judged").origin == Standard.OWN


def test_each_college_has_its_target_and_one_was_revised() -> None:
    assert Target.objects.filter(state="set", year=timezone.localdate().year).count() == 2
    assert History.objects.filter(verb="revise_target").count() == 1


def test_a_filing_is_due_in_two_working_days() -> None:
    plan = Plan.objects.get(state="approved")
    due, today = filing_due(plan), timezone.localdate()
    assert due is not None
    assert Calendar(today, due.due_on).left(today, due.due_on) == 2


def test_a_round_is_drafted_and_not_opened() -> None:
    assert Round.objects.filter(state="draft").count() == 1


# ---- the institution


def test_a_card_ends_within_the_warning_and_the_registers_are_filled() -> None:
    today = timezone.localdate()
    limit = today + timedelta(days=param("qualification.warning", today).integer)
    assert Qualification.objects.filter(state="valid", valid_until__range=(today, limit)).exists()
    assert FeeStandard.objects.filter(state="published").exists()
    assert set(RuleText.objects.filter(state="in_force").values_list("kind", flat=True)) == {"exam_rules", "safety"}


def test_nothing_happened_in_the_future_and_nobody_acted_for_another() -> None:
    assert not History.objects.filter(at__gt=timezone.now()).exists()
    assert not History.objects.filter(signer__isnull=False).exists()


def test_names_are_rare_dotted_and_long() -> None:
    names = set(Application.objects.values_list("person__name", flat=True))
    assert {"杜䶮", "李㛃", "周𬭎", "阿依古丽·买买提"} <= names
    assert max(map(len, names)) > 20


def test_every_login_of_the_table_is_an_account() -> None:
    assert {one.login for one in LOGINS} <= set(User.objects.values_list("username", flat=True))
    assert is_built()


def test_the_password_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first = demo_password(tmp_path)
    assert demo_password(tmp_path) == first
    assert (tmp_path / "demo-password").stat().st_mode & 0o777 == 0o600
    assert first in table(first, "http://127.0.0.1:8000")


def test_a_second_demonstration_beside_the_first_is_refused_with_what_to_do() -> None:
    rounds = Round.objects.count()
    with pytest.raises(UnableToBuild, match="JIANGXIN_DATA"):
        build(now=timezone.now(), password=None)
    assert Round.objects.count() == rounds


# ---- how it is written


def test_it_writes_through_operations_alone() -> None:
    for path in (ROOT / "jiangxin" / "demo").glob("*.py"):
        nodes = list(ast.walk(parse(path.relative_to(ROOT))))
        imports = [node for node in nodes if isinstance(node, ast.ImportFrom)]
        calls = [node.func for node in nodes if isinstance(node, ast.Call)]
        if not any((node.module or "").startswith("jiangxin") for node in imports):
            continue  # it knows no record: what it saves are pictures
        assert {call.attr for call in calls if isinstance(call, ast.Attribute)} & FORBIDDEN == set(), path.name
        for node in imports:
            if (node.module or "").startswith("jiangxin.process"):
                assert {name.name for name in node.names} <= KERNEL.get(node.module or "", set()), path.name


def test_many_from_another_province_are_pointed_out() -> None:
    """Nobody of them could be: their area exists nowhere."""
    pointed_out = {round_: alarm for round_ in Round.objects.all() if (alarm := outside_share(round_)) is not None}
    [(round_, alarm)] = pointed_out.items()
    assert round_.state == "open"
    assert "外省证件占 33%" in alarm.sentence
