"""The page of a report: filed by the centre, answered by the province, or from its paper by two officers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jiangxin.people.models import Reading
from jiangxin.results.models import FilingRow, Result, ResultFiling
from jiangxin.rounds.models import Round
from tests.stories.pages import at_the_hour, signed_in, words
from tests.stories.results import after_publicity, filed_round, published_round
from tests.world import World


def at(name: str, pk: int) -> str:
    return reverse(f"results:{name}", args=[pk])


def filing_of(round_: Round) -> ResultFiling:
    return ResultFiling.objects.get(round=round_)


def enter(world: World, login: str) -> Client:
    return signed_in(world.user(login))


def test_the_centre_files_and_may_leave_somebody_out(world: World) -> None:
    round_ = published_round(world, 5)
    filing, client = filing_of(round_), enter(world, "centre")
    out = Result.objects.filter(application__round=round_, conclusion="passed")[0]
    after_publicity(world, round_)
    with at_the_hour(world):
        assert "4 名合格人员" in words(client.get(at("file_results", filing.pk)))
        answer = client.post(at("file_results", filing.pk), {"leave_out": [out.pk], "reason": ""})
    assert answer.status_code == 302
    assert filing.rows.count() == 3
    assert client.get(at("workbook", filing.pk)).content.startswith(b"PK")


def test_whoever_has_rows_to_answer_is_led_to_their_report(world: World) -> None:
    round_ = filed_round(world, 3)
    filing, client = filing_of(round_), enter(world, "province")
    assert client.get(at("answering", round_.pk)).headers["Location"] == filing.get_absolute_url()
    client.post(at("confirm_all", filing.pk))
    assert client.get(at("answering", round_.pk)).headers["Location"] == at("round", round_.pk)


def test_before_the_publicity_has_ended_the_page_says_until_when(world: World) -> None:
    filing, client = filing_of(published_round(world, 3)), enter(world, "centre")
    with at_the_hour(world):
        answer = client.post(at("file_results", filing.pk), {"reason": ""})
    assert answer.status_code == 409
    assert "才满" in words(answer)


def test_the_province_refuses_one_and_confirms_the_rest(world: World) -> None:
    filing, client = filing_of(filed_round(world, 5)), enter(world, "province")
    row = FilingRow.objects.all()[0]
    with at_the_hour(world):
        page = words(client.get(filing.get_absolute_url()))
        assert at("confirm_all", filing.pk) in page
        assert at("refuse_row", row.pk) in page
        assert client.post(at("refuse_row", row.pk), {"reason": "号码不符"}).status_code == 302
        assert client.post(at("confirm_all", filing.pk)).status_code == 302
        assert client.post(at("confirm_all", filing.pk)).status_code == 302
        page = words(client.get(filing.get_absolute_url()))
    assert "号码不符" in page
    assert "刷新页面" in page  # the second click was told
    assert filing_of(filing.round).state == "answered"


def test_two_officers_confirm_from_the_provinces_paper(world: World) -> None:
    filing = filing_of(filed_round(world, 4))
    first, second = enter(world, "centre"), enter(world, "centre2")
    scan = SimpleUploadedFile("确认.pdf", b"%PDF-1.7 yes", "application/pdf")
    with at_the_hour(world):
        assert first.post(at("propose_confirmation_all", filing.pk)).status_code == 302
        assert not FilingRow.objects.filter(state="proposed").exists()  # number and scan come first
        assert first.post(at("enter_receipt", filing.pk), {"number": "1号", "file": scan}).status_code == 302
        first.post(at("propose_confirmation_all", filing.pk))
        assert at("second_confirmation_all", filing.pk) not in words(first.get(filing.get_absolute_url()))
        assert at("second_confirmation_all", filing.pk) in words(second.get(filing.get_absolute_url()))
        second.post(at("second_confirmation_all", filing.pk))
    assert set(FilingRow.objects.values_list("state", flat=True)) == {"confirmed"}
    assert first.get(at("receipt", filing.pk)).content.startswith(b"%PDF")
    listed = filing.rows.values_list("result__application__person", flat=True)
    assert sorted(Reading.objects.get(about__startswith="确认").people) == sorted(listed)


def test_two_officers_enter_that_the_provinces_paper_refuses_one(world: World) -> None:
    filing = filing_of(filed_round(world, 4))
    first, second = enter(world, "centre"), enter(world, "centre2")
    scan = SimpleUploadedFile("答复.pdf", b"%PDF-1.7 all but one", "application/pdf")
    row = filing.rows.all()[0]
    with at_the_hour(world):
        first.post(at("enter_receipt", filing.pk), {"number": "1号", "file": scan})
        assert at("propose_refusal", row.pk) in words(first.get(filing.get_absolute_url()))
        assert first.post(at("propose_refusal", row.pk), {"reason": "证件号码与省库不符"}).status_code == 302
        first.post(at("propose_confirmation_all", filing.pk))
        second.post(at("second_confirmation_all", filing.pk))
        assert at("second_refusal", row.pk) not in words(first.get(filing.get_absolute_url()))
        assert at("second_refusal", row.pk) in words(second.get(filing.get_absolute_url()))
        assert second.post(at("second_refusal", row.pk)).status_code == 302
        page = words(second.get(filing.get_absolute_url()))
    assert "证件号码与省库不符" in page
    row.refresh_from_db()
    assert (row.state, filing_of(filing.round).state) == ("refused", "answered")


@pytest.mark.parametrize(("login", "status"), [("province", 200), ("auditor", 200), ("city", 404), ("teacher", 404)])
def test_who_sees_a_report(world: World, login: str, status: int) -> None:
    filing = filing_of(filed_round(world, 3))
    for name in ("filing", "workbook", "sheet"):
        assert enter(world, login).get(at(name, filing.pk)).status_code == status


def test_the_sheet_lists_every_answer_for_the_seal(world: World) -> None:
    filing = filing_of(filed_round(world, 4))
    page = words(enter(world, "province").get(at("sheet", filing.pk)))
    assert "结果备案答复名单" in page
    assert "待确认" in page
    assert "盖章" in page


def test_a_report_that_is_not_filed_has_no_workbook(world: World) -> None:
    filing = filing_of(published_round(world, 3))
    client = enter(world, "centre")
    assert client.get(at("workbook", filing.pk)).status_code == 404
    assert client.get(at("receipt", filing.pk)).status_code == 404
