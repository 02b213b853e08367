"""The offices' pages: numbering, signing, download, a certificate, the holder's own."""

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from jiangxin.certificates import operations as certificates
from jiangxin.certificates.models import Certificate
from jiangxin.process.models import Progress
from jiangxin.rounds.models import Round
from tests.certificates.rows import confirmed_rows
from tests.world import World


def enter(world: World, login: str) -> Client:
    """Return the browser of a member of the staff."""
    client = Client()
    client.force_login(world.user(login), backend="django.contrib.auth.backends.ModelBackend")
    return client


def confirmed(world: World, count: int = 2) -> Round:
    return confirmed_rows(world, count)[0].result_filing.round


def signed(world: World, count: int = 2) -> list[Certificate]:
    numbered = certificates.issue_all(confirmed_rows(world, count), by=world.user("centre"), at=world.at)
    return list(certificates.sign_all(numbered, by=world.user("centre"), at=world.at).signed)


def at(name: str, pk: int, *more: str) -> str:
    return reverse(f"certificates:{name}", args=[pk, *more])


def test_the_page_offers_what_comes_next(world: World) -> None:
    round_, client = confirmed(world), enter(world, "centre")
    page = client.get(at("round", round_.pk)).text
    assert at("issue", round_.pk) in page
    assert "已经确认 2 人的结果，由中心管理员编号和签发" in page
    assert "确认结果以后" not in page
    assert "没有这种状态的证书" in client.get(at("round", round_.pk), {"state": "revoked"}).text
    certificates.issue_all(confirmed_rows(world, 1, round_=round_, first=30), by=world.user("centre"), at=world.at)
    assert at("sign", round_.pk) in client.get(at("round", round_.pk)).text


def test_numbers_are_consumed_only_after_the_word(world: World) -> None:
    round_, client = confirmed(world), enter(world, "centre")
    assert "给 2 本证书编号" in client.get(at("issue", round_.pk)).text
    refused = client.post(at("issue", round_.pk), {"word": "好"})
    assert refused.status_code == 409
    assert not Certificate.objects.exists()
    assert client.post(at("issue", round_.pk), {"word": "编号"}).status_code == 302
    assert Certificate.objects.count() == 2
    assert "没有可以编号的人" in client.get(at("issue", round_.pk)).text


def test_signing_goes_on_in_the_background_and_the_page_tells(world: World) -> None:
    numbered = certificates.issue_all(confirmed_rows(world, 2), by=world.user("centre"), at=world.at)
    client, pk = enter(world, "centre"), numbered[0].round.pk
    client.post(at("sign", pk))
    client.post(at("sign", pk))
    progress = Progress.objects.get()
    assert at("progress", progress.pk) in client.get(at("round", pk)).text
    assert "0 / 2" in client.get(at("progress", progress.pk)).text
    assert enter(world, "centre2").get(at("progress", progress.pk)).status_code == 404


@pytest.mark.parametrize(("login", "status"), [("college", 403), ("auditor", 403), ("province", 403), ("teacher", 403)])
def test_only_the_centre_numbers_and_signs(world: World, login: str, status: int) -> None:
    round_, client = confirmed(world), enter(world, login)
    assert client.get(at("issue", round_.pk)).status_code == status
    assert client.post(at("sign", round_.pk)).status_code == status
    assert client.post(at("prepare_registration", round_.pk), {"batch_number": "1"}).status_code == status


def test_all_come_in_one_zip_for_whoever_may_see_them(world: World) -> None:
    made = signed(world)
    certificates.revoke(made[1], by=world.user("centre"), at=world.at, reason="错发")
    answer = enter(world, "college").get(at("documents", made[0].round.pk))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]
        assert archive.namelist() == [f"{made[0].name}-{made[0].number}.pdf"]
        assert archive.read(archive.namelist()[0]).startswith(b"%PDF-")


def test_a_certificate_shows_its_facts_and_its_history(world: World) -> None:
    [made] = signed(world, 1)
    page = enter(world, "centre").get(at("certificate", made.pk)).text
    assert made.number in page
    assert "签发" in page
    assert made.person.id_number not in page
    assert enter(world, "examiner").get(at("certificate", made.pk)).status_code == 404


@pytest.mark.parametrize(("login", "leads"), [("auditor", True), ("centre", True), ("province", False)])
def test_a_certificate_leads_back_to_its_application(world: World, login: str, leads: bool) -> None:
    certificate = signed(world, 1)[0]
    origin = certificate.row.result.application.get_absolute_url()
    assert (origin in enter(world, login).get(at("certificate", certificate.pk)).text) is leads


def test_its_holder_downloads_it_until_it_is_revoked(world: World) -> None:
    [row] = confirmed_rows(world, 1)
    holder = world.candidate(1, login=True).user
    numbered = certificates.issue_all([row], by=world.user("centre"), at=world.at)
    [made] = certificates.sign_all(numbered, by=world.user("centre"), at=world.at).signed
    client = Client()
    client.force_login(holder, backend="django.contrib.auth.backends.ModelBackend")
    assert made.number in client.get(reverse("certificates:mine")).text
    assert client.get(at("certificate", made.pk)).status_code == 200
    assert client.get(at("document", made.pk)).content.startswith(b"%PDF-")
    certificates.revoke(made, by=world.user("centre"), at=world.at, reason="材料造假")
    assert client.get(at("document", made.pk)).status_code == 404
    assert "已撤销" in client.get(reverse("certificates:mine")).text


def test_a_list_costs_the_same_for_many(world: World, django_assert_max_num_queries: pytest.FixtureRequest) -> None:
    round_ = signed(world, 2)[0].round
    client = enter(world, "centre")
    client.get(at("round", round_.pk))
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        client.get(at("round", round_.pk))
    numbered = certificates.issue_all(
        confirmed_rows(world, 6, round_=round_, first=40), by=world.user("centre"), at=world.at
    )
    certificates.sign_all(numbered, by=world.user("centre"), at=world.at)
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        client.get(at("round", round_.pk))
