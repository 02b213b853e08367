"""The stages before the examination: enrolment, plan and filing, training, papers, arrangement."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from math import ceil

from django.utils.translation import gettext as _

from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.operations import rosters
from jiangxin.enrolment.queries import live
from jiangxin.exams import operations as exams
from jiangxin.items import operations as items
from jiangxin.items.models import Paper
from jiangxin.people import roles
from jiangxin.people.models import Person
from jiangxin.plans import operations as plans
from jiangxin.plans.models import Nomination
from jiangxin.plans.queries import current_plan, latest_plan
from jiangxin.recording import photos, schedule
from jiangxin.recording.hands import holders
from jiangxin.recording.round import Recording
from jiangxin.recording.standing import Receipt
from jiangxin.rounds import operations as rounds
from jiangxin.training import operations as training
from jiangxin.training.queries import programme_for
from jiangxin.venues.models import Room

HOURS_A_DAY = 8
METHOD = "理论知识考试和操作技能考核分别评分，各科均达到合格线为合格；操作技能由考评员各自独立评分。"
DUTIES = "公共实验教学中心统筹，承办学院组织报名、培训和考务，质量督导员全程督导，主管部门监管。"
DEMAND = "按承办学院所在行业的用工需求和学校年度培训认定计划开展。"
ON_PAPER = "补录：审核员当时在纸质审核表上认定符合条件；机器按名册所填的内容算得不符合。"
SECRECY = "试卷由两人分别保管和启封，封存、发放、启封逐一登记。"


def enrol(recording: Recording) -> None:
    """Draft and open the round, import the roster, accept everybody whose papers were seen, and close enrolment."""
    days, hands = recording.days, recording.hands
    centre = hands.of(roles.CENTRE_OFFICER, recording.institution)
    college = hands.of(roles.COLLEGE_OFFICER, recording.college)
    round_ = rounds.draft_round(
        by=centre, at=days.moment(schedule.DRAFTED), institution=recording.institution, college=recording.college,
        filing=recording.whose.filing, level=recording.level, audience=recording.whose.audience,
        apply_from=days.moment(schedule.OPENED).date(), apply_until=days.moment(schedule.CLOSED).date(),
        planned_on=days.theory_on, capacity=len(recording.checked.roster.accepted), recorded=True,
    )  # fmt: skip
    recording.round_ = rounds.open(round_, by=centre, at=days.moment(schedule.OPENED))
    at = days.moment(schedule.ENROLLED)
    file = recording.asked.roster
    roster = rosters.check_roster(recording.held, file.name, file.read_bytes(), by=college, at=at)
    rosters.import_roster(roster, by=college, at=at, clean_rows=recording.asked.clean_rows, on_paper=True)
    photos.attach(recording, by=college, at=at)
    reviewer = hands.of(roles.REVIEWER, recording.college)
    at, admitted = days.moment(schedule.ENROLLED, 15), live(recording.held)
    enrolment.accept_all(admitted.exclude(opinion="unmet"), by=reviewer, at=at)
    enrolment.accept_against_all(admitted.filter(opinion="unmet"), by=reviewer, at=at, reason=ON_PAPER)
    recording.round_ = rounds.close(recording.held, by=centre, at=days.moment(schedule.CLOSED, 17))


def plan(recording: Recording) -> None:
    """Settle the setting plan, write the plan, nominate, submit, approve and file it."""
    days, hands = recording.days, recording.hands
    college = hands.of(roles.COLLEGE_OFFICER, recording.college)
    centre = hands.of(roles.CENTRE_OFFICER, recording.institution)
    at = days.moment(schedule.PLANNED)
    setting = items.draft_setting(
        recording.held, by=college, at=at, papers_per_subject=1, method=METHOD, secrecy=SECRECY
    )
    items.settle_setting(setting, by=college, at=at)
    drafted = latest_plan(recording.held)
    assert drafted is not None
    review = {"review_on": days.practical_on} if recording.level.needs_review else {}
    drafted = plans.write(
        drafted, by=college, at=at, method=METHOD, duties=DUTIES, demand=DEMAND, theory_on=days.theory_on,
        practical_on=days.practical_on, **review,
    )  # fmt: skip
    for kind, rooms, persons in _nominations(recording):
        plans.nominate_all(drafted, kind, by=college, at=at, rooms=rooms, persons=persons)
    drafted = plans.submit_plan(drafted, by=college, at=days.moment(schedule.PLANNED, 15))
    drafted = plans.approve(drafted, by=centre, at=days.moment(schedule.PLANNED, 16))
    plans.file(drafted, by=centre, at=schedule.at_hour(days.filed_on, 9), reason=recording.asked.late_reason)


def receive(recording: Recording, receipt: Receipt | None = None) -> None:
    """Enter the employment centre's receipt: its officer's own in practice, else number, name and scan of the paper."""
    filed = latest_plan(recording.held)
    assert filed is not None
    at = schedule.at_hour(recording.days.received_on, 9)
    if receipt is None:
        officer = recording.hands.of(roles.AUTHORITY_OFFICER, recording.authority["employment"])
        plans.acknowledge(filed, by=officer, at=at, receipt_number=_("演练回执"))
        return
    centre = recording.hands.of(roles.CENTRE_OFFICER, recording.institution)
    plans.record_receipt(filed, by=centre, at=at, number=receipt.number, name=receipt.name, content=receipt.content)


def _nominations(recording: Recording) -> list[tuple[str, list[Room], list[Person]]]:
    """Return what the plan names: rooms that hold everybody, and the staff in office."""
    on = recording.hands.on
    rooms = Room.objects.filter(site__institution=recording.institution, state="open").select_related("site")
    invigilators = holders(roles.INVIGILATOR, recording.institution, on)
    supervisors = holders(roles.INTERNAL_SUPERVISOR, recording.institution, on)
    found: list[tuple[str, list[Room], list[Person]]] = [
        (Nomination.ROOM, list(rooms), []),
        (Nomination.INVIGILATOR, [], invigilators),
        (Nomination.EXAMINER, [], _named(recording, "practical")),
        (Nomination.SUPERVISOR, [], supervisors),
    ]
    if recording.level.needs_review:
        found.append((Nomination.REVIEWER, [], _named(recording, "review")))
    return found


def _named(recording: Recording, subject: str) -> list[Person]:
    """Return the examiners whom the marks of a subject name, each once, in the order of their names."""
    return sorted(set(chain(*recording.examined_by(subject).values())), key=lambda person: person.name)


def train(recording: Recording) -> None:
    """Hold the class: as many days as the programme's hours need, everybody present, as the class book says."""
    programme = programme_for(recording.held)
    assert programme is not None  # nothing begins without it
    college = recording.hands.of(roles.COLLEGE_OFFICER, recording.college)
    teacher = holders(roles.TEACHER, recording.institution, recording.hands.on)[0]
    first = recording.days.moment(schedule.CLASS_FROM)
    group = training.plan_class(
        recording.held, programme=programme, name=_("培训班"), starts_on=first.date(),
        ends_on=recording.days.moment(schedule.CLASS_UNTIL).date(), by=college, at=first,
    )  # fmt: skip
    accepted = list(live(recording.held).values_list("pk", flat=True))
    day = first
    for course in programme.courses:
        for part in range(ceil(int(course["hours"]) / HOURS_A_DAY)):
            hours = min(HOURS_A_DAY, int(course["hours"]) - part * HOURS_A_DAY)
            lesson = training.plan_lesson(
                group, day=day.date(), hours=hours, topic=course["name"], teacher=teacher, by=college, at=first
            )
            training.hold_lesson(
                lesson, by=recording.hands.person(teacher), at=day, hours=dict.fromkeys(accepted, hours)
            )
            day += timedelta(days=1)
    training.complete_class(group, by=college, at=recording.days.moment(schedule.CLASS_UNTIL))


