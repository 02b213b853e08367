"""The printed pages equal the code."""

import pytest

from jiangxin.commands.docs import ROOT, pages


@pytest.mark.parametrize("name", ["process.md", "regulation.md"])
def test_the_printed_pages_are_fresh(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == pages()[name], "run `make docs`"
