"""What a person asks about his own data, and the end of his data key by two persons."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag

from jiangxin.archive import operations as archive
from jiangxin.documents import operations as documents
from jiangxin.documents.models import StoredFile
from jiangxin.documents.operations import UnableToOpen
from jiangxin.enrolment import operations as enrolment
from jiangxin.people import operations as people
from jiangxin.people import vault
from jiangxin.people.models import Correction, Person, User
from jiangxin.people.operations import UnableToAsk
from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from tests.stories.archive import sealed_dossier
from tests.stories.enrolment import accepted_round, applications, filled, row
from tests.stories.privacy import erased
from tests.stories.results import morning_of
from tests.world import World


def asked(world: World, person: Person, kind: str, wanted: str = "") -> Correction:
    return people.ask_correction(person, by=User.objects.get(person=person), at=world.at, kind=kind, wanted=wanted)


def test_a_name_is_corrected_by_oneself_until_a_decision_rests_on_it(world: World) -> None:
    person = world.candidate(11, login=True)
    person = people.correct_own_name(person, by=person.user, at=world.at, name="欧阳明")
    assert Person.objects.get(pk=person.pk).sort_key.startswith("ou1")
    applicant = applications(accepted_round(world, 1))[0].person
    people.open_account(applicant, "applicant", None)
    with pytest.raises(Refused) as refusal:
        people.correct_own_name(applicant, by=applicant.user, at=world.at, name="欧阳明")
    assert refusal.value.code == "facts"
    assert "申请更正" in str(refusal.value)


def test_an_office_corrects_what_was_asked_and_says_what_it_compared(world: World) -> None:
    person = world.candidate(1, login=True)
    request = asked(world, person, "name", "欧阳明")
    with pytest.raises(Refused):
        people.accept_correction(request, by=person.user, at=world.at, reason="我同意")
    people.accept_correction(request, by=world.user("college"), at=world.at, reason="已核对身份证原件")
    assert Person.objects.get(pk=person.pk).name == "欧阳明"
    corrected = History.objects.get(model="people.person", verb="correct_person")
    assert corrected.reason == "依本人申请：已核对身份证原件"


def test_an_id_number_is_corrected_and_found_by_the_new_one(world: World) -> None:
    person = world.candidate(1, login=True)
    with pytest.raises(UnableToAsk):
        asked(world, person, "id_number", "51049920050301")
    with pytest.raises(UnableToAsk, match="请写明"):
        asked(world, person, "id_number", " ")
    request = asked(world, person, "id_number", row(2).id_number)
    people.accept_correction(request, by=world.user("centre"), at=world.at, reason="名册录入有误")
    person = Person.objects.get(pk=person.pk)
    assert (person.id_number, person.phone) == (row(2).id_number, "18800000001")
    assert world.candidate(2) == person


def test_a_number_of_somebody_else_is_refused_and_the_request_waits_on(world: World) -> None:
    person = world.candidate(1, login=True)
    world.candidate(2)
    request = asked(world, person, "id_number", row(2).id_number)
    with pytest.raises(Refused) as refusal:
        people.accept_correction(request, by=world.user("centre"), at=world.at, reason="名册录入有误")
    assert refusal.value.code == "conflict"
    assert Correction.objects.get().state == "asked"
    assert Person.objects.get(pk=person.pk).id_number == row(1).id_number


def test_a_request_is_declined_with_a_reason_or_taken_back(world: World) -> None:
    person = world.candidate(1, login=True)
    request = asked(world, person, "other", "民族：汉族")
    with pytest.raises(Refused):  # one of a kind waits at a time
        asked(world, person, "other", "民族：回族")
    with pytest.raises(Refused) as refusal:
        people.decline_correction(request, by=world.user("centre"), at=world.at, reason=" ")
    assert refusal.value.code == "reason"
    declined = people.decline_correction(request, by=world.user("centre"), at=world.at, reason="与身份证一致，无须更正")
    assert declined.state == "declined"
    again = asked(world, person, "other", "民族：回族")
    assert people.take_back_correction(again, by=person.user, at=world.at).state == "taken_back"
    assert again.asked["wanted"] == "民族：回族"


def test_who_asks_for_deletion_sets_two_persons_to_work(world: World) -> None:
    person = world.candidate(1, login=True)
    request = asked(world, person, "erasure")
    people.accept_correction(request, by=world.user("centre"), at=world.at, reason="已核对身份")
    person = Person.objects.get(pk=person.pk)
    assert person.state == "condemned"
    assert person.phone, "until the second person has decided, nothing is gone"
    with pytest.raises(Refused) as refusal:
        people.erase(person, by=world.user("centre"), at=world.at, reason="已核对身份")
    assert refusal.value.code == "person"
    people.erase(person, by=world.user("centre2"), at=world.at, reason="已核对身份")
    assert Correction.objects.get().asked == {}


def test_a_destroyed_key_leaves_nothing_to_read_and_history_whole(world: World) -> None:
    person = world.candidate(1, login=True)
    wrapped, details, index = bytes(person.data_key), bytes(person.details), bytes(person.id_index)
    file = documents.keep(
        person.institution, "证明.txt", b"of one person", "text/plain", by=world.user("college"), at=world.at,
        person=person,
    )  # fmt: skip
    before = list(History.objects.values_list("pk", flat=True))
    person = Person.objects.get(pk=erased(world, person).pk)
    assert (person.masked_id, person.id_number, person.phone, person.masked_phone) == ("已销毁", "已销毁", "", "已销毁")
    with pytest.raises(ValueError, match="destroyed"):
        vault.open_details(person.institution_id, person.data_key, person.details)
    with pytest.raises(UnableToOpen):
        documents.content_of(StoredFile.objects.get(pk=file.pk))
    assert set(before) < set(History.objects.values_list("pk", flat=True))
    # Neither the key nor the index, from which the number could be guessed, stands in any row of history.
    told = " ".join(str(change) for change in History.objects.values_list("change", flat=True))
    assert wrapped.hex() not in told
    assert index.hex() not in told
    assert details.hex() in told, "what the key sealed may stay: nobody opens it"
    erasure = History.objects.get(model="people.person", verb="erase")
    assert erasure.change == {"state": ["condemned", "erased"]}


def test_the_account_goes_with_the_key_and_the_person_may_come_back_as_a_new_one(world: World) -> None:
    person = world.candidate(1, login=True)
    old = erased(world, person)
    user = User.objects.get(person=old)
    assert not user.is_active
    assert user.username.startswith("erased-")
    assert world.candidate(1) != old


def test_who_is_kept_stays_as_he_was(world: World) -> None:
    person = people.propose_erasure(world.candidate(1), by=world.user("centre"), at=world.at, reason="本人要求")
    person = people.keep_person(person, by=world.user("centre2"), at=world.at, reason="本人撤回")
    assert (person.state, person.phone) == ("known", "18800000001")


def test_whoever_holds_an_office_or_applies_is_kept(world: World) -> None:
    reviewer = world.user("reviewer").person
    assert reviewer
    with pytest.raises(Refused, match="仍任"):
        people.propose_erasure(reviewer, by=world.user("centre"), at=world.at, reason="离职")
    person = world.candidate(11, login=True)
    filled(world, world.open_round(), person)
    with pytest.raises(Refused, match="还没有办完"):
        people.propose_erasure(person, by=world.user("centre"), at=world.at, reason="本人要求")


def test_what_became_due_after_the_proposal_is_asked_again(world: World) -> None:
    person = world.candidate(11, login=True)
    proposed = people.propose_erasure(person, by=world.user("centre"), at=world.at, reason="本人要求")
    filled(world, world.open_round(), person)
    with pytest.raises(Refused, match="还没有办完"):
        people.erase(proposed, by=world.user("centre2"), at=world.at, reason="已核对")


def test_a_dossier_keeps_its_candidates_until_it_is_destroyed(world: World) -> None:
    dossier, centre, centre2 = sealed_dossier(world, 2), world.user("centre"), world.user("centre2")
    person = applications(dossier.round)[0].person
    assert dossier.retain_until is not None
    with pytest.raises(Refused, match="保管至"):
        people.propose_erasure(person, by=centre, at=world.at, reason="本人要求")
    at = morning_of(dossier.retain_until + timedelta(days=1))
    dossier = archive.propose_destruction(dossier, by=centre, at=at, reason="保管期满")
    archive.destroy(dossier, by=centre2, at=at)
    people.propose_erasure(person, by=centre, at=at, reason="档案已销毁")
    assert people.erase(person, by=centre2, at=at, reason="已核对").state == "erased"


def test_a_round_without_a_dossier_keeps_its_candidates_too(world: World) -> None:
    application = applications(accepted_round(world, 1))[0]
    with pytest.raises(Refused, match="还没有封存"):
        people.propose_erasure(application.person, by=world.user("centre"), at=world.at, reason="本人要求")
    person = world.candidate(11, login=True)
    draft = filled(world, world.open_round(), person)
    enrolment.withdraw(draft, by=person.user, at=world.at)
    assert people.propose_erasure(person, by=world.user("centre"), at=world.at, reason="本人要求").state == "condemned"


def test_another_key_opens_nothing(world: World) -> None:
    first, second = world.candidate(1), world.candidate(2)
    with pytest.raises(InvalidTag):
        vault.open_details(first.institution_id, first.data_key, second.details)
