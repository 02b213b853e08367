"""The centre enters theory by keyboard or workbook, the office composes, the supervisor confirms a knock-out."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from jiangxin.documents.models import StoredFile
from jiangxin.enrolment import operations as enrolment
from jiangxin.exams import operations as exams
from jiangxin.exams.queries import accepted, sittings_of
from jiangxin.people.models import Person, Reading
from jiangxin.process.models import History
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from jiangxin.scoring.models import ScoreSheet, SubjectMark
from jiangxin.scoring.queries import SHEETS, marks_of
from tests.exams.views.test_arranging import browser_of, plain_files
from tests.scoring.operations.test_importing import book, practical_rows, theory_rows
from tests.stories.enrolment import applications, row
from tests.stories.exams import enlarged, hold
from tests.stories.plans import planned
from tests.stories.scoring import marked_practical, marked_round, seats
from tests.stories.workbooks import MARKS
from tests.world import World

__all__ = ["plain_files"]


def test_theory_is_typed_and_what_was_typed_stays_beside_its_error(world: World, held: Round) -> None:
    client, address = browser_of(world.user("centre")), reverse("scoring:theory", args=[held.pk])
    keys = [seat.application_id for seat in seats(held, "theory")]
    typed = {f"mark-{key}": "66.5" for key in keys[:5]} | {f"absent-{keys[5]}": "1", f"mark-{keys[0]}": "101"}
    answer = client.post(address, typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert 'value="101"' in page
    assert "应在 0 到 100" in page
    assert not SubjectMark.objects.exists()
    assert client.post(address, {**typed, f"mark-{keys[0]}": "60"}).status_code == 302
    assert marks_of(held).count() == 6
    assert "理论成绩已全部录入" in client.get(address).content.decode()


def test_a_faulty_workbook_comes_back_marked(world: World, held: Round) -> None:
    client, address = browser_of(world.user("centre")), reverse("scoring:import_marks", args=[held.pk])
    rows = theory_rows(held)
    rows[0][2] = 100.5
    page = client.post(address, {"workbook": SimpleUploadedFile("成绩.xlsx", book(rows))})
    assert page.status_code == 409
    assert "高于满分" in page.content.decode()
    kept = StoredFile.objects.get(name__startswith="错误原因-")
    download = client.get(reverse("scoring:marked", args=[held.pk, kept.pk]))
    marked = load_workbook(BytesIO(download.content)).worksheets[0]
    assert "错误原因" in [cell.value for row in marked.iter_rows() for cell in row]
    rows[0][2] = 60
    good = client.post(address, {"workbook": SimpleUploadedFile("成绩.xlsx", book(rows))})
    assert good.status_code == 302
    assert marks_of(held).count() == 6


def test_who_reads_a_marked_workbook_is_told_to_those_who_stand_in_it(world: World, held: Round) -> None:
    client, address = browser_of(world.user("centre")), reverse("scoring:import_marks", args=[held.pk])
    rows = theory_rows(held)[:2]
    rows[0][2] = 100.5
    client.post(address, {"workbook": SimpleUploadedFile("成绩.xlsx", book(rows))})
    kept = StoredFile.objects.get(name__startswith="错误原因-")
    client.get(reverse("scoring:marked", args=[held.pk, kept.pk]))
    written = {str(row[0]) for row in rows}
    told = Person.objects.filter(pk__in=Reading.objects.get().people)
    assert {person.id_number for person in told} == written


def test_a_file_that_is_no_workbook_gets_a_sentence(world: World, held: Round) -> None:
    client, address = browser_of(world.user("centre")), reverse("scoring:import_marks", args=[held.pk])
    answer = client.post(address, {"workbook": SimpleUploadedFile("x.xlsx", b"PK\x03\x04 no")})
    assert "没有导入" in answer.content.decode()
    assert "必填" in client.post(address, {"next": ""}).content.decode()


def filled(template: bytes, round_: Round, kind: str, marks: list[float]) -> bytes:
    """Return a template in which everybody who came has these marks, and who stayed away is marked absent."""
    sheets = load_workbook(BytesIO(template))
    sheet = sheets.worksheets[0]
    away = {seat.application.person.id_number for seat in seats(round_, kind) if seat.state == "absent"}
    lines = list(sheet.iter_rows())
    [place] = [place for place, line in enumerate(lines) if "缺考" in [cell.value for cell in line]]
    headings = [str(cell.value) for cell in lines[place]]
    for line in lines[place + 1 :]:
        cells = dict(zip(headings, line, strict=True))
        if str(cells["证件号码"].value) in away:
            cells["缺考"].value = "是"
            continue
        for heading, mark in zip([one for one in headings if "(" in one], marks, strict=True):
            cells[heading].value = mark
    buffer = BytesIO()
    sheets.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("login", "kind", "marks"), [("centre", "theory", [78.0]), ("recorder", "practical", [32.0, 30.5, 16.0])]
)
def test_the_template_comes_back_filled(world: World, held: Round, login: str, kind: str, marks: list[float]) -> None:
    client, address = browser_of(world.user(login)), reverse("scoring:import_marks", args=[held.pk])
    template = client.get(reverse("scoring:template", args=[held.pk])).content
    assert set(load_workbook(BytesIO(template)).sheetnames) & set(SHEETS.values()) == {SHEETS[kind]}
    sent = SimpleUploadedFile("成绩.xlsx", filled(template, held, kind, marks))
    assert client.post(address, {"workbook": sent}, follow=True).status_code == 200
    sheets = ScoreSheet.objects.filter(subject__kind=kind, state="submitted")
    assert sheets.count() == (6 if kind == "theory" else 18)
    assert sheets.filter(absent=True).count() == (1 if kind == "theory" else 3)
    assert marks_of(held).count() == (6 if kind == "theory" else 0)


def test_what_a_recorder_brings_in_is_the_examiners_own(world: World, held: Round) -> None:
    client, recorder = browser_of(world.user("recorder")), world.user("recorder")
    address = reverse("scoring:import_marks", args=[held.pk])
    assert address in client.get(held.get_absolute_url()).content.decode()
    page = client.get(address).content.decode()
    assert '您导入的工作表：<span translate="no">“实操成绩”</span>' in page
    assert "成绩记在考评员名下" in page
    sent = SimpleUploadedFile("成绩.xlsx", book(theory_rows(held), practical_rows(held)))
    assert client.post(address, {"workbook": sent}).status_code == 302
    assert not ScoreSheet.objects.filter(subject__kind="theory").exists()
    entered = History.objects.filter(model="scoring.scoresheet", verb="enter_sheet", actor=recorder.pk)
    signers = {world.user(login).pk for login in ("examiner", "examiner2", "examiner3")}
    assert set(entered.values_list("signer", flat=True)) == signers
    for name in ("scoring:round", "scoring:theory"):
        assert client.get(reverse(name, args=[held.pk])).status_code == 404


def test_the_centre_takes_theory_from_the_sample_of_120_people(world: World) -> None:
    table = [row for row in load_workbook(MARKS)["理论成绩"].iter_rows(min_row=2, values_only=True) if row[0]]
    away = {str(number) for number, _name, _mark, absent in table if absent}
    round_, college, centre = world.open_round(), world.user("college"), world.user("centre")
    rows = [row(place, id_number=number, name=name) for place, (number, name, *_marks) in enumerate(table, 1)]
    enrolment.enrol_all(round_, rows, by=college, at=world.at, on_paper=True)
    enrolment.accept_all(applications(round_), by=world.user("reviewer"), at=world.at)
    plan = enlarged(world, planned(world, rounds.close(round_, by=centre, at=world.at)))
    exams.arrange_all(plan, by=college, at=world.at)
    exams.confirm_all(round_, by=centre, at=world.at)
    for sitting in sittings_of(round_).filter(subject__kind="theory"):
        for exam_room in sitting.exam_rooms.all():
            hold(world, exam_room, {one.pk for one in accepted(round_) if one.person.id_number in away})
    client, address = browser_of(centre), reverse("scoring:import_marks", args=[round_.pk])
    page = client.get(address).content.decode()
    assert "“理论成绩”</span>。同一文件里的其他工作表不读取" in page
    assert "纸质评分表由补录员导入" in page
    answer = client.post(address, {"workbook": SimpleUploadedFile(MARKS.name, MARKS.read_bytes())}, follow=True)
    assert "已导入 120 张评分表" in answer.content.decode()
    found = {mark.seat.application.person.id_number: mark.mark for mark in marks_of(round_)}
    assert found == {str(number): None if absent else mark for number, _name, mark, absent in table}


def test_the_college_sees_marks_and_composes_but_enters_none(world: World, held: Round) -> None:
    college = browser_of(world.user("college"))
    page = college.get(reverse("scoring:round", args=[held.pk])).content.decode()
    assert "考评员甲还没有交评分表" in page
    assert college.get(reverse("scoring:theory", args=[held.pk])).status_code == 403
    assert college.get(reverse("scoring:import_marks", args=[held.pk])).status_code == 403
    answer = college.post(reverse("scoring:compose_marks", args=[held.pk, "practical"]), follow=True)
    assert "还没有交评分表" in answer.content.decode()


def test_the_supervisor_confirms_a_knock_out_and_nobody_else(world: World, held: Round) -> None:
    marked_practical(world, held, knocked_out=[1])
    mark = marks_of(held).get(state="awaiting")
    address = reverse("scoring:confirm_knockout", args=[mark.pk])
    answer = browser_of(world.user("centre")).post(address)
    assert "在岗的质量督导员" in answer.content.decode()
    supervisor = browser_of(world.user("supervisor"))
    assert "3 名考评员中 2 名认定否定项" in supervisor.get(address).content.decode()
    assert supervisor.post(address, follow=True).status_code == 200
    mark.refresh_from_db()
    assert mark.confirmed_by == world.user("supervisor").person
    assert browser_of(world.user("examiner")).get(address).status_code == 404


def test_the_marks_of_a_round_are_shown_with_their_distribution(world: World) -> None:
    round_ = marked_round(world)
    client = browser_of(world.user("college"))
    page = client.get(reverse("scoring:round", args=[round_.pk])).content.decode()
    for words in ("不合格（否定项）", "缺考", "成绩分布", "合格线 60"):
        assert words in page
    mark = marks_of(round_).filter(knocked_out=True)[0]
    assert "质量督导员尤佳已确认" in client.get(mark.get_absolute_url()).content.decode()
