"""The dossier's page: what is there, what is missing, the seal after the word, the ZIP."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from jiangxin.archive import operations
from jiangxin.archive.models import Dossier
from jiangxin.archive.volumes import volumes
from jiangxin.certificates.queries import of_round
from jiangxin.enrolment.models import Application
from jiangxin.people.models import Reading
from jiangxin.rounds.models import Round
from tests.stories.archive import registered_round, sealed_dossier
from tests.stories.pages import at_the_hour, signed_in, words
from tests.stories.results import confirmed_round
from tests.world import World


def test_the_volumes_say_what_is_there_and_what_is_missing(world: World) -> None:
    round_ = confirmed_round(world, 3)
    page = words(signed_in(world.user("centre")).get(reverse("archive:round", args=[round_.pk])))
    assert "第 5 卷 证书管理卷" in page
    assert "尚未编制证书" in page
    assert reverse("archive:document", args=[round_.pk, 1, 1]) in page


@pytest.mark.parametrize(("volume", "place", "start"), [(1, 1, b"PK"), (2, 1, b"%PDF-"), (3, 3, b"%PDF-")])
def test_each_document_opens(world: World, volume: int, place: int, start: bytes) -> None:
    round_ = confirmed_round(world, 2)
    answer = signed_in(world.user("centre")).get(reverse("archive:document", args=[round_.pk, volume, place]))
    assert answer.content.startswith(start)


def opened(world: World, round_: Round, name: str) -> list[list[int]]:
    """Open every document of the round whose name begins so, and return whom each reading tells of."""
    client = signed_in(world.user("centre"))
    for volume in volumes(round_):
        for place, document in enumerate(volume.documents, start=1):
            if document.name.startswith(name) and document.present:
                client.get(reverse("archive:document", args=[round_.pk, volume.number, place]))
    return [sorted(reading.people) for reading in Reading.objects.order_by("pk")]


@pytest.mark.parametrize("name", ["报名汇总表", "评价结果汇总表", "证书核发登记册", "证书数据上报"])
def test_a_list_is_a_reading_of_those_who_stand_in_it(world: World, name: str) -> None:
    round_ = registered_round(world, 2)
    enrolled = Application.objects.filter(round=round_).values_list("person", flat=True)
    listed = [one.person.pk for one in of_round(round_)] if name.startswith("证书") else list(enrolled)
    assert opened(world, round_, name) == [sorted(listed)]


def test_a_person_s_own_document_is_a_reading_of_him_alone(world: World) -> None:
    round_ = registered_round(world, 2)
    [certificate, *_others] = of_round(round_).order_by("number")
    assert opened(world, round_, certificate.number) == [[certificate.person.pk]]


@pytest.mark.parametrize(
    "name", ["认定公告", "职业技能培训方案", "考生签到表", "成绩公示", "职业技能等级证书数据审核确认表"]
)
def test_what_holds_no_id_number_is_no_reading(world: World, name: str) -> None:
    assert opened(world, registered_round(world, 2), name) == []


@pytest.mark.parametrize(("volume", "place"), [(9, 1), (1, 99), (5, 1)])
def test_a_document_that_is_not_there_is_not_found(world: World, volume: int, place: int) -> None:
    round_ = confirmed_round(world, 2)
    url = reverse("archive:document", args=[round_.pk, volume, place])
    assert signed_in(world.user("centre")).get(url).status_code == 404


def test_a_dossier_is_opened_sealed_after_the_word_and_downloaded(world: World) -> None:
    round_, client = registered_round(world, 2), signed_in(world.user("centre"))
    page = reverse("archive:round", args=[round_.pk])
    with at_the_hour(world):
        assert client.post(reverse("archive:open_dossier", args=[round_.pk])).status_code == 302
        dossier = Dossier.objects.get()
        url = reverse("archive:seal", args=[dossier.pk])
        assert "保管至" in words(client.get(url))
        assert client.post(url, {"word": "好"}).status_code == 409
        assert client.post(url, {"word": "封存"}).status_code == 302
        assert "还须保管" in words(client.get(page))
        consult = reverse("archive:consult", args=[dossier.pk])
        assert client.post(consult, {"reason": " "}).status_code == 409
        content = client.post(consult, {"reason": "市职鉴中心调阅"}).content
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None


def test_what_is_missing_stops_the_seal_with_words(world: World) -> None:
    round_, centre = confirmed_round(world, 2), world.user("centre")
    dossier = operations.open_dossier(round_, by=centre, at=world.at)
    url = reverse("archive:seal", args=[dossier.pk])
    client = signed_in(centre)
    with at_the_hour(world):
        assert "现在还不能封存" in words(client.get(url))
        assert client.post(url, {"word": "封存"}).status_code == 409
    dossier.refresh_from_db()
    assert dossier.state == "open"


@pytest.mark.parametrize(("login", "status"), [("college", 200), ("auditor", 200), ("teacher", 404), ("province", 404)])
def test_who_reads_a_dossier_and_who_seals_it(world: World, login: str, status: int) -> None:
    dossier, client = sealed_dossier(world, 2), signed_in(world.user(login))
    assert client.get(dossier.get_absolute_url()).status_code == status
    consulting = client.get(reverse("archive:consult", args=[dossier.pk])).status_code
    assert consulting == (403 if login == "college" else status)
    document = client.get(reverse("archive:document", args=[dossier.round_id, 1, 1])).status_code
    assert document == (403 if status == 200 else 404)
    assert client.get(reverse("archive:seal", args=[dossier.pk])).status_code == (403 if status == 200 else 404)