def keep_papers(recording: Recording) -> None:
    """Record who set, reviewed, sealed, issued and opened each paper; the paper itself lies in the archive."""
    days, hands = recording.days, recording.hands
    setters = [hands.of(roles.ITEM_SETTER, recording.institution, number=number) for number in (1, 2)]
    centre = hands.of(roles.CENTRE_OFFICER, recording.institution)
    reviewer = hands.signer(setters[1])
    for subject in recording.level.subjects.all():
        note = _("%(subject)s试卷原件为纸质，封存于档案室；本文件由补录时生成。") % {"subject": subject}
        paper: Paper = items.set_paper(
            recording.held, by=setters[0], at=days.moment(schedule.PAPERS_SET), subject=subject, code="A",
            reviewer=reviewer, name=f"{subject}-A.txt", content=note.encode(), media_type="text/plain",
        )  # fmt: skip
        paper = items.review_paper(paper, by=setters[1], at=days.moment(schedule.PAPERS_REVIEWED))
        paper = items.seal_paper(paper, by=centre, at=days.moment(schedule.PAPERS_SEALED))
        items.issue_paper(paper, by=centre, at=days.moment(schedule.ISSUED), issued_to=str(centre.paper_of))


def arrange(recording: Recording) -> None:
    """Arrange, seat and staff every sitting from the plan in force, each panel as the marks name it; confirm them."""
    in_force = current_plan(recording.held)
    assert in_force is not None
    at = recording.days.moment(schedule.ARRANGED)
    college = recording.hands.of(roles.COLLEGE_OFFICER, recording.college)
    centre = recording.hands.of(roles.CENTRE_OFFICER, recording.institution)
    applications = {one.person.id_number: one.pk for one in live(recording.held).select_related("person__institution")}
    panels = {
        subject: {
            applications[number]: tuple(person.pk for person in panel)
            for number, panel in recording.examined_by(subject).items()
        }
        for subject in recording.panels
    }
    for sitting in exams.arrange_all(in_force, by=college, at=at, panels=panels):
        exams.confirm_sitting(sitting, by=centre, at=at)
