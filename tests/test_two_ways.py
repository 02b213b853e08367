"""One round, two ways: held in the pages of a browser, and recorded from paper. Verb for verb, the histories agree."""

from collections import Counter
from pathlib import Path

from django.db import transaction
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Browser

from jiangxin.commands import DONE, run_round
from jiangxin.process.models import History
from tests.commands.installation import options
from tests.stories.through_pages import driven
from tests.stories.walking import Walk
from tests.stories.workbooks import ABSENT, FOUR, few, written
from tests.world import World

type Life = tuple[str, tuple[str, ...]]  # the kind of a record, and its verbs in their order

# Where paper and page differ, and why: the life of a record in the pages → its life when it is recorded.
DIFFERENT: dict[Life, Life] = {
    # A tablet's sheet is filled in before the examiner's eyes and then handed in; a paper one comes signed and whole.
    ("scoring.scoresheet", ("open_sheet", "mark", "submit_sheet")): ("scoring.scoresheet", ("enter_sheet",)),
}


def graduated(sheet: Worksheet) -> None:
    """Let everybody of a roster have graduated, so that the opinion is the same in whichever year the round lies."""
    for row in range(1, len(FOUR) + 1):
        written("学籍状态", "已毕业", row=row)(sheet)
        written("毕业年月", "2025-06", row=row)(sheet)


def lives(since: int) -> Counter[Life]:
    """Return how many records of each kind have led each life in history since an entry."""
    verbs: dict[tuple[str, int], list[str]] = {}
    for row in History.objects.filter(pk__gt=since).order_by("pk"):
        taken = verbs.setdefault((row.model, row.record), [])
        # A tablet keeps every change by itself: however often it did, the sheet was filled in once.
        if not (row.verb == "mark" and taken[-1:] == ["mark"]):
            taken.append(row.verb)
    return Counter((model, tuple(taken)) for (model, _record), taken in verbs.items())


def test_the_history_of_a_recorded_round_equals_that_of_one_in_the_pages(
    committed_world: World, chromium: Browser, site: str, tmp_path: Path
) -> None:
    roster, marks = few(tmp_path, change=graduated)
    latest = History.objects.order_by("-pk").values_list("pk", flat=True)
    since = latest[0]
    with transaction.atomic():
        words = ("--roster", roster, "--marks", marks, "--out", tmp_path / "out")
        assert run_round.attempt(options(run_round, *words)) == DONE
        recorded = lives(since)
        transaction.set_rollback(True)
    with chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN") as context:
        driven(Walk(committed_world, site, context, context.new_page()), roster, marks, [ABSENT])
    through_pages = lives(since)
    assert set(through_pages) >= set(DIFFERENT), "no difference is declared that isn't there"
    on_paper: Counter[Life] = Counter()
    for life, count in through_pages.items():
        on_paper[DIFFERENT.get(life, life)] += count
    assert on_paper == recorded
