"""Mobile phone numbers as people write them: brought into one form, and a sentence for what is none."""

import re
import unicodedata

from django.utils.translation import gettext as _

from jiangxin.people.idnumber import masked

_MOBILE = re.compile(r"1[0-9]{10}")


def tidy(written: str) -> str:
    """Return the number in half-width digits, without blanks, brackets, dashes and the country code.

    >>> tidy("+86 138 0000-0000")
    '13800000000'
    """
    half = unicodedata.normalize("NFKC", written)
    return re.sub(r"^(\+|00)86", "", re.sub(r"[\s'()-]", "", half))


def fault(number: str) -> str:
    """Return the sentence that says why a tidied number is no mobile number; "" when it is one."""
    if _MOBILE.fullmatch(number):
        return ""
    sentence = _("手机号码应为以 1 开头的 11 位数字，现为 %(count)s 位（%(value)s）；请改正。")
    return sentence % {"count": len(number), "value": masked(number[:20])}
