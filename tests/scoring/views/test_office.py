"""The centre enters theory by keyboard or workbook, the office composes, the supervisor confirms a knock-out."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from jiangxin.documents.models import StoredFile
from jiangxin.people.models import Person, Reading
from jiangxin.rounds.models import Round
from jiangxin.scoring.models import SubjectMark
from jiangxin.scoring.queries import marks_of
from tests.exams.views.test_arranging import browser_of, plain_files
from tests.scoring.operations.test_importing import book, theory_rows
from tests.stories.scoring import marked_practical, marked_round, seats
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


def test_the_template_holds_the_candidates_and_the_panel(world: World, held: Round) -> None:
    client = browser_of(world.user("centre"))
    answer = client.get(reverse("scoring:template", args=[held.pk]))
    sheets = load_workbook(BytesIO(answer.content))
    assert len(list(sheets["理论成绩"].rows)) >= 7
    assert "考评员甲" in [cell.value for row in sheets["实操成绩"].iter_rows() for cell in row]


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
