"""The pages of papers: the setting plan, a paper's life, and who gets the file."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jiangxin.items.models import Paper, SettingPlan
from jiangxin.people import operations as people
from jiangxin.rounds.models import Round
from tests.stories.enrolment import accepted_round
from tests.stories.pages import signed_in
from tests.stories.plans import issued_papers, person, set_paper, settled_setting
from tests.world import World

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def round_(world: World) -> Round:
    """A closed round without a setting plan."""
    return accepted_round(world)


def test_a_setting_plan_is_drafted_and_settled(world: World, round_: Round) -> None:
    client, page = signed_in(world.user("college")), reverse("items:setting", args=[round_.pk])
    draft = reverse("items:draft_setting", args=[round_.pk])
    assert draft in client.get(page).content.decode()
    client.post(draft, {"papers_per_subject": 2, "method": "双人命审", "secrecy": "双人双锁", "next": page})
    assert "双人双锁" in client.get(page).content.decode()
    setting = SettingPlan.objects.get(round=round_)
    client.post(reverse("items:settle_setting", args=[setting.pk]), {"reason": ""})
    setting.refresh_from_db()
    assert setting.state == "settled"


def test_a_setter_hands_in_a_paper(world: World, round_: Round) -> None:
    settled_setting(world, round_)
    client, address = signed_in(world.user("setter")), reverse("items:set_paper", args=[round_.pk])
    assert address in client.get(reverse("items:list")).content.decode()
    data = {
        "subject": round_.level.subjects.get(kind="theory").pk,
        "code": "A",
        "reviewer": person(world, "setter2").pk,
        "upload": SimpleUploadedFile("理论A.pdf", b"%PDF-1.7 questions"),
    }
    assert client.post(address, data).status_code == 302
    paper = Paper.objects.get()
    page = client.get(paper.get_absolute_url()).content.decode()
    assert "待审题" in page
    assert "questions" not in page


def test_a_broken_file_keeps_what_was_entered(world: World, round_: Round) -> None:
    settled_setting(world, round_)
    data = {"code": "B", "upload": SimpleUploadedFile("理论B.pdf", b"MZ not a paper")}
    response = signed_in(world.user("setter")).post(reverse("items:set_paper", args=[round_.pk]), data)
    assert response.status_code == 409
    page = response.content.decode()
    assert "打不开" in page
    assert 'value="B"' in page


def test_the_file_goes_to_setter_and_reviewer_only_and_by_post(world: World, round_: Round) -> None:
    settled_setting(world, round_)
    paper = set_paper(world, round_)
    address = reverse("items:read_paper", args=[paper.pk])
    response = signed_in(world.user("setter2")).post(address)
    assert response.content.startswith(b"%PDF")
    assert response["Cache-Control"] == "private, no-store"
    assert signed_in(world.user("setter2")).get(address).status_code == 405
    assert signed_in(world.user("centre")).post(address).status_code == 403


def test_two_open_a_paper_and_take_it_out(world: World, round_: Round) -> None:
    settled_setting(world, round_)
    paper = issued_papers(world, round_)[0]
    first, second = signed_in(world.user("invigilator")), signed_in(world.user("invigilator2"))
    assert first.post(reverse("items:take_out_paper", args=[paper.pk])).status_code == 409
    first.post(reverse("items:propose_opening", args=[paper.pk]), {"seal_intact": "no"})
    assert first.post(reverse("items:confirm_opening", args=[paper.pk]), {"reason": ""}).status_code == 403
    second.post(reverse("items:confirm_opening", args=[paper.pk]), {"reason": ""})
    assert first.post(reverse("items:take_out_paper", args=[paper.pk])).content.startswith(b"%PDF")
    assert "不完好" in second.get(paper.get_absolute_url()).content.decode()


def test_papers_are_not_there_for_candidates(world: World, round_: Round) -> None:
    settled_setting(world, round_)
    paper = set_paper(world, round_)
    account = people.open_account(world.candidate(1), "candidate1", None)
    assert signed_in(account).get(paper.get_absolute_url()).status_code == 404
