"""The pages of standards."""

from __future__ import annotations

import html
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from jiangxin.documents.workbook import MEDIA_TYPE, read
from jiangxin.standards import library
from jiangxin.standards.models import Occupation, Standard, StandardLevel
from tests.stories.norms import PAPER, published_norm
from tests.stories.pages import signed_in, words
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
    add_condition = reverse("standards:add_condition", args=[level.pk])
    for wrong, told in (("age = ", "读不懂规则"), ("agee = 16", "不认识的项"), ("work = { year = 1 }", "没有字段")):
        answer = client.post(add_condition, {**condition, "rule": wrong})
        assert answer.status_code == 409
        assert told in answer.content.decode()
        assert wrong in html.unescape(answer.content.decode())
    client.post(add_condition, {**condition, "rule": 'age = 16\nengaged = "intends"'})
    assert level.conditions.get().requirement.asks == ("born", "engaged")
    assert level.conditions.get().materials == ["身份证", "照片"]
    client.post(reverse("standards:adopt_standard", args=[standard.pk]), {"reason": ""})
    assert "焊工" in client.get(reverse("standards:list")).content.decode()


def test_an_own_norm_says_whose_it_is_and_claims_no_publication(world: World) -> None:
    data = {"origin": "own", "title": "岗位评价规范", "version": "2026", "valid_from": "2026-01-01", "document": "1号"}
    address = reverse("standards:enter_standard", args=[Occupation.objects.get().pk])
    client = signed_in(world.user("centre"))
    response = client.post(address, data)
    assert response.status_code == 409
    assert "编制机构" in words(response)
    assert "公布以后再登记文号" in words(response)
    home = {"institution": world.practice.institution.pk, "document": ""}
    assert client.post(address, {**data, **home, "version": "新版"}).status_code == 409
    assert client.post(address, {**data, **home}).status_code == 302


def test_a_standard_of_the_library_is_taken_in_and_shown(world: World) -> None:
    client = signed_in(world.user("centre"))
    address = reverse("standards:take_in")
    assert "焊工国家职业标准（2009年修订）" in words(client.get(address))
    assert client.post(address, {"shipped": "standard-welder"}).status_code == 302
    level = StandardLevel.objects.get(standard__occupation__name="焊工", level=4)
    page = words(client.get(reverse("standards:level", args=[level.pk])))
    assert "取得本职业初级职业资格证书后，连续从事本职业工作3年以上" in page
    assert "理论知识考试权重表" in page
    assert "读自文件 standard-welder.toml" in words(client.get(reverse("standards:standard", args=[level.standard_id])))


def test_a_faulty_file_is_told_fault_by_fault_and_writes_nothing(world: World) -> None:
    client, before = signed_in(world.user("centre")), Standard.objects.count()
    content = library.content_of("standard-welder").replace(b"minutes = 90", b"minutes = 0", 1)
    content = content.replace(b"weight = 25", b"weight = 24", 1)
    response = client.post(
        reverse("standards:take_in"), {"upload": SimpleUploadedFile("焊工.toml", content, "text/plain")}
    )
    assert response.status_code == 409
    assert "levels[1].subjects[1].minutes：要写 1 到 2000 的整数。" in words(response)
    assert "levels[1].subjects[1].weights：合计是 99，应当是 100。" in words(response)
    assert client.post(reverse("standards:take_in"), {}).status_code == 409
    assert Standard.objects.count() == before


def test_the_template_and_a_standard_are_downloaded_as_workbooks_and_taken_in(world: World) -> None:
    client = signed_in(world.user("centre"))
    assert reverse("standards:template") in client.get(reverse("standards:take_in")).content.decode()
    template = client.get(reverse("standards:template"))
    assert [sheet.name for sheet in read(template.content).sheets][:2] == ["职业与标准", "等级"]
    assert client.post(reverse("standards:take_in"), {"shipped": "standard-welder"}).status_code == 302
    welder = Standard.objects.get(occupation__name="焊工")
    address = reverse("standards:workbook", args=[welder.pk])
    assert address in client.get(reverse("standards:standard", args=[welder.pk])).content.decode()
    content = client.get(address).content
    again = {"upload": SimpleUploadedFile("焊工.xlsx", content, MEDIA_TYPE)}
    assert "已经登记" in words(client.post(reverse("standards:take_in"), again))
    book = load_workbook(BytesIO(content))
    book["职业与标准"]["B7"] = "2027年版"
    book["科目"]["D3"] = 0
    book.save(faulty := BytesIO())
    wrong = {"upload": SimpleUploadedFile("焊工.xlsx", faulty.getvalue(), MEDIA_TYPE)}
    assert "工作表“科目”第 3 行“时长（分钟）”：要写 1 到 2000 的整数。" in words(
        client.post(reverse("standards:take_in"), wrong)
    )
    book["科目"]["D3"] = 90
    book.save(corrected := BytesIO())
    right = {"upload": SimpleUploadedFile("焊工.xlsx", corrected.getvalue(), MEDIA_TYPE)}
    assert client.post(reverse("standards:take_in"), right).status_code == 302
    assert Standard.objects.get(version="2027年版").levels.count() == 5


def test_the_provinces_paper_is_shown_where_it_is_recorded(world: World) -> None:
    norm = published_norm(world)
    client = signed_in(world.user("college"))
    assert "演练人社公告1号" in words(client.get(reverse("standards:standard", args=[norm.pk])))
    assert client.get(reverse("standards:publication", args=[norm.pk])).content == PAPER
    national = world.practice.level.standard
    assert client.get(reverse("standards:publication", args=[national.pk])).status_code == 404
