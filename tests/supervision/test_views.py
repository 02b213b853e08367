"""The supervisor's pages: his rooms, the findings of one, the report; and what others may read."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jiangxin.supervision.checks import CHECKS
from jiangxin.supervision.models import Inspection, RoundReport
from tests.stories.pages import signed_in, words
from tests.stories.scoring import marked_round
from tests.stories.supervision import SCAN, inspected_round, supervised_round, supervisor_of
from tests.world import World

ANSWERS = {f"check-{key}": "yes" for key in CHECKS}


def first_room(world: World) -> tuple[Inspection, Any]:
    """Return the first room of a marked round and the browser of its supervisor."""
    marked_round(world, 2)
    inspection = Inspection.objects.all()[0]
    return inspection, signed_in(supervisor_of(inspection))


def test_a_supervisor_sees_his_rooms_and_others_none(world: World) -> None:
    inspection, client = first_room(world)
    assert inspection.get_absolute_url() in words(client.get(reverse("supervision:mine")))
    assert inspection.get_absolute_url() not in words(signed_in(world.user("teacher")).get(reverse("supervision:mine")))


def test_findings_are_written_with_a_photo_and_signed(world: World) -> None:
    inspection, client = first_room(world)
    url = inspection.get_absolute_url()
    assert "check-safety" in words(client.get(url))
    photo = SimpleUploadedFile(*SCAN)
    answer = client.post(url, {**ANSWERS, "findings": "秩序良好。", "scan": photo})
    assert (answer.status_code, answer.url) == (302, url)
    assert client.get(reverse("supervision:scan", args=[inspection.pk])).content == SCAN[1]
    assert client.post(reverse("supervision:sign_findings", args=[inspection.pk]), {"reason": ""}).status_code == 302
    page = words(client.get(url))
    assert "已签字" in page
    assert "check-safety" not in page


def test_what_was_written_stays_when_the_scan_is_refused(world: World) -> None:
    inspection, client = first_room(world)
    wrong = SimpleUploadedFile("sheet.pdf", b"MZ a program")
    answer = client.post(inspection.get_absolute_url(), {**ANSWERS, "findings": "写了很多。", "scan": wrong})
    assert answer.status_code == 409
    assert "写了很多。" in words(answer)
    assert "不是 JPEG、PNG 图片或 PDF" in words(answer)


def test_findings_half_done_are_kept_and_say_what_is_missing(world: World) -> None:
    inspection, client = first_room(world)
    client.post(inspection.get_absolute_url(), {"check-safety": "no", "findings": ""})
    inspection.refresh_from_db()
    assert inspection.checks == {"safety": "no"}
    assert "还缺" in words(client.get(inspection.get_absolute_url()))


@pytest.mark.parametrize(("login", "status"), [("centre", 200), ("city", 404), ("teacher", 404), ("invigilator", 404)])
def test_others_read_or_find_nothing(world: World, login: str, status: int) -> None:
    inspection, _client = first_room(world)
    client = signed_in(world.user(login))
    assert client.get(inspection.get_absolute_url()).status_code == status
    assert client.post(inspection.get_absolute_url(), ANSWERS).status_code == (403 if status == 200 else 404)


def test_the_report_is_written_signed_and_printed(world: World) -> None:
    round_ = inspected_round(world, 2)
    report = RoundReport.objects.get(round=round_)
    client = signed_in(supervisor_of(Inspection.objects.all()[0]))
    assert client.post(report.get_absolute_url(), {"text": "组织规范。\n未发现违规。"}).status_code == 302
    assert client.post(reverse("supervision:sign_report", args=[report.pk]), {"reason": ""}).status_code == 302
    page = words(client.get(report.get_absolute_url()))
    assert "组织规范。" in page
    assert "已签署" in page
    assert client.get(reverse("supervision:report_pdf", args=[report.pk])).content.startswith(b"%PDF-")


def test_only_a_supervisor_of_the_round_writes_its_report(world: World) -> None:
    report = RoundReport.objects.get(round=supervised_round(world, 2))
    assert signed_in(world.user("centre")).post(report.get_absolute_url(), {"text": "x"}).status_code == 403
    assert signed_in(world.user("teacher")).get(report.get_absolute_url()).status_code == 404
