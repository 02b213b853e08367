"""Bad input gets a clear sentence and loses nothing: the whole list, on the page and by the command.

What each check finds in detail stands beside it (documents/test_workbook_archive.py, enrolment/test_roster.py,
scoring/test_workbook.py, people/test_idnumber.py, enrolment/test_photo.py); here it is met where people meet it. A
second click and two officers at once have their own tests, for every address and for the races.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from jiangxin.commands import DONE, REFUSED, run_round
from jiangxin.enrolment.models import Application, Roster
from jiangxin.process.models import Due, History
from jiangxin.regulation.calendar import LAST_KNOWN
from jiangxin.rounds.models import Round
from jiangxin.scoring.models import ScoreSheet
from tests.commands.installation import options
from tests.stories import enrolment as story
from tests.stories.exams import held_sittings
from tests.stories.pages import at_the_hour, signed_in, words
from tests.stories.scoring import seats
from tests.stories.workbooks import FAILED, FOUR, MARKS, PASSED, ROSTER, cut, few, written
from tests.world import World

# The first bytes of a compound file, as .xls has them; with this name inside, of a workbook under a password.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
NO_WORKBOOKS = {
    "broken": (ROSTER.read_bytes()[:9000], "已损坏"),
    "password-protected": (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "取消密码"),
    "broken .xls": (COMPOUND, "已损坏"),
    "empty": (b"", "文件是空的"),
    "50 MB": (b"PK\x03\x04" + bytes(50_000_000), "超过上限"),
}
no_workbooks = pytest.mark.parametrize(("content", "sentence"), NO_WORKBOOKS.values(), ids=NO_WORKBOOKS)

# What a roster may say of one person (a column and its value), and what is told of it.
FAULTS = {
    "ID number stored as a number": ("证件号码*", 510499200601217572, "以数字格式存放"),
    "wrong check digit": ("证件号码*", "510499200601217573", "校验位不对"),
    "a level outside the scope": ("申报等级*", "三级/高级工", "本批次"),
}
REPAIRED = {
    "full-width digits": "５１０４９９２００６０１２１７５７２",
    "lower-case x": "51049920061103223x",
    "an unknown county is a notice": "510499200601217572",
}
# What marks may say of the four (a column and its value), and what is told of it.
MARK_FAULTS = {
    "above the maximum": ("理论成绩", 100.5, "高于满分"),
    "for a stranger": ("证件号码", "510499200601217580", "不是本批次审核通过的考生"),
}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return the directory into which a round is recorded; `roster.xlsx` and `marks.xlsx` of four people beside it."""
    few(tmp_path)
    return tmp_path / "out"


