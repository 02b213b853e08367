"""Resident identity numbers by GB 11643: eighteen characters, of which the last checks the others.

`inspect` takes what stands in a workbook or a form and says all about it in whole sentences. The region is never a
reason for refusal: counties are abolished and renamed while their people keep their numbers, and residence permits for
Hong Kong, Macao and Taiwan (81, 82, 83) and for foreigners (9) follow the same form. Other documents have no check.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from django.utils.translation import gettext as _

from jiangxin.regulation.codes import code_list

RESIDENT_CARD = "resident"  # in the list `id_type` of regulation/codes.toml
FILING_CODE = "201"  # of the resident ID card in filings; those of other documents are not published
_CHECKED_TYPES = frozenset({RESIDENT_CARD, FILING_CODE})

type Sex = Literal["male", "female"]

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_BEYOND_THE_LIST = frozenset({"71", "81", "82", "83"})  # Taiwan, and the three residence permits
_NO_COUNTY = frozenset({"00", "99"})  # GB/T 2260 numbers counties from 01 and gives no county the 99
_OLDEST = 120
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff'’‘`]+")  # the apostrophe makes a spreadsheet keep the digits


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a number: a code for programs and a whole sentence for people."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """What `inspect` found: the number as it is to be stored, and what is wrong, was repaired, or is worth knowing.

    `number` is empty where none can be stored; `born` and `sex` are None while there are faults and for documents
    whose numbers don't tell them.
    """

    number: str
    born: date | None = None
    sex: Sex | None = None
    faults: tuple[Remark, ...] = ()
    repairs: tuple[Remark, ...] = ()
    notices: tuple[Remark, ...] = ()


def is_checked(id_type: str) -> bool:
    """Return whether numbers of this type of document follow GB 11643, so that their check digit is tested."""
    return id_type in _CHECKED_TYPES


def inspect(value: str | float | None, *, on: date, id_type: str = RESIDENT_CARD) -> Inspection:
    """Say everything about an ID number as somebody wrote it, on the day `on`.

    A number stored as a number is refused by name: beyond fifteen digits a spreadsheet keeps noughts.
    """
    if not isinstance(value, str) and value is not None and is_checked(id_type):
        return Inspection("", faults=(_stored_as_number(),))
    number, repairs = normalise("" if value is None else _text(value))
    if re.fullmatch(r"\d(\.\d+)?E\+\d+", number):
        return Inspection("", faults=(_stored_as_number(),))
    if not is_checked(id_type):
        return Inspection(number, faults=_faults_of_other(number), repairs=repairs)
    faults = check(number, on=on)
    if faults:
        return Inspection(number, faults=faults, repairs=repairs)
    return Inspection(number, birth_date(number), sex(number), (), repairs, notices(number))


def normalise(text: str) -> tuple[str, tuple[Remark, ...]]:
    """Return the number in half-width characters without blanks and in capitals, and a remark for each repair."""
    repairs: list[Remark] = []
    half = unicodedata.normalize("NFKC", text)
    if half != text and _BLANKS.sub("", half) != _BLANKS.sub("", text):
        repairs.append(Remark("full-width", _("证件号码中的全角字符已改为半角。")))
    bare = _BLANKS.sub("", half)
    if bare != half:
        repairs.append(Remark("blanks", _("证件号码中的空格等多余字符已去掉。")))
    upper = bare.upper() if bare.isascii() else bare
    if upper != bare:
        repairs.append(Remark("lower-case", _("证件号码中的小写字母已改为大写。")))
    return upper, tuple(repairs)


def check(number: str, *, on: date) -> tuple[Remark, ...]:
    """Return the faults of a normalised resident number on the day `on`: length, digits, date, check digit."""
    if not number:
        return (Remark("missing", _("缺少证件号码；请按身份证填写 18 位号码。")),)
    if len(number) == 15 and number.isascii() and number.isdigit():
        sentence = _("这是 15 位的一代身份证号码，已停止使用；请按二代身份证填写 18 位号码。")
        return (Remark("first-generation", sentence),)
    if len(number) != 18:
        sentence = _("身份证号码应为 18 位，现有 %(count)s 位；请对照身份证改正。") % {"count": len(number)}
        return (Remark("length", sentence),)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        sentence = _("身份证号码前 17 位应全是数字，末位应为数字或 X；请对照身份证改正。")
        return (Remark("characters", sentence),)
    return (*_date_faults(number, on), *_check_digit_faults(number))


def notices(number: str) -> tuple[Remark, ...]:
    """Return a notice where the first six digits name no region that is known: no fault, for regions are abolished."""
    foreigner = number.startswith("9") and number[1:3] in _provinces()
    resident = number[:2] in _provinces() and (number[0] == "8" or number[4:6] not in _NO_COUNTY)
    if foreigner or resident:
        return ()
    sentence = _("身份证号码前 6 位 %(region)s 不是已知的行政区划代码，可能已撤并；请与身份证核对，不影响报名。")
    return (Remark("region", sentence % {"region": number[:6]}),)


def check_digit(first: str) -> str:
    """Return the check digit of the first seventeen digits: ISO 7064 MOD 11-2, as GB 11643 §4.2.4 has it."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first, strict=True))
    return _CHECK_DIGITS[total % 11]


def birth_date(number: str) -> date:
    """Return the birth date in a number of eighteen characters. Raises ValueError where there is no such day."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def sex(number: str) -> Sex:
    """Return the sex that the seventeenth digit tells: odd for men, even for women."""
    return "male" if int(number[16]) % 2 else "female"


def age(born: date, on: date) -> int:
    """Return the age in whole years on a day; who is born on 29 February completes a year on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def masked(number: str) -> str:
    """Return the number as it may be shown: four characters at either end, fewer of a short one, stars between.

    >>> masked("510499200601010179")
    '5104**********0179'
    """
    shown = 4 if len(number) >= 15 else 2 if len(number) >= 7 else 0
    return number[:shown] + "*" * (len(number) - 2 * shown) + number[len(number) - shown :]


@cache
def _provinces() -> frozenset[str]:
    return frozenset(entry.code for entry in code_list("province").codes) | _BEYOND_THE_LIST


def _text(value: str | float) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _stored_as_number() -> Remark:
    return Remark(
        "stored-as-number",
        _("证件号码以数字格式存放，第 15 位以后已丢失；请先把该列设为文本格式，再对照身份证重新输入。"),
    )


def _faults_of_other(number: str) -> tuple[Remark, ...]:
    if not number:
        return (Remark("missing", _("缺少证件号码；请按证件填写。")),)
    if not re.fullmatch(r"[\w()（）/.\-]{3,30}", number):
        return (Remark("characters", _("证件号码应为 3 至 30 个字母、数字或汉字；请对照证件改正。")),)
    return ()


def _date_faults(number: str, on: date) -> Sequence[Remark]:
    digits = number[6:14]
    try:
        born = birth_date(number)
    except ValueError:
        sentence = _("身份证号码中的出生日期 %(digits)s 不存在；请对照身份证改正。")
        return (Remark("date", sentence % {"digits": digits}),)
    if born > on or age(born, on) > _OLDEST:
        sentence = _("身份证号码中的出生日期 %(digits)s 不可能（晚于今天或早于 120 年前）；请对照身份证改正。")
        return (Remark("date", sentence % {"digits": digits}),)
    return ()


def _check_digit_faults(number: str) -> Sequence[Remark]:
    if check_digit(number[:17]) == number[17]:
        return ()
    return (Remark("check-digit", _("身份证号码的校验位不对，至少有一位写错；请对照身份证逐位核对后改正。")),)
