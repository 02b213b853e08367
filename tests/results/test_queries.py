"""What lists and the public see of results."""

from datetime import timedelta

import pytest

from jiangxin.documents import printed
from jiangxin.process.who import ANONYMOUS
from jiangxin.results import marks, operations, queries
from jiangxin.results.models import Publication, Result
from tests.stories.results import filed_round, published_round
from tests.stories.scoring import marked_round
from tests.stories.supervision import supervised_round
from tests.world import World


def test_nothing_is_missing_of_a_marked_round_and_a_candidate_without_mark_is_counted(world: World) -> None:
    round_ = marked_round(world, 3)
    assert list(marks.marks_missing(round_)) == []
    empty = world.open_round()
    assert any("审核通过" in sentence for sentence in marks.marks_missing(empty))


def test_the_public_list_tells_no_stranger_who_it_is(world: World) -> None:
    round_ = published_round(world, 4)
    publication = Publication.objects.get(round=round_)
    for row, result in zip(queries.public_list(publication), queries.results_of(round_), strict=True):
        person = result.application.person
        assert row.name != person.name
        assert row.name.startswith(person.name[0])
        assert person.id_number not in repr(row)
        assert "*" in row.id_number
        assert result.application.admission.number not in row.admission
        assert not any(str(entry.mark) in repr(row) for entry in result.subjects if entry.mark)


def test_a_person_held_back_shows_no_conclusion_in_public(world: World) -> None:
    round_ = published_round(world, 3)
    result = queries.results_of(round_)[0]
    operations.raise_objection(result, by=ANONYMOUS, at=world.at, name="李女士", contact="18800001111", text="成绩有误")
    rows = {row.key: row.conclusion for row in queries.public_list(Publication.objects.get(round=round_))}
    assert rows[result.pk] == "复核中"
    assert sum(value == "复核中" for value in rows.values()) == 1


def test_the_list_is_public_from_its_first_day_through_its_last(world: World) -> None:
    publication = Publication.objects.get(round=published_round(world, 2))
    first, last = publication.published_on, publication.ends_on
    assert first is not None
    assert last is not None
    assert [
        queries.in_publicity(publication, day)
        for day in (first - timedelta(days=1), first, last, last + timedelta(days=1))
    ] == [False, True, True, False]
    assert list(queries.current_publications(last)) == [publication]
    assert not queries.current_publications(last + timedelta(days=1)).exists()


def test_the_publicity_list_is_printed(world: World) -> None:
    round_ = supervised_round(world, 2)
    publication = Publication.objects.get(round=round_)
    with pytest.raises(ValueError, match="not begun"):
        queries.publicity_sheet(publication)
    publication = operations.publish(publication, by=world.user("centre"), at=world.at)
    assert printed.publicity(queries.publicity_sheet(publication), world.at).startswith(b"%PDF-")


def test_the_tally_and_the_distribution_count_everybody_once(world: World) -> None:
    round_ = published_round(world, 6)
    tally = queries.tally(round_)
    assert tally["all"] == 6 == tally["passed"] + tally["failed"] + tally["knocked_out"] + tally["absent"]
    marked = sum(one.mark_of("theory").mark is not None for one in Result.objects.all())  # type: ignore[union-attr]
    assert sum(count for _bound, count in queries.distribution(round_, "theory")) == marked
    assert queries.distribution(round_, "review") == []


def test_who_is_filed_is_not_filed_again(world: World) -> None:
    assert not queries.results_to_file(filed_round(world, 4)).exists()


def test_composition_asks_a_constant_number_of_queries(world: World, django_assert_max_num_queries: object) -> None:
    round_ = marked_round(world, 6)
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert len(queries.composed(round_)) == 6
