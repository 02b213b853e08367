"""A place in a lower app's table of steps that higher apps fill."""

from collections.abc import Iterator

from jiangxin.process.above import FactsFromAbove


def late(record: object) -> Iterator[str]:
    """Yield that it is late."""
    yield f"{record} is late"


def test_nothing_is_missing_before_a_higher_app_speaks() -> None:
    assert list(FactsFromAbove("what binds")("round")) == []


def test_every_fact_counts_once_however_often_it_is_added() -> None:
    facts = FactsFromAbove("what binds")
    for fact in (late, late, lambda record: [f"{record} is sealed"]):
        facts.add(fact)
    assert list(facts("round")) == ["round is late", "round is sealed"]
    assert facts.__doc__ == "what binds"
