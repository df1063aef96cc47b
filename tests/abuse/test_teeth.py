"""Each protection has teeth: without it, the test that is about it is seen to fail."""

import os
import subprocess
import sys

import pytest

from tests.abuse.site import OFF
from tests.abuse.unprotected import OFF as PROTECTIONS
from webapp.config import HOME

SEEN_BY = {  # what is off -> the test that must fail then; of several, with blanks between, each
    "without_the_same_work": "test_telling.py::test_known_and_unknown_get_the_same_answer_in_the_same_time[sign_in]",
    "without_throttles": "test_guessing.py::test_a_strangers_guesses_are_stopped_and_do_not_shut_out_the_owner",
    "with_any_number_of_resets": "test_guessing.py::test_fifty_wishes_for_a_new_password_are_three_mails",
    "with_any_number_of_records": "test_guessing.py::test_an_officer_who_opens_record_after_record_is_stopped_and_it_is_written_down",
    "with_any_forwarded_address": "test_guessing.py::test_one_place_that_tries_many_accounts_is_stopped_whatever_it_says_of_its_address",
    "with_tries_read_then_written": "test_guessing.py::test_one_code_is_tried_five_times_whatever_comes_at_once",
    "without_count_of_failures": "test_guessing.py::test_twenty_wrong_codes_over_all_sessions_lock_the_factor_and_tell_the_owner_once",
    "with_any_number_of_codes": "test_guessing.py::test_codes_are_sent_again_three_times_whatever_comes_at_once",
    "with_codes_that_work_again": "test_sessions.py::test_a_code_works_once",
    "with_old_codes": "test_sessions.py::test_the_old_code_is_dead_once_a_new_one_is_sent",
    "with_codes_of_any_browser": "test_sessions.py::test_the_code_of_another_browser_is_wrong_here",
    "with_digits_of_every_script": "test_sessions.py::test_only_the_digits_0_to_9_are_a_code",
    "with_links_that_work_again": "test_sessions.py::test_a_link_is_used_once_and_opening_it_uses_nothing",
    "with_links_for_ever": "test_sessions.py::test_a_link_that_has_run_out_is_refused",
    "with_links_for_everything": "test_sessions.py::test_a_link_is_good_for_one_purpose",
    "with_sessions_that_go_on": "test_sessions.py::test_a_copied_cookie_is_dead_after_signing_out",
    "with_the_visitors_token": "test_sessions.py::test_a_cookie_from_before_signing_in_signs_nobody_in",
    "with_sessions_for_ever": "test_sessions.py::test_a_session_ends_when_nobody_uses_it_and_after_twelve_hours",
    "without_form_tokens": "test_forging.py::test_no_form_of_another_site_is_taken",
    "with_pages_that_write": "test_forging.py::test_no_page_changes_a_row_but_the_log_of_who_looked",
    "with_any_host": "test_forging.py::test_another_hosts_name_is_refused_and_repeated_nowhere",
    "with_any_way_back": "test_forging.py::test_no_address_leads_out_of_the_site_after_signing_in",
    "with_undeclared_fields": "test_posting.py::test_what_the_page_does_not_ask_is_refused_and_kept_nowhere",
    "without_limits_of_typing": "test_posting.py::test_six_hundred_kilobytes_are_too_much",
    "without_headers": "test_headers.py::test_every_answer_carries_the_protective_headers",
    "without_escaping": "test_scripts.py::test_an_officer_reads_text_and_nothing_runs",
    "with_everybodys_cases": "test_matrix.py::test_every_role_is_answered_as_the_table_says",
    "without_staff": "test_matrix.py::test_every_role_is_answered_as_the_table_says",
    "without_independence": "test_own_family.py::test_a_second_account_or_a_relative_of_the_requester_decides_nothing[address]",
    "with_access_that_goes_on": "test_ended_access.py::test_an_open_form_is_not_kept_from_whose_access_ended_and_from_the_other_it_is",
    "without_asking_again": "test_ended_access.py::test_a_download_that_runs_breaks_off_and_an_officers_of_the_same_file_does_not",
    "without_looking_into_files": "test_files.py::test_what_is_not_what_it_says_is_refused_in_words_and_leaves_nothing",
    "with_viruses": "test_files.py::test_a_virus_is_given_to_nobody",
    "with_file_names_as_they_come": "test_files.py::test_whatever_a_file_is_called_it_lies_under_our_name_and_comes_back_under_one_line",
    "with_bodies_without_end": "test_files.py::test_a_gigabyte_that_does_not_say_so_is_cut_off_while_it_streams",
    "with_names_of_many_lines": "test_lines.py::test_whoever_is_invited_or_asked_by_a_name_of_several_lines_gets_one_mail_alone",
    "with_requests_as_they_come": "test_lines.py::test_nothing_that_a_request_carries_forges_a_line_of_the_log",
    "with_the_words_of_faults": "test_secrets.py::test_nothing_secret_stands_in_logs_in_where_pages_lead_or_in_subjects",
    "without_noting_looks": "test_reading.py::test_each_look_of_an_officer_stands_in_the_familys_list_and_none_of_the_other_parent",
    "with_every_area": "test_reading.py::test_an_officer_of_another_area_needs_a_reason_which_stands_in_red",
    "without_guards": "test_own_family.py::test_a_task_of_a_case_is_done_by_no_relative_and_only_by_who_looks_after_it",
    "without_declarations": "test_own_family.py::test_who_has_declared_a_relation_decides_nothing_and_opens_nothing",
    "with_slips": "test_apart.py::test_a_message_to_the_other_parent_is_not_sent "
    "test_apart.py::test_a_letter_to_the_other_parent_is_not_signed "
    "test_apart.py::test_an_answer_to_somebody_who_asks_is_not_sent "
    "test_apart.py::test_a_meeting_at_the_other_parents_home_is_not_arranged "
    "test_apart.py::test_an_answer_to_a_wish_for_more_time_is_not_sent",
    "with_advice_that_tells": "test_apart.py::test_advice_that_tells_is_shared_with_one_and_is_not_there_for_the_other",
    "with_advice_for_everybody": "test_apart.py::test_advice_that_tells_is_shared_with_one_and_is_not_there_for_the_other",
    "with_letters_for_everybody": "test_canary.py::test_nothing_that_the_father_can_reach_tells_where_she_lives",
    "with_rights_before_their_day": "test_young_person.py::test_who_is_one_day_too_young_views_and_does_nothing_and_the_other_acts",
    "with_tasks_of_others": "test_apart.py::test_a_task_of_one_parent_is_not_there_for_the_other_who_knows_its_number",
    "with_who_has_left": "test_sessions.py::test_who_leaves_is_out_at_the_next_request_and_comes_in_no_more",
    "with_proposals_of_ones_own": "test_own_family.py::test_nobody_authorises_what_they_have_proposed_and_a_second_manager_does",
    "with_readers_whom_nobody_chose": "test_apart.py::test_whom_an_order_binds_gets_no_letter_unless_an_officer_says_so",
    "with_changes_of_address_that_go_on": "test_own_account.py::test_a_new_password_takes_back_the_change_of_address_that_a_thief_has_asked_for",
    "with_plans_for_everybody": "test_canary.py::test_nothing_that_the_father_can_reach_tells_where_she_lives",
    "with_any_number_of_files": "test_files.py::test_so_many_files_of_one_person_are_taken_in_an_hour_and_the_next_is_told_why",
    "with_any_number_of_messages": "test_guessing.py::test_so_many_messages_of_one_person_are_taken_in_an_hour_and_the_next_stays_typed",
    "with_families_that_see_on": "test_on_hold.py::test_a_family_on_hold_sees_nothing_from_the_next_request_on_and_officers_go_on",
    "with_sharing_on_hold": "test_on_hold.py::test_nothing_is_shared_while_a_hold_lies_on_it",
    "with_calendars_that_go_on": "test_ended_access.py::test_a_forgotten_password_ends_the_private_calendar_address_and_so_does_the_last_access",
    "with_reading_that_acts": "test_ended_access.py::test_who_may_only_view_by_now_reads_and_does_nothing",
    "without_proof": "test_own_account.py::test_a_session_that_lies_open_changes_nothing_sensitive_without_a_second_factor",
    "with_reasons_that_change": "test_reading.py::test_what_is_opened_with_a_reason_is_read_and_not_changed",
    "with_every_team": "test_reading.py::test_a_hidden_address_and_a_closed_record_are_for_the_teams_that_are_named",
    "with_one_pair_of_eyes": "test_merging.py::test_who_asks_for_it_does_not_decide_it_and_a_second_person_does",
    "with_records_that_loosen": "test_merging.py::test_nobody_comes_by_it_into_a_record_in_which_something_is_kept_from_somebody",
}


def test_each_protection_is_seen_by_a_test() -> None:
    assert set(SEEN_BY) == set(PROTECTIONS)


@pytest.mark.long
@pytest.mark.parametrize("name", SEEN_BY)
def test_without_it_its_test_fails(name: str) -> None:
    tests = [f"tests/abuse/{test}" for test in SEEN_BY[name].split()]
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    done = subprocess.run(words, cwd=HOME, env={**os.environ, OFF: name}, capture_output=True, text=True)
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED ")]
    assert all(any(test in line for line in failed) for test in tests), done.stdout[
        -3000:
    ]  # of one for many cases, one
    assert "\nERROR " not in done.stdout, done.stdout[-3000:]
