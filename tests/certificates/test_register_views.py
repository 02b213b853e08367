"""The register of hand-over and the uploads, as the offices use them."""

import pytest
from django.urls import reverse

from jiangxin.certificates.models import Certificate, Registration
from jiangxin.people.models import Reading
from tests.certificates.test_views import at, enter, signed
from tests.world import World


@pytest.mark.parametrize("typed", ["number", "last six", "name", "scanned"])
def test_one_line_enters_one_hand_over(world: World, typed: str) -> None:
    made = signed(world)
    entry = {
        "number": made[0].number,
        "last six": made[0].number[-6:],
        "name": made[0].name,
        "scanned": f"http://127.0.0.1:8000/certificates/check/{made[0].number}",
    }[typed]
    client, url = enter(world, "college"), at("handing_over", made[0].round.pk)
    assert client.post(url, {"entry": entry, "received_by": "代领人"}).status_code == 302
    made[0].refresh_from_db()
    assert (made[0].state, made[0].received_by) == ("handed_over", "代领人")
    again = client.post(url, {"entry": entry, "received_by": ""})
    assert again.status_code == 409
    assert "没有登记" in again.text


def test_an_entry_that_fits_two_asks_for_the_number(world: World) -> None:
    made = signed(world, 2)
    page = enter(world, "college").post(at("handing_over", made[0].round.pk), {"entry": "", "received_by": ""})
    assert page.status_code == 409


def test_the_ticked_ones_are_handed_over_together(world: World) -> None:
    made = signed(world, 3)
    keys = [made[0].pk, made[2].pk]
    enter(world, "college").post(at("hand_over_all", made[0].round.pk), {"pk": keys})
    assert sorted(Certificate.objects.filter(state="handed_over").values_list("pk", flat=True)) == keys


def test_the_sheet_has_a_line_for_each_signature(world: World) -> None:
    made = signed(world, 2)
    page = enter(world, "college").get(at("register_sheet", made[0].round.pk)).text
    assert all(certificate.number in page for certificate in made)


@pytest.mark.parametrize("login", ["auditor", "province", "teacher"])
def test_others_keep_no_register(world: World, login: str) -> None:
    made = signed(world, 1)
    assert enter(world, login).get(at("handing_over", made[0].round.pk)).status_code == 403


def test_an_upload_from_its_making_to_the_province_s_entry(world: World) -> None:
    made = signed(world, 2)
    centre, pk = enter(world, "centre"), made[0].round.pk
    answer = centre.post(at("prepare_registration", pk), {"batch_number": "演练-1"})
    kept = Registration.objects.get()
    assert answer["Location"] == at("registration", kept.pk)
    page = centre.get(at("registration", kept.pk)).text
    assert made[0].number in page
    assert centre.get(at("registration_file", kept.pk, "workbook")).content.startswith(b"PK")
    assert centre.get(at("registration_file", kept.pk, "form")).content.startswith(b"%PDF")
    assert centre.get(at("registration_file", kept.pk, "other")).status_code == 404
    centre.post(reverse("certificates:submit_registration", args=[kept.pk]), {"next": "/"})
    province = enter(world, "province")
    assert made[1].number in province.get(at("registration", kept.pk)).text
    province.post(reverse("certificates:enter_registration", args=[kept.pk]), {"receipt_number": "RK-7"})
    kept.refresh_from_db()
    assert (kept.state, kept.receipt_number) == ("entered", "RK-7")
    assert centre.post(at("prepare_registration", pk), {"batch_number": "演练-2"}).status_code == 409


def test_a_discarded_upload_still_tells_of_those_who_stand_in_it(world: World) -> None:
    made, centre = signed(world, 2), enter(world, "centre")
    centre.post(at("prepare_registration", made[0].round.pk), {"batch_number": "演练-1"})
    kept = Registration.objects.get()
    centre.post(reverse("certificates:discard_registration", args=[kept.pk]), {"reason": "批次写错"})
    kept.refresh_from_db()
    assert kept.state == "discarded"
    centre.get(at("registration_file", kept.pk, "form"))
    assert not Reading.objects.exists()  # it counts certificates, and names nobody
    centre.get(at("registration_file", kept.pk, "workbook"))
    assert sorted(Reading.objects.get().people) == sorted(one.person.pk for one in made)
