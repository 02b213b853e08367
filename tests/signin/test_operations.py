"""Codes: sent to whoever asks, right once and for minutes, counted; what a right one opens."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from jiangxin.people import operations as people
from jiangxin.people.models import Person, User
from jiangxin.people.operations import UnableToSignUp
from jiangxin.process.models import Tally
from jiangxin.signin import operations
from jiangxin.signin.models import OneTimeCode
from jiangxin.signin.operations import CodeJustSent, UnableToEnter, UnableToSendCode, Visitor
from tests.stories.enrolment import name_of, row
from tests.stories.messages import another, code, received
from tests.stories.races import at_once
from tests.world import World

type Console = pytest.CaptureFixture[str]


def visitor(world: World, number: int = 1, *, phone: str = "", address: str = "192.0.2.1") -> Visitor:
    stated = row(number)
    return Visitor(world.practice.institution, "resident", stated.id_number, phone or stated.phone, address)


def sent(world: World, who: Visitor, console: Console) -> str:
    operations.send_code(who, at=world.at)
    return code(console)


def test_a_code_opens_the_account_of_whom_the_college_registered(world: World, capsys: Console) -> None:
    person, who = world.candidate(1), visitor(world)
    user = operations.enter(who, sent(world, who, capsys), at=world.at)
    assert user.person == person
    assert not user.has_usable_password()
    world.later(minutes=2)
    assert operations.enter(who, sent(world, who, capsys), at=world.at) == user


def test_the_message_says_whose_it_is_and_goes_nowhere_else(world: World, capsys: Console) -> None:
    operations.send_code(visitor(world), at=world.at)
    [message] = received(capsys)
    assert message["phone"] == row(1).phone
    assert message["tail"] == row(1).id_number[-4:]
    assert len(message["code"]) == 6


def test_neither_code_nor_telephone_nor_document_is_kept(world: World, capsys: Console) -> None:
    who = visitor(world)
    right = sent(world, who, capsys)
    kept = OneTimeCode.objects.get()
    for secret in (right, who.phone, who.id_number):
        assert secret.encode() not in bytes(kept.digest) + bytes(kept.subject)
    assert {len(bytes(kept.digest)), len(bytes(kept.subject))} == {32}
    world.later(days=2)
    operations.send_code(visitor(world, 2), at=world.at)
    assert OneTimeCode.objects.count() == 1


def test_a_code_is_right_once(world: World, capsys: Console) -> None:
    world.candidate(1)
    who = visitor(world)
    right = sent(world, who, capsys)
    operations.enter(who, right, at=world.at)
    with pytest.raises(UnableToEnter, match="已经用过"):
        operations.enter(who, right, at=world.at)


@pytest.mark.parametrize(("minutes", "good"), [(4.9, True), (5, False), (60, False)])
def test_a_code_is_right_for_five_minutes(world: World, capsys: Console, minutes: float, good: bool) -> None:
    world.candidate(1)
    who = visitor(world)
    right = sent(world, who, capsys)
    world.later(minutes=minutes)
    if good:
        operations.use_code(who, right, at=world.at)
    else:
        with pytest.raises(UnableToEnter, match="过期"):
            operations.use_code(who, right, at=world.at)


def test_after_five_wrong_tries_the_right_code_is_worth_nothing(world: World, capsys: Console) -> None:
    who = visitor(world)
    right = sent(world, who, capsys)
    for _ in range(5):
        with pytest.raises(UnableToEnter, match="输错 5 次后要重新获取"):
            operations.use_code(who, another(right), at=world.at)
    with pytest.raises(UnableToEnter):
        operations.use_code(who, right, at=world.at)
    world.later(minutes=1)
    operations.use_code(who, sent(world, who, capsys), at=world.at)


def test_the_first_of_two_messages_is_still_good_and_goes_with_the_second(world: World, capsys: Console) -> None:
    who = visitor(world)
    first = sent(world, who, capsys)
    world.later(minutes=1)
    second = sent(world, who, capsys)
    operations.use_code(who, first, at=world.at)
    with pytest.raises(UnableToEnter):
        operations.use_code(who, second, at=world.at)


def test_two_persons_share_a_telephone_and_neither_opens_the_others_account(world: World, capsys: Console) -> None:
    shared = row(1).phone
    mother, child = world.candidate(1), world.candidate(2)
    people.correct_person(
        child, by=world.user("college"), at=world.at, reason="与母亲共用手机", details={"phone": shared}
    )
    hers, its = visitor(world, 1), visitor(world, 2, phone=shared)
    to_her, to_it = sent(world, hers, capsys), sent(world, its, capsys)
    if to_her != to_it:
        with pytest.raises(UnableToEnter):
            operations.enter(its, to_her, at=world.at)
    assert operations.enter(hers, to_her, at=world.at).person == mother
    assert operations.enter(its, to_it, at=world.at).person == child


def test_a_changed_telephone_goes_through_the_office(world: World, capsys: Console) -> None:
    person, new = world.candidate(1), "18800009999"
    who = visitor(world, phone=new)
    with pytest.raises(UnableToEnter, match="请带身份证到报名学院更正"):
        operations.enter(who, sent(world, who, capsys), at=world.at)
    people.correct_person(
        person, by=world.user("college"), at=world.at, reason="换手机号，已核对身份证", details={"phone": new}
    )
    world.later(minutes=2)
    assert operations.enter(who, sent(world, who, capsys), at=world.at).person == person
    old = visitor(world)
    with pytest.raises(UnableToEnter):
        operations.enter(old, sent(world, old, capsys), at=world.at)


def test_who_is_known_is_not_told_apart_from_who_is_not(world: World, capsys: Console) -> None:
    """Known, unknown, with another telephone: a message each; then one sentence for both who get nothing."""
    world.candidate(1)
    people_asking = [visitor(world, 1, phone="18800009999"), visitor(world, 77), visitor(world, 1)]
    codes = [sent(world, who, capsys) for who in people_asking]
    told = set()
    for who, right in list(zip(people_asking, codes, strict=True))[:2]:
        with pytest.raises(UnableToEnter) as refusal:
            operations.enter(who, right, at=world.at)
        told.add(str(refusal.value))
    assert len(told) == 1
    assert operations.enter(people_asking[2], codes[2], at=world.at).person


def test_sending_looks_nobody_up(world: World) -> None:
    """The same statements for a known person and a stranger: the time taken tells nothing either."""
    world.candidate(1)
    statements = []
    for number in (1, 78):
        with CaptureQueriesContext(connection) as captured:
            operations.send_code(visitor(world, number), at=world.at)
        statements.append([re.sub(r"'[^']*'|\"s\d+_x\d+\"|\d+", "?", query["sql"]) for query in captured])
    assert statements[0] == statements[1]
    assert not any("people_" in statement for statement in statements[0])


def test_staff_enter_with_a_password_only(world: World, capsys: Console) -> None:
    person, who = world.candidate(1), visitor(world)
    people.appoint(
        person, world.practice.college, "reviewer", by=world.user("centre"), at=world.at, starts_on=world.at.date()
    )
    with pytest.raises(UnableToSignUp, match=r"工作人员.*密码"):
        operations.enter(who, sent(world, who, capsys), at=world.at)


def test_a_new_candidate_registers_with_any_document(world: World, capsys: Console) -> None:
    who = Visitor(world.practice.institution, "passport", "E12345678", "18800000055", "192.0.2.1")
    user = operations.register(who, "李华", sent(world, who, capsys), at=world.at)
    assert user.person
    assert (user.person.name, user.person.id_type, user.person.phone) == ("李华", "passport", "18800000055")
    world.later(minutes=2)
    assert operations.register(who, "李华", sent(world, who, capsys), at=world.at) == user


def test_nobody_is_registered_without_the_code(world: World, capsys: Console) -> None:
    who = visitor(world, 7)
    right = sent(world, who, capsys)
    with pytest.raises(UnableToEnter):
        operations.register(who, name_of(7), another(right), at=world.at)
    assert not Person.objects.filter(name=name_of(7)).exists()


def test_a_code_is_not_sent_twice_within_a_minute(world: World, capsys: Console) -> None:
    who = visitor(world)
    operations.send_code(who, at=world.at)
    world.later(seconds=20)
    with pytest.raises(CodeJustSent, match="41 秒后"):
        operations.send_code(who, at=world.at)
    operations.send_code(visitor(world, 2, phone=who.phone), at=world.at)  # the other of the family needn't wait
    world.later(seconds=40)
    operations.send_code(who, at=world.at)
    assert len(received(capsys)) == 3


def test_a_telephone_gets_five_codes_an_hour(world: World, capsys: Console) -> None:
    for _ in range(5):
        operations.send_code(visitor(world), at=world.later(minutes=2))
    with pytest.raises(UnableToSendCode, match="50 分钟以后"):
        operations.send_code(visitor(world), at=world.later(minutes=2))
    operations.send_code(visitor(world, 2), at=world.at)
    world.later(minutes=50)
    operations.send_code(visitor(world), at=world.at)
    assert len(received(capsys)) == 7


def test_an_address_has_its_limits_for_codes_and_for_wrong_ones(world: World, capsys: Console) -> None:
    operations.send_code(visitor(world), at=world.at)
    right = code(capsys)
    with pytest.raises(UnableToEnter):
        operations.use_code(visitor(world), another(right), at=world.at)
    Tally.objects.exclude(action="code to phone").update(count=200)
    with pytest.raises(UnableToSendCode, match="从这个网络获取"):
        operations.send_code(visitor(world, 2), at=world.at)
    with pytest.raises(UnableToEnter, match="从这个网络输错"):
        operations.use_code(visitor(world), right, at=world.at)
    operations.use_code(visitor(world, address="198.51.100.7"), right, at=world.at)


def test_a_code_used_at_once_by_two_lets_one_in(committed_world: World, capsys: Console) -> None:
    world = committed_world
    who = visitor(world)
    right = sent(world, who, capsys)
    results = at_once(*[lambda: operations.use_code(visitor(world), right, at=world.at)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "UnableToEnter"]


def test_what_could_not_be_sent_counts_for_nothing(world: World, capsys: Console) -> None:
    with override_settings(MESSAGES="sms", SMS_URL="http://127.0.0.1:9/"):  # nobody listens there
        for _ in range(7):
            with pytest.raises(UnableToSendCode, match=r"没有发出去.*再按一次"):
                operations.send_code(visitor(world), at=world.at)
    assert not OneTimeCode.objects.exists()
    operations.send_code(visitor(world), at=world.at + timedelta(seconds=1))
    assert len(received(capsys)) == 1
    assert not User.objects.filter(username__startswith="code-").exists()
