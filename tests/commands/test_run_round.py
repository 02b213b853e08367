"""A round held on paper, recorded by the command: the samples as its users run it, everything else in few people."""

import json
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone

from jiangxin import cli, embedded
from jiangxin.certificates.models import Certificate
from jiangxin.commands import BROKEN, DONE, REFUSED, USAGE
from jiangxin.enrolment.models import Application
from jiangxin.exams.models import Seat
from jiangxin.people import idnumber
from jiangxin.people import operations as people
from jiangxin.people.models import Appointment, Organisation, User
from jiangxin.plans.models import Plan
from jiangxin.process.models import Due, History
from jiangxin.process.taking import under_way
from jiangxin.process.who import SYSTEM
from jiangxin.results.models import ResultFiling
from jiangxin.rounds.models import Round
from jiangxin.training import operations as training
from jiangxin.training.models import Programme
from tests.commands.installation import environment, jiangxin
from tests.commands.recorded import COUNTS, cells, examined, examiner, record, summary
from tests.commands.sealed import nothing_lies_in_clear
from tests.stories.enrolment import picture
from tests.stories.workbooks import ABSENT, FAILED, FAULTY, FOUR, MARKS, PASSED, ROSTER, cut, few, written
from tests.world import World


def people_faulty() -> list[str]:
    """Return the ID numbers, as written, of the first, second, 8th and 20th of the roster with errors."""
    sheet = openpyxl.load_workbook(FAULTY).worksheets[0]
    return [str(sheet.cell(row + 2, 4).value) for row in (1, 2, 8, 20)]


# ---- the samples


