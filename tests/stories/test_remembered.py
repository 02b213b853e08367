"""A remembered story leaves what it left when it was played, and the guards stand again after it."""

import pytest
from django.db import DatabaseError, connection, transaction

from jiangxin.enrolment.models import Application
from jiangxin.rounds.models import Round
from tests.stories import remembered
from tests.stories.archive import sealed_dossier
from tests.stories.enrolment import accepted_round, enrolled_round
from tests.world import World


def left(world: World) -> remembered.Memory:
    """Return what lies in the database beyond its template."""
    return remembered.noted(remembered.keys(), None, world)


def test_what_is_put_back_is_what_was_played(world: World) -> None:
    begun = world.at
    point = transaction.savepoint_create()
    with remembered.forbidden():
        before = remembered.keys()
        dossier = sealed_dossier(world, 2)
    played = remembered.noted(before, dossier, world)
    transaction.savepoint_rollback(point)
    world.at = begun
    told = remembered.put_back(played, world)
    assert left(world).rows == played.rows
    assert left(world).files == played.files
    assert (told, told.round, told.sha256, world.at) == (dossier, dossier.round, dossier.sha256, played.at)


def test_a_story_is_played_where_something_happened_before_it(world: World) -> None:
    assert remembered.pristine()
    first = enrolled_round(world, 1)
    assert not remembered.pristine()
    assert enrolled_round(world, 1) != first


def test_after_a_remembered_story_every_guard_holds_and_new_records_come_after_its_own(world: World) -> None:
    round_ = accepted_round(world, 2)
    connection.check_constraints()
    with pytest.raises(DatabaseError), transaction.atomic():
        Round.objects.filter(pk=round_.pk).update(state="archived")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('session_replication_role')")
        assert cursor.fetchone() == ("jiangxin_app", "origin")
    later = enrolled_round(world, 1)
    assert later.pk > round_.pk
    assert Application.objects.filter(round=round_).count() == 2
