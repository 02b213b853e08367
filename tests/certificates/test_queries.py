"""The public answer to a name and a number, and a round's tally."""

import dataclasses

import pytest

from jiangxin.certificates import operations as certificates
from jiangxin.certificates.models import Certificate
from jiangxin.certificates.queries import document_of, look_up
from tests.certificates.rows import confirmed_rows
from tests.world import World


def signed(world: World, *names: str) -> list[Certificate]:
    centre = world.user("centre")
    made = certificates.issue_all(confirmed_rows(world, len(names), names=names), by=centre, at=world.at)
    return list(certificates.sign_all(made, by=centre, at=world.at).signed)


def test_name_and_number_together_answer_every_printed_fact(world: World) -> None:
    [made] = signed(world, "王小明")
    answer = look_up("王小明", made.number)
    assert answer is not None
    assert answer.valid
    assert (answer.occupation, answer.level, answer.institution) == ("电工", "四级/中级工", "示范学院")
    assert (answer.masked_id, answer.practice) == ("9999**********" + made.person.id_number[-4:], True)


def test_neither_the_number_in_clear_nor_photo_nor_score_is_told(world: World) -> None:
    [made] = signed(world, "王小明")
    answer = look_up("王小明", made.number)
    assert answer is not None
    told = str(dataclasses.asdict(answer))
    assert made.person.id_number not in told
    assert not {"photo", "score", "marks"} & {field.name for field in dataclasses.fields(answer)}


@pytest.mark.parametrize(
    ("name", "change"),
    [("王小", str), ("", str), ("王小明", lambda number: number[:-1] + "9"), ("王小明", lambda number: "x" * 500)],
)
def test_a_wrong_name_and_a_wrong_number_answer_alike(world: World, name: str, change: object) -> None:
    [made] = signed(world, "王小明")
    assert look_up(name, change(made.number)) is None  # type: ignore[operator]


def test_it_is_found_however_it_is_typed(world: World) -> None:
    [made] = signed(world, "阿依古丽·买买提")
    typed = made.number.lower().translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"})
    assert look_up(" 阿依古丽•买买提 ", f"{typed[:13]} {typed[13:]}") is not None


def test_a_revoked_certificate_says_since_when(world: World) -> None:
    [made] = signed(world, "王小明")
    certificates.revoke(made, by=world.user("centre"), at=world.at, reason="材料造假")
    answer = look_up("王小明", made.number)
    assert answer is not None
    assert (answer.valid, answer.revoked_on) == (False, world.at.date())


def test_what_was_never_signed_is_not_known_in_public(world: World) -> None:
    centre = world.user("centre")
    [made] = certificates.issue_all(confirmed_rows(world, 1, names=["王小明"]), by=centre, at=world.at)
    assert look_up("王小明", made.number) is None
    certificates.revoke(made, by=centre, at=world.at, reason="错发")
    assert look_up("王小明", made.number) is None


def test_both_answers_take_the_same_queries(world: World, django_assert_num_queries: pytest.FixtureRequest) -> None:
    [made] = signed(world, "王小明")
    for name, number in (("王小明", made.number), ("李四", made.number), ("王小明", "S" + "0" * 21)):
        with django_assert_num_queries(1):  # type: ignore[operator]
            look_up(name, number)


def test_the_document_lies_encrypted_and_comes_back_whole(world: World) -> None:
    [made] = signed(world, "王小明")
    assert document_of(made).startswith(b"%PDF-")
    with pytest.raises(FileNotFoundError):
        document_of(Certificate(number="x"))
