"""A certificate's file against the keys and the register."""

import pytest
from django.db import transaction

from jiangxin.certificates import operations as certificates
from jiangxin.certificates.checking import certificate_number, check
from jiangxin.certificates.models import Certificate
from jiangxin.certificates.queries import document_of
from jiangxin.documents.keys import trusted_certificates
from tests.certificates.rows import confirmed_rows
from tests.world import World


@pytest.fixture
def made(world: World) -> Certificate:
    """Return a signed practice certificate."""
    centre = world.user("centre")
    numbered = certificates.issue_all(confirmed_rows(world, 1), by=centre, at=world.at)
    return certificates.sign_all(numbered, by=centre, at=world.at).signed[0]


def test_an_unchanged_sample_is_genuine_and_proves_nothing(made: Certificate) -> None:
    verdict = check(document_of(made), trusted_certificates())
    assert (verdict.genuine, verdict.practice, verdict.number) == (True, True, made.number)
    assert verdict.sentence == "未经改动的样张，不证明任何技能。"
    assert verdict.facts is not None
    assert verdict.facts.name == made.name


def test_a_revoked_one_is_refused_with_its_day(world: World, made: Certificate) -> None:
    pdf = document_of(made)
    certificates.revoke(made, by=world.user("centre"), at=world.at, reason="材料造假")
    verdict = check(pdf, trusted_certificates())
    assert not verdict.genuine
    assert "2026-03-02撤销" in verdict.sentence


@pytest.mark.parametrize("place", [10, 2000, -3000, -1])
def test_any_changed_byte_is_refused(made: Certificate, place: int) -> None:
    pdf = bytearray(document_of(made))
    pdf[place] ^= 1
    assert not check(bytes(pdf), trusted_certificates()).genuine


def test_an_added_byte_and_an_unknown_signer_are_refused(made: Certificate) -> None:
    pdf = document_of(made)
    assert not check(pdf + b"\n", trusted_certificates()).genuine
    assert not check(pdf, []).genuine


def test_a_signed_file_that_the_register_does_not_know_is_refused(world: World) -> None:
    centre = world.user("centre")
    with transaction.atomic():  # signed with the right key, and then the register loses it
        numbered = certificates.issue_all(confirmed_rows(world, 1), by=centre, at=world.at)
        pdf = document_of(certificates.sign_all(numbered, by=centre, at=world.at).signed[0])
        transaction.set_rollback(True)
    verdict = check(pdf, trusted_certificates())
    assert not verdict.genuine
    assert "登记中没有" in verdict.sentence


def test_without_a_register_the_sentence_says_what_nobody_asked(made: Certificate) -> None:
    pdf = document_of(made)
    assert certificate_number(pdf) == made.number
    assert "未能核对" in check(pdf, trusted_certificates(), ask_register=False).sentence


def test_what_is_no_pdf_has_a_sentence() -> None:
    assert "不是一份 PDF" in check(b"hello", []).sentence
