"""`docs/regulation.md`: the 26 articles verbatim, clause by clause, with what carries them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from jiangxin.regulation import articles
from jiangxin.regulation.basis import house_rules
from jiangxin.regulation.coverage import STATUSES, ClauseCoverage, DutyCoverage


def print_regulation(coverage: Sequence[ClauseCoverage]) -> str:
    """Return the coverage as a Markdown document, the same in every language and on every day."""
    document = articles.document()
    lines = [
        f"# {document.title.zh}",
        "",
        f"{document.title.en}. {document.number}, {document.issuer}, in force from {document.valid_from.isoformat()}.",
        "",
        "Printed from `jiangxin/regulation/` and the code; edit those, not this page. The Chinese text is verbatim,",
        "the English beside it a summary. A duty is *carried* where a step, a URL and a test resolve in the code.",
        "",
        *_totals(coverage),
    ]
    titles = {chapter.number: chapter.title for chapter in articles.chapters()}
    for number, group in groupby(coverage, key=lambda clause: clause.article.chapter):
        lines += ["", f"## 第{articles.numeral(number)}章 {titles[number].zh} · {titles[number].en}"]
        for clause in group:
            lines += _clause(clause)
    return "\n".join([*lines, *_house_rules()]) + "\n"


def _house_rules() -> Iterator[str]:
    """Yield the rules of the house, with what each leans on."""
    yield from ("", "## 机构规则 · House rules", "")
    yield "What the institution has settled where no article, standard or law that could be read settles it."
    for rule in house_rules().values():
        yield from ("", f"### {rule.title.zh} · {rule.title.en}", "", rule.text.zh, "", rule.text.en, "")
        yield f"{rule.source.zh} {rule.source.en}"


def _totals(coverage: Sequence[ClauseCoverage]) -> Iterator[str]:
    """Yield the table of how many clauses and duties have each status."""
    clauses = Counter(clause.status for clause in coverage)
    duties = Counter(duty.status for clause in coverage for duty in clause.duties)
    yield from ("| status | articles and clauses | duties |", "| --- | ---: | ---: |")
    for status in STATUSES:
        yield f"| {status} | {clauses[status]} | {duties[status]} |"


def _clause(covered: ClauseCoverage) -> Iterator[str]:
    """Yield the text of an article or clause and the table of its duties."""
    article, clause = covered.article, covered.clause
    if clause is None:
        heading, text, summary = f"### {article.heading} · Article {article.number}", article.text, article.summary
    else:
        heading = f"#### {article.heading}（{articles.numeral(clause.number)}） · Article {covered.reference}"
        text, summary = clause.marker + clause.text, clause.summary
    yield from ("", heading, "", f"> {text}", "", f"Summary: {summary}", "", f"Status: **{covered.status}**", "")
    yield from ("| duty | status | step, URL, test, or reason |", "| --- | --- | --- |")
    for duty in covered.duties:
        yield f"| {duty.duty.words.zh}<br>{duty.duty.words.en} | {duty.status} | {_evidence(duty)} |"


def _evidence(covered: DutyCoverage) -> str:
    """Return what carries a duty, or why nothing does."""
    duty = covered.duty
    if covered.faults:
        return "; ".join(fault.en for fault in covered.faults)
    if duty.reason is not None:
        return f"{duty.reason.zh}<br>{duty.reason.en}"
    return "<br>".join(f"`{name}`" for name in (*duty.steps, *duty.urls, *duty.tests))
