"""Reads for ledgers and statistics: a constant number of queries, however many rounds there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Q, QuerySet

from jiangxin.certificates.models import Certificate
from jiangxin.enrolment.models import Application
from jiangxin.exams.models import Sitting
from jiangxin.plans.models import Plan
from jiangxin.process.models import Record
from jiangxin.regulation.words import qualified
from jiangxin.reports.models import Target
from jiangxin.results.models import Publication, Result, ResultFiling
from jiangxin.rounds.models import Round


@dataclass(frozen=True)
class Funnel:
    """How many people a round (or several) led how far.

    `applied` handed in an application, `accepted` were found eligible, `concluded` have a result, `absent` of them
    missed a required subject, `passed` passed every one, `certified` hold a certificate that was not revoked.
    """

    applied: int = 0
    accepted: int = 0
    concluded: int = 0
    absent: int = 0
    passed: int = 0
    certified: int = 0

    def __add__(self, other: Funnel) -> Funnel:
        pairs = zip(self.numbers, other.numbers, strict=True)
        return Funnel(*(mine + theirs for mine, theirs in pairs))

    @property
    def numbers(self) -> tuple[int, ...]:
        """The counts in the order of the process."""
        return (self.applied, self.accepted, self.concluded, self.absent, self.passed, self.certified)

    @property
    def attended(self) -> int:
        """Who came to every required subject."""
        return self.concluded - self.absent

    @property
    def rate(self) -> Decimal | None:
        """The share of passed of all concluded, absentees counted (含缺考), in percent to one decimal."""
        return percent(self.passed, self.concluded)

    @property
    def rate_attended(self) -> Decimal | None:
        """The share of passed of those who came (不含缺考), in percent to one decimal."""
        return percent(self.passed, self.attended)


def percent(part: int, whole: int) -> Decimal | None:
    """Return a share in percent to one decimal, half up; None of nothing."""
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else None


def funnels(rounds: QuerySet[Round]) -> dict[int, Funnel]:
    """Return the funnel of each round by its key, in three queries."""
    keys = list(rounds.order_by().values_list("pk", flat=True))
    handed_in = ~Q(state__in=["draft", "withdrawn"])
    applied = _counts(
        Application.objects.filter(round__in=keys), "round", applied=handed_in, accepted=Q(state="accepted")
    )
    concluded = _counts(
        Result.objects.filter(application__round__in=keys),
        "application__round",
        concluded=Q(),
        absent=Q(conclusion="absent"),
        passed=Q(conclusion="passed"),
    )
    certificates = Certificate.objects.filter(row__result_filing__round__in=keys)
    certified = _counts(certificates, "row__result_filing__round", certified=Q(file__isnull=False, revoked_on=None))
    return {key: Funnel(**{**applied.get(key, {}), **concluded.get(key, {}), **certified.get(key, {})}) for key in keys}


def _counts[R: Record](records: QuerySet[R], by: str, **counted: Q) -> dict[int, Mapping[str, int]]:
    rows = records.order_by().values(by).annotate(**{name: Count("pk", filter=one) for name, one in counted.items()})
    return {row[by]: {name: row[name] for name in counted} for row in rows}


def by_college_and_level(rounds: Iterable[Round], found: Mapping[int, Funnel]) -> list[tuple[str, str, int, Funnel]]:
    """Return (college, occupation and level, number of rounds, funnel), ordered by college and level."""
    sums: dict[tuple[str, str, str], tuple[int, Funnel]] = {}
    for round_ in rounds:
        level = round_.level
        key = (round_.college.name, str(level), f"{level.standard.occupation} {level.level}")
        count, funnel = sums.get(key, (0, Funnel()))
        sums[key] = (count + 1, funnel + found[round_.pk])
    ordered = sorted(sums.items(), key=lambda item: (item[0][0], item[0][2]))
    return [(college, level, count, funnel) for (college, level, _order), (count, funnel) in ordered]


@dataclass(frozen=True)
class Issued:
    """How many certificates of an occupation and level were issued in a year: signed, of them revoked or registered."""

    year: int
    occupation: str
    level: int
    issued: int
    revoked: int
    registered: int

    @property
    def valid(self) -> int:
        """Who was issued one and still holds it."""
        return self.issued - self.revoked


def certificates_issued(rounds: QuerySet[Round]) -> list[Issued]:
    """Return the certificates by year of issue (newest first), occupation and level (lowest first), in one query.

    A number without a signed document is no certificate yet. Occupations count by the name that was printed.
    """
    signed = Certificate.objects.filter(row__result_filing__round__in=rounds, file__isnull=False)
    rows = signed.order_by("-year", "occupation", "work_type", "-level").values(
        "year", "occupation", "work_type", "level"
    )
    counted = rows.annotate(
        issued=Count("pk"),
        revoked=Count("pk", filter=Q(revoked_on__isnull=False)),
        registered=Count("pk", filter=Q(registration__state="entered")),
    )
    return [
        Issued(
            row["year"], qualified(row["occupation"], row["work_type"]),
            row["level"], row["issued"], row["revoked"], row["registered"],
        )
        for row in counted
    ]  # fmt: skip


def progress(targets: Iterable[Target]) -> dict[int, Funnel]:
    """Return what the rounds of each target's college and year have led to, by the target's key, in four queries."""
    listed = list(targets)
    wanted = {(target.college_id, target.year) for target in listed}
    among = Round.objects.filter(college__in=[key for key, _year in wanted], year__in=[year for _key, year in wanted])
    rounds = among.exclude(state__in=["draft", "cancelled"])
    found, sums = funnels(rounds), dict.fromkeys(wanted, Funnel())
    for key, college, year in rounds.order_by().values_list("pk", "college", "year"):
        if (college, year) in wanted:
            sums[college, year] += found[key]
    return {target.pk: sums[target.college_id, target.year] for target in listed}


def whole(rounds: QuerySet[Round]) -> list[Round]:
    """Return the rounds with the names that a ledger prints of them, in one query."""
    return list(rounds.select_related("institution", "college", "filing", "level__standard__occupation"))


@dataclass
class Course:
    """What a ledger says of a round beside its own fields: the plan in force, sittings, publicity, filings."""

    plan: Plan | None = None
    publication: Publication | None = None
    sittings: list[Sitting] = field(default_factory=list)
    filings: list[ResultFiling] = field(default_factory=list)


def courses(rounds: Sequence[Round]) -> dict[int, Course]:
    """Return the course of each round, by its key, in a constant number of queries."""
    found = {round_.pk: Course() for round_ in rounds}
    for plan in Plan.objects.filter(round__in=found, state="received"):
        found[plan.round_id].plan = plan
    for publication in Publication.objects.filter(round__in=found):
        found[publication.round_id].publication = publication
    for sitting in Sitting.objects.filter(round__in=found).exclude(state="cancelled"):
        found[sitting.round_id].sittings.append(sitting)
    for filing in ResultFiling.objects.filter(round__in=found):
        found[filing.round_id].filings.append(filing)
    return found


def total(found: Iterable[Funnel]) -> Funnel:
    """Return the sum of funnels."""
    return sum(found, Funnel())


def candidates(rounds: Sequence[Round]) -> QuerySet[Application]:
    """Return the applications that were handed in, with their admission, by round and name."""
    return (
        Application.objects.filter(round__in=rounds)
        .exclude(state__in=["draft", "withdrawn"])
        .select_related("person", "admission", "round")
        .order_by("round__year", "round__sequence", "person__sort_key", "pk")
    )


def results(rounds: Sequence[Round]) -> dict[int, Result]:
    """Return the results of rounds, by the key of the application."""
    return {result.application_id: result for result in Result.objects.filter(application__round__in=rounds)}


def certificates(rounds: Sequence[Round]) -> QuerySet[Certificate]:
    """Return the certificates of rounds, by number."""
    found = Certificate.objects.filter(row__result_filing__round__in=rounds).order_by("number")
    return found.select_related("registration", "row__result__application__person", "row__result_filing__round")
