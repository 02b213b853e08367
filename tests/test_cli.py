"""The command line: what it offers, and its status for wrong usage."""

import pytest

from jiangxin import cli


def status_of(*words: str) -> int:
    """Return the exit status of the words, however they leave."""
    try:
        return cli.main(words)
    except SystemExit as left:
        return int(str(left.code or 0))


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("help",)])
def test_it_tells_its_commands(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(*words) == 0
    told = capsys.readouterr().out
    assert [name for name in cli.COMMANDS if name not in told] == []


@pytest.mark.parametrize("words", [(), ("no-such-command",), ("--version",)])
def test_no_command_is_wrong_usage(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(*words) == 64
    assert "run-round" in capsys.readouterr().err


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_explains_itself_and_leaves_with_64_on_wrong_usage(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of(command, "--help") == 0
    assert cli.COMMANDS[command] in capsys.readouterr().out.replace("\n", "")
    assert status_of(command, "--no-such-option") == 64
    assert f"jiangxin {command}" in capsys.readouterr().err
