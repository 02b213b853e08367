"""The documentation names every sheet and column of a standard's workbook, and none besides."""

from __future__ import annotations

import re

from dev.sizes import ROOT
from jiangxin.standards.workbook.parts import PARTS


def test_the_documentation_has_every_sheet_and_column_in_its_order() -> None:
    text = (ROOT / "docs" / "standards.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| (\S+) \| (\S+) \| `([a-z_.]+)` \|$", text, re.MULTILINE)
    assert told == [
        (part.sheet, one.title, ".".join(word for word in (part.key, one.key) if word))
        for part in PARTS
        for one in part.fields
    ]
