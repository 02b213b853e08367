"""Addresses by name: a name that stands here leads to a page."""

import pytest
from django.urls import NoReverseMatch, reverse

from jiangxin.portal.links import FOR_MANY, HOMES, IN_ROUND, LISTED, work
from jiangxin.portal.shell import PLACES, Place


def leads(name: str) -> bool:
    """Tell whether there is a page of this name, with or without a record in its address."""
    for args in ((), (1,)):
        try:
            reverse(name, args=args)
        except NoReverseMatch:
            continue
        return True
    return False


@pytest.mark.parametrize("name", sorted({*HOMES.values(), *IN_ROUND.values(), *FOR_MANY.values(), *LISTED.values()}))
def test_every_name_leads_to_a_page(name: str) -> None:
    assert leads(name)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.target)
def test_every_entry_of_the_rail_has_an_address(place: Place) -> None:
    assert place.url


def test_work_leads_to_the_list_with_its_buttons() -> None:
    assert work("scoring.scoresheet", "submit_sheet", 1) == reverse("scoring:rooms")
    assert work("supervision.inspection", "sign_findings", 1) == reverse("supervision:mine")
    assert work("results.filingrow", "confirm_row", 1) == reverse("results:answering", args=[1])
