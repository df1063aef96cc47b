"""Schools and professionals enter by ticket to one request, by name; tickets end, and open nothing else (case 8)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine import PORTAL
from tests.webapp.family_site import main
from tests.webapp.people.advice_drawing import TEAM, begin, task_of
from tests.webapp.people.conftest import GRACE, HEAD, JO, PASSWORD, PRIYA, SOL
from webapp.accounts import PersonDetails, invitations
from webapp.accounts.throttling import LIMITS
from webapp.cases.models import Case

KEY, OTHER = "EHC-TEST1", "EHC-TEST2"
BOX = "office@northpsych.example"
ASK = {"email": BOX, "body": "North Psychology", "group": TEAM}


@pytest.fixture(autouse=True)
def asked(site):
    begin(site.portal, KEY, OTHER)


def ask(site, key=KEY, by=PRIYA, **other):
    return site.browser(by).posts(f"/asked/{key}", **{**ASK, **other})


def enters(site, name="Ann Lee", to=BOX, link=""):
    reader = site.browser()
    answer = reader.posts(link or site.link(to), name=name)
    assert answer.status_code == 200, main(answer)
    return reader


def give(reader, task, follow=True):
    reader.posts(f"/advice/tasks/{task}/claim")
    reader.posts(f"/advice/tasks/{task}/form/your-advice", version="0", advice="A quiet room")
    return reader.posts(f"/advice/tasks/{task}/form/check", follow=follow)


def reference(site):
    with site.portal.look() as services:
        (found,) = invitations.of_key(services.accounts.desk, KEY)
        return found.reference


def test_an_officer_asks_and_the_reader_answers_without_an_account_by_name(site):
    task = task_of(site.portal, KEY)
    assert "Ask for advice by email" in site.browser(PRIYA).reads(f"/tasks/{task_of(site.portal, KEY, 'follow_up')}")
    assert "They have not opened the request yet" in main(ask(site))
    assert "North Psychology" in site.browser().reads(site.link(BOX))
    reader = enters(site)
    assert "You are here as Ann Lee, North Psychology" in reader.reads("/advice")
    assert "Give your advice" in reader.reads(f"/advice/tasks/{task}")
    assert "Thank you" in main(give(reader, task))
    with site.portal.look() as services:
        (submission,) = services.engine.submissions.of(KEY)
        assert (submission.submitted_by_name, submission.answers) == (
            "Ann Lee, North Psychology",
            {"advice": "A quiet room"},
        )
    done = [line for line in site.history(KEY) if "Ann Lee, North Psychology: " in line]
    assert [line.partition(": ")[2] for line in done][:2] == ["claimed", "completed"]
    assert "They have opened the request" in site.browser(PRIYA).reads(f"/asked/{KEY}")


def test_the_ticket_opens_no_other_key_and_no_other_page(site):
    ask(site)
    reader = enters(site)
    other, officers = task_of(site.portal, OTHER), task_of(site.portal, KEY, "follow_up")
    for task in (other, officers):
        assert reader.opens(f"/advice/tasks/{task}").status_code == 404
        assert reader.opens(f"/advice/tasks/{task}/form/begin").status_code == 404
        for verb in ("claim", "release", "form/your-advice", "form/check"):
            assert reader.posts(f"/advice/tasks/{task}/{verb}", advice="x").status_code == 404
    assert OTHER not in reader.reads("/advice")
    for path in ("/tasks", f"/tasks/{task_of(site.portal, KEY)}", f"/asked/{KEY}", f"/cases/{KEY}", "/people", "/home"):
        assert "/sign-in" in reader.client.get(path).location
    assert reader.posts("/register/send-again").status_code == 422


def test_a_ticket_runs_out_and_a_draft_is_found_again_with_the_next_one(site):
    ask(site)
    task, reader = task_of(site.portal, KEY), enters(site)
    old = site.link(BOX)
    reader.posts(f"/advice/tasks/{task}/claim")
    reader.posts(f"/advice/tasks/{task}/form/your-advice", version="0", advice="Half", action="save")
    site.clock.advance(timedelta(hours=12))
    assert reader.opens("/advice").status_code == 404
    assert reader.posts(f"/advice/tasks/{task}/form/check").status_code == 404
    assert "We have sent a new link" in main(site.browser().posts(f"{old}/again"))
    assert site.link(BOX) != old
    assert "Half" in enters(site, "ann  lee").opens(f"/advice/tasks/{task}/form/your-advice").text


def test_each_reader_of_a_mailbox_gives_a_name_and_sees_who_has_begun(site):
    ask(site)
    link, task = site.link(BOX), task_of(site.portal, KEY)
    for name, said in (("", "Enter your first"), ("7", "Enter your first"), ("north psychology", "not the name of")):
        answer = site.browser().posts(link, name=name)
        assert answer.status_code == 422 and said in main(answer)
    enters(site, "Ann Lee", link=link).posts(f"/advice/tasks/{task}/claim")
    second = site.browser()
    assert "This link does not work any more" in main(second.opens(link))
    assert second.posts(link, name="Bo Ray").status_code == 404
    second.posts(f"{link}/again")
    bo = enters(site, "Bo Ray")
    assert "Ann Lee, North Psychology has this task" in bo.reads("/advice")
    assert bo.posts(f"/advice/tasks/{task}/claim").status_code == 409
    typed = bo.posts(f"/advice/tasks/{task}/form/your-advice", version="0", advice="Mine")
    assert typed.status_code == 409 and "Mine" in typed.text


def test_a_link_ends_after_seven_days_and_goes_to_one_mailbox_a_few_times_an_hour(site):
    ask(site)
    link = site.link(BOX)
    assert [site.browser().posts(f"{link}/again").status_code for _ in range(LIMITS["invite.account"].tries)][-1] == 429
    site.clock.advance(timedelta(days=7))
    assert site.browser().posts(link, name="Ann Lee").status_code == 404
    assert site.browser().opens("/advice/link/made-up").status_code == 404
    assert site.browser().posts("/advice/link/made-up/again").status_code == 404


def test_asked_no_longer_links_and_tickets_are_dead_at_once(site):
    ask(site)
    reader, task = enters(site), task_of(site.portal, KEY)
    site.browser().posts(f"{site.link(BOX)}/again")
    fresh = site.link(BOX)
    site.browser(PRIYA).posts(f"/asked/{KEY}/{reference(site)}/withdraw")
    assert reader.opens("/advice").status_code == 404
    assert reader.posts(f"/advice/tasks/{task}/claim").status_code == 404
    assert site.browser().posts(fresh, name="Ann Lee").status_code == 404
    assert site.browser().posts(f"{fresh}/again").status_code == 404


def test_who_may_not_open_a_case_asks_nobody_about_it(site):
    with site.portal.work() as services:
        case = services.session.scalars(select(Case)).first()
        case.area, reference = "Allerdale", case.reference
    begin(site.portal, reference)
    assert "Educational psychology" in site.browser(PRIYA).reads(f"/asked/{reference}")
    roles = {"groups": ["send_officer", "send_admin"], "areas": ["Carlisle"]}
    site.browser(SOL).posts(f"/people/{site.reference(PRIYA)}/roles", **roles)
    priya = site.browser(PRIYA)
    assert priya.opens(f"/asked/{reference}").status_code == 404
    assert priya.posts(f"/asked/{reference}", **ASK).status_code == 404
    assert not site.mails(BOX)


def test_a_request_that_is_withdrawn_is_closed_to_tickets_and_links(site):
    ask(site)
    reader = enters(site)
    site.browser().posts(f"{site.link(BOX)}/again")
    fresh = site.link(BOX)
    with site.portal.work() as services:
        (instance,) = services.engine.instances.of(KEY)
        services.engine.instances.cancel(instance.id, because="The family moved", by=PORTAL)
    assert reader.opens("/advice").status_code == 404
    assert site.browser().opens(fresh).status_code == 404
    assert site.browser().posts(fresh, name="Ann Lee").status_code == 404


def keeps(site, reader, email):
    return main(reader.posts("/advice/keep", email=email))


def test_the_reader_keeps_an_account_that_holds_the_one_key(site):
    ask(site)
    reader, mine = enters(site), "ann.lee@northpsych.example"
    assert "We have written to the address that you gave" in keeps(site, reader, mine)
    assert "Sign in" in main(site.browser().posts(site.link(mine), password=PASSWORD))
    with site.portal.work() as services:
        person = services.accounts.people.by_email(mine)
        held = [(m.candidate_group, m.business_key) for m in services.accounts.memberships.of(person)]
        assert (person.kind, person.name) == ("professional", "Ann Lee")
        assert set(held) == {("account_holder", person.reference), (TEAM, KEY)}
        services.accounts.finish_two_factor(person)
    ann, task = site.browser(mine), task_of(site.portal, KEY)
    assert KEY in ann.reads("/home") and OTHER not in ann.reads("/home")
    assert "Give your advice" in ann.reads(f"/tasks/{task}")
    assert ann.opens(f"/advice/tasks/{task_of(site.portal, OTHER)}").status_code == 404
    assert "Thank you" in main(give(ann, task))
    assert "Ann Lee: completed" in site.history(KEY)


def test_what_an_account_got_by_an_invitation_ends_with_it(site):
    ask(site)
    reader, mine = enters(site), "ann.lee@northpsych.example"
    keeps(site, reader, mine)
    site.browser().posts(site.link(mine), password=PASSWORD)
    with site.portal.work() as services:
        services.accounts.finish_two_factor(services.accounts.people.by_email(mine))
    site.browser(PRIYA).posts(f"/asked/{KEY}/{reference(site)}/withdraw")
    assert site.browser(mine).opens(f"/advice/tasks/{task_of(site.portal, KEY)}").status_code == 404


def test_whoever_has_an_account_for_advice_gets_the_key_into_it_and_others_learn_it_by_mail_alone(site):
    ask(site)
    reader = enters(site)
    pages = {keeps(site, reader, email) for email in (HEAD, JO, GRACE, "nobody@x.example")}
    assert len(pages) == 1
    assert "Add this request to your account" in site.browser().reads(site.link(HEAD))
    site.browser().posts(site.link(HEAD))
    assert KEY in site.browser(HEAD).reads("/home")
    for email in (JO, GRACE):
        text = site.mails(email)[0].get_body(("plain",)).get_content()
        assert "is for other matters" in text and "/invitation/" not in text


def test_people_of_a_team_sign_in_as_themselves_and_history_names_the_person(site):
    with site.portal.work() as services:
        for name in ("Ida", "Uma"):
            details = PersonDetails(email=f"{name}@ep.example", first_name=name, last_name="Wood")
            person = services.accounts.people.add(details, kind="professional")
            services.accounts.memberships.grant(person, TEAM, origin="invitation")
            services.accounts.finish_two_factor(person)
    ida, uma, task = site.browser("ida@ep.example"), site.browser("uma@ep.example"), task_of(site.portal, KEY)
    assert KEY in ida.reads("/advice") and OTHER in ida.reads("/advice")
    ida.posts(f"/advice/tasks/{task}/claim")
    assert "Ida Wood has this task" in uma.reads("/advice")
    ida.posts(f"/advice/tasks/{task}/release")
    give(uma, task)
    assert "Uma Wood: completed" in site.history(KEY)
    teams = site.browser(SOL).reads("/people/teams")
    assert "Educational psychology team" in teams and "Ida Wood, Uma Wood" in teams
    assert "No team has an account or a password of its own" in teams


@pytest.mark.parametrize("who", [JO, HEAD, SOL])
def test_nobody_but_an_officer_asks(site, who):
    assert ask(site, by=who).status_code in (403, 404, 422)
    assert site.browser(who).opens(f"/asked/{KEY}").status_code in (403, 404)
    assert site.mails(BOX) == []


@pytest.mark.parametrize("path", ["/advice", "/advice/keep", "/advice/tasks/1", "/advice/tasks/1/form/begin"])
def test_without_ticket_or_account_for_advice_nothing_opens(site, path):
    for who in ("", JO, PRIYA):
        assert site.browser(who).opens(path).status_code == 404


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"email": "x"}, "correct format"),
        ({"body": ""}, "Enter the name of the school or team"),
        ({"group": "send_officer"}, "Choose for which task"),
    ],
)
def test_what_is_wrong_is_said(site, other, said):
    answer = ask(site, **other)
    assert answer.status_code == 422 and said in main(answer)


def test_the_reader_leaves_and_the_ticket_is_dead_also_as_a_copy(site):
    ask(site)
    reader = enters(site)
    ticket = reader.client.get_cookie("ticket").value
    reader.posts("/advice/leave")
    copied = site.browser()
    copied.client.set_cookie("ticket", ticket)
    assert copied.opens("/advice").status_code == 404


def test_a_ticket_sends_our_mail_to_ten_addresses_a_day_and_no_more(site):
    ask(site)
    reader = enters(site)
    codes = [reader.posts("/advice/keep", email=f"a{number}@example.org").status_code for number in range(10)]
    refused = reader.posts("/advice/keep", email="b@example.org")
    assert codes == [200] * 10 and refused.status_code == 429 and "Wait" in main(refused)
    reader.posts(f"{site.link(BOX)}/again")
    assert enters(site, "Bo Ray").posts("/advice/keep", email="c@example.org").status_code == 429
    site.clock.advance(timedelta(days=1))
    again = site.browser()
    again.posts(f"{site.link(BOX)}/again")
    assert enters(site).posts("/advice/keep", email="b@example.org").status_code == 200