@pytest.fixture
def errors(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """Return a function that gives what a command has told of errors."""
    return lambda: capsys.readouterr().err


def recorded(out: Path, *words_: object) -> int:
    """Record the workbooks beside `out`, and return the exit status."""
    books = ("--roster", out.parent / "roster.xlsx", "--marks", out.parent / "marks.xlsx")
    return run_round.attempt(options(run_round, *books, "--out", out, *words_))


def told_in(book: Path | bytes) -> str:
    """Return everything that a marked workbook says."""
    opened = openpyxl.load_workbook(BytesIO(book) if isinstance(book, bytes) else book)
    return " ".join(str(cell.value) for sheet in opened for row in sheet.iter_rows() for cell in row if cell.value)


def uploaded(content: bytes, name: str = "名册.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


# ---- workbooks that can't be read


@no_workbooks
def test_the_command_refuses_what_is_no_workbook(
    world: World, out: Path, errors: Callable[[], str], content: bytes, sentence: str
) -> None:
    before = History.objects.count()
    for name in ("roster.xlsx", "marks.xlsx"):
        kept = out.with_name(name).read_bytes()
        out.with_name(name).write_bytes(content)
        assert recorded(out) == REFUSED
        assert sentence in errors()
        out.with_name(name).write_bytes(kept)
    assert History.objects.count() == before


@no_workbooks
def test_the_page_of_rosters_refuses_what_is_no_workbook(world: World, content: bytes, sentence: str) -> None:
    with at_the_hour(world):
        round_ = world.open_round()
        answer = signed_in(world.user("college")).post(
            reverse("enrolment:rosters", args=[round_.pk]), {"file": uploaded(content)}
        )
    assert answer.status_code == 409
    assert sentence in words(answer)
    assert not Roster.objects.exists()


@pytest.fixture
def held(world: World) -> Round:
    """Return a round whose sittings have been held, its marks not yet entered."""
    return held_sittings(world, 4, absent=0)


def test_the_page_of_marks_refuses_what_is_no_workbook(world: World, held: Round) -> None:
    client, address = signed_in(world.user("centre")), reverse("scoring:import_marks", args=[held.pk])
    with at_the_hour(world):
        for name, (content, sentence) in NO_WORKBOOKS.items():
            answer = client.post(address, {"workbook": uploaded(content)})
            assert answer.status_code == 409, name
            assert sentence in words(answer) or "文件超过" in words(answer), name
    assert not ScoreSheet.objects.exists()


def as_csv(book: Path) -> bytes:
    """Return a workbook's first sheet as Excel writes it in China: CSV in GB18030."""
    text = io.StringIO()
    for row in openpyxl.load_workbook(book).worksheets[0].iter_rows(values_only=True):
        csv.writer(text).writerow(["" if value is None else value for value in row])
    return text.getvalue().encode("gb18030")


def test_a_roster_in_gb18030_is_taken_on_page_and_by_command(world: World, out: Path) -> None:
    content = as_csv(out.with_name("roster.xlsx"))
    out.with_name("roster.xlsx").write_bytes(content)
    assert recorded(out) == DONE
    with at_the_hour(world):
        round_ = world.open_round()
        address = reverse("enrolment:rosters", args=[round_.pk])
        answer = signed_in(world.user("college")).post(address, {"file": uploaded(content, "名册.csv")})
    assert answer.status_code == 302
    assert Roster.objects.get(round=round_).faulty == 0


# ---- what a roster says


@pytest.mark.parametrize(("column", "value", "sentence"), FAULTS.values(), ids=FAULTS)
def test_a_faulty_row_of_a_roster_is_told_on_page_and_by_command(
    world: World, out: Path, column: str, value: object, sentence: str
) -> None:
    roster = cut(ROSTER, out.with_name("roster.xlsx"), FOUR, change=written(column, value))
    assert recorded(out) == REFUSED
    assert sentence in told_in(out / "roster-marked.xlsx")
    assert not Round.objects.exists()
    with at_the_hour(world):
        round_, client = world.open_round(), signed_in(world.user("college"))
        address = reverse("enrolment:rosters", args=[round_.pk])
        assert sentence in words(client.post(address, {"file": uploaded(roster.read_bytes())}, follow=True))
        kept = Roster.objects.get()
        marked = client.get(reverse("enrolment:roster_file", args=[kept.pk, "marked"]))
        assert sentence in told_in(marked.content)
        refused = client.post(reverse("enrolment:import_roster", args=[kept.pk]), {"on_paper": "on"})
    assert "一行也没有导入" in words(refused)
    assert not Application.objects.exists()


@pytest.mark.parametrize("number", REPAIRED.values(), ids=REPAIRED)
def test_what_can_be_read_is_repaired_with_a_notice(world: World, out: Path, number: str) -> None:
    right = number.translate(str.maketrans("０１２３４５６７８９x", "0123456789X"))
    roster = cut(ROSTER, out.with_name("roster.xlsx"), [right], change=written("证件号码*", number))
    with at_the_hour(world):
        round_, client = world.open_round(), signed_in(world.user("college"))
        address = reverse("enrolment:rosters", args=[round_.pk])
        page = words(client.post(address, {"file": uploaded(roster.read_bytes())}, follow=True))
        kept = Roster.objects.get()
        assert kept.faulty == 0
        assert kept.summary["row_notices"], "the county 510499 is in no list: a notice"
        assert bool(kept.summary["repairs"]) is (right != number)
        assert "行政区划" in page
        client.post(reverse("enrolment:import_roster", args=[kept.pk]), {"on_paper": "on"})
    assert Application.objects.get().person.id_number == right


@pytest.mark.parametrize(
    ("number", "sentence"),
    [("510499200601217573", "校验位"), ("51049920060121757", "18"), ("51049920060231757X", "日期")],
)
def test_a_candidate_alone_keeps_what_he_typed(world: World, number: str, sentence: str) -> None:
    typed = {"name": "徐嘉英", "id_number": number, "phone": "18800000001"}
    with at_the_hour(world):
        address = reverse("enrolment:sign_up", args=[world.open_round().pk])
        answer = Client().post(address, {**typed, "id_type": "resident", "act": "send"})
    assert answer.status_code == 409
    page = words(answer)
    assert sentence in page
    assert [value for value in typed.values() if f'value="{value}"' not in page] == []


# ---- what marks say


@pytest.mark.parametrize(("column", "value", "sentence"), MARK_FAULTS.values(), ids=MARK_FAULTS)
def test_a_faulty_mark_is_told_by_the_command(
    world: World, out: Path, column: str, value: object, sentence: str
) -> None:
    cut(MARKS, out.with_name("marks.xlsx"), FOUR, change=written(column, value))
    assert recorded(out) == REFUSED
    assert sentence in told_in(out / "marks-marked.xlsx")
    assert not Round.objects.exists()


def test_a_person_twice_in_the_marks_is_refused_unless_the_rows_are_identical(world: World, out: Path) -> None:
    book = openpyxl.load_workbook(out.with_name("marks.xlsx"))
    first = [cell.value for cell in book["理论成绩"][2]]
    book["理论成绩"].append(first)
    book.save(out.with_name("marks.xlsx"))
    assert recorded(out) == DONE
    first[2] = 12
    book["理论成绩"].append(first)
    book.save(out.with_name("marks.xlsx"))
    assert recorded(out.with_name("again")) == REFUSED
    assert "出现多次而内容不同" in told_in(out.with_name("again") / "marks-marked.xlsx")


def test_faulty_marks_are_told_on_the_page(world: World, held: Round) -> None:
    people = [seat.application.person for seat in seats(held, "theory")]
    rows = [[person.id_number, person.name, 66, None] for person in people]
    client, address = signed_in(world.user("centre")), reverse("scoring:import_marks", args=[held.pk])
    stranger = [PASSED, "徐嘉英", 60, None]
    for changed, sentence in (
        ([[*rows[0][:2], 100.5, None], *rows[1:]], "高于满分"),
        ([*rows, stranger], "不是本批次审核通过的考生"),
        ([*rows, [*rows[0][:2], 12, None]], "出现多次而内容不同"),
    ):
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = "理论成绩"
        for row in [["证件号码", "姓名", "理论成绩", "缺考"], *changed]:
            sheet.append(row)
        content = BytesIO()
        book.save(content)
        with at_the_hour(world):
            answer = client.post(address, {"workbook": uploaded(content.getvalue(), "成绩.xlsx")})
        assert answer.status_code == 409
        assert sentence in words(answer)
    assert not ScoreSheet.objects.exists()


# ---- a photo that is no picture


def test_a_photo_that_is_no_picture_is_told_by_the_command(world: World, out: Path, errors: Callable[[], str]) -> None:
    photos = out.with_name("photos")
    photos.mkdir()
    (photos / f"{FAILED}.jpg").write_text("no picture")
    assert recorded(out, "--photos", photos) == REFUSED
    assert "不是可用的照片" in errors()
    assert not Round.objects.exists()


def test_a_photo_that_is_no_picture_is_told_on_both_pages(world: World) -> None:
    """The office is told on the page of the application; the candidate at his question, and his proof is kept."""
    with at_the_hour(world):
        round_ = story.enrolled_round(world, 1)
        enrolled = Application.objects.get()
        office = signed_in(world.user("college"))
        answer = office.post(
            reverse("enrolment:add_photo", args=[enrolled.pk]), {"photo": uploaded(b"text", "a.jpg")}, follow=True
        )
        assert "不是可用的照片" in words(answer)
        person = world.candidate(7, login=True)
        draft = story.drafted(world, round_, person)
        client = signed_in(person.user)
        answer = client.post(
            reverse("enrolment:question", args=[draft.pk, "photo"]), {"photo": uploaded(b"text", "a.jpg")}
        )
    assert answer.status_code == 409
    assert "不是可用的照片" in words(answer)
    assert not Application.objects.exclude(photo=None).exists()


# ---- a calendar that ends before a deadline


def test_a_calendar_that_ends_before_a_deadline_is_told_on_the_page(world: World) -> None:
    """The round stays open, and the words that were typed stay in the form."""
    with travel(datetime(LAST_KNOWN + 1, 12, 30, 2, tzinfo=UTC), tick=False):
        world.at = timezone.now()
        round_ = world.open_round(apply_from=world.at.date(), apply_until=date(LAST_KNOWN + 1, 12, 31))
        address = reverse("rounds:close", args=[round_.pk])
        client = signed_in(world.user("centre"))
        assert "工作日历没有" in words(client.get(address)), "the page warns before it is tried"
        answer = client.post(address, {"reason": "按期截止"})
    assert answer.status_code == 409
    assert "算不出期限" in words(answer)
    assert "按期截止" in words(answer)
    round_.refresh_from_db()
    assert round_.state == "open"
    assert not Due.objects.filter(model="plans.plan").exists()


def test_a_calendar_that_doesn_t_know_the_days_is_told_by_the_command(
    world: World, out: Path, errors: Callable[[], str]
) -> None:
    assert recorded(out, "--exam-date", "2015-05-05") == REFUSED
    assert "工作日历没有" in errors()
    assert not Round.objects.exists()
