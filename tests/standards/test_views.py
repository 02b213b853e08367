"""The pages of standards."""

from __future__ import annotations

from django.urls import reverse

from jiangxin.standards.models import Occupation, Standard, StandardLevel
from tests.stories.pages import signed_in
from tests.world import World


def test_a_level_shows_ratios_with_their_basis_and_conditions_verbatim(world: World) -> None:
    page = signed_in(world.user("college")).get(reverse("standards:level", args=[world.practice.level.pk]))
    words = page.content.decode()
    assert "1:15" in words
    assert "累计从事本职业或相关职业工作满5年。" in words
    assert "不平均，不相抵" in words


def test_the_centre_enters_an_occupation_down_to_its_conditions(world: World) -> None:
    client = signed_in(world.user("centre"))
    client.post(reverse("standards:enter_occupation"), {"code": "6-18-02-04", "name": "焊工", "work_type": ""})
    occupation = Occupation.objects.get(name="焊工")
    data = {"origin": "national", "title": "焊工国家职业标准", "version": "2018", "valid_from": "2018-12-26"}
    client.post(reverse("standards:enter_standard", args=[occupation.pk]), data)
    standard = Standard.objects.get(occupation=occupation)
    ratios = {
        "candidates_per_invigilator": 15, "least_invigilators": 2, "candidates_per_examiner": 5, "least_examiners": 3,
    }  # fmt: skip
    client.post(reverse("standards:add_level", args=[standard.pk]), {"level": 5, "hours": 100, **ratios})
    level = StandardLevel.objects.get(standard=standard)
    subject = {"kind": "practical", "mode": "现场操作", "minutes": 120, "full_mark": "100", "pass_mark": "60"}
    add_subject = reverse("standards:add_subject", args=[level.pk])
    assert client.post(add_subject, {**subject, "modules": "焊接 90\n安全 20"}).status_code == 409
    assert client.post(add_subject, {**subject, "pass_mark": "160"}).status_code == 409
    assert client.post(add_subject, {**subject, "modules": "焊接 90\n安全 10"}).status_code == 302
    condition = {
        "label": "五级-1",
        "short": "满16周岁",
        "text": "年满16周岁，拟从事本职业。",
        "materials": "身份证\n照片",
    }
    client.post(reverse("standards:add_condition", args=[level.pk]), condition)
    assert level.conditions.get().materials == ["身份证", "照片"]
    client.post(reverse("standards:adopt_standard", args=[standard.pk]), {"reason": ""})
    assert "焊工" in client.get(reverse("standards:list")).content.decode()


def test_an_own_norm_says_who_approved_it(world: World) -> None:
    data = {"origin": "own", "title": "岗位评价规范", "version": "2026", "valid_from": "2026-01-01"}
    address = reverse("standards:enter_standard", args=[Occupation.objects.get().pk])
    response = signed_in(world.user("centre")).post(address, data)
    assert response.status_code == 409
    assert "评审公布" in response.content.decode()
