"""`make test` fails when a test was skipped, also when workers of xdist ran it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PASSES = "def test_passes(): pass\n"
SKIPS = "import pytest\ndef test_skips(): pytest.skip('no browser')\n"
EXPECTS_FAILURE = "import pytest\n@pytest.mark.xfail\ndef test_known(): assert False\n"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pytest on a folder of its own, with the plugin and without this project's settings."""
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-p", "xdist", "-p", "tests.plugins.no_skips"]
    return subprocess.run(
        [*command, "-c", str(folder / "pytest.ini"), *arguments, str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_run_in_which_all_passes_is_green(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(PASSES)
    result = run(tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "1 passed" in result.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("source", "workers"), [(SKIPS, "0"), (SKIPS, "1"), (EXPECTS_FAILURE, "0")], ids=["alone", "workers", "xfail"]
)
def test_a_skipped_test_fails_the_run_and_is_counted(tmp_path: Path, source: str, workers: str) -> None:
    (tmp_path / "test_it.py").write_text(PASSES + source)
    result = run(tmp_path, "-n", workers)
    assert result.returncode == 1
    assert "1 tests were skipped" in result.stdout
    assert "1 passed" in result.stdout.splitlines()[-1]


def test_a_skipped_file_fails_the_run(tmp_path: Path) -> None:
    (tmp_path / "test_passes.py").write_text(PASSES)
    (tmp_path / "test_it.py").write_text("import pytest\npytest.importorskip('no_such_module')\n")
    assert run(tmp_path).returncode == 1
