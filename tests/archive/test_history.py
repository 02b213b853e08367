"""The history that goes into a dossier: everything of the round, nothing of another."""

import json

from jiangxin.archive.history import history_lines
from tests.stories.results import filed_round
from tests.world import World


def test_every_step_of_the_round_is_a_line_and_no_other_round_is_told(world: World) -> None:
    other = world.open_round()
    round_ = filed_round(world, 3)
    lines = [json.loads(line) for line in history_lines(round_)]
    assert [line["id"] for line in lines] == sorted(line["id"] for line in lines)
    rounds = {line["record"] for line in lines if line["model"] == "rounds.round"}
    assert rounds == {round_.pk}
    assert other.pk not in rounds
    verbs = [f"{line['model']}.{line['verb']}" for line in lines]
    for verb in ("rounds.round.open", "enrolment.application.accept", "plans.plan.file", "exams.seat.check_in",
                 "supervision.roundreport.sign_report", "results.resultfiling.file_results"):  # fmt: skip
        assert verb in verbs
    published = next(line for line in lines if line["verb"] == "publish")
    assert published["actor"] == str(world.user("centre"))
    assert published["at"].startswith("2026-")
