"""Each protection has teeth: without it, the test that is about it is seen to fail."""

import os
import subprocess
import sys

import pytest

from tests.abuse.site import OFF
from tests.abuse.unprotected import OFF as PROTECTIONS
from webapp.config import HOME

SEEN_BY = {  # what is off -> the test that must fail then
    "without_the_same_work": "test_telling.py::test_known_and_unknown_get_the_same_answer_in_the_same_time[sign_in]",
    "without_throttles": "test_guessing.py::test_a_strangers_guesses_are_stopped_and_do_not_shut_out_the_owner",
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
}


def test_each_protection_is_seen_by_a_test() -> None:
    assert set(SEEN_BY) == set(PROTECTIONS)


@pytest.mark.long
@pytest.mark.parametrize("name", SEEN_BY)
def test_without_it_its_test_fails(name: str) -> None:
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"tests/abuse/{SEEN_BY[name]}"]
    done = subprocess.run(words, cwd=HOME, env={**os.environ, OFF: name}, capture_output=True, text=True)
    assert done.returncode == 1 and " error" not in done.stdout.splitlines()[-1], done.stdout[-3000:]