def test_the_samples_end_in_certificates_and_a_dossier(
    committed: None, server: embedded.Server, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    env = environment(server)
    done = jiangxin("run-round", "--roster", ROSTER, "--marks", MARKS, "--out", tmp_path, env=env)
    assert "14 seal" in done.stderr, "the progress bar names every stage"
    assert {"enrol", "plan", "certify", "seal"} <= set(json.loads((tmp_path / "summary.json").read_text())["seconds"])
    assert summary(tmp_path) == {
        "rows": 120, "refused": 0, "ignored_marks": 0, "applied": 120, "accepted": 120, "absent": 3, "passed": 95,
        "failed": 22, "certificates": 95,
    }  # fmt: skip
    for name in ("JIANGXIN_DATA", "DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.setenv(name, env[name])
    _certificates_verify(tmp_path, capsys)
    _history_tells_recorder_and_signer()
    nothing_lies_in_clear(env["DATABASE_OWNER_URL"], tmp_path, ROSTER)
    with zipfile.ZipFile(next(tmp_path.glob("*档案.zip"))) as dossier:
        assert dossier.testzip() is None
        assert any("manifest" in name for name in dossier.namelist())
    assert {path.suffix for path in tmp_path.iterdir()} >= {".pdf", ".docx", ".xlsx", ".zip", ".json"}


def _certificates_verify(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`jiangxin verify` and poppler find every certificate valid, each for its own number; neither a changed one."""
    files = sorted((out / "certificates").glob("*.pdf"))
    assert {file.stem for file in files} == set(Certificate.objects.values_list("number", flat=True))
    assert set(Certificate.objects.values_list("issued_on", flat=True)) == {timezone.localdate()}
    capsys.readouterr()
    assert [file for file in files if cli.main(["verify", str(file)]) != DONE] == []
    assert set(capsys.readouterr().out.splitlines()) == {"未经改动的样张，不证明任何技能。"}
    assert [file for file in files if not valid_for_poppler(file)] == []
    changed = bytearray(files[0].read_bytes())
    changed[2000] ^= 1  # inside the signed range
    (out / "changed.pdf").write_bytes(changed)
    assert cli.main(["verify", str(out / "changed.pdf")]) == BROKEN
    assert not valid_for_poppler(out / "changed.pdf")


def valid_for_poppler(file: Path) -> bool:
    """Tell whether poppler's pdfsig finds the one signature valid, and the whole file signed."""
    report = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=False).stdout
    return report.count("Signature is Valid") == 1 == report.count("Total document signed")


def _history_tells_recorder_and_signer() -> None:
    """One recorder acts; the paper's signer answers for each act, and the day of recording is the real one."""
    round_ = Round.objects.get()
    recorder = User.objects.get(username="recorder")
    rows = History.objects.filter(model="enrolment.application", verb="accept")
    assert rows.count() == 120
    assert set(rows.values_list("actor", "signer")) == {(recorder.pk, User.objects.get(username="reviewer").pk)}
    closed = History.objects.get(model="rounds.round", record=round_.pk, verb="close")
    assert closed.at < closed.recorded_at
    assert timezone.localdate(closed.recorded_at) == timezone.localdate()


# ---- practice


def test_a_few_people_end_in_what_their_marks_say(world: World, out: Path) -> None:
    assert record(out) == DONE
    assert summary(out) == COUNTS
    [certificate] = Certificate.objects.select_related("row__result__application__person")
    assert certificate.person.id_number == PASSED
    assert certificate.practice, "and its frame for the photo is empty"
    assert certificate.row.result.application.photo is None
    assert {filing.simulated for filing in ResultFiling.objects.all()} == {True}
    confirmed = History.objects.get(model="results.filingrow", verb="confirm_row")
    assert "演练：模拟" in confirmed.reason


def test_a_refusal_by_the_province_is_practised_too(world: World, out: Path) -> None:
    """Everybody who passed is refused: the round ends without a certificate."""
    answer = out.with_name("答复.csv")
    answer.write_text(f"证件号码,退回原因\n{PASSED},与省库不符\n", encoding="utf-8")
    assert record(out, "--refused", answer) == DONE
    assert summary(out) == COUNTS | {"certificates": 0}
    assert ResultFiling.objects.get().rows.get().state == "refused"


def test_a_round_in_which_nobody_passed_ends_too(world: World, out: Path) -> None:
    few(out.parent, (FAILED,))
    assert record(out) == DONE
    assert summary(out) | {"failed": 1} == {
        **dict.fromkeys(COUNTS, 0),
        "rows": 1,
        "applied": 1,
        "accepted": 1,
        "failed": 1,
    }
    assert not ResultFiling.objects.exists()


def test_the_practice_institution_is_seeded_once_and_its_days_are_shared(world: World, out: Path) -> None:
    """A second round finds the staff and rooms of the first, and days on which they are free."""
    assert record(out) == record(out.with_name("again")) == DONE
    assert Organisation.objects.filter(kind=Organisation.INSTITUTION).count() == 1
    assert {round_.sequence for round_ in Round.objects.all()} == {1, 2}
    assert len(set(Round.objects.values_list("planned_on", flat=True))) == 2


def test_photos_are_added_from_a_directory(world: World, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photos = out.with_name("photos")
    photos.mkdir()
    (photos / f"徐嘉英-{PASSED}.jpg").write_bytes(picture())
    (photos / f"{ABSENT}.PNG").write_bytes(picture(kind="PNG"))
    assert record(out, "--photos", photos) == DONE
    with_photo = Application.objects.exclude(photo=None).select_related("person")
    assert {application.person.id_number for application in with_photo} == {PASSED, ABSENT}
    (photos / f"{FAILED}.jpg").write_text("no picture")
    assert record(out.with_name("again"), "--photos", photos) == REFUSED
    told = capsys.readouterr().err
    assert f"“{FAILED}.jpg”" in told
    assert "不是可用的照片" in told
    assert Round.objects.count() == 1, "nothing of the second round was written"


def test_the_exam_date_gives_every_day_and_history_keeps_the_real_one(world: World, out: Path) -> None:
    day = timezone.localdate() - timedelta(days=60)
    assert record(out, "--exam-date", day.isoformat()) == DONE
    round_ = Round.objects.get()
    assert round_.planned_on == day
    [plan] = Plan.objects.filter(round=round_)
    assert (plan.theory_on, plan.practical_on) == (day, day + timedelta(days=1))
    assert set(Certificate.objects.values_list("issued_on", flat=True)) == {timezone.localdate()}
    assert not History.objects.filter(recorded_at__date__lt=timezone.localdate()).filter(model="plans.plan").exists()


@pytest.mark.parametrize(
    ("days", "sentence"), [(0, "公示要到"), (-3000, "工作日历没有")], ids=["publicity isn't over", "no calendar"]
)
def test_an_exam_date_that_can_t_be_is_refused(
    world: World, out: Path, capsys: pytest.CaptureFixture[str], days: int, sentence: str
) -> None:
    day = timezone.localdate() + timedelta(days=days)
    assert record(out, "--exam-date", day.isoformat()) == REFUSED
    assert sentence in capsys.readouterr().err
    assert not Round.objects.exists()


def test_a_late_filing_asks_for_its_reason_and_is_marked(
    world: World, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exam = timezone.localdate() - timedelta(days=60)
    late = ("--exam-date", exam.isoformat(), "--filed-on", (exam - timedelta(days=20)).isoformat())
    assert record(out, *late) == REFUSED
    assert "逾期" in capsys.readouterr().err
    assert not Round.objects.exists()
    assert record(out, *late, "--late-reason", "名册更正后重新审批") == DONE
    [plan] = Plan.objects.all()
    assert plan.late_reason == "名册更正后重新审批"
    due = Due.objects.get(model="plans.plan", verb="file", kind="deadline")
    assert due.met_on is not None
    assert due.met_on > due.due_on
    assert History.objects.get(model="plans.plan", verb="file").reason == "名册更正后重新审批"
    assert History.objects.get(model="results.resultfiling", verb="file_results").reason == "", "that one isn't late"


def test_a_filing_day_after_the_examination_is_refused(
    world: World, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert record(out, "--filed-on", timezone.localdate().isoformat()) == REFUSED
    assert "--filed-on" in capsys.readouterr().err


def test_another_recorder_acts_where_he_is_named(world: World, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert record(out, "--by", "nobody") == REFUSED
    assert "登录名" in capsys.readouterr().err
    assert record(out, "--by", "auditor") == REFUSED
    assert "没有补录员的任职" in capsys.readouterr().err
    with under_way("setup"):
        person = world.user("finance").person
        assert person is not None
        since = timezone.localdate() - timedelta(days=300)
        people.appoint(person, world.practice.centre, "recorder", by=SYSTEM, at=world.at, starts_on=since)
    assert record(out, "--by", "finance") == DONE
    steps = History.objects.filter(model="exams.seat")
    assert set(steps.values_list("actor", flat=True)) == {world.user("finance").pk}


# ---- faults of the workbooks


def test_faulty_rows_are_marked_and_nothing_is_written(
    world: World, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut(FAULTY, out.with_name("roster.xlsx"), people_faulty())
    before = History.objects.count()
    assert record(out) == REFUSED
    assert "2 行" in capsys.readouterr().err
    assert History.objects.count() == before
    assert {path.name for path in out.iterdir()} == {"roster-marked.xlsx", "marks-marked.xlsx"}
    assert "错误原因" in cells(out / "roster-marked.xlsx")


def test_clean_rows_go_on_without_the_faulty_and_their_marks_are_ignored(world: World, out: Path) -> None:
    cut(ROSTER, out.with_name("roster.xlsx"), FOUR, change=written("手机号码*", "123", row=2))  # FAILED's
    assert record(out) == REFUSED
    assert record(out, "--clean-rows") == DONE
    ignored = {"refused": 1, "ignored_marks": 4, "applied": 3, "accepted": 3, "failed": 1}  # one theory, three panel
    assert summary(out) == COUNTS | ignored


def test_repairs_and_notices_are_no_faults(world: World, out: Path) -> None:
    cut(ROSTER, out.with_name("roster.xlsx"), FOUR, change=written("姓名*", " 徐嘉英　"))
    assert record(out) == DONE
    assert Application.objects.filter(person__name="徐嘉英").count() == 1


def test_somebody_accepted_without_marks_is_a_fault_and_never_absent(world: World, out: Path) -> None:
    cut(MARKS, out.with_name("marks.xlsx"), (PASSED, FAILED))
    assert record(out) == REFUSED
    assert any("没有成绩不等于缺考" in words for words in cells(out / "marks-marked.xlsx"))
    assert not Round.objects.exists()


def test_an_examiner_outside_the_register_is_refused(
    world: World, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    examined(out, PASSED, ["考评员丁", "考评员乙", "考评员丙"])
    assert record(out) == REFUSED
    assert "1 处错误" in capsys.readouterr().err
    assert any("考评员丁不是本机构在任" in words for words in cells(out / "marks-marked.xlsx"))
    assert not Round.objects.exists()


def test_two_examiners_of_one_name_are_told_apart_first(world: World, out: Path) -> None:
    examiner(world, "考评员甲", 1)
    assert record(out) == REFUSED
    assert any("分不清是谁评的分" in words for words in cells(out / "marks-marked.xlsx"))


def test_a_panel_larger_than_the_least_serves_whole(world: World, out: Path) -> None:
    examiner(world, "考评员丁", 1)
    examiner(world, "考评员戊", 2)
    examined(out, PASSED, [f"考评员{letter}" for letter in "甲乙丙丁戊"])
    assert record(out) == DONE
    five = [
        seat for seat in Seat.objects.filter(sitting__subject__kind="practical")
        if seat.exam_room.duties.filter(state="assigned").count() == seat.sheets.count() == 5
    ]  # fmt: skip
    assert [seat.application.person.id_number for seat in five] == [PASSED]


def test_each_candidate_sits_before_the_panel_that_has_marked_him(world: World, out: Path) -> None:
    """Two panels that share two examiners: rooms and duties follow the marks."""
    examined(out, PASSED, ["考评员甲", "考评员乙", "秦岭"])
    assert record(out) == DONE
    seats = list(Seat.objects.filter(sitting__subject__kind="practical").select_related("exam_room", "sitting"))
    assert len(seats) == 4
    assert len({seat.sitting.starts_at for seat in seats}) == 2, "nobody is in two rooms at once"
    for seat in seats:
        on_duty = set(seat.exam_room.duties.filter(state="assigned").values_list("person", flat=True))
        assert on_duty == set(seat.sheets.values_list("marker", flat=True))


def test_somebody_known_under_another_name_is_a_fault_before_anything_is_written(world: World, out: Path) -> None:
    with under_way("setup"):
        stranger = people.NewPerson(name="另一人", id_number=FAILED)
        people.register(world.practice.institution, stranger, by=SYSTEM, at=world.at)
    before = History.objects.count()
    assert record(out) == REFUSED
    assert any("登记的姓名是" in words for words in cells(out / "roster-marked.xlsx"))
    assert History.objects.count() == before
    assert record(out, "--clean-rows") == DONE
    ignored = {"refused": 1, "ignored_marks": 4, "applied": 3, "accepted": 3, "failed": 1}
    assert summary(out) == COUNTS | ignored


def test_all_that_the_institution_lacks_is_told_before_anything_is_written(
    world: World, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No teacher in office, a supervisor without an account, no programme: three sentences at once, no traceback."""
    since = timezone.localdate() - timedelta(days=300)
    long_ago = timezone.now() - timedelta(days=250)
    for held in Appointment.objects.filter(role__in=("teacher", "internal_supervisor")):
        people.end_appointment(held, by=world.user("centre"), at=long_ago, reason="调离")
    with under_way("setup"):
        first = "99999919840101001"
        new = people.NewPerson(name="无账号", id_number=first + idnumber.check_digit(first))
        person = people.register(world.practice.institution, new, by=SYSTEM, at=world.at)
        people.appoint(person, world.practice.centre, "internal_supervisor", by=SYSTEM, at=world.at, starts_on=since)
    [programme] = Programme.objects.filter(state="adopted")
    training.replace_programme(programme, by=world.user("centre"), at=world.at, reason="修订")
    before = History.objects.count()
    assert record(out) == REFUSED
    told = capsys.readouterr().err
    assert "培训教师要 1 名，现有 0 名" in told
    assert "内部质量督导员要 1 名，现有 0 名" in told
    assert "现行的培训计划" in told
    assert History.objects.count() == before


def test_an_institution_that_is_not_there_is_refused(
    world: World, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert record(out, "--institution", "没有的学院") == REFUSED
    assert "没有名为“没有的学院”的评价机构" in capsys.readouterr().err


# ---- as a process


def test_the_exit_status_of_the_process(committed: None, server: embedded.Server, tmp_path: Path) -> None:
    """2 for a refused input, and 1 where the database isn't there: 0 is the samples' test."""
    words, env = ("run-round", "--marks", MARKS, "--out", tmp_path, "--roster"), environment(server)
    done = jiangxin(*words, FAULTY, env=env, status=2)
    assert "9 行" in done.stderr
    assert (tmp_path / "roster-marked.xlsx").exists()
    nowhere = environment(server, database="no_such_database")
    jiangxin(*words, ROSTER, env=nowhere, status=1)


@pytest.mark.parametrize(
    "words", [(), ("--out",), ("--out", "x"), ("--out", "x", "--roster", "r"), ("--out", "x", "--exam-date", "today")]
)
def test_wrong_usage_is_64(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status = cli.main(["run-round", *words])
    except SystemExit as left:
        status = int(str(left.code))
    assert status == 64
    assert capsys.readouterr().err


@pytest.mark.parametrize("more", [("--marks", "m.xlsx"), ("--roster", "r.xlsx"), ("--exam-date", "2026-05-09")])
def test_what_the_beginning_has_settled_is_not_said_again(
    more: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["run-round", "--resume", "--out", "x", *more]) == USAGE
    assert f"不能再给 {more[0]}" in capsys.readouterr().err
