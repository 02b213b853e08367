"""The only writers of certificates and their registrations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiangxin.certificates import registration as sheets
from jiangxin.certificates.models import Certificate, NumberSeries, Registration
from jiangxin.certificates.printing import UnableToSignCertificate, print_all, signer
from jiangxin.certificates.queries import with_their_people
from jiangxin.certificates.rules import LARGEST_SERIAL, number_of
from jiangxin.certificates.steps import HANDED_OVER, NUMBERED, SIGNED
from jiangxin.documents import operations as documents
from jiangxin.documents.workbook import MEDIA_TYPE
from jiangxin.people.idnumber import masked
from jiangxin.process.errors import Unable
from jiangxin.process.step import as_date
from jiangxin.process.taking import begin, begin_all, take, take_all, under_way
from jiangxin.process.who import Actor
from jiangxin.regulation.basis import article, house
from jiangxin.results.models import FilingRow
from jiangxin.rounds.models import Round

PDF = "application/pdf"


class UnableToIssue(Unable):
    """No number can be drawn."""


class UnableToHandOver(Unable):
    """The register doesn't know which certificate is meant."""


class UnableToRegister(Unable):
    """The data for the province's query database can't be made."""


@dataclass(frozen=True)
class Signing:
    """What became of a set: the certificates that are signed now, and a sentence for each that could not be."""

    signed: Sequence[Certificate]
    unable: Mapping[int, str]  # by the certificate's key


