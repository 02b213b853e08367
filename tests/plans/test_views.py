"""The pages of plans: who sees what, what is missing and where it is mended, and the way to the receipt."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jiangxin.people import operations as people
from jiangxin.plans import operations as plans
from jiangxin.plans.models import Plan
from jiangxin.plans.queries import nominated
from tests.stories.enrolment import accepted_round
from tests.stories.pages import signed_in
from tests.stories.plans import approved_plan, complete_plan, person, plan_of, received_plan, room, written_plan
from tests.world import World

pytestmark = pytest.mark.usefixtures("clock")


def test_a_plan_shows_each_gap_with_the_way_to_mend_it(world: World) -> None:
    plan = plan_of(accepted_round(world))
    page = signed_in(world.user("college")).get(plan.get_absolute_url()).content.decode()
    assert "用工需求还没有写" in page
    assert reverse("plans:write", args=[plan.pk]) in page
    assert reverse("plans:nominations", args=[plan.pk]) in page


def test_whoever_only_reads_gets_no_links_to_mend(world: World) -> None:
    plan = plan_of(accepted_round(world))
    page = signed_in(world.user("auditor")).get(plan.get_absolute_url()).content.decode()
    assert "用工需求还没有写" in page
    assert reverse("plans:write", args=[plan.pk]) not in page


def test_a_plan_is_not_there_for_whoever_may_not_see_it(world: World) -> None:
    plan = complete_plan(world)
    assert signed_in(world.user("province")).get(plan.get_absolute_url()).status_code == 404


def test_the_college_writes_texts_and_days(world: World) -> None:
    plan = plan_of(accepted_round(world))
    sent = {
        "demand": "三百人",
        "method": "机考",
        "duties": "分工",
        "theory_on": "2026-04-20",
        "practical_on": "2026-04-21",
    }
    response = signed_in(world.user("college")).post(reverse("plans:write", args=[plan.pk]), sent)
    assert response.status_code == 302
    plan.refresh_from_db()
    assert (plan.demand, str(plan.theory_on), plan.review_on) == ("三百人", "2026-04-20", None)


def test_the_picker_names_and_withdraws(world: World) -> None:
    plan = written_plan(world, accepted_round(world))
    client, address = signed_in(world.user("college")), reverse("plans:nominate", args=[plan.pk])
    client.post(address, {"kind": "examiner", "pk": [person(world, f"examiner{n}").pk for n in ("", 2, 3)]})
    assert nominated(plan, "examiner").count() == 3
    client.post(address, {"kind": "room", "pk": [room(world, "201 机房").pk]})
    page = client.get(reverse("plans:nominations", args=[plan.pk])).content.decode()
    assert "撤下" in page
    away = nominated(plan, "room")[0]
    client.post(reverse("plans:withdraw_nomination", args=[away.pk]), {"reason": ""})
    assert not nominated(plan, "room").exists()


def test_the_picker_says_why_somebody_may_not(world: World) -> None:
    plan = written_plan(world, accepted_round(world))
    plans.nominate(plan, "supervisor", by=world.user("college"), at=world.at, person=person(world, "supervisor"))
    card = person(world, "examiner").qualifications.get()
    people.withdraw_qualification(card, by=world.user("centre"), at=world.at, reason="吊销")
    page = signed_in(world.user("college")).get(reverse("plans:nominations", args=[plan.pk]) + "?kind=examiner")
    assert "没有登记有效的考评员证" in page.content.decode()


@pytest.mark.parametrize(
    "data", [{}, {"kind": "examiner"}, {"kind": "wizard", "pk": ["1"]}, {"kind": "room", "pk": ["x"]}]
)
def test_nothing_ticked_names_nobody(world: World, data: dict[str, Any]) -> None:
    plan = written_plan(world, accepted_round(world))
    response = signed_in(world.user("college")).post(reverse("plans:nominate", args=[plan.pk]), data, follow=True)
    assert response.status_code in (200, 404)
    assert not plan.nominations.exists()


def test_the_list_puts_first_what_waits_for_me(world: World) -> None:
    approved_plan(world)
    page = signed_in(world.user("centre")).get(reverse("plans:list")).content.decode()
    assert "等我办理" in page
    assert "剩" in page


def test_the_way_from_filing_to_receipt(world: World) -> None:
    plan = approved_plan(world)
    centre, office = signed_in(world.user("centre")), signed_in(world.user("employment"))
    assert centre.post(reverse("plans:file", args=[plan.pk]), {"reason": ""}).status_code == 302
    assert office.get(reverse("plans:acknowledge", args=[plan.pk])).status_code == 200
    office.post(reverse("plans:acknowledge", args=[plan.pk]), {"receipt_number": "2026-18"})
    plan.refresh_from_db()
    assert (plan.state, plan.receipt_number) == ("received", "2026-18")


def test_a_late_filing_without_words_comes_back_with_the_sentence(world: World) -> None:
    plan = approved_plan(world)
    with time_machine.travel(world.later(days=60), tick=False):
        response = signed_in(world.user("centre")).post(reverse("plans:file", args=[plan.pk]), {"reason": ""})
        assert response.status_code == 409
        assert "逾期" in response.content.decode()
        signed_in(world.user("centre")).post(reverse("plans:file", args=[plan.pk]), {"reason": "暴雨停课"})
    plan.refresh_from_db()
    assert plan.is_late
    assert "逾期备案" in signed_in(world.user("centre")).get(plan.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("name", "content", "status"), [("回执.pdf", b"%PDF-1.7", 302), ("回执.exe", b"MZ", 409), ("空.pdf", b"", 409)]
)
def test_a_paper_receipt_is_uploaded(world: World, name: str, content: bytes, status: int) -> None:
    plan = plans.file(approved_plan(world), by=world.user("centre"), at=world.at)
    upload = SimpleUploadedFile(name, content)
    client = signed_in(world.user("centre"))
    response = client.post(reverse("plans:record_receipt", args=[plan.pk]), {"number": "2026-7", "upload": upload})
    assert response.status_code == status
    assert client.get(reverse("plans:receipt", args=[plan.pk])).status_code == (200 if status == 302 else 404)


def test_a_change_begins_from_the_page(world: World) -> None:
    plan = received_plan(world)
    client, address = signed_in(world.user("college")), reverse("plans:revise_plan", args=[plan.pk])
    assert address in client.get(plan.get_absolute_url()).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 409
    response = client.post(address, {"reason": "换考场"}, follow=True)
    assert "第 2 版" in response.content.decode()
    assert Plan.objects.filter(round=plan.round).count() == 2
    assert client.post(address, {"reason": "再换"}).status_code == 409


@pytest.mark.parametrize(("name", "start"), [("pdf", b"%PDF-"), ("word", b"PK")])
def test_the_plan_is_downloaded(world: World, name: str, start: bytes) -> None:
    plan = received_plan(world)
    response = signed_in(world.user("employment")).get(reverse(f"plans:{name}", args=[plan.pk]))
    assert response.content.startswith(start)
    assert "2026-01" in response["Content-Disposition"]


def test_a_round_leads_to_its_newest_plan(world: World) -> None:
    plan = complete_plan(world)
    client = signed_in(world.user("college"))
    assert client.get(reverse("plans:of_round", args=[plan.round_id])).headers["Location"] == plan.get_absolute_url()
    assert client.get(reverse("plans:of_round", args=[world.open_round().pk])).status_code == 404
