"""The page on which relations are declared."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jiangxin.impartiality.models import Relation
from tests.stories.pages import signed_in
from tests.world import World


def declared(world: World, **changes: str) -> dict[str, str]:
    """Return what a person enters who declares a relation to candidate 1."""
    other = world.candidate(1, name="考生甲")
    return {"name": other.name, "id_number": other.id_number, "kind": "kin", "note": "表弟", **changes}


def test_a_person_declares_by_name_and_number(world: World) -> None:
    client = signed_in(world.user("examiner"))
    assert client.post(reverse("impartiality:declare"), declared(world)).status_code == 302
    assert "考生甲" in client.get(reverse("impartiality:list")).content.decode()
    assert client.post(reverse("impartiality:declare"), declared(world)).status_code == 409


@pytest.mark.parametrize("changes", [{"name": "考生乙"}, {"id_number": "99999920050301999X"}, {"kind": "boss"}])
def test_whoever_is_not_found_is_told_in_one_sentence(world: World, changes: dict[str, str]) -> None:
    response = signed_in(world.user("examiner")).post(reverse("impartiality:declare"), declared(world, **changes))
    assert response.status_code == 409
    assert not Relation.objects.exists()
    assert "表弟" in response.content.decode(), "what was entered stays"


def test_others_do_not_see_it_and_the_centre_withdraws_it(world: World) -> None:
    signed_in(world.user("examiner")).post(reverse("impartiality:declare"), declared(world))
    page = reverse("impartiality:list")
    assert "考生甲" not in signed_in(world.user("examiner2")).get(page).content.decode()
    withdraw = reverse("impartiality:withdraw_relation", args=[Relation.objects.get().pk])
    assert withdraw in signed_in(world.user("centre")).get(page).content.decode()
    assert withdraw not in signed_in(world.user("examiner")).get(page).content.decode()
    signed_in(world.user("centre")).post(withdraw, {"reason": "填错了人"})
    assert Relation.objects.get().state == "withdrawn"
