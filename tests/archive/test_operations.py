"""Sealing a dossier, keeping it for its time, and destroying it by two persons."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils.translation import override

from jiangxin.archive import operations
from jiangxin.archive.models import Dossier
from jiangxin.archive.operations import UnableToDestroy, UnableToOpenDossier, UnableToSeal
from jiangxin.documents import store
from jiangxin.enrolment.models import Application
from jiangxin.people.models import Reading
from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from jiangxin.results import operations as results
from jiangxin.results.models import FilingRow, Publication, ResultFiling
from tests.process.test_triggers import declared, run
from tests.stories.archive import registered, registered_round, sealed, sealed_dossier
from tests.stories.pages import at_the_hour, signed_in, words
from tests.stories.results import after_publicity, confirmed_round, morning_of, published_round
from tests.stories.scoring import marked_round
from tests.stories.supervision import supervised_round
from tests.world import World


def test_a_sealed_dossier_is_one_readable_zip_kept_for_five_years(world: World) -> None:
    dossier = sealed_dossier(world, 3)
    content = operations.content_of(dossier)
    assert store.digest(content) == dossier.sha256
    assert len(content) == dossier.size
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
    sealed_on = dossier.sealed_on
    assert sealed_on is not None
    assert dossier.retain_until == sealed_on.replace(year=sealed_on.year + 5)


def test_personal_data_does_not_lie_in_clear_on_the_disk(world: World) -> None:
    dossier = sealed_dossier(world, 2)
    assert dossier.file is not None
    assert not store.read(dossier.file.kept_as).startswith(b"PK")


def test_what_is_missing_is_named_and_nothing_is_sealed(world: World) -> None:
    round_, centre = confirmed_round(world, 3), world.user("centre")
    dossier = operations.open_dossier(round_, by=centre, at=world.at)
    with pytest.raises(Refused) as refusal:
        operations.seal(dossier, by=centre, at=world.at)
    assert any("证书" in str(sentence) for sentence in refusal.value.missing)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.file) == ("open", None)


def test_a_round_has_one_dossier(world: World) -> None:
    round_ = world.open_round()
    operations.open_dossier(round_, by=world.user("centre"), at=world.at)
    with pytest.raises(UnableToOpenDossier, match="一期一档"):
        operations.open_dossier(round_, by=world.user("centre"), at=world.at)


def test_a_round_in_which_nobody_passed_is_sealed_after_its_publicity(world: World) -> None:
    round_, centre = supervised_round(world, 1), world.user("centre")  # the only candidate never came
    publication = results.publish(Publication.objects.get(round=round_), by=centre, at=world.at)
    dossier = operations.open_dossier(round_, by=centre, at=world.at)
    assert publication.ends_on is not None
    with pytest.raises(UnableToSeal, match="公示"):
        operations.seal(dossier, by=centre, at=morning_of(publication.ends_on))
    assert operations.seal(dossier, by=centre, at=after_publicity(world, round_)).state == "sealed"


def test_nobody_is_filed_outside_a_sealed_dossier(world: World) -> None:
    """Whoever the province refused may be filed anew until the seal, and not after it."""
    round_, centre, province = published_round(world, 6), world.user("centre"), world.user("province")
    filing = ResultFiling.objects.get(round=round_)
    results.file_results(filing, by=centre, at=after_publicity(world, round_))
    refused, *_others = FilingRow.objects.filter(result_filing=filing)
    results.refuse_row(refused, by=province, at=world.at, reason="照片不合格")
    results.confirm_all(filing, by=province, at=world.at)
    sealed(world, registered(world, round_))
    client, address = signed_in(centre), reverse("results:prepare_filing", args=[filing.publication_id])
    with at_the_hour(world):
        assert address not in client.get(reverse("results:round", args=[round_.pk])).text
        answer = client.post(address, follow=True)
    assert "封存，不能再备案" in words(answer)
    with pytest.raises(Refused, match="封存，不能再备案"):
        results.prepare_filing(filing.publication, by=centre, at=world.at)
    assert ResultFiling.objects.count() == 1


def test_a_file_that_was_altered_in_the_store_stops_the_sealing(world: World) -> None:
    round_, centre = registered_round(world, 2), world.user("centre")
    workbook = ResultFiling.objects.get(round=round_).workbook
    assert workbook is not None
    path = store.path_of(workbook.kept_as)
    kept = path.read_bytes()
    path.write_bytes(kept + b"!")
    try:
        dossier = operations.open_dossier(round_, by=centre, at=world.at)
        with pytest.raises(UnableToSeal, match="备份"):
            operations.seal(dossier, by=centre, at=world.at)
    finally:
        path.write_bytes(kept)


def test_nothing_is_destroyed_before_its_time(world: World) -> None:
    dossier, centre = sealed_dossier(world, 2), world.user("centre")
    assert dossier.retain_until is not None
    with pytest.raises(Refused) as refusal:
        operations.propose_destruction(dossier, by=centre, at=morning_of(dossier.retain_until), reason="期满")
    assert refusal.value.code == "wait"


@pytest.mark.parametrize(
    ("verb", "change"),
    [
        ("", "retain_until = sealed_on"),
        ("", "state = 'destroyed'"),
        ("consult", "retain_until = sealed_on"),
        ("consult", "retain_until = NULL"),
        ("consult", "sealed_on = sealed_on - 4000"),
        ("consult", "file_id = NULL"),
        ("consult", "sha256 = 'x'"),
        ("consult", "data_key = ''"),
        ("propose_destruction", "state = 'condemned'"),
        ("propose_destruction", "state = 'condemned', retain_until = sealed_on"),
        ("destroy", "state = 'destroyed', data_key = ''"),
    ],
)
def test_the_database_keeps_a_sealed_dossier_until_its_last_day(world: World, verb: str, change: str) -> None:
    """Raw SQL, and raw SQL that declares a step by hand, shortens no retention and destroys nothing before its end."""
    dossier = sealed_dossier(world, 2)
    assert dossier.retain_until is not None
    at = morning_of(dossier.retain_until).isoformat()
    step = declared({"model": "archive.dossier", "verb": verb, "basis": "article:14(4)", "at": at})
    with pytest.raises(DatabaseError):
        run(*([step] if verb else []), (f"UPDATE archive_dossier SET {change} WHERE id = %s", [dossier.pk]))


@pytest.mark.parametrize("verb", ["", "destroy"])
def test_the_database_deletes_no_dossier(world: World, verb: str) -> None:
    dossier = sealed_dossier(world, 2)
    step = declared({"model": "archive.dossier", "verb": verb, "basis": "article:14(4)"})
    for statement in ("DELETE FROM archive_dossier", "TRUNCATE archive_dossier CASCADE"):
        with pytest.raises(DatabaseError):
            run(*([step] if verb else []), (statement, []))
    dossier.refresh_from_db()


def test_a_condemned_dossier_can_not_be_destroyed_before_its_last_day_either(world: World) -> None:
    """The second step is held to the same day as the first, should the second be stated for an earlier one."""
    dossier = sealed_dossier(world, 2)
    assert dossier.retain_until is not None
    last, after = (morning_of(dossier.retain_until + timedelta(days=days)) for days in (0, 1))
    operations.propose_destruction(dossier, by=world.user("centre"), at=after, reason="保管期满")
    with pytest.raises(UnableToDestroy, match="保管"):
        operations.destroy(dossier, by=world.user("centre2"), at=last)
    step = declared({"model": "archive.dossier", "verb": "destroy", "basis": "x", "at": last.isoformat()})
    with pytest.raises(DatabaseError):
        run(step, ("UPDATE archive_dossier SET state = 'destroyed' WHERE id = %s", [dossier.pk]))


def test_two_persons_destroy_a_dossier_and_its_record_stays(
    world: World, django_capture_on_commit_callbacks: object
) -> None:
    dossier, first, second = sealed_dossier(world, 2), world.user("centre"), world.user("centre2")
    assert dossier.retain_until is not None
    assert dossier.file is not None
    at = morning_of(dossier.retain_until + timedelta(days=1))
    dossier = operations.propose_destruction(dossier, by=first, at=at, reason="保管期满")
    with pytest.raises(Refused) as refusal:
        operations.destroy(dossier, by=first, at=at)
    assert refusal.value.code == "person"
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        dossier = operations.destroy(dossier, by=second, at=at)
    assert not store.path_of(dossier.file.kept_as).exists()  # type: ignore[union-attr]
    assert Dossier.objects.get().sha256
    with pytest.raises(FileNotFoundError):
        operations.content_of(dossier)


def test_a_dossier_may_be_kept_on(world: World) -> None:
    dossier, centre = sealed_dossier(world, 2), world.user("centre")
    assert dossier.retain_until is not None
    at = morning_of(dossier.retain_until + timedelta(days=1))
    dossier = operations.propose_destruction(dossier, by=centre, at=at, reason="保管期满")
    dossier = operations.keep_on(dossier, by=world.user("centre2"), at=at, reason="有未结投诉")
    assert dossier.state == "sealed"
    assert operations.content_of(dossier).startswith(b"PK")


def test_a_dossier_that_was_never_sealed_has_no_content(world: World) -> None:
    dossier = operations.open_dossier(marked_round(world, 2), by=world.user("centre"), at=world.at)
    with pytest.raises(FileNotFoundError):
        operations.content_of(dossier)


def test_who_opened_a_sealed_dossier_and_what_for_is_history(world: World) -> None:
    dossier = sealed_dossier(world, 2)
    content = operations.consult(dossier, by=world.user("auditor"), at=world.at, reason="年度审计")
    assert content == operations.content_of(dossier)
    told, kept = Reading.objects.get(), dossier.round
    assert sorted(told.people) == sorted(Application.objects.filter(round=kept).values_list("person", flat=True))
    row = History.objects.get(model="archive.dossier", verb="consult")
    assert (row.reason, row.actor) == ("年度审计", world.user("auditor").pk)
    for login, reason in (("college", "好奇"), ("centre", " ")):
        with pytest.raises(Refused):
            operations.consult(dossier, by=world.user(login), at=world.at, reason=reason)


def test_a_dossier_is_chinese_whoever_seals_it(world: World) -> None:
    round_, centre = registered_round(world, 2), world.user("centre")
    with override("en"):
        dossier = operations.seal(operations.open_dossier(round_, by=centre, at=world.at), by=centre, at=world.at)
    with ZipFile(BytesIO(operations.content_of(dossier))) as archive:
        assert "01-报名、资格审核材料卷/01-01-认定公告.xlsx" in archive.namelist()
