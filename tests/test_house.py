"""The rules of the house that no tool checks: sizes, names, places, and what no file may contain.

Django's models are read as Django sees them; everything else is read from the source, without running it.
"""

import ast
import os
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Field, Model

from dev.sizes import LIMITS, ROOT, Function, code, files, functions, measure, parse

# Tests that tell a story of the whole instead of mirroring one file.
STORIES = {
    "tests/test_house.py",
    "tests/test_browser.py",
    "tests/test_one_candidate.py",
    "tests/test_matrices.py",
    "tests/test_urls.py",
    "tests/test_links.py",
    "tests/test_axe.py",
    "tests/test_english.py",
    "tests/test_two_ways.py",
    "tests/test_bad_input.py",
    "tests/test_nothing_lost.py",
    "tests/test_glossary.py",
    "tests/test_comprehensive_review.py",
    "tests/test_traps.py",
    "tests/test_invented.py",
}
# Files outside operations.py that write, and why they may.
WRITERS: dict[str, str] = {}
# Reverse names across apps that stay open, and why: docs/decisions/0009-ends-that-stay-open.md.
OPEN_ENDS = [
    "exams.Admission.application → enrolment.Application",
    "exams.Sitting.round → rounds.Round",
    "scoring.ScoreSheet.seat → exams.Seat",
    "scoring.SubjectMark.seat → exams.Seat",
    "supervision.Inspection.record → exams.RoomRecord",
]
CLOCKLESS = {"operations.py", "rules.py", "steps.py"}
type Relation = tuple[type[Model], Field[Any, Any], type[Model]]  # the model, its field, the model it points to
ALWAYS_WRITES = {"bulk_create", "bulk_update", "create", "get_or_create", "update_or_create"}


def existing() -> list[str]:
    """Return the apps that this checkout has, lowest first."""
    return [app for app in settings.APPS if (ROOT / "jiangxin" / app / "__init__.py").exists()]


def layers() -> list[list[str]]:
    """Return the apps of import-linter's first contract, lowest line first; independent siblings share a line."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    lines = [[name.strip(" ()") for name in re.split("[|:]", line)] for line in reversed(contracts[0]["layers"])]
    return [line for line in lines if set(line) & set(settings.APPS)]


def text(path: Path) -> str:
    """Return a file's text, the target of a link, and nothing for a binary file."""
    full = ROOT / path
    if full.is_symlink():
        return os.readlink(full)
    try:
        return full.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def calls(path: Path) -> list[ast.Call]:
    """Return every call in a Python file."""
    return [node for node in ast.walk(parse(path)) if isinstance(node, ast.Call)]


def tail(call: ast.Call) -> str:
    """Return the last name of what is called: `save` for `record.save()`."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_nothing_is_longer_than_its_limit() -> None:
    # The story of one candidate is one function, because it is read from top to bottom as the process runs.
    too_long = [size for size in measure() if size.lines > LIMITS[size.kind]]
    assert [size for size in too_long if not size.where.endswith(" test_one_candidate")] == []


def untyped(function: Function) -> bool:
    """Tell whether a parameter (self and cls apart) or the result has no annotation."""
    spec = function.args
    named = [*spec.posonlyargs, *spec.args, *spec.kwonlyargs, *filter(None, (spec.vararg, spec.kwarg))]
    return function.returns is None or any(a.annotation is None for a in named if a.arg not in {"self", "cls"})


def test_every_signature_is_typed() -> None:
    assert [f"{path}:{function.lineno}" for path in code() for function in functions(path) if untyped(function)] == []


def test_every_test_file_mirrors_a_file_of_the_package() -> None:
    apps_and_files = {"tests", *(f"tests/{app}" for app in settings.APPS)}
    strays = [
        str(path)
        for path in files("tests/*test_*.py")
        if str(path) not in STORIES
        and (str(path.parent) in apps_and_files or path.parts[1] in settings.APPS)
        and not any(candidate.exists() for candidate in mirrored(path))
    ]
    assert strays == []


def mirrored(test: Path) -> list[Path]:
    """Return what a test file may be the mirror of: a module or a package of the same name."""
    module = ROOT / "jiangxin" / test.relative_to("tests").with_name(test.name.removeprefix("test_"))
    return [module, module.with_suffix("")]


def test_lock_files_name_no_download_address() -> None:
    locks = files("*.lock", "*lock.json", "*requirements*", "*.npmrc", "*pip.conf")
    assert locks
    assert [str(path) for path in locks if re.search("://|index-url|find-links", text(path))] == []


def test_no_file_names_a_path_of_one_machine() -> None:
    # Not part of an address (example.org/home/x), and spelled so that this line is no such path itself.
    machine = re.compile(r"(?<![\w.:/-])/(?:root|work|home)/[\w.-]")
    assert [str(path) for path in files() if machine.search(text(path))] == []


def test_no_link_leads_out_of_the_repository() -> None:
    links = [path for path in files() if (ROOT / path).is_symlink()]
    assert [str(path) for path in links if not (ROOT / path).resolve().is_relative_to(ROOT)] == []


def test_the_linter_and_the_settings_state_one_order_of_apps() -> None:
    assert [app for line in layers() for app in sorted(line, key=settings.APPS.index)] == settings.APPS


@pytest.mark.parametrize("app", existing())
def test_every_app_says_what_enters_what_leaves_and_why(app: str) -> None:
    docstring = ast.get_docstring(parse(Path("jiangxin") / app / "__init__.py")) or ""
    assert 5 <= len([line for line in docstring.splitlines() if line.strip()]) <= 10


def relations() -> list[Relation]:
    """Return every relation between two tables of ours."""
    ours = set(settings.APPS)
    found: list[Relation] = []
    for model in apps.get_models(include_auto_created=True):
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            target = field.related_model
            if isinstance(target, type) and {model._meta.app_label, target._meta.app_label} <= ours:
                found.append((model, field, target))
    return found


def test_stories_can_be_told_outside_pytest() -> None:
    """The module of the tests' database turns the whole process, and whatever it starts, to that database."""
    tellers = [*ROOT.glob("tests/stories/*.py"), *ROOT.glob("bench/*.py"), ROOT / "tests" / "world.py"]
    turned = [path.name for path in tellers if "tests.plugins.database" in path.read_text(encoding="utf-8")]
    assert turned == []


