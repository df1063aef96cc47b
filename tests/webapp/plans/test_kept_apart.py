"""What one reader of a plan must not learn: who was left out, what is kept from whom, and who comes later."""

import re

import pytest

from tests.webapp.cases.canary import STREET
from tests.webapp.cases.conftest import DAD
from tests.webapp.cases.pages import words
from tests.webapp.plans.conftest import HELP, NEED, Planning
from tests.webapp.plans.scene import PLACED
from tests.webapp.plans.test_plan import comment, text_of
from webapp.letters.models import Letter


def leave_out(planning: Planning, who: str) -> None:
    """The draft goes out, and this parent does not get the letter."""
    planning.finish("mo")
    path = f"/tasks/{planning.claim('mo', 'sign_letters')}/letters"
    with planning.portal.look() as services:
        letters = {row.person.reference: row.id for row in services.session.query(Letter) if row.person}
    choices = {f"to-{key}": "leave_out" if ref == planning.people[who] else "send" for ref, key in letters.items()}
    because = {f"because-{letters[planning.people[who]]}": "A court order."}
    _, page = planning.of("mo").post(path, version="0", action="look", **choices, **because)
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version, words(page)
    planning.of("mo").post(f"{path}/sign", version=version[1])


def test_who_was_left_out_of_the_letter_reads_nothing_of_the_plan_and_is_asked_nothing(planning: Planning) -> None:
    planning.write()
    leave_out(planning, "ali")
    ali, jo = planning.of("ali"), planning.of("jo")
    assert jo.get(f"{planning.path}/draft-1/needs")[0] == 200
    for path in ("", "/draft-1/needs", "/draft-1/pdf"):
        status, page = ali.get(planning.path + path)
        assert NEED not in page and (status == 404 or "There is no plan yet" in page)
    assert "draft plan</a>" not in ali.get(f"/cases/{planning.case}")[1]
    assert [task.assignee for task in planning.tasks()] == [planning.people["jo"]]


def test_an_officer_lets_somebody_read_it_and_takes_it_from_them_again(planning: Planning) -> None:
    planning.write()
    leave_out(planning, "ali")
    ali = planning.play.id_of(planning.people["ali"])
    for action, status in (("release", 200), ("end", 404)):
        planning.of("mo").post(f"{planning.path}/draft-1/readers", person=ali, action=action)
        assert planning.of("ali").get(f"{planning.path}/draft-1/needs")[0] == status
    assert "Does not read it" in planning.of("mo").get(planning.path)[1]


def test_somebody_who_comes_into_the_case_later_reads_nothing_of_what_went_out_before(planning: Planning) -> None:
    planning.write()
    planning.send_draft()
    vic = planning.play.person("Vic", "Bell")
    planning.people["vic"] = vic
    request = planning.play.ask(vic, {**DAD, "relationship": "grandparent", "parental_responsibility": "no"})
    planning.play.review(planning.people["priya"], request, "approve")
    planning.play.claim(planning.people["priya"], request, "match_record")
    planning.comes_in(request)
    status, page = planning.of("vic").get(f"{planning.path}/draft-1/needs")
    assert (status, NEED in page) == (404, False)


def test_a_part_that_tells_where_the_mother_lives_stops_the_plan_until_it_is_kept_from_the_father(
    planning: Planning,
) -> None:
    planning.write()
    planning.change("mo", "needs", HELP, f"{HELP} The therapist comes to {STREET}.", who="Therapist")
    status, page = planning.finish("mo")
    assert (status, "Section F tells Ali Khan where somebody else is" in page) == (422, True)
    ali = planning.play.id_of(planning.people["ali"])
    planning.change("mo", "needs", HELP, f"{HELP} The therapist comes to {STREET}.", who="Therapist", kept_from=ali)
    assert planning.finish("mo")[0] == 200


def test_what_is_kept_from_a_parent_now_is_not_shown_to_them_as_taken_out(planning: Planning) -> None:
    planning.write()
    planning.send_draft()
    planning.answered(jo={}, ali={})
    planning.next("new_draft")
    planning.claim("mo", "write_plan")
    ali = planning.play.id_of(planning.people["ali"])
    planning.change("mo", "needs", HELP, HELP, kept_from=ali)
    planning.send_draft()
    assert HELP not in planning.of("ali").get(f"{planning.path}/draft-2/needs")[1]
    assert HELP in planning.of("jo").get(f"{planning.path}/draft-2/needs")[1]


def test_the_word_file_as_one_parent_is_theirs(planning: Planning) -> None:
    planning.write()
    ali = planning.play.id_of(planning.people["ali"])
    planning.change("mo", "needs", HELP, HELP, kept_from=ali)
    planning.send_draft()
    _, page = planning.of("mo").get(f"{planning.path}/draft-1/needs?as={ali}")
    link = re.search(r'href="([^"]+/word[^"]*)"', page)
    assert link and f"as={ali}" in link[1]


