"""Rows that the province confirmed, put there by the kernel alone: what certificates ask for, without a whole round."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image

from jiangxin.documents.operations import keep
from jiangxin.enrolment.models import Application
from jiangxin.people.models import Organisation
from jiangxin.process.taking import begin, begin_all, take_all, under_way
from jiangxin.results.models import FilingRow, Publication, Result, ResultFiling
from jiangxin.rounds.models import Round
from tests.world import World

MARKS = [{"subject": "theory", "mark": "83.0", "pass_mark": "60.0", "absent": False, "knocked_out": False}]


def picture() -> bytes:
    """Return a small JPEG."""
    buffer = BytesIO()
    Image.new("RGB", (358, 441), (70, 130, 200)).save(buffer, "JPEG")
    return buffer.getvalue()


def filed_rows(
    world: World, count: int = 3, *, names: Sequence[str] = (), photos: bool = False, round_: Round | None = None,
    first: int = 1,
) -> list[FilingRow]:  # fmt: skip
    """Return rows that await the province's answer, of candidates `first`, `first` + 1, …"""
    round_ = round_ or world.open_round()
    college, at = world.user("college"), world.at
    people = [world.candidate(first + n, name=names[n] if n < len(names) else "") for n in range(count)]
    applications = [Application(round=round_, person=person, employer="示范学院", opinion="open") for person in people]
    if photos:
        for application in applications:
            application.photo = keep(
                round_.institution, "photo.jpg", picture(), "image/jpeg", by=college, at=at, person=application.person
            )
    begin_all(applications, "enrol", by=college, at=at)
    with under_way("supervision.roundreport.sign_report"):
        publication = Publication.objects.filter(round=round_).first() or begin(
            Publication(round=round_), "prepare_publication", by=college, at=at
        )
    with under_way("results.publication.publish"):
        results = [Result(application=application, marks=MARKS, conclusion="passed") for application in applications]
        begin_all(results, "conclude_result", by=college, at=at)
        made = Result.objects.filter(pk__in=[result.pk for result in results])
        take_all(made, "publish_result", by=college, at=at)
        filing = ResultFiling.objects.filter(round=round_).first() or begin(
            ResultFiling(
                round=round_,
                publication=publication,
                counts_from=at.date(),
                simulated=Organisation.objects.get(pk=round_.institution_id).practice,
            ),
            "prepare_filing",
            by=college,
            at=at,
        )
    with under_way("results.resultfiling.file_results"):
        rows = [FilingRow(result_filing=filing, result=result) for result in results]
        return begin_all(rows, "file_row", by=college, at=at)


def confirmed_rows(
    world: World, count: int = 3, *, names: Sequence[str] = (), photos: bool = False, round_: Round | None = None,
    first: int = 1,
) -> list[FilingRow]:  # fmt: skip
    """Return rows that the province has confirmed."""
    rows = filed_rows(world, count, names=names, photos=photos, round_=round_, first=first)
    waiting = FilingRow.objects.filter(pk__in=[row.pk for row in rows])
    take_all(waiting, "confirm_row", by=world.user("province"), at=world.at)
    return list(FilingRow.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))
