"""`jiangxin worker` does what waits, as the application's role."""

from jiangxin import embedded
from jiangxin.certificates import operations as certificates
from jiangxin.certificates.tasks import sign_in_background
from tests.certificates.rows import confirmed_rows
from tests.commands.installation import environment, jiangxin
from tests.world import World


def test_a_worker_signs_what_waits(committed_world: World, server: embedded.Server) -> None:
    world, centre = committed_world, committed_world.user("centre")
    [made] = certificates.issue_all(confirmed_rows(world, 1), by=centre, at=world.at)
    progress = sign_in_background(made.round, by=centre, at=world.at)
    jiangxin("worker", "--once", env=environment(server))
    made.refresh_from_db()
    progress.refresh_from_db()
    assert (made.state, progress.done, progress.problems) == ("signed", 1, [])
