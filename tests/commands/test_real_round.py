"""A round of a real institution, recorded by the command: it stops where a receipt is awaited and goes on with it."""

import json
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone

from jiangxin.archive.models import Dossier
from jiangxin.certificates.models import Certificate
from jiangxin.commands import DONE, REFUSED, verify
from jiangxin.documents.keys import trusted_certificates
from jiangxin.documents.verification import examine
from jiangxin.people.models import Organisation
from jiangxin.plans.models import Plan
from jiangxin.process.models import History
from jiangxin.results.models import FilingRow, ResultFiling
from tests.commands.installation import options
from tests.commands.recorded import COUNTS, REAL, SCAN, record, resume, summary
from tests.stories.enrolment import picture
from tests.stories.workbooks import FAILED, FOUR, PASSED, PASSED_TOO, ROSTER, cut, few, written


def test_a_real_round_stops_at_each_receipt_and_goes_on_with_it(
    real: Organisation, out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    photos, scan = out.with_name("photos"), out.with_name("回执-7.pdf")
    photos.mkdir()
    (photos / f"{PASSED}.jpg").write_bytes(picture())
    scan.write_bytes(SCAN)
    assert record(out, *REAL, "--photos", photos) == DONE
    assert "市就业中心的备案回执" in capsys.readouterr().out
    assert {path.name for path in out.iterdir()} == {"round.json", "实施方案.docx", "实施方案.pdf"}, "what is filed"
    # Without the receipt nothing moves; each receipt takes the round to the next one.
    assert resume(out) == DONE
    assert "市就业中心的备案回执" in capsys.readouterr().out
    assert resume(out, "--receipt", scan) == DONE
    assert "省职鉴中心的确认文件" in capsys.readouterr().out
    assert any("合格人员" in path.name for path in out.iterdir()), "what the awaited paper will answer"
    assert resume(out, "--receipt", scan, "--receipt-number", "川职鉴〔2026〕7号") == DONE
    assert "省职鉴中心的入库回执" in capsys.readouterr().out
    assert resume(out, "--receipt", scan) == DONE
    assert summary(out) == COUNTS
    assert "enrol" in json.loads((out / "summary.json").read_text())["seconds"]
    _receipts_are_kept()
    [file] = (out / "certificates").iterdir()
    verdict = examine(file.read_bytes(), trusted_certificates())
    assert (verdict.genuine, verdict.practice) == (True, False)
    assert "样张" not in verdict.sentence
    monkeypatch.setenv("DATABASE_URL", "the test's own connection is asked")
    assert verify.run(options(verify, file, "--real")) == DONE


def _receipts_are_kept() -> None:
    """The receipts' numbers and scans stand at plan and filing; two officers answer for the confirmation."""
    [plan], [filing] = Plan.objects.all(), ResultFiling.objects.all()
    assert (plan.receipt_number, plan.receipt is not None) == ("回执-7", True)
    assert (filing.receipt_number, filing.simulated) == ("川职鉴〔2026〕7号", False)
    [row] = FilingRow.objects.all()
    taken = History.objects.filter(model="results.filingrow", record=row.pk).exclude(verb="file_row")
    assert list(taken.values_list("verb", flat=True).order_by("id")) == ["propose_confirmation", "second_confirmation"]
    assert len(set(taken.values_list("signer", flat=True))) == 2


def test_a_real_certificate_without_a_photo_is_refused_and_its_round_waits(
    real: Organisation, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photos, scan = out.with_name("photos"), out.with_name("回执.pdf")
    photos.mkdir()
    scan.write_bytes(SCAN)
    assert record(out, *REAL, "--receipt", scan) == DONE  # the filing's receipt may be there from the beginning
    capsys.readouterr()
    assert resume(out, "--receipt", scan) == REFUSED
    assert "考生照片" in capsys.readouterr().err
    assert not Certificate.objects.exists()
    assert not FilingRow.objects.filter(state="confirmed").exists(), "the confirmation waits too"
    (photos / f"{PASSED}.jpg").write_bytes(picture())
    assert resume(out, "--receipt", scan, "--photos", photos) == DONE
    assert Certificate.objects.get().practice is False


def test_the_provinces_paper_refuses_one_and_confirms_the_other(
    real: Organisation, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The office fills 退回原因 into the workbook that it has filed; the round ends without whom it names."""
    few(out.parent, (PASSED, PASSED_TOO, FAILED))
    photos, scan, answer = out.with_name("photos"), out.with_name("答复.pdf"), out.with_name("答复.xlsx")
    photos.mkdir()
    for number in (PASSED, PASSED_TOO):
        (photos / f"{number}.jpg").write_bytes(picture())
    scan.write_bytes(SCAN)
    assert record(out, *REAL, "--photos", photos, "--receipt", scan) == DONE
    [filed] = out.glob("*合格人员*.xlsx")
    book = openpyxl.load_workbook(filed)
    book.save(answer)
    assert resume(out, "--receipt", scan, "--refused", answer) == REFUSED
    assert "退回原因" in capsys.readouterr().err
    [sheet] = book.worksheets
    [row] = [place for place, line in enumerate(sheet.iter_rows(values_only=True), 1) if PASSED_TOO in line]
    sheet.cell(1, sheet.max_column + 1, "退回原因")
    sheet.cell(row, sheet.max_column, "照片不合格")
    book.save(answer)
    stranger = out.with_name("别人.csv")
    stranger.write_text(f"证件号码,退回原因\n{FAILED},照片不合格\n", encoding="utf-8")
    assert resume(out, "--receipt", scan, "--refused", stranger) == REFUSED
    assert "不在这次结果备案的合格人员里" in capsys.readouterr().err
    assert not FilingRow.objects.exclude(state="awaiting").exists()
    assert resume(out, "--receipt", scan, "--refused", answer) == DONE
    assert resume(out, "--receipt", scan, "--refused", answer) == REFUSED
    assert "没有用上 --refused" in capsys.readouterr().err
    assert resume(out, "--receipt", scan) == DONE
    refused = FilingRow.objects.get(state="refused")
    assert (refused.result.application.person.id_number, refused.answer) == (PASSED_TOO, "照片不合格")
    taken = History.objects.filter(model="results.filingrow", record=refused.pk).exclude(verb="file_row")
    assert list(taken.values_list("verb", flat=True).order_by("id")) == ["propose_refusal", "second_refusal"]
    assert ResultFiling.objects.get().state == "answered"
    assert Certificate.objects.get().person.id_number == PASSED
    assert Dossier.objects.get().state == "sealed"


def test_the_day_of_the_filing_is_kept_over_the_stop(real: Organisation, out: Path) -> None:
    exam, scan = timezone.localdate() - timedelta(days=60), out.with_name("回执.pdf")
    scan.write_bytes(SCAN)
    filed = exam - timedelta(days=44)
    assert record(out, *REAL, "--exam-date", exam.isoformat(), "--filed-on", filed.isoformat()) == DONE
    assert resume(out, "--receipt", scan) == DONE
    [plan] = Plan.objects.all()
    assert (plan.filed_on, plan.received_on) == (filed, filed + timedelta(days=2))


def test_where_nobody_passed_no_receipt_of_the_province_is_awaited(real: Organisation, out: Path) -> None:
    few(out.parent, (FAILED,))
    scan = out.with_name("回执.png")
    scan.write_bytes(b"\x89PNG\r\n\x1a\n a stamped receipt")
    assert record(out, *REAL, "--receipt", scan) == DONE
    assert summary(out)["certificates"] == 0
    [plan] = Plan.objects.all()
    assert plan.receipt is not None
    assert plan.receipt.media_type == "image/png"


def test_a_receipt_that_is_no_scan_and_changed_workbooks_are_refused(
    real: Organisation, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert resume(out) == REFUSED
    assert "没有停下的批次" in capsys.readouterr().err
    assert record(out, *REAL) == DONE
    text = out.with_name("回执.txt")
    text.write_text("收到")
    assert resume(out, "--receipt", text) == REFUSED
    assert "不是 PDF、JPEG 或 PNG" in capsys.readouterr().err
    cut(ROSTER, out.with_name("roster.xlsx"), FOUR, change=written("姓名*", "别人"))
    assert resume(out) == REFUSED
    assert "不一样了" in capsys.readouterr().err
