"""The draw of a sample: never less than the share, and the same for everybody who has the seed."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from jiangxin.enrolment.sampling import drawn

TENTH = Decimal("0.1")


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=300, unique=True), st.text(max_size=20))
def test_a_tenth_at_least_is_drawn_of_the_members(members: list[int], seed: str) -> None:
    sample = drawn(members, TENTH, seed)
    assert set(sample) <= set(members)
    assert len(members) <= 10 * len(sample) < len(members) + 10


def test_the_draw_depends_on_the_seed_and_on_nothing_else() -> None:
    members = list(range(1, 101))
    assert drawn(members, TENTH, "a") == drawn(members[::-1] * 2, TENTH, "a")
    assert drawn(range(1, 6), Decimal("0.4"), "a") == [1, 3]  # as any tool finds: printf 'a:1' | sha256sum
    assert drawn(members, TENTH, "a") != drawn(members, TENTH, "b")
    assert drawn([7], TENTH, "a") == [7]