def test_comments_kept_when_the_time_ended_can_still_be_sent(planning: Planning) -> None:
    planning.write()
    planning.send_draft()
    comment(planning, "jo", "draft-1", "I had no time.")
    planning.wait(16)
    assert planning.waiting() == ["answer_comments"]
    _, page = planning.of("jo").get(f"{planning.path}/draft-1/needs")
    assert "You have 1" in page and "that you did not send" in page
    task = planning.claim("mo", "answer_comments")
    assert "I had no time." not in planning.of("mo").get(f"/tasks/{task}/comments")[1]
    planning.of("jo").post(f"{planning.path}/draft-1/send")
    assert "I had no time." in planning.of("mo").get(f"/tasks/{task}/comments")[1]


def test_nothing_changes_in_a_plan_that_is_approved(planning: Planning) -> None:
    planning.of("grace").post(f"/tasks/{planning.to_approval()}/approve", approved="yes")
    status, page = planning.change("mo", "needs", NEED, "Something else.")
    assert (status, "This plan is approved" in page) == (409, True)


def test_a_final_plan_that_was_begun_never_goes_out_as_a_draft(planning: Planning) -> None:
    planning.write()
    planning.send_draft()
    planning.answered(jo={}, ali={})
    planning.next("final")
    planning.does("mo", "choose_schools", {"schools_chosen": []})
    planning.does("grace", "decide_placement", PLACED)
    with planning.portal.work() as services:
        (running,) = (row for row in services.engine.instances.of(planning.case) if row.process_id == "plan")
        actor = planning.play.actor(services, planning.people["grace"])
        services.engine.instances.cancel(running.id, because="A decision was put right.", by=actor)
    planning.begin("again")
    assert "draft-2 writing" in planning.versions()
    planning.claim("mo", "write_plan")
    assert "Beckside Primary" not in text_of(planning.of("mo").client.get(f"{planning.path}/draft-2/pdf").data)


@pytest.mark.parametrize("who", ["jo"])
def test_a_draft_signed_in_the_evening_is_answered_from_the_day_on_which_it_counts_as_served(
    planning: Planning, who: str
) -> None:
    planning.write()
    planning.at("2026-01-23T19:30:00+00:00")  # a Friday evening: it counts as served on Monday
    planning.send_draft()
    _, page = planning.of(who).get(f"{planning.path}/draft-1/needs")
    assert "Monday 9 February 2026" in page.replace("\N{NO-BREAK SPACE}", " ")


def comes_later(planning: Planning) -> str:
    """A grandparent comes into the case after the draft went out; gives their id."""
    vic = planning.play.person("Vic", "Bell")
    planning.people["vic"] = vic
    request = planning.play.ask(vic, {**DAD, "relationship": "grandparent", "parental_responsibility": "no"})
    planning.play.review(planning.people["priya"], request, "approve")
    planning.play.claim(planning.people["priya"], request, "match_record")
    planning.comes_in(request)
    return planning.play.id_of(vic)


def help_at_home(planning: Planning) -> None:
    """A plan with the mother's street in it, kept from the father."""
    planning.write()
    ali = planning.play.id_of(planning.people["ali"])
    planning.change("mo", "needs", HELP, f"{HELP} The therapist comes to {STREET}.", who="Therapist", kept_from=ali)


def test_nobody_lets_somebody_read_a_version_that_tells_them_where_another_is(planning: Planning) -> None:
    help_at_home(planning)
    planning.send_draft()
    vic = comes_later(planning)
    status, page = planning.of("mo").post(f"{planning.path}/draft-1/readers", person=vic, action="release")
    assert (status, "Section F tells Vic Bell where somebody else is" in page) == (422, True)
    assert planning.of("vic").get(f"{planning.path}/draft-1/needs")[0] == 404
    ali = planning.play.id_of(planning.people["ali"])
    for action in ("end", "release"):  # it is kept from him, so he may read the rest
        assert planning.of("mo").post(f"{planning.path}/draft-1/readers", person=ali, action=action)[0] == 200
    assert STREET not in planning.of("ali").get(f"{planning.path}/draft-1/needs")[1]


def test_a_letter_is_not_signed_to_somebody_whom_the_plan_with_it_tells_where_another_is(planning: Planning) -> None:
    planning.write()
    planning.change("mo", "needs", HELP, f"{HELP} The therapist comes to 12 Mill Lane.", who="Therapist")
    assert planning.finish("mo")[0] == 200
    with planning.portal.work() as services:  # she moves there while the letters wait
        jo = services.accounts.people.by_reference(planning.people["jo"])
        jo.address_lines = ["12 Mill Lane", "Penrith"]
    path = f"/tasks/{planning.claim('mo', 'sign_letters')}/letters"
    status, page = planning.of("mo").post(path, version="0", action="look")
    assert (status, "Section F tells Ali Khan where somebody else is" in page) == (422, True)
    assert "Section F tells Jo Bell" not in page
