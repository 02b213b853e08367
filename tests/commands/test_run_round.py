"""A round held on paper, recorded from the sample workbooks by the command, as its users run it."""

import ast
import json
import zipfile
from pathlib import Path

import pytest
from django.utils import timezone

from jiangxin import embedded
from jiangxin.certificates.models import Certificate
from jiangxin.documents.keys import trusted_certificates
from jiangxin.documents.verification import examine
from jiangxin.people.models import User
from jiangxin.process.models import History
from jiangxin.rounds.models import Round
from tests.commands.installation import environment, jiangxin
from tests.plugins.database import ROOT

SAMPLES = ROOT / "tests" / "samples"
ROSTER, FAULTY, MARKS = (SAMPLES / f"{name}.xlsx" for name in ("roster-120", "roster-120-with-errors", "marks-120"))


def test_the_samples_end_in_certificates_and_a_dossier(
    committed: None, server: embedded.Server, tmp_path: Path
) -> None:
    env = environment(server)
    jiangxin("run-round", "--roster", ROSTER, "--marks", MARKS, "--out", tmp_path, env=env)
    summary = json.loads((tmp_path / "summary.json").read_text())
    seconds = summary.pop("seconds")
    assert summary == {
        "rows": 120, "refused": 0, "ignored_marks": 0, "applied": 120, "accepted": 120, "absent": 3, "passed": 95,
        "failed": 22, "certificates": 95,
    }  # fmt: skip
    assert {"enrol", "plan", "certify", "seal"} <= set(seconds)
    _certificates_are_genuine(tmp_path)
    _history_tells_recorder_and_signer()
    with zipfile.ZipFile(next(tmp_path.glob("*档案.zip"))) as dossier:
        assert dossier.testzip() is None
        assert any("manifest" in name for name in dossier.namelist())
    assert {path.suffix for path in tmp_path.iterdir()} >= {".pdf", ".docx", ".xlsx", ".zip", ".json"}


def _certificates_are_genuine(out: Path) -> None:
    """Every certificate verifies against this installation's keys; each is for its own number."""
    files = sorted((out / "certificates").glob("*.pdf"))
    assert {file.stem for file in files} == set(Certificate.objects.values_list("number", flat=True))
    trusted = trusted_certificates()
    assert all(examine(file.read_bytes(), trusted).genuine for file in files)
    assert set(Certificate.objects.values_list("issued_on", flat=True)) == {timezone.localdate()}


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


def test_faulty_rows_are_marked_and_nothing_is_written(
    committed: None, server: embedded.Server, tmp_path: Path
) -> None:
    env = environment(server)
    done = jiangxin("run-round", "--roster", FAULTY, "--marks", MARKS, "--out", tmp_path, env=env, status=2)
    assert "9 行" in done.stderr
    assert (tmp_path / "roster-marked.xlsx").exists()
    assert not Round.objects.exists()


@pytest.mark.parametrize("words", [(), ("--out",), ("--out", "x", "--exam-date", "yesterday")])
def test_wrong_usage_is_64(words: tuple[str, ...]) -> None:
    jiangxin("run-round", *words, env={"PYTHONPATH": str(ROOT)}, status=64)


def test_it_acts_only_through_operations_and_queries() -> None:
    """The package imports from the apps what they offer: operations, queries, documents, models to read."""
    for path in (ROOT / "jiangxin" / "recording").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        used = {name for name in names if name.startswith("jiangxin.process.")}
        assert used <= {"jiangxin.process.errors", "jiangxin.process.who", "jiangxin.process.dues"}, path.name
        calls = {n.func.attr for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)}
        assert not calls & {"save", "bulk_create", "bulk_update", "delete"}, path.name
