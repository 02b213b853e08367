"""Certificates: their numbers, their documents, their hand-over, their registration, their revocation."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection, transaction

from jiangxin.certificates import operations as certificates
from jiangxin.certificates.models import Certificate, NumberSeries, Registration
from jiangxin.certificates.queries import document_of, of_round, tally
from jiangxin.certificates.registration import of_one_kind
from jiangxin.documents import keys
from jiangxin.documents.operations import content_of
from jiangxin.documents.verification import examine
from jiangxin.documents.workbook_reading import read
from jiangxin.people import operations as people
from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from jiangxin.results.models import FilingRow
from jiangxin.standards.models import Filing
from tests.certificates.rows import confirmed_rows, filed_rows
from tests.documents.test_printed import text as printed_text
from tests.stories.certificates import certified_round
from tests.world import World

MISSING = "\U00030000"  # a character of extension G, which no installed font has


def issued(world: World, count: int = 3, **more: object) -> list[Certificate]:
    rows = confirmed_rows(world, count, **more)  # type: ignore[arg-type]
    return certificates.issue_all(rows, by=world.user("centre"), at=world.at)


def signed(world: World, count: int = 3, **more: object) -> list[Certificate]:
    outcome = certificates.sign_all(issued(world, count, **more), by=world.user("centre"), at=world.at)
    assert not outcome.unable
    return list(outcome.signed)


# -- numbers


def test_numbers_follow_the_rule_of_22_characters(world: World) -> None:
    made = issued(world)
    prefix = world.practice.filing.number + "264"
    assert [c.number for c in made] == [f"{prefix}{n:06d}" for n in (1, 2, 3)]
    assert {len(c.number) for c in made} == {22}


def test_a_row_that_is_not_confirmed_gets_no_number(world: World) -> None:
    rows = confirmed_rows(world, 2)
    waiting = filed_rows(world, 1, round_=rows[0].result_filing.round, first=50)
    with pytest.raises(Refused) as refusal:
        certificates.issue_all([*rows, *waiting], by=world.user("centre"), at=world.at)
    assert "省职鉴中心" in str(refusal.value)
    assert not Certificate.objects.exists()


def test_a_refused_issue_leaves_no_gap(world: World) -> None:
    rows = confirmed_rows(world, 2)
    with pytest.raises(Refused):
        certificates.issue_all(rows, by=world.user("college"), at=world.at)
    made = certificates.issue_all(rows, by=world.user("centre"), at=world.at)
    assert [c.serial for c in made] == [1, 2]


def test_a_second_click_numbers_nothing_twice(world: World) -> None:
    rows = confirmed_rows(world, 2)
    first = certificates.issue_all(rows, by=world.user("centre"), at=world.at)
    again = certificates.issue_all(rows, by=world.user("centre"), at=world.later(minutes=1))
    assert [c.pk for c in again] == [c.pk for c in first]
    assert Certificate.objects.count() == NumberSeries.objects.get().last == 2


def test_the_number_of_a_revoked_certificate_stays_consumed(world: World) -> None:
    first, second = issued(world, 2)
    certificates.revoke(second, by=world.user("centre"), at=world.at, reason="姓名有误")
    [third] = issued(world, 1, round_=first.round, first=60)
    assert third.serial == 3


def test_the_year_is_that_of_the_day_printed_in_shanghai(world: World) -> None:
    world.at = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)  # 01:00 on New Year's Day in Shanghai
    [made] = issued(world, 1)
    assert (made.issued_on.isoformat(), made.number[13:15], made.year) == ("2027-01-01", "27", 2027)


def test_each_year_begins_at_one(world: World) -> None:
    [old] = issued(world, 1)
    world.at = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)
    [new] = issued(world, 1, round_=old.round, first=70)
    assert (old.serial, new.serial) == (1, 1)


def test_a_series_that_is_used_up_says_so(world: World) -> None:
    rows = confirmed_rows(world, 2)
    NumberSeries.objects.create(filing=Filing.objects.get(), year=2026, level=4, last=999_998)
    with pytest.raises(certificates.UnableToIssue, match="只剩 1 个"):
        certificates.issue_all(rows, by=world.user("centre"), at=world.at)


def test_fifty_issuers_at_once_leave_no_gap_and_use_no_number_twice(committed_world: World) -> None:
    world = committed_world
    rows = confirmed_rows(world, 50)
    user, at = world.user("centre"), world.at

    def issue(place: int) -> None:
        try:
            # Every third one gives up inside his transaction, and every row is asked for twice.
            mine = [FilingRow.objects.get(pk=rows[place % 50].pk)]
            with transaction.atomic():
                certificates.issue_all(mine, by=user, at=at)
                if place % 3 == 0 and place < 50:
                    transaction.set_rollback(True)
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        list(pool.map(issue, range(100)))
    serials = sorted(Certificate.objects.values_list("serial", flat=True))
    assert serials == list(range(1, 51))
    assert NumberSeries.objects.get().last == 50
    assert set(Certificate.objects.values_list("row", flat=True)) == {row.pk for row in rows}


# -- documents


def test_a_signed_certificate_is_genuine_and_says_sample(world: World) -> None:
    [made] = signed(world, 1, photos=True)
    found = examine(document_of(made), keys.trusted_certificates())
    assert (made.state, found.genuine, found.practice) == ("signed", True, True)


def test_facts_stay_as_printed_when_the_register_is_corrected(world: World) -> None:
    [made] = issued(world, 1, names=["王小明"])
    people.correct_person(made.person, by=world.user("college"), at=world.at, reason="曾用名", name="王晓明")
    [kept] = certificates.sign_all([made], by=world.user("centre"), at=world.at).signed
    assert kept.name == "王小明"


def test_a_name_without_glyph_is_named_and_keeps_nobody_waiting(world: World) -> None:
    made = issued(world, 3, names=["王小明", f"李{MISSING}", "张三"])
    outcome = certificates.sign_all(made, by=world.user("centre"), at=world.at)
    assert sorted(c.name for c in outcome.signed) == ["张三", "王小明"]
    [(key, sentence)] = outcome.unable.items()
    left = Certificate.objects.get(pk=key)
    assert left.state == "numbered"
    assert "U+30000" in sentence
    assert left.name in sentence


def test_only_the_centre_signs_and_a_stranger_leaves_no_file(world: World) -> None:
    made = issued(world, 1)
    with pytest.raises(Refused) as refusal:
        certificates.sign_all(made, by=world.user("college"), at=world.at)
    assert refusal.value.code == "person"
    assert not History.objects.filter(model="documents.storedfile", change__media_type__1="application/pdf").exists()


def test_signing_again_changes_nothing(world: World) -> None:
    made = signed(world, 2)
    outcome = certificates.sign_all(made, by=world.user("centre"), at=world.later(minutes=1))
    assert (outcome.signed, outcome.unable) == ([], {})


def test_a_real_institution_without_a_key_is_refused_by_a_sentence(world: World) -> None:
    world.leave_practice()
    rows = confirmed_rows(world, 1, photos=True)
    made = certificates.issue_all(rows, by=world.user("centre"), at=world.at)
    with pytest.raises(keys.UnableToUseKey, match="还没有自己的签名密钥"):
        certificates.sign_all(made, by=world.user("centre"), at=world.at)


def test_a_real_certificate_needs_a_photo(world: World) -> None:
    world.leave_practice()
    rows = confirmed_rows(world, 1)
    with pytest.raises(Refused, match="考生照片"):
        certificates.issue_all(rows, by=world.user("centre"), at=world.at)


def test_what_was_confirmed_in_practice_makes_a_sample_for_ever(world: World) -> None:
    """The institution leaves practice between the simulated confirmation and the numbers, its real key at hand."""
    rows = confirmed_rows(world, 1)
    world.leave_practice()
    [made] = certificates.issue_all(rows, by=world.user("centre"), at=world.at)
    assert made.practice
    [kept] = certificates.sign_all([made], by=world.user("centre"), at=world.at).signed
    assert examine(document_of(kept), keys.trusted_certificates()).practice


# -- hand-over, revocation


def test_the_register_says_who_received_it(world: World) -> None:
    first, second = signed(world, 2)
    kept = certificates.hand_over(first, by=world.user("college"), at=world.at, received_by=" 代领人 ")
    assert (kept.received_by, kept.handed_over_on) == ("代领人", world.at.date())
    [other] = certificates.hand_over_all(
        Certificate.objects.filter(pk=second.pk), by=world.user("college"), at=world.at
    )
    assert other.received_by == second.name


def test_a_certificate_that_is_not_signed_is_not_handed_over(world: World) -> None:
    [made] = issued(world, 1)
    with pytest.raises(Refused):
        certificates.hand_over(made, by=world.user("centre"), at=world.at)


def test_revocation_needs_a_reason_and_keeps_the_day(world: World) -> None:
    [made] = signed(world, 1)
    with pytest.raises(Refused) as refusal:
        certificates.revoke(made, by=world.user("centre"), at=world.at, reason="")
    assert refusal.value.code == "reason"
    kept = certificates.revoke(made, by=world.user("centre"), at=world.at, reason="材料造假")
    assert (kept.state, kept.revoked_on) == ("revoked", world.at.date())


# -- registration


def test_the_registration_workbook_has_eleven_columns_of_text(world: World) -> None:
    made = signed(world, 2)
    kept = certificates.prepare_registration(made[0].round, "2026-07", by=world.user("centre"), at=world.at)
    [sheet] = read(content_of(kept.workbook)).sheets
    first, *rows = [list(row.cells) for row in sheet.rows]
    assert first == ["姓名", "证件类型", "证件号码", "所在单位", "职业名称", "工种名称", "职业技能等级", "证书编号",
                     "发证日期", "评价机构", "发证机构"]  # fmt: skip
    assert rows[0][1:3] == ["201", made[0].person.id_number]
    assert rows[0][6:9] == ["4", made[0].number, "2026-03-02"]
    assert len(rows) == kept.count == 2
    assert content_of(kept.form).startswith(b"%PDF")


def test_an_upload_of_samples_says_so_on_both_files_also_after_practice(world: World, tmp_path: Path) -> None:
    made = signed(world, 1)
    world.leave_practice()
    kept = certificates.prepare_registration(made[0].round, "1", by=world.user("centre"), at=world.at)
    [sheet] = read(content_of(kept.workbook)).sheets
    assert sheet.name == "证书数据（样张）"
    assert "样张" in printed_text(content_of(kept.form), tmp_path)


def test_samples_and_real_certificates_never_stand_in_one_upload() -> None:
    sample, real = (Certificate(practice=practice) for practice in (True, False))
    assert of_one_kind([sample, real]) == [real]
    assert of_one_kind([sample]) == [sample]


def test_a_certificate_is_in_one_upload_only_until_that_is_discarded(world: World) -> None:
    made = signed(world, 2)
    centre, round_ = world.user("centre"), made[0].round
    first = certificates.prepare_registration(round_, "1", by=centre, at=world.at)
    with pytest.raises(Refused, match="尚未入库"):
        certificates.prepare_registration(round_, "2", by=centre, at=world.at)
    certificates.discard_registration(first, by=centre, at=world.at, reason="批次号写错")
    second = certificates.prepare_registration(round_, "1", by=centre, at=world.at)
    certificates.submit_registration(second, by=centre, at=world.at)
    entered = certificates.enter_registration(second, by=world.user("province"), at=world.at, receipt_number="川-1")
    assert (entered.state, entered.receipt_number) == ("entered", "川-1")
    assert tally(round_).to_register == 0


@pytest.mark.parametrize("number", ["", "  ", "1"])
def test_a_batch_number_must_be_given_and_new(world: World, number: str) -> None:
    made = signed(world, 1)
    centre = world.user("centre")
    certificates.prepare_registration(made[0].round, "1", by=centre, at=world.at)
    with pytest.raises(certificates.UnableToRegister):
        certificates.prepare_registration(made[0].round, number, by=centre, at=world.at)
    assert Registration.objects.count() == 1


def test_the_tally_counts_each_point(world: World) -> None:
    made = signed(world, 3)
    certificates.hand_over(made[0], by=world.user("centre"), at=world.at)
    certificates.revoke(made[1], by=world.user("centre"), at=world.at, reason="错发")
    confirmed_rows(world, 2, round_=made[0].round, first=80)
    counted = tally(made[0].round)
    assert (counted.to_issue, counted.numbered, counted.signed, counted.handed_over, counted.revoked) == (2, 0, 1, 1, 1)
    assert of_round(made[0].round).count() == counted.issued == 3


def test_a_whole_round_reaches_its_certificates_by_the_operations_alone(world: World) -> None:
    round_ = certified_round(world, 3)
    counted = tally(round_)
    assert counted.signed > 0
    assert (counted.to_issue, counted.numbered, counted.to_register) == (0, 0, 0)
