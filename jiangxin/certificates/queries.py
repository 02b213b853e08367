"""Reads: the public answer, a round's certificates with their people, their documents."""

from __future__ import annotations

import hmac
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from jiangxin.certificates.models import Certificate
from jiangxin.certificates.steps import HANDED_OVER, NUMBERED, REVOKED, SIGNED
from jiangxin.documents.operations import content_of
from jiangxin.people.names import tidy
from jiangxin.results.models import FilingRow
from jiangxin.rounds.models import Round

_DOTS = str.maketrans(dict.fromkeys("•・‧⋅.．", "·"))  # what keyboards write for the dot in a name
_DASHES = dict.fromkeys(map(ord, "-－—–‐"))


@dataclass(frozen=True)
class PublicAnswer:
    """Every fact printed on a certificate, the ID number masked, and whether it is valid; no photo, no score."""

    name: str
    id_type: str
    masked_id: str
    occupation: str
    work_type: str
    level: str
    number: str
    issued_on: date
    institution: str
    filing_number: str
    practice: bool
    revoked_on: date | None
    confirmation_simulated: bool
    registration: str  # the state of its upload to the province's database, empty while it is in none

    @property
    def valid(self) -> bool:
        """Whether the certificate stands."""
        return self.revoked_on is None


def look_up(name: str, number: str) -> PublicAnswer | None:
    """Return what the register says of this name and this number together, or None where either is wrong.

    A wrong name and a wrong number take the same way through the code, and answer alike: whoever tries numbers learns
    nothing. Certificates that were never signed are not known in public.
    """
    certificate = with_public_facts().filter(number=tidy_number(number), file__isnull=False).first()
    written = _same_name(certificate.name if certificate else "")
    matches = hmac.compare_digest(_same_name(name).encode(), written.encode())
    return public_answer(certificate) if certificate and matches else None


def with_public_facts() -> QuerySet[Certificate]:
    """Return all certificates with what a public answer tells, in one query."""
    certificates: QuerySet[Certificate] = Certificate.objects.select_related(
        "filing", "registration", "row__result_filing"
    )
    return certificates


def public_answer(certificate: Certificate) -> PublicAnswer:
    """Return the public facts of a certificate."""
    return PublicAnswer(
        name=certificate.name,
        id_type=str(certificate.get_id_type_display()),
        masked_id=certificate.masked_id,
        occupation=certificate.occupation,
        work_type=certificate.work_type,
        level=certificate.level_name,
        number=certificate.number,
        issued_on=certificate.issued_on,
        institution=certificate.institution_name,
        filing_number=certificate.filing.number,
        practice=certificate.practice,
        revoked_on=certificate.revoked_on,
        confirmation_simulated=certificate.row.result_filing.simulated,
        registration=certificate.registration.state if certificate.registration else "",
    )


def tidy_number(number: str) -> str:
    """Return a certificate number as it is stored, however it was typed: full-width, in groups, in lower case."""
    return "".join(unicodedata.normalize("NFKC", number).translate(_DASHES).split()).upper()


def _same_name(name: str) -> str:
    """Return a name in the one spelling in which two are compared."""
    return tidy(name).translate(_DOTS).casefold()


def of_round(round_: Round) -> QuerySet[Certificate]:
    """Return the certificates of a round, by number."""
    certificates: QuerySet[Certificate] = Certificate.objects.filter(row__result_filing__round=round_)
    return certificates


def with_their_people(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Return the certificates with all that their pages, steps and documents read, in one query."""
    return certificates.select_related(
        "filing", "file", "registration", "row__result_filing__round__institution",
        "row__result_filing__round__college", "row__result__application__person",
        "row__result__application__photo__person", "row__result__application__round__institution",
    )  # fmt: skip


def mine(person: int | None) -> QuerySet[Certificate]:
    """Return the signed certificates of a person, the latest first."""
    certificates: QuerySet[Certificate] = with_public_facts().filter(
        row__result__application__person=person, file__isnull=False
    )
    return certificates.order_by("-issued_on", "-pk")


def matching(certificates: QuerySet[Certificate], entry: str) -> list[Certificate]:
    """Return those that an entry in the register means: a number, its last six digits, or a name."""
    wanted = tidy_number(entry)
    return [
        certificate
        for certificate in certificates
        if wanted in (certificate.number, certificate.number[-6:], tidy_number(certificate.name))
    ]


def rows_to_issue(round_: Round) -> QuerySet[FilingRow]:
    """Return the confirmed rows of a round that have no certificate yet."""
    rows: QuerySet[FilingRow] = FilingRow.objects.filter(
        result_filing__round=round_, state="confirmed", certificate__isnull=True
    )
    return rows


@dataclass(frozen=True)
class Tally:
    """How many certificates of a round are at which point."""

    to_issue: int
    numbered: int
    signed: int
    handed_over: int
    revoked: int
    to_register: int

    @property
    def issued(self) -> int:
        """All that ever got a number."""
        return self.numbered + self.signed + self.handed_over + self.revoked


def tally(round_: Round) -> Tally:
    """Return the counts of a round in three queries."""
    mine = of_round(round_)
    by_state = dict(mine.order_by().values_list("state").annotate(count=Count("pk")))
    return Tally(
        to_issue=rows_to_issue(round_).count(),
        numbered=by_state.get(NUMBERED, 0),
        signed=by_state.get(SIGNED, 0),
        handed_over=by_state.get(HANDED_OVER, 0),
        revoked=by_state.get(REVOKED, 0),
        to_register=mine.filter(state__in=(SIGNED, HANDED_OVER), registration=None).count(),
    )


def document_of(certificate: Certificate) -> bytes:
    """Return the signed PDF. Raises FileNotFoundError where there is none, ValueError where the store altered it."""
    if certificate.file is None:
        raise FileNotFoundError(certificate.number)
    return content_of(certificate.file)
