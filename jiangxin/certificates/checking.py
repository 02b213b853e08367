"""Is this file a certificate that stands? The signature is asked first, then the register."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from cryptography import x509
from django.db import DatabaseError
from django.utils.translation import gettext as _

from jiangxin.certificates.models import Certificate
from jiangxin.certificates.queries import PublicAnswer, public_answer, with_public_facts
from jiangxin.documents.verification import examine

_TITLE = re.compile(r"职业技能等级证书 ([SY]\d{21})")


@dataclass(frozen=True)
class Verdict:
    """The answer on a file: `genuine` is the answer, `sentence` says it; `facts` are the register's where it was asked.

    A practice certificate can be genuine, that is unchanged, and proves nothing all the same.
    """

    genuine: bool
    practice: bool
    sentence: str
    number: str = ""
    facts: PublicAnswer | None = None


def check(pdf: bytes, trusted: Sequence[x509.Certificate], *, ask_register: bool = True) -> Verdict:
    """Return whether the file is, to the last byte, what a trusted institution signed, and not revoked since.

    Without `ask_register` the sentence says that nobody knows of a revocation. Raises django.db.DatabaseError when the
    register can't be reached.
    """
    found = examine(pdf, trusted)
    if not found.genuine:
        return Verdict(False, False, found.sentence)
    number = certificate_number(pdf)
    if not number:  # a plan or a list that the institution signed
        return Verdict(True, found.practice, found.sentence)
    if not ask_register:
        caution = _("是否已被撤销未能核对：请凭姓名和证书编号%(number)s查询。") % {"number": number}
        return Verdict(True, found.practice, f"{found.sentence}{caution}", number)
    return _registered(found.practice, found.sentence, number)


def _registered(practice: bool, sentence: str, number: str) -> Verdict:
    """Return what the register adds to a proved signature."""
    certificate = with_public_facts().filter(number=number).first()
    if certificate is None:
        words = _("不能认定为真：签名有效，但证书登记中没有编号%(number)s。请向发证机构核实。")
        return Verdict(False, practice, words % {"number": number}, number)
    facts = public_answer(certificate)
    if facts.revoked_on is not None:
        words = _("证书%(number)s已于%(day)s撤销，不再有效。文件本身未经改动。")
        return Verdict(False, practice, words % {"number": number, "day": facts.revoked_on.isoformat()}, number, facts)
    return Verdict(True, practice, sentence, number, facts)


def certificate_number(pdf: bytes) -> str:
    """Return the number in a certificate's title, or nothing; ask only of a file whose signature is proved."""
    with pikepdf.open(BytesIO(pdf)) as document:
        title = _TITLE.fullmatch(str(document.docinfo.get("/Title", "")))
    return title[1] if title else ""


def register_answers() -> bool:
    """Return whether this installation's register can be asked."""
    try:
        Certificate.objects.exists()
    except DatabaseError:
        return False
    return True
