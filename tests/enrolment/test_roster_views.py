"""A college's roster from the template to the import."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from jiangxin.enrolment.models import Application, Roster
from tests.stories.pages import at_the_hour, signed_in, words
from tests.stories.workbooks import book
from tests.world import World

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture(autouse=True)
def _hour(world: World) -> Iterator[None]:
    with at_the_hour(world):
        yield


def upload(content: bytes, name: str = "名册.xlsx") -> BytesIO:
    file = BytesIO(content)
    file.name = name
    return file


def test_the_template_is_that_of_the_round(world: World) -> None:
    response = signed_in(world.user("college")).get(reverse("enrolment:roster_template", args=[world.open_round().pk]))
    assert "报名信息" in load_workbook(BytesIO(response.content)).sheetnames


def test_a_faulty_roster_is_shown_row_by_row_and_imported_without_its_faults(world: World) -> None:
    round_, client = world.open_round(), signed_in(world.user("college"))
    address = reverse("enrolment:rosters", args=[round_.pk])
    content = (SAMPLES / "roster-120-with-errors.xlsx").read_bytes()
    page = client.post(address, {"file": upload(content)}, follow=True)
    assert "身份证号码的校验位不对" in words(page)
    roster = Roster.objects.get()
    marked = client.get(reverse("enrolment:roster_file", args=[roster.pk, "marked"]))
    load_workbook(BytesIO(marked.content))
    step = reverse("enrolment:import_roster", args=[roster.pk])
    assert "将新增 111 份报名" in words(client.get(step))
    refused = client.post(step, {"on_paper": "on"})
    assert refused.status_code == 409
    assert "一行也没有导入" in words(refused)
    client.post(step, {"clean_rows": "on", "on_paper": "on"})
    assert Application.objects.filter(round=round_).count() == 111
    assert "已导入 111 份报名" in words(client.get(roster.get_absolute_url()))


def test_what_is_no_workbook_gets_a_sentence_beside_the_field(world: World) -> None:
    client, address = signed_in(world.user("college")), reverse("enrolment:rosters", args=[world.open_round().pk])
    for content in (b"", b"%PDF-1.7", "姓名\n".encode("gb18030")):
        response = client.post(address, {"file": upload(content)})
        assert response.status_code == 409
    assert client.post(address, {}).status_code == 409
    assert not Roster.objects.exists()


def test_a_roster_can_be_put_aside(world: World) -> None:
    round_, client = world.open_round(), signed_in(world.user("college"))
    client.post(reverse("enrolment:rosters", args=[round_.pk]), {"file": upload(book(1))})
    roster = Roster.objects.get()
    client.post(reverse("enrolment:discard_roster", args=[roster.pk]), {"reason": ""})
    roster.refresh_from_db()
    assert roster.state == "discarded"


@pytest.mark.parametrize("login", ["reviewer", "teacher", "province"])
def test_a_roster_is_not_there_for_others(world: World, login: str) -> None:
    round_ = world.open_round()
    college = signed_in(world.user("college"))
    college.post(reverse("enrolment:rosters", args=[round_.pk]), {"file": upload(book(1))})
    roster, client = Roster.objects.get(), signed_in(world.user(login))
    for address in (
        reverse("enrolment:rosters", args=[round_.pk]),
        reverse("enrolment:roster_template", args=[round_.pk]),
        roster.get_absolute_url(),
        reverse("enrolment:roster_file", args=[roster.pk, "original"]),
    ):
        assert client.get(address).status_code == 404
