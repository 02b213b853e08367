"""The glossary cites only bases that exist, and gives no two Chinese terms one English name."""

from collections import Counter
from pathlib import Path

from jiangxin.regulation.basis import Basis

GLOSSARY = Path(__file__).parents[1] / "docs" / "glossary.md"
WITHOUT_A_RULE = {"the regulation itself", "the field's usage", "this project"}


def rows() -> list[list[str]]:
    """Return the cells of every row of the glossary's tables."""
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [row for row in cells if row[0] not in {"term", "---"}]


def test_every_basis_can_be_looked_up() -> None:
    for term, chinese, basis in rows():
        assert term.isascii()
        assert chinese
        assert basis in WITHOUT_A_RULE or str(Basis.parse(basis)) == basis


def test_no_term_stands_twice() -> None:
    assert len(rows()) >= 80
    assert [term for term, count in Counter(row[0] for row in rows()).items() if count > 1] == []