def test_relations_follow_the_order_of_the_apps() -> None:
    height = {app: index for index, line in enumerate(layers()) for app in line}
    wrong = [
        f"{field} → {target._meta.label}"
        for model, field, target in relations()
        if model._meta.app_label != target._meta.app_label
        and height[target._meta.app_label] >= height[model._meta.app_label]
    ]
    assert wrong == [], "a lower app, or a sibling, must not know these tables"


def test_a_lower_app_cannot_ask_a_relation_backwards() -> None:
    open_ends = [
        f"{field} → {target._meta.label}"
        for model, field, target in relations()
        if model._meta.app_label != target._meta.app_label and not (field.remote_field and field.remote_field.hidden)
    ]
    assert sorted(open_ends) == OPEN_ENDS, 'a new one needs related_name="+"; one that is closed leaves the list'


def writes(call: ast.Call) -> bool:
    """Tell whether a call writes records, as far as its shape shows.

    `save()` and `delete()` without a positional argument are a model's (a workbook or picture is saved *to* something);
    `update(state=…)` with keywords alone is a query set's (a dictionary takes `|=`).
    """
    name, attribute = tail(call), isinstance(call.func, ast.Attribute)
    shape = {"save": not call.args, "delete": not call.args, "update": not call.args and bool(call.keywords)}
    return attribute and (name in ALWAYS_WRITES or shape.get(name, False))


def outside_operations() -> list[Path]:
    """Return the files of the package that may not write: all but operations.py and the kernel."""
    kernel = Path("jiangxin/process")
    return [
        path
        for path in code()
        if path.parts[0] == "jiangxin"
        and not {"operations.py", "operations"} & {path.name, path.parent.name}
        and kernel not in path.parents
    ]


def test_only_operations_write() -> None:
    found = {str(path): [call.lineno for call in calls(path) if writes(call)] for path in outside_operations()}
    assert {path: lines for path, lines in found.items() if lines and path not in WRITERS} == {}
    assert [path for path in WRITERS if not found.get(path)] == [], "these write no more: take them off the list"


def reads_clock(call: ast.Call) -> bool:
    """Tell whether a call asks what time it is; `localtime(at)` and `localdate(at)` only convert."""
    name = tail(call)
    return name in {"now", "today", "utcnow", "Now"} or (name in {"localdate", "localtime", "time"} and not call.args)


def test_operations_rules_and_steps_never_read_the_clock() -> None:
    found = [f"{path}:{call.lineno}" for path in code()
             if {path.name, f"{path.parent.name}.py"} & CLOCKLESS for call in calls(path)
             if reads_clock(call)]  # fmt: skip
    assert found == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("application.save()", True),
        ("application.save(update_fields=['state'])", True),
        ("Application.objects.create(person=person)", True),
        ("Application.objects.filter(round=1).update(state='accepted')", True),
        ("Application.objects.all().delete()", True),
        ("workbook.save(path)", False),
        ("digest.update(data)", False),
        ("cache.delete(key)", False),
        ("create(person)", False),
    ],
)
def test_a_write_is_known_by_its_shape(source: str, expected: bool) -> None:
    call = ast.parse(source, mode="eval").body
    assert isinstance(call, ast.Call)
    assert writes(call) is expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("timezone.now()", True),
        ("datetime.now(UTC)", True),
        ("date.today()", True),
        ("timezone.localdate()", True),
        ("Now()", True),
        ("timezone.localdate(at)", False),
        ("combine(day, time(9, 0))", False),
    ],
)
def test_the_clock_is_known_by_its_names(source: str, expected: bool) -> None:
    call = ast.parse(source, mode="eval").body
    assert isinstance(call, ast.Call)
    assert any(reads_clock(node) for node in ast.walk(call) if isinstance(node, ast.Call)) is expected
