"""A test that was skipped has tested nothing: with this plugin (`-p tests.plugins.no_skips`) it fails the run.

`make test` asks for it. By hand, on a machine that lacks something, a skip may be what one wants.
"""

import pytest


def untested(config: pytest.Config) -> int:
    """Return how many tests were skipped or expected to fail (0 in xdist's workers: the controller counts)."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if not isinstance(reporter, pytest.TerminalReporter):
        return 0
    return sum(len(reporter.stats.get(outcome, [])) for outcome in ("skipped", "xfailed"))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Turn a green run in which something was skipped into a failed one."""
    if exitstatus == pytest.ExitCode.OK and untested(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say why the run failed."""
    if count := untested(config):
        terminalreporter.section("nothing may skip", red=True)
        terminalreporter.line(f"{count} tests were skipped or expected to fail: make them run, or remove them.")
