"""What the machine finds about one condition of application: met, open or not met, and why, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum


class Verdict(IntEnum):
    """Whether something holds. `AND` is the least of several verdicts and `OR` the greatest."""

    UNMET = 0
    OPEN = 1  # facts are missing, or a day is
    MET = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One atom of a condition against the facts.

    `about` names the atom, `remedy` says what would satisfy it, `asks` names the facts that are missing, and `reads`
    what only a person can judge. `holds_from` is the day from which the atom holds if nothing else changes.
    """

    about: str
    verdict: Verdict
    sentence: str
    remedy: str = ""
    asks: tuple[str, ...] = ()
    reads: str = ""
    holds_from: date | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """The machine's first opinion on one alternative, on its reference day; a person decides."""

    label: str
    on: date
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """The least of what was found."""
        return worst(self.findings)

    @property
    def reasons(self) -> list[str]:
        """What was found, a sentence each."""
        return [finding.sentence for finding in self.findings]

    @property
    def remedies(self) -> list[str]:
        """What would satisfy the condition, a sentence for each thing that is lacking."""
        return [finding.remedy for finding in self.findings if finding.remedy]

    @property
    def objections(self) -> list[str]:
        """What is not met and what would mend it: the sentences for somebody who is told no."""
        unmet = (finding for finding in self.findings if finding.verdict is Verdict.UNMET)
        return [words for finding in unmet for words in (finding.sentence, finding.remedy) if words]

    @property
    def asks(self) -> list[str]:
        """The facts that are missing, each once."""
        return list(dict.fromkeys(ask for finding in self.findings for ask in finding.asks))

    @property
    def reads(self) -> list[str]:
        """What a person must judge before anything is decided."""
        return list(dict.fromkeys(finding.reads for finding in self.findings if finding.reads))

    @property
    def clean(self) -> bool:
        """Whether everything holds and nothing is left to judgement: only such a one may be accepted in a set."""
        return self.verdict is Verdict.MET and not self.reads


def nearness(findings: Sequence[Finding]) -> tuple[Verdict, bool]:
    """Return by what the nearest of several ways is chosen: its verdict, then that it leaves nothing to judgement."""
    return worst(findings), not any(finding.reads for finding in findings)


def worst(findings: Sequence[Finding]) -> Verdict:
    """Return the verdict of things that must all hold; with none of them, met."""
    return min((finding.verdict for finding in findings), default=Verdict.MET)