def issue_all(rows: Iterable[FilingRow], *, by: Actor, at: datetime) -> list[Certificate]:
    """Number the rows that the province confirmed (article 14(5)) and return their certificates in the rows' order.

    A row that has its certificate keeps it: a second click numbers nothing twice. All or none: a refusal leaves no gap.
    """
    wanted = [row.pk for row in rows]
    with transaction.atomic():
        # Locked in the order of their keys, so that two officers at once wait for each other and never for ever.
        list(FilingRow.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
        known = {certificate.row_id: certificate for certificate in Certificate.objects.filter(row__in=wanted)}
        fresh = FilingRow.objects.filter(pk__in=wanted).exclude(pk__in=known).select_related(
            "result_filing__round__institution", "result_filing__round__college", "result_filing__round__filing",
            "result_filing__round__level__standard__occupation", "result__application__person",
            "result__application__round__institution",
        )  # fmt: skip
        made = begin_all(_numbered(fresh, at), "issue", by=by, at=at)
    known |= {certificate.row_id: certificate for certificate in made}
    return [known[key] for key in wanted]


def _numbered(rows: Iterable[FilingRow], at: datetime) -> list[Certificate]:
    """Return the unsaved certificates, each with the next number of its filing, year and level."""
    day = _day(at)
    series: dict[tuple[int, int], list[FilingRow]] = defaultdict(list)
    for row in rows:
        round_ = row.result_filing.round
        series[round_.filing_id, round_.level.level].append(row)
    made = []
    for (filing, level), members in sorted(series.items()):
        first = _draw(filing, day.year, level, len(members))
        made += [_certificate(row, first + place, day) for place, row in enumerate(members)]
    return made


def _draw(filing: int, year: int, level: int, count: int) -> int:
    """Take `count` serials and return the first. The series stays locked until the transaction ends, either way."""
    place = {"filing_id": filing, "year": year, "level": level}
    NumberSeries.objects.bulk_create([NumberSeries(**place)], ignore_conflicts=True)
    series = NumberSeries.objects.select_for_update().get(**place)
    first, series.last = series.last + 1, series.last + count
    if series.last > LARGEST_SERIAL:
        sentence = _(
            "不能编号：%(year)d 年 %(level)d 级的序列号只剩 %(left)d 个，需要 %(count)d 个。"
            "请向省职鉴中心另行申请备案号。"
        )
        left = LARGEST_SERIAL - first + 1
        raise UnableToIssue(
            sentence % {"year": year, "level": level, "left": left, "count": count}, basis=house("certificate_number")
        )
    series.save(update_fields=["last"])
    return first


def _certificate(row: FilingRow, serial: int, day: date) -> Certificate:
    """Return the unsaved certificate with everything that it prints, frozen."""
    round_, application = row.result_filing.round, row.result.application
    occupation = round_.level.standard.occupation
    return Certificate(
        row=row,
        filing=round_.filing,
        number=number_of(round_.filing.number, day.year, round_.level.level, serial),
        year=day.year,
        level=round_.level.level,
        serial=serial,
        name=application.person.name,
        id_type=application.person.id_type,
        masked_id=masked(application.person.id_number),
        employer=application.employer or application.person.employer,
        occupation=occupation.name,
        work_type=occupation.work_type,
        institution_name=round_.institution.name,
        # What was confirmed in practice makes a sample, though the institution may have left practice since.
        practice=round_.institution.practice or row.result_filing.simulated,
        issued_on=day,
    )


def sign_all(certificates: Iterable[Certificate], *, by: Actor, at: datetime) -> Signing:
    """Make the document of every numbered certificate, sign it with its institution's key and keep it.

    Certificates that are signed already stay as they are. One whose document can't be made is named in `unable` and
    keeps nobody else waiting. Raises UnableToUseKey for a real institution without a key of its own.
    """
    wanted = [certificate.pk for certificate in certificates]
    waiting = with_their_people(Certificate.objects.filter(pk__in=wanted, state=NUMBERED))
    # A sample stays one, though its institution may have left practice since it was numbered.
    keys_needed = {(certificate.institution, certificate.practice) for certificate in waiting}
    sign = {(owner.pk, practice): signer(owner, at, practice=practice) for owner, practice in keys_needed}
    # Typesetting is the long part and binds nobody: it is done before anything is locked.
    printed, unable = print_all(waiting, at)

    def keep_signed(certificate: Certificate) -> None:
        sign_it = sign[certificate.institution.pk, certificate.practice]
        content = sign_it(printed[certificate.pk], certificate.number)
        certificate.file = documents.keep(
            certificate.institution, f"{certificate.number}.pdf", content, PDF, by=by, at=at, person=certificate.person
        )

    ready = with_their_people(Certificate.objects.filter(pk__in=printed, state=NUMBERED))
    signed = take_all(ready, "sign_certificate", by=by, at=at, each=keep_signed, fields=["file"])
    return Signing(signed, unable)


def sign_certificate(certificate: Certificate, *, by: Actor, at: datetime, reason: str = "") -> Certificate:
    """Make, sign and keep one certificate's document; raises Unable… with the sentence of what stands in the way."""
    outcome = sign_all([certificate], by=by, at=at)
    if outcome.signed:
        return outcome.signed[0]
    if outcome.unable:
        raise UnableToSignCertificate(outcome.unable[certificate.pk])
    with take(certificate, "sign_certificate", by=by, at=at, reason=reason) as certificate:
        return certificate  # reached only when somebody else was first: the kernel says so


def hand_over(
    certificate: Certificate, *, by: Actor, at: datetime, received_by: str = "", reason: str = ""
) -> Certificate:
    """Enter in the register who received the certificate: its holder, unless another is named (article 20)."""
    with take(certificate, "hand_over", by=by, at=at, reason=reason) as certificate:
        certificate.received_by, certificate.handed_over_on = received_by.strip() or certificate.name, _day(at)
    return certificate


def hand_over_all(certificates: QuerySet[Certificate], *, by: Actor, at: datetime) -> list[Certificate]:
    """Enter in the register that each holder of the set received his certificate himself."""

    def received(certificate: Certificate) -> None:
        certificate.received_by, certificate.handed_over_on = certificate.name, _day(at)

    return take_all(certificates, "hand_over", by=by, at=at, each=received, fields=["received_by", "handed_over_on"])


def revoke(certificate: Certificate, *, by: Actor, at: datetime, reason: str) -> Certificate:
    """Revoke a certificate: its number stays consumed, and the public is told from this day (domain.md §10.3)."""
    with take(certificate, "revoke", by=by, at=at, reason=reason) as certificate:
        certificate.revoked_on = _day(at)
    return certificate


def prepare_registration(round_: Round, batch_number: str, *, by: Actor, at: datetime) -> Registration:
    """Make the registration workbook and form 表5 of the round's signed certificates that are in no upload yet.

    Where there are both, the real ones come first and samples go into an upload of their own, marked as such.
    """
    with transaction.atomic():
        waiting = Certificate.objects.filter(
            row__result_filing__round=round_, state__in=(SIGNED, HANDED_OVER), registration=None
        )
        chosen = sheets.of_one_kind(with_their_people(waiting.select_for_update(of=("self",))).order_by("number"))
        registration = _registration(round_, batch_number.strip(), chosen, by=by, at=at)
        begin(registration, "prepare_registration", by=by, at=at)
        with under_way("certificates.registration.prepare_registration"):
            mine = Certificate.objects.filter(pk__in=[certificate.pk for certificate in chosen])
            take_all(mine, "register", by=by, at=at, fields=["registration"], registration=registration)
    return registration


def _registration(
    round_: Round, batch_number: str, chosen: Sequence[Certificate], *, by: Actor, at: datetime
) -> Registration:
    """Return the unsaved registration with its two files kept."""
    if not batch_number or Registration.objects.filter(round=round_, batch_number=batch_number).exclude(
        state="discarded"
    ):
        sentence = _("不能生成入库数据：批次号“%(batch)s”没有填写或已经用过。请填写省职鉴中心给出的批次号。")
        raise UnableToRegister(sentence % {"batch": batch_number}, basis=article("14(5)"))
    officer = by.paper_of or by
    institution = round_.institution
    files = [
        ("workbook", sheets.workbook(chosen), MEDIA_TYPE),
        ("form", sheets.form(institution, chosen, batch_number, str(officer), at=at), PDF),
    ]
    kept = documents.keep_all(
        institution,
        [(sheets.file_name(kind, round_.number, batch_number), content, media, None) for kind, content, media in files],
        by=by,
        at=at,
    )
    return Registration(round=round_, batch_number=batch_number, workbook=kept[0], form=kept[1], count=len(chosen))


def submit_registration(registration: Registration, *, by: Actor, at: datetime, reason: str = "") -> Registration:
    """Record that workbook and form have been uploaded to the province's query database (article 14(5))."""
    with take(registration, "submit_registration", by=by, at=at, reason=reason) as registration:
        return registration


def discard_registration(registration: Registration, *, by: Actor, at: datetime, reason: str) -> Registration:
    """Discard an upload; its certificates may be registered again."""
    with take(registration, "discard_registration", by=by, at=at, reason=reason) as registration:
        members = Certificate.objects.filter(registration=registration)
        take_all(members, "unregister", by=by, at=at, fields=["registration"], registration=None)
    return registration


def enter_registration(
    registration: Registration, *, by: Actor, at: datetime, receipt_number: str = "", reason: str = ""
) -> Registration:
    """Record that the province's database holds the certificates, with the number of its receipt where there is one."""
    with take(registration, "enter_registration", by=by, at=at, reason=reason) as registration:
        registration.receipt_number = receipt_number.strip()
    return registration


def _day(at: datetime) -> date:
    day = as_date(at)
    assert day is not None
    return day
