"""The pages of standards."""

from __future__ import annotations

import html
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from jiangxin.documents.workbook import MEDIA_TYPE, read
from jiangxin.standards import library
from jiangxin.standards.models import Filing, Occupation, Standard, StandardLevel
from tests.stories.everything import foreign_officer
from tests.stories.norms import PAPER, drafted_norm, published_norm, sent_norm
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


def test_a_draft_is_corrected_on_its_pages(world: World) -> None:
    norm, client = drafted_norm(world), signed_in(world.user("centre"))
    level = norm.levels.get(level=4)
    address = reverse("standards:level", args=[level.pk])
    subject, condition = level.subjects[0], level.conditions[0]
    page = words(client.get(address))
    verbs = ("revise_subject", "remove_subject", "revise_condition", "remove_condition")
    steps = dict(zip(verbs, (subject, subject, condition, condition), strict=True))
    pages = {verb: reverse(f"standards:{verb}", args=[record.pk]) for verb, record in steps.items()}
    assert all(f"{page_of}?next=" in page for page_of in pages.values())
    asked = client.get(pages["revise_subject"])
    form = asked.context["form"]
    assert "基本要求 职业道德 5" in words(asked)
    data = {name: form[name].value() for name in form.fields} | {"minutes": 95}
    assert "不能为空" not in words(asked)
    assert client.post(pages["revise_subject"], {**data, "reason": ""}).status_code == 409
    assert client.post(pages["revise_subject"], {**data, "reason": "笔误"}).status_code == 302
    before = level.subjects[0]
    assert (before.minutes, before.weights, before.modules) == (95, subject.weights, subject.modules)
    form = client.get(pages["revise_condition"]).context["form"]
    data = {name: form[name].value() for name in form.fields} | {"text": "改正的原文。", "reason": "笔误"}
    assert client.post(pages["revise_condition"], {**data, "rule": "agee = 1"}).status_code == 409
    assert client.post(pages["revise_condition"], {**data, "next": address}).status_code == 302
    after = level.conditions[0]
    assert (after.text, after.rule, after.materials) == ("改正的原文。", condition.rule, condition.materials)
    client.post(pages["remove_condition"], {"reason": "多录一条"})
    client.post(pages["remove_subject"], {"reason": "录错科目"})
    page = words(client.get(address))
    assert ("改正的原文。" in page, pages["remove_subject"] in page) == (False, False)


def test_what_is_in_force_offers_no_correction(world: World) -> None:
    page = words(signed_in(world.user("centre")).get(reverse("standards:level", args=[world.practice.level.pk])))
    assert "revise_condition" not in page
    assert "登记申报条件" in page


def test_a_draft_is_renamed_and_discarded_on_its_page(world: World) -> None:
    client = signed_in(world.user("centre"))
    client.post(reverse("standards:take_in"), {"shipped": "standard-welder"})
    welder = Standard.objects.get(occupation__name="焊工")
    address = reverse("standards:revise_standard", args=[welder.pk])
    form = client.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"title": "焊工标准", "reason": "改名"}
    assert client.post(address, {**data, "version": "新版"}).status_code == 409
    assert client.post(address, data).status_code == 302
    assert "焊工标准" in words(client.get(reverse("standards:list")))
    discard = reverse("standards:discard_standard", args=[welder.pk])
    assert discard in words(client.get(reverse("standards:standard", args=[welder.pk])))
    client.post(discard, {"reason": "重新读入"})
    page = words(client.get(reverse("standards:list")))
    assert ("焊工标准" in page, "还没有标准" in page) == (False, True)
    assert client.post(reverse("standards:take_in"), {"shipped": "standard-welder"}).status_code == 302


def test_a_norm_of_another_institution_is_not_offered_to_a_filing(world: World) -> None:
    foreign = foreign_officer(world)
    norm = published_norm(world).levels.all()[0]
    client = signed_in(foreign)
    data = {"number": "S000000990002", "audiences": ["public"], "valid_from": "2026-01-01", "valid_until": "2028-12-31"}
    client.post(reverse("standards:enter_filing"), data)
    scope = reverse("standards:add_scope", args=[Filing.objects.get(number="S000000990002").pk])
    offered = words(client.get(scope))
    assert (f'value="{world.practice.level.pk}"' in offered, f'value="{norm.pk}"' in offered) == (True, False)
    ours = words(signed_in(world.user("centre")).get(reverse("standards:add_scope", args=[world.practice.filing.pk])))
    assert f'value="{norm.pk}"' in ours
    assert client.get(reverse("standards:replace_standard", args=[norm.standard_id])).status_code == 403
    assert client.get(reverse("standards:revise_level", args=[norm.pk])).status_code == 403


def test_the_experts_judgement_and_the_publication_are_recorded_on_their_pages(world: World) -> None:
    norm, client, day = sent_norm(world), signed_in(world.user("centre")), world.at.date().isoformat()
    judge = reverse("standards:record_judgement", args=[norm.pk])
    assert client.post(judge, {"judged_on": day, "reason": ""}).status_code == 409
    assert client.post(judge, {"judged_on": "2099-01-01", "reason": "专家组同意"}).status_code == 409
    assert client.post(judge, {"judged_on": day, "reason": "专家组同意"}).status_code == 302
    publish = reverse("standards:record_publication", args=[norm.pk])
    data = {"document": "演练人社公告1号", "published_on": day}
    assert client.post(publish, data).status_code == 409
    wrong = client.post(publish, {**data, "upload": SimpleUploadedFile("公告.pdf", b"text")})
    assert wrong.status_code == 409
    assert "演练人社公告1号" in words(wrong)
    paper = SimpleUploadedFile("公告.pdf", PAPER, "application/pdf")
    assert client.post(publish, {**data, "upload": paper}).status_code == 302
    norm.refresh_from_db()
    assert (norm.state, norm.document, norm.published_on) == ("in_force", "演练人社公告1号", world.at.date())
    assert client.get(reverse("standards:publication", args=[norm.pk])).content == PAPER


def test_the_provinces_paper_is_shown_where_it_is_recorded(world: World) -> None:
    norm = published_norm(world)
    client = signed_in(world.user("college"))
    assert "演练人社公告1号" in words(client.get(reverse("standards:standard", args=[norm.pk])))
    assert client.get(reverse("standards:publication", args=[norm.pk])).content == PAPER
    national = world.practice.level.standard
    assert client.get(reverse("standards:publication", args=[national.pk])).status_code == 404
