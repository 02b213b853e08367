"""How people come into a round: by a college's roster, or alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from jiangxin.demo.applicants import Applicant, roster_of
from jiangxin.demo.pictures import paper, portrait
from jiangxin.demo.stage import Stage
from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Application, Roster
from jiangxin.enrolment.operations import rosters
from jiangxin.enrolment.queries import live
from jiangxin.enrolment.roster_scope import VERSION
from jiangxin.enrolment.wanted import asked_materials
from jiangxin.people import operations as people
from jiangxin.people.models import Person, User
from jiangxin.rounds.models import Round

TITLE = f"职业技能等级认定考生报名信息表（模板第 {VERSION} 版）"


def checked(stage: Stage, round_: Round, name: str, cast: Sequence[Applicant], at: datetime) -> Roster:
    """Have the college's roster of these people checked."""
    level = stage.practice.level
    rows = [one.cells(level.standard.occupation.name, level.level) for one in cast]
    return rosters.check_roster(round_, name, roster_of(rows, TITLE), by=stage.user("college"), at=at)


def enrol_by_roster(
    stage: Stage, round_: Round, name: str, cast: Sequence[Applicant], at: datetime, *, photos: bool = True
) -> None:
    """Import a roster without faults, whose proofs the college has seen, and add the photos."""
    college = stage.user("college")
    roster = checked(stage, round_, name, cast, at)
    rosters.import_roster(roster, by=college, at=at + timedelta(minutes=10), on_paper=True)
    if not photos:
        return
    by_name = {one.name: one for one in cast}
    for application in live(round_).filter(person__name__in=by_name).select_related("person", "round__institution"):
        one = by_name[application.person.name]
        picture = portrait(one.number, one.sex)
        enrolment.add_photo(application, f"{one.name}.jpg", picture, by=college, at=at + timedelta(minutes=30))


def accept_all(stage: Stage, round_: Round, at: datetime) -> None:
    """Have the reviewer accept whoever waits for him and has a place."""
    waiting = Application.objects.filter(round=round_, state="submitted").exclude(place__state="waiting")
    enrolment.accept_all(waiting, by=stage.user("reviewer"), at=at, remark="材料齐全，符合申报条件。")


def sign_up(stage: Stage, one: Applicant, at: datetime) -> User:
    """Let somebody open an account; where `people.toml` gives him a login, the demonstration's password fits it too."""
    registered = people.register(stage.practice.institution, one.as_person(), by=stage.user("college"), at=at)
    user = people.open_account(registered, one.login or f"applicant{one.number}", stage.password if one.login else None)
    person = _known(user)
    people.update_contact(person, by=user, at=at, employer=one.employer)
    return User.objects.select_related("person").get(pk=user.pk)


def draft(stage: Stage, round_: Round, one: Applicant, at: datetime) -> Application:
    """Let somebody sign up and begin an application, answered in part."""
    user = sign_up(stage, one, at)
    application = enrolment.draft_application(round_, _known(user), by=user, at=at + timedelta(minutes=4))
    answers = one.answers
    return enrolment.fill(
        application, by=user, at=at + timedelta(minutes=6), category=answers["category"], source=answers["source"],
        education=answers["education"],
    )  # fmt: skip


def apply(stage: Stage, round_: Round, one: Applicant, at: datetime, *, proof: str = "学籍证明") -> Application:
    """Let somebody apply alone, to the end; `proof` is the title of the paper that he uploads."""
    application = draft(stage, round_, one, at)
    user, answers, later = stage.account(application.person), one.answers, at + timedelta(minutes=12)
    condition = round_.level.conditions.get(label=answers["condition"])
    application = enrolment.fill(application, by=user, at=later, condition=condition, facts=one.facts)
    enrolment.attach_photo(application, "我.jpg", portrait(one.number, one.sex), by=user, at=later)
    for kind in asked_materials(application):
        attach(application, kind, one, proof, by=user, at=later)
    enrolment.pledge(application, by=user, at=later)
    enrolment.consent(application, by=user, at=later)
    return enrolment.submit(application, by=user, at=later + timedelta(minutes=3))


def attach(application: Application, kind: str, one: Applicant, proof: str, *, by: User, at: datetime) -> None:
    """Upload a drawn proof."""
    content = paper(proof, [f"姓名：{one.name}", f"单位：{one.employer[:24]}", "本页为演练用的虚构材料。"], "PNG")
    enrolment.attach(application, kind, f"{proof}.png", content, "image/png", by=by, at=at)


def _known(user: User) -> Person:
    assert user.person is not None
    return user.person
