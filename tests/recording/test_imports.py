"""A recording acts only through operations and queries: what each of its modules may import is listed, whole."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugins.database import ROOT

# What every module may know of an app: its verbs, its reads, its records (to read them), who holds which office.
OFFERED = {"operations", "queries", "models", "roles"}
# What is no app's business, or the words and numbers of the rules.
COMMON = {"jiangxin.recording", "jiangxin.regulation", "jiangxin.process.errors", "jiangxin.process.who"}
# And what one module needs for its own work: it checks workbooks, prints, or reads a list of the rules.
BESIDE: dict[str, set[str]] = {
    "after.py": {"archive.room_sheets", "documents.printed", "plans.export", "supervision.checks"},
    "choosing.py": {"documents.workbook", "enrolment.roster", "practice"},
    "photos.py": {"enrolment.photo", "enrolment.photo_names"},
    "preparing.py": {"process.dues"},
    "refusals.py": {"documents.workbook", "people.idnumber"},
    "round.py": {"scoring.workbook"},
    "run_round.py": {"commands", "documents.workbook"},
    "staffing.py": {"exams.rules"},
    "standing.py": {"documents.scans", "documents.store"},
    "workbooks.py": {
        "documents.workbook", "enrolment.roster", "enrolment.roster_plan", "scoring.marks_scope", "scoring.workbook",
    },
}  # fmt: skip
WRITES = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "raw",
    "execute", "import_module", "__import__", "begin", "begin_all", "take", "take_all",
}  # fmt: skip
MODULES = [*sorted((ROOT / "jiangxin" / "recording").glob("*.py")), ROOT / "jiangxin" / "commands" / "run_round.py"]


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield every module of the product that a module imports, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "jiangxin")
        elif isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").split(".")[0] == "jiangxin"):
            assert not node.level, "a relative import hides what it means"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                path = ROOT / whole.replace(".", "/")
                yield whole if path.is_dir() or path.with_suffix(".py").exists() else str(node.module)


def foreign(name: str, source: str) -> list[str]:
    """Return what a module of that name, with that source, imports beyond what it may."""
    allowed = COMMON | {f"jiangxin.{module}" for module in BESIDE.get(name, ())}
    return [
        module for module in imported(ast.parse(source))
        if module.split(".")[2:3] not in ([word] for word in OFFERED)
        and not any(module == known or module.startswith(f"{known}.") for known in allowed)
    ]  # fmt: skip


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_imports_only_what_it_may(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert foreign(path.name, source) == []
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    names = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
    bar = {"update"} if path.name == "run_round.py" else set()  # of the progress bar
    assert not names & WRITES - bar, "it writes by itself"


@pytest.mark.parametrize(
    "line",
    [
        "from jiangxin.enrolment.views import x", "from jiangxin.enrolment import forms",
        "import jiangxin.results.steps",
        "from jiangxin.process.taking import take", "def f():\n    from jiangxin.portal import stages",
    ],
)  # fmt: skip
def test_anything_else_is_told(line: str) -> None:
    assert foreign("after.py", line)
    assert not foreign("after.py", "from jiangxin.results import operations as results")


def test_the_list_names_only_modules_that_are_there() -> None:
    assert set(BESIDE) <= {path.name for path in MODULES}
