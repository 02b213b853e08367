"""A place in a lower app's table of steps that higher apps fill."""

from collections.abc import Iterator

from jiangxin.process.above import FactsFromAbove
from jiangxin.process.step import Step
from jiangxin.process.who import PUBLIC
from jiangxin.regulation.basis import article


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


def test_a_final_fact_ends_the_offer_and_any_other_leaves_it_standing() -> None:
    waiting, ending = FactsFromAbove("what waits"), FactsFromAbove("what binds", final=True)
    step = Step("go", "Go", source="open", may=PUBLIC, basis=article("14"), needs=(waiting, ending))
    waiting.add(late)
    assert not step.over("round")
    ending.add(late)
    assert step.over("round")
    assert step.missing("round") == ["round is late"] * 2
