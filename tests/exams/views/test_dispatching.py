"""From the city's calendar to the desk of an outside supervisor, to his signature, to the institution: on the pages."""

from django.urls import reverse

from jiangxin.exams.models import Duty
from jiangxin.exams.queries import sittings_of
from jiangxin.supervision.models import Visit
from tests.stories.exams import confirmed_sittings
from tests.stories.pages import at_the_hour, signed_in, words
from tests.stories.plans import person
from tests.stories.visits import held, sent
from tests.world import World


def test_the_city_sends_and_calls_back_from_the_page_of_a_sitting(world: World) -> None:
    sitting = sittings_of(confirmed_sittings(world, 3))[0]
    page, send = sitting.get_absolute_url(), reverse("exams:dispatch", args=[sitting.pk])
    with at_the_hour(world):
        city, outside = signed_in(world.user("city")), person(world, "outside")
        assert send in words(city.get(page))
        assert send not in words(signed_in(world.user("centre")).get(page))
        assert signed_in(world.user("centre")).get(send).status_code == 403
        assert outside.name in words(city.get(send))
        assert city.post(send, {"person": outside.pk}).headers["Location"] == page
        duty = Duty.objects.get(role=Duty.OUTSIDE)
        recall = reverse("exams:recall", args=[duty.pk])
        assert recall in words(city.get(page))
        assert "已安排为" in words(city.get(send))
        assert outside.name in words(signed_in(world.user("college")).get(page))
        assert city.post(recall, {"reason": "改派"}).status_code == 302
        assert recall not in words(city.get(page))


def test_he_finds_the_sitting_on_his_desk_writes_and_signs(world: World) -> None:
    visit = sent(world)
    sitting, page = visit.duty.sitting, visit.get_absolute_url()
    held(world, sitting)
    with at_the_hour(world):
        client = signed_in(world.user("outside"))
        desk = words(client.get("/desk"))
        assert "签署督导意见" in desk
        assert "质量督导" in desk
        assert page in words(client.get(reverse("supervision:mine")))
        shown = words(client.get(page))
        assert sitting.get_absolute_url() in shown
        sitting_page = client.get(sitting.get_absolute_url())
        assert sitting_page.status_code == 200
        assert reverse("exams:round", args=[sitting.round_id]) not in words(sitting_page)
        room = sitting.exam_rooms.all()[0]
        assert client.get(room.get_absolute_url()).status_code == 200
        write = reverse("supervision:write_visit", args=[visit.pk])
        assert client.post(write, {"findings": ""}).status_code == 409
        client.post(write, {"findings": "入场有序。", "demands": "增设指示牌。"})
        assert signed_in(world.user("centre")).get(page).status_code == 404
        client.post(reverse("supervision:sign_visit", args=[visit.pk]), {"reason": ""})
        assert Visit.objects.get(pk=visit.pk).state == "signed"
        assert "增设指示牌" in words(signed_in(world.user("centre")).get(page))
        assert page in words(signed_in(world.user("city")).get("/authority/oversight"))
        assert "已签字" in words(client.get(page))
