"""What everybody may ask: a name with a number, and a file."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from jiangxin.certificates import operations as certificates
from jiangxin.certificates.models import Certificate
from jiangxin.certificates.printing import sheet_of
from jiangxin.certificates.public_views import answer_context
from jiangxin.certificates.queries import document_of, public_answer
from jiangxin.regulation.parameters import param
from tests.certificates.test_views import signed
from tests.stories.pages import words
from tests.world import World


def test_name_and_number_are_answered_without_an_account(world: World, client: Client) -> None:
    [made] = signed(world, 1)
    answer = client.post(reverse("certificates:lookup"), {"name": made.name, "number": made.number})
    assert answer.status_code == 200
    assert "这是样张" in answer.text
    assert made.masked_id in answer.text
    assert made.person.id_number not in answer.text
    assert "83" not in answer.text.split("<main", 1)[1].split("</main", 1)[0].replace(made.masked_id, "").replace(
        made.number, ""
    )


# What stands on the paper and isn't told in public as it stands there, with what is told instead.
OTHERWISE: dict[str, Callable[[Certificate], str]] = {
    "id_number": lambda made: made.masked_id,
    "practice": lambda made: "样张，不证明任何技能",
    "photo": lambda made: "本页不显示照片和成绩",
    "lookup_address": lambda made: reverse("certificates:lookup"),
    "qr": lambda made: reverse("certificates:lookup"),  # where the code led
}


def test_every_fact_on_the_paper_is_told_in_public(world: World, client: Client) -> None:
    """The facts are read off the printed sheet: a new one is asked for here by itself."""
    [made] = signed(world, 1)
    told = client.post(reverse("certificates:lookup"), {"name": made.name, "number": made.number})
    for name, value in vars(sheet_of(made)).items():
        printed = date_format(value) if isinstance(value, date) else str(value)
        assert (OTHERWISE[name](made) if name in OTHERWISE else printed) in words(told), name
    labels = "姓名 证件类型 证件号码 职业 工种 等级 证书编号 发证日期 评价机构 备案号 状态"
    for label in labels.split():
        assert label in words(told)


def test_the_status_is_told_first_and_among_the_facts(world: World) -> None:
    [made] = signed(world, 1)
    sample = public_answer(made)
    real = replace(sample, practice=False, confirmation_simulated=False)
    for answer, title, state in (
        (sample, "这是样张", "样张，不证明任何技能"),
        (real, "证书真实有效", "有效"),
        (replace(real, revoked_on=date(2026, 3, 9)), "证书已经撤销", "已于2026-03-09撤销"),
    ):
        page = answer_context(answer)
        assert (page["title"], page["facts"][-1]["tag"]["label"]) == (title, state)


def test_a_wrong_name_and_a_wrong_number_read_alike(world: World, client: Client) -> None:
    [made] = signed(world, 1)
    pages = []
    for name, number in (("王小", made.number), (made.name, made.number[:-1] + "7")):
        answer = client.post(reverse("certificates:lookup"), {"name": name, "number": number})
        assert answer.status_code == 404
        main = answer.text.split("<main", 1)[1].split("csrfmiddlewaretoken", 1)[0]
        pages.append(main + str("没有查到" in answer.text))
    assert pages[0] == pages[1]


def test_whoever_goes_on_guessing_is_asked_to_wait(world: World, client: Client) -> None:
    [made] = signed(world, 1)
    address, guess = reverse("certificates:lookup"), {"name": made.name, "number": made.number[:-1] + "7"}
    assert {client.post(address, guess).status_code for _ in range(param("lookup.misses").integer)} == {404}
    answer = client.post(address, {"name": made.name, "number": made.number})
    assert answer.status_code == 429
    assert "10 分钟以后再查" in answer.text
    elsewhere = client.post(address, {"name": made.name, "number": made.number}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200


def test_a_qr_code_brings_the_number_and_asks_for_the_name(world: World, client: Client) -> None:
    [made] = signed(world, 1)
    page = client.get(reverse("certificates:lookup_number", args=[made.number])).text
    assert f'value="{made.number}"' in page
    assert made.name not in page


def test_a_revoked_certificate_is_said_to_be_so(world: World, client: Client) -> None:
    [made] = signed(world, 1)
    certificates.revoke(made, by=world.user("centre"), at=world.at, reason="材料造假")
    answer = client.post(reverse("certificates:lookup"), {"name": made.name, "number": made.number})
    assert "证书已经撤销" in answer.text
    assert "材料造假" not in answer.text


@pytest.mark.parametrize(
    ("change", "said"),
    [("", "未经改动的样张"), ("changed", "改动过"), ("added", "改动过"), ("text", "不是一份 PDF")],
)
def test_a_file_is_answered_by_a_sentence(world: World, client: Client, change: str, said: str) -> None:
    [made] = signed(world, 1)
    pdf = bytearray(document_of(made))
    if change == "changed":
        pdf[4000] ^= 1
    content = {"added": bytes(pdf) + b" ", "text": b"hello"}.get(change, bytes(pdf))
    upload = SimpleUploadedFile("证书.pdf", content, "application/pdf")
    assert said in client.post(reverse("certificates:verify"), {"file": upload}).text


def test_a_file_that_is_too_large_or_empty_is_refused(db: None, client: Client) -> None:
    large = SimpleUploadedFile("a.pdf", b"%PDF-" + bytes(5 * 1024 * 1024), "application/pdf")
    assert "超过 5 MB" in client.post(reverse("certificates:verify"), {"file": large}).text
    assert "证书文件" in client.post(reverse("certificates:verify"), {}).text
