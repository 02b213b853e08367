"""Which duty of the regulation is carried by which step, URL and test; printed as `docs/regulation.md`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from jiangxin.regulation import articles
from jiangxin.regulation.words import RegulationError, Words, load

Status = Literal["carried", "not yet", "outside software"]
STATUSES: tuple[Status, ...] = get_args(Status)
type Resolver = Callable[[str], bool]


class BadDuty(RegulationError):
    """The table of duties is incomplete or contradicts itself."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that a clause asks for, as `duties.toml` claims it."""

    reference: str
    key: str
    words: Words
    status: Status
    reason: Words | None = None
    steps: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyCoverage:
    """A duty after its names were looked up: `faults` says what a claim of being carried lacks."""

    duty: Duty
    faults: tuple[Words, ...]

    @property
    def status(self) -> Status:
        """Return the claimed status, or `not yet` where the claim has faults."""
        return "not yet" if self.faults else self.duty.status


@dataclass(frozen=True, slots=True)
class ClauseCoverage:
    """An article's own text or one of its clauses, with its duties."""

    article: articles.Article
    clause: articles.Clause | None
    duties: tuple[DutyCoverage, ...]

    @property
    def reference(self) -> str:
        """Return `14` for an article's own text, `14(1)` for a clause."""
        return str(self.article.number) + (f"({self.clause.number})" if self.clause else "")

    @property
    def status(self) -> Status:
        """Return `carried` when everything that software can do is, `not yet` when anything of it isn't."""
        found = {duty.status for duty in self.duties}
        if "not yet" in found:
            return "not yet"
        return "carried" if "carried" in found else "outside software"


def coverage(
    resolve_step: Resolver, resolve_url: Resolver, resolve_test: Resolver, duties: Iterable[Duty] | None = None
) -> list[ClauseCoverage]:
    """Return the coverage of every article and clause, in order; of `duties.toml` when no duties are given.

    The resolvers tell whether a step ("plans.file"), a URL name ("plans:file") and a test ("tests/…::test_…") exist.
    Raises BadDuty when the table itself is unsound.
    """
    by_reference: dict[str, list[DutyCoverage]] = {reference: [] for reference in articles.references()}
    for duty in read(load("duties.toml")) if duties is None else duties:
        checks = ((_STEP, duty.steps, resolve_step), (_URL, duty.urls, resolve_url), (_TEST, duty.tests, resolve_test))
        faults = [fault for kind, names, resolve in checks for fault in _faults(kind, names, resolve)]
        by_reference[duty.reference].append(DutyCoverage(duty, tuple(faults) if duty.status == "carried" else ()))
    return [ClauseCoverage(*articles.find(reference), tuple(found)) for reference, found in by_reference.items()]


def all_faults(covered: Iterable[ClauseCoverage]) -> list[str]:
    """Return every fault as a line such as `14(1) filing: no test is named`, in the active language."""
    return [
        f"{clause.reference} {each.duty.key}: {fault}"
        for clause in covered
        for each in clause.duties
        for fault in each.faults
    ]


def read(data: Mapping[str, Any]) -> list[Duty]:
    """Return the duties of a parsed table.

    Raises UnknownClause for a clause that doesn't exist; BadDuty when a clause has no duty, a duty stands twice, a
    status is unknown, a reason is missing, or a duty that isn't carried names steps, URLs or tests.
    """
    duties = [_duty(row) for row in data["duty"]]
    seen: set[tuple[str, str]] = set()
    for duty in duties:
        articles.find(duty.reference)
        if (duty.reference, duty.key) in seen:
            raise BadDuty(_TWICE.fill(reference=duty.reference, key=duty.key))
        seen.add((duty.reference, duty.key))
    forgotten = [
        reference for reference in articles.references() if reference not in {duty.reference for duty in duties}
    ]
    if forgotten:
        raise BadDuty(_FORGOTTEN.fill(references=", ".join(forgotten)))
    return duties


def _duty(row: Mapping[str, Any]) -> Duty:
    """Return one row of the table as a duty; BadDuty when its status and what it names don't fit."""
    reason = Words.of(row["reason"]) if "reason" in row else None
    names = {kind: tuple(row.get(kind, ())) for kind in ("steps", "urls", "tests")}
    carried, status = row["status"] == "carried", row["status"]
    if status not in STATUSES or carried != (reason is None) or (not carried and any(names.values())):
        raise BadDuty(_MISFIT.fill(reference=row["reference"], key=row["key"], status=status))
    return Duty(row["reference"], row["key"], Words.of(row["words"]), status, reason, **names)


def _faults(kind: Words, names: tuple[str, ...], resolve: Resolver) -> Iterator[Words]:
    """Yield what is wrong with the names of one kind: none given, or one that the code doesn't have."""
    if not names:
        yield _NONE_NAMED.fill(kind=kind)
    for name in names:
        if not resolve(name):
            yield _UNRESOLVED.fill(kind=kind, name=name)


_STEP, _URL, _TEST = Words("步骤", "step"), Words("网址", "URL"), Words("测试", "test")
_NONE_NAMED = Words("没有写明{kind}", "no {kind} is named")
_UNRESOLVED = Words("代码中没有{kind} {name}", "the code has no {kind} {name}")
_TWICE = Words(
    "第 {reference} 条的职责“{key}”写了两次。请在 duties.toml 中删去一个。",
    "The duty “{key}” of {reference} stands twice. Remove one in duties.toml.",
)
_FORGOTTEN = Words(
    "下列条款没有列出职责：{references}。请在 duties.toml 中补充，软件之外的也要写明原因。",
    "These clauses list no duty: {references}. Add them to duties.toml, with the reason where software has no part.",
)
_MISFIT = Words(
    "第 {reference} 条的职责“{key}”自相矛盾（状态 {status}）："
    "carried 写步骤、网址、测试而不写原因；not yet 和 outside software 只写原因。",
    "The duty “{key}” of {reference} contradicts itself (status {status}): carried names steps, URLs and tests and no"
    " reason; not yet and outside software give a reason and name nothing.",
)
