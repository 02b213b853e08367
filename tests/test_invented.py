"""Nobody real stands in the tree: no ID number that somebody could bear, no key, no password of a real system.

An ID number here has an area that exists nowhere (domain.md §12, 14), so that whoever finds it knows it was invented.
"""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from dev.sizes import ROOT, code, files, parse
from jiangxin.people.idnumber import check_digit
from jiangxin.regulation.codes import code_list

NUMBER = re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:18|19|20)[0-9]{9}[0-9X](?![0-9A-Za-z])")
HEAD = re.compile(r"[0-9]{6}(?:(?:18|19|20)[0-9]{6})?(?:[0-9]{3})?")  # what a check digit is put to by code
# GB/T 2260 has no county 98 or 99 and none in a city 00 or 99; permits for Hong Kong, Macao and Taiwan end in 0000;
# a foreigner's permit names a nationality, which is never 156 (China).
NOWHERE = re.compile(r"\d{2}(?:\d{2}(?:00|98|99)|99\d{2}|00\d{2})|9\d{2}156|999999")
PERMIT = re.compile(r"8[123]0000")
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|AKIA[0-9A-Z]{16}|gh[pousr]_[0-9A-Za-z]{36}|xox[abp]-[0-9A-Za-z-]{10,}"
    r"|://[\w.-]+:[^\s@/{}$<>\"']+@(?!localhost|127\.0\.0\.1|[\w.]*\.(?:example|invalid|test)|db\b)[\w.-]+\.\w+"
)


def borne(area: str) -> bool:
    """Tell whether somebody could bear a number of this area: the province is known and nothing rules it out."""
    provinces = {entry.code for entry in code_list("province").codes} | {"71"}
    if PERMIT.fullmatch(area):
        return True
    known = area[:2] in provinces or (area[0] == "9" and area[1:3] in provinces)
    return known and NOWHERE.fullmatch(area) is None


def texts(path: Path) -> Iterator[str]:
    """Yield what a file holds as text; of a workbook or another ZIP every part."""
    content = (ROOT / path).read_bytes()
    if content.startswith(b"PK\x03\x04"):
        with ZipFile(BytesIO(content)) as zipped:
            yield from (zipped.read(name).decode("latin-1") for name in zipped.namelist())
    else:
        yield content.decode("latin-1")


def bearable(text: str) -> list[str]:
    """Return the ID numbers in a text that somebody could bear: with a right check digit and an area that exists."""
    found = NUMBER.findall(text)
    return [number for number in found if check_digit(number[:17]) == number[17] and borne(number[:6])]


def built(path: Path) -> Iterator[str]:
    """Yield the areas of the numbers a file builds: where an f-string begins so, or it stands beside a check digit."""
    beside = "check_digit" in (ROOT / path).read_text(encoding="utf-8")
    for node in ast.walk(parse(path)):
        begins = node.values[0] if isinstance(node, ast.JoinedStr) and len(node.values) > 1 else beside and node
        if isinstance(begins, ast.Constant) and HEAD.fullmatch(str(begins.value)):
            yield str(begins.value)[:6]


@pytest.mark.parametrize("area", ["510499", "510498", "999999", "510400", "770101", "830099", "951156"])
def test_an_invented_area_is_known_as_such(area: str) -> None:
    assert not borne(area)


@pytest.mark.parametrize("area", ["510" + "402", "110" + "101", "830" + "000", "951" + "840"])
def test_an_area_that_somebody_could_come_from_is_known_as_such(area: str) -> None:
    assert borne(area)
    first = f"{area}{20060121}{757}"
    assert bearable(f"号码{first}{check_digit(first)}，") == [first + check_digit(first)]


def test_no_file_holds_an_id_number_that_somebody_could_bear() -> None:
    held = {str(path): found for path in files() if (found := [n for text in texts(path) for n in bearable(text)])}
    assert held == {}


def test_no_code_builds_an_id_number_that_somebody_could_bear() -> None:
    assert {str(path): wrong for path in code() if (wrong := [area for area in built(path) if borne(area)])} == {}


def test_no_file_holds_a_key_or_a_password_of_somebody_s_system() -> None:
    """What stood in other people's repositories (domain.md §12, 12) has no way in here."""
    held = {str(path): [found.group() for text in texts(path) for found in SECRETS.finditer(text)] for path in files()}
    assert {path: found for path, found in held.items() if found} == {}
