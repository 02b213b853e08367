"""A norm of the institution's own on its way: entered, reviewed inside, sent, judged, published by the province."""

from __future__ import annotations

from datetime import date

from jiangxin.people.models import Organisation, User
from jiangxin.process.taking import under_way
from jiangxin.process.who import SYSTEM
from jiangxin.standards import library
from jiangxin.standards import operations as standards
from jiangxin.standards.models import Standard
from tests.world import World

PAPER = b"%PDF-1.7 the province's paper"


def own(name: str, version: str = "2026年版") -> bytes:
    """Return a file of the library as that of a norm of one's own."""
    content = library.content_of(f"standard-{name}").decode()
    first, rest = content.split("version = ", 1)
    content = f'{first}version = "{version}"\n' + rest.split("\n", 1)[1]
    return content.replace('origin = "national"', 'origin = "own"').encode()


def drafted_norm(world: World, name: str = "welder") -> Standard:
    """Take a norm in, as the first officer of the centre."""
    home, by = world.practice.institution, world.user("centre")
    return standards.take_in(home, by=by, at=world.at, name=f"{name}.toml", content=own(name))


def sent_norm(world: World, name: str = "welder", norm: Standard | None = None) -> Standard:
    """Lead a norm through the inside review, by the second officer, to the province."""
    norm, second = norm or drafted_norm(world, name), world.user("centre2")
    norm = standards.review_norm(norm, by=second, at=world.at, reason="内部评审组一致通过")
    return standards.send_norm(norm, by=second, at=world.at)


def judged_norm(world: World, name: str = "welder", norm: Standard | None = None) -> Standard:
    """Record the experts' review."""
    norm, day = sent_norm(world, name, norm), world.at.date()
    return standards.record_judgement(norm, by=world.user("centre"), at=world.at, reason="专家组同意", judged_on=day)


def published_norm(world: World, name: str = "welder", norm: Standard | None = None) -> Standard:
    """Record the province's publication."""
    norm, day = judged_norm(world, name, norm), world.at.date()
    return standards.record_publication(
        norm, by=world.user("centre"), at=world.at, document="演练人社公告1号", published_on=day, name="公告.pdf",
        content=PAPER,
    )  # fmt: skip


def national(world: World, valid_from: date, version: str, valid_until: date | None = None) -> Standard:
    """Bring an edition of the welder's national standard into force."""
    by, home = world.user("centre"), world.practice.institution
    content = library.content_of("standard-welder").replace("2009年修订".encode(), version.encode())
    made = standards.take_in(home, by=by, at=world.at, name="x", content=content)
    made = standards.revise_standard(
        made, by=by, at=world.at, reason="x", valid_from=valid_from, valid_until=valid_until
    )
    return standards.adopt_standard(made, by=by, at=world.at)


def foreign_norm(world: World, foreign: User) -> Standard:
    """Let the norm of another institution, which this officer works for, be published."""
    home = Organisation.objects.get(pk=foreign.appointments_on(world.at.date())[0].institution_id)
    norm = standards.take_in(home, by=foreign, at=world.at, name="x", content=own("welder"))
    with under_way("setup"):
        norm = standards.review_norm(norm, by=SYSTEM, at=world.at, reason="x")
    norm = standards.send_norm(norm, by=foreign, at=world.at)
    day = world.at.date()
    norm = standards.record_judgement(norm, by=foreign, at=world.at, reason="x", judged_on=day)
    return standards.record_publication(
        norm, by=foreign, at=world.at, document="1", published_on=day, name="x.pdf", content=PAPER
    )
