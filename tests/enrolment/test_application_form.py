"""The application form on paper tells all that is stated, whoever reads the pages in which language."""

import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.utils.translation import override

from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.application_form import printed_form
from tests.stories import enrolment as story
from tests.world import World


def read(pdf: bytes, place: Path) -> str:
    """Return what poppler reads, without blanks: they depend on the layout."""
    (place / "form.pdf").write_bytes(pdf)
    found = subprocess.run(["pdftotext", "-raw", place / "form.pdf", "-"], capture_output=True, check=True)
    return "".join(found.stdout.decode().split())


def test_all_facts_stand_on_the_form_with_number_and_promises(world: World, tmp_path: Path) -> None:
    person, round_ = world.candidate(1, login=True), world.open_round()
    application = story.submitted(world, round_, person)
    with override("en"):
        pdf = printed_form(application, world.at)
    text = read(pdf, tmp_path)
    condition = story.condition_of(round_)
    wanted = (
        "职业技能等级认定申报表", person.name, person.id_number, "18800000001", "大学本科", "学校(在校生)", "电气工程",
        condition.label, condition.text, "学籍证明.pdf", "诚信承诺书", "2026-1版", "申报人签字", "样张",
    )  # fmt: skip
    assert [words for words in wanted if "".join(words.split()) not in text] == []
    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages) <= 2


def test_a_promise_is_printed_in_the_words_that_were_agreed_to(world: World, tmp_path: Path) -> None:
    application = story.submitted(world, world.open_round(), world.candidate(1, login=True))
    application.consent_version = "2026-1"
    text = read(printed_form(application, world.at), tmp_path)
    assert "2026-1版" in text
    assert "短信服务商" not in text, "of messages only the second version speaks"
    assert "审核承诺书" not in text
    application = enrolment.accept(application, by=world.user("reviewer"), at=world.at)
    text = read(printed_form(application, world.at), tmp_path)
    assert "短信服务商" in text
    assert "审核人于2026-03-0210:00审核通过时作出（2026-1版）" in text


def test_a_promise_on_paper_is_printed_as_such(world: World, tmp_path: Path) -> None:
    application = story.applications(story.enrolled_round(world, 1))[0]
    assert read(printed_form(application, world.at), tmp_path).count("已查验本人签字的纸质件") == 2


@pytest.mark.parametrize("name", ["张䶮", "李㛃", "王𬭎", "阿依古丽·买买提"])
def test_rare_names_stand_on_the_form_as_on_the_id_card(world: World, tmp_path: Path, name: str) -> None:
    """Stored and printed exactly (domain.md §12, 10)."""
    application = story.drafted(world, world.open_round(), world.candidate(1, name=name, login=True))
    assert name in read(printed_form(application, world.at), tmp_path)


def test_a_draft_prints_with_blanks_to_fill(world: World, tmp_path: Path) -> None:
    application = story.drafted(world, world.open_round(), world.candidate(1, login=True))
    text = read(printed_form(application, world.at), tmp_path)
    assert "草稿" in text
    assert "一寸照" in text
    assert "未填" not in text


def test_long_words_and_many_jobs_stay_on_paper(world: World, tmp_path: Path) -> None:
    person, round_ = world.candidate(1, login=True), world.open_round()
    application = story.filled(world, round_, person)
    jobs = [
        {"since": f"{2005 + n}-03-01", "until": f"{2005 + n}-12-31", "employer": "攀枝花市" * 14, "post": "电工" * 20}
        for n in range(12)
    ]
    condition = story.condition_of(round_, "四级-1")
    application = enrolment.fill(application, by=person.user, at=world.at, condition=condition, facts={"jobs": jobs})
    text = read(printed_form(application, world.at), tmp_path)
    assert text.count("电工" * 20) == 12
