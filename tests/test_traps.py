"""Every trap of domain.md §12, by its number, with the tests that show that the product doesn't fall into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dev.sizes import functions
from jiangxin.enrolment.models import Application
from jiangxin.enrolment.operations import rosters
from tests.stories.workbooks import book
from tests.world import World

TRAPS: dict[int, tuple[str, ...]] = {
    # 1. Level numbers run backwards.
    1: (
        "tests/regulation/test_codes.py::test_levels_run_backwards",
        "tests/enrolment/test_fact_forms.py::test_levels_run_backwards_and_a_higher_one_counts",
    ),
    # 2. Every required subject for itself; an absence is no nought.
    2: (
        "tests/results/test_rules.py::test_each_subject_counts_by_its_own_pass_mark",
        "tests/scoring/operations/test_sheets.py::test_attendance_decides_whether_there_is_a_mark",
    ),
    # 3. ID numbers are text, the last may be X; only the resident card's are checked.
    3: (
        "tests/people/test_idnumber.py::test_a_right_number_is_accepted_and_tells_birth_and_sex",
        "tests/people/test_idnumber.py::test_other_documents_have_no_check_digit",
        "tests/enrolment/test_opinions.py::test_another_document_tells_no_birthday_so_that_it_is_asked",
    ),
    # 4. Working days: holidays and make-up workdays, year by year.
    4: (
        "tests/regulation/test_calendar.py::test_national_day_2026_with_its_make_up_workdays",
        "tests/regulation/test_calendar.py::test_a_deadline_beyond_the_calendar_is_refused_and_says_which_year_to_enter",
    ),
    # 5. Half marks exist, and nothing finer.
    5: ("tests/scoring/operations/test_importing.py::test_a_faulty_workbook_comes_back_marked_and_nothing_is_entered",),
    # 6. No number before the province has confirmed.
    6: ("tests/certificates/test_operations.py::test_a_row_that_is_not_confirmed_gets_no_number",),
    # 7. Earlier certificates have 16, 20 or 22 characters.
    7: ("tests/test_traps.py::test_an_earlier_certificate_keeps_its_number_whatever_its_form",),
    # 8. One round: one filing number, one occupation and level, one audience. The round and its filing, and
    #    whoever applies to a round that is not for him.
    8: (
        "tests/rounds/test_gate.py::test_no_round_opens_outside_audience_and_dates",
        "tests/enrolment/test_alarms.py::test_whoever_the_round_is_not_for_is_pointed_out",
        "tests/rounds/test_gate.py::test_no_round_opens_for_a_level_that_was_taken_out_or_is_not_yet_in",
        "tests/rounds/test_operations.py::test_nothing_opens_outside_the_filing",
    ),
    # 9. Trainer, examiner and supervisor: by person, by unit, by recorded relation.
    9: (
        "tests/impartiality/test_queries.py::test_a_candidate_does_not_judge_his_own_round",
        "tests/impartiality/test_queries.py::test_a_teacher_in_the_timetable_stands_back_for_all",
        "tests/impartiality/test_queries.py::test_own_department_counts_with_and_without_the_institution_before_it",
        "tests/impartiality/test_queries.py::test_a_relation_counts_whoever_declared_it",
    ),
    # 10. Rare characters, kept exactly.
    10: (
        "tests/enrolment/test_application_form.py::test_rare_names_stand_on_the_form_as_on_the_id_card",
        "tests/people/test_names.py::test_no_character_of_a_name_is_ever_replaced",
    ),
    # 11. Public lists mask ID numbers.
    11: ("tests/results/test_public_views.py::test_everybody_reads_the_masked_list_without_an_account",),
    # 12. No personal data or credentials of others.
    12: (
        "tests/test_invented.py::test_no_file_holds_a_key_or_a_password_of_somebody_s_system",
        "tests/test_invented.py::test_no_file_holds_an_id_number_that_somebody_could_bear",
    ),
    # 13. Nothing is deleted: void and correct, with a reason.
    13: (
        "tests/process/test_triggers.py::test_raw_sql_without_a_step_changes_no_record",
        "tests/process/test_taking.py::test_a_reason_that_is_required_must_be_given",
        "tests/scoring/operations/test_sheets.py::test_a_sheet_is_voided_only_with_its_mark",
    ),
    # 14. Invented people only.
    14: (
        "tests/test_invented.py::test_no_file_holds_an_id_number_that_somebody_could_bear",
        "tests/test_invented.py::test_no_code_builds_an_id_number_that_somebody_could_bear",
    ),
}


def test_every_trap_is_shown_by_tests_that_exist() -> None:
    assert sorted(TRAPS) == list(range(1, 15))
    named = {place for places in TRAPS.values() for place in places}
    there = {
        f"{file}::{function.name}"
        for file in {place.partition("::")[0] for place in named}
        for function in functions(Path(file))
    }
    assert named - there == set()
    assert all(places for places in TRAPS.values())


# Of the practice site, so that nobody holds them: the old form's digits, one of twenty characters, and today's.
@pytest.mark.parametrize("number", ["0000990126500001", "Y0000009901265000001", "S000000990001265000001"])
def test_an_earlier_certificate_keeps_its_number_whatever_its_form(world: World, number: str) -> None:
    round_, college = world.open_round(), world.user("college")
    earlier = {"prior_level": "五级/初级工", "prior_occupation": "电工", "prior_number": number}
    content = book(1, condition="四级-2", work_years="3", **earlier)
    roster = rosters.check_roster(round_, "名册.xlsx", content, by=college, at=world.at)
    assert roster.summary["faults"] == []
    rosters.import_roster(roster, by=college, at=world.at, on_paper=True)
    [certificate] = Application.objects.get(round=round_).stated.certificates or ()
    assert certificate.number == number
