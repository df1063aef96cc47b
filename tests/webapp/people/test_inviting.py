"""Staff are invited: the link's one purpose, one use, seven days; what an administrator learns, and what not."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.webapp.family_site import main
from tests.webapp.people.conftest import GRACE, HEAD, JO, NELL, NEW, PASSWORD, PRIYA, SOL
from tests.webapp.shell_site import parsed, words
from webapp.accounts import PersonDetails
from webapp.accounts.models import Invitation
from webapp.accounts.throttling import LIMITS
from webapp.worker.work import Work


def invite(site, **other):
    return site.browser(SOL).posts("/people/invite", **{**NELL, **other})


def test_somebody_is_invited_chooses_a_password_and_sets_up_a_second_factor(site):
    shown = main(invite(site))
    assert f"We have written to {NEW}" in shown
    assert "Nell Frost" in shown and "The link works until Mon 26 January" in shown
    nell = site.browser()
    link = site.link(NEW)
    assert "You are invited as: SEND officers" in nell.reads(link)
    assert "Sign in" in main(nell.posts(link, password=PASSWORD))
    with site.portal.look() as services:
        person = services.accounts.people.by_email(NEW)
        assert (person.kind, person.name) == ("staff", "Nell Frost")
        assert not services.accounts.two_factor_is_on(person)
        (role,) = (held for held in services.accounts.memberships.of(person) if held.business_key is None)
        assert (role.candidate_group, role.areas, role.origin) == ("send_officer", ["Carlisle"], "invitation")
        invitation = services.session.scalars(select(Invitation)).one()
    assert site.history(invitation.reference) == ["Sol Reyes: invited", "Nell Frost: invitation accepted"]
    assert "Has not signed in yet" in site.browser(SOL).reads("/people?search=nell")


def test_opening_the_link_changes_nothing_and_a_weak_password_leaves_it(site):
    invite(site)
    link = site.link(NEW)
    for _ in range(3):
        assert site.browser().opens(link).status_code == 200
    assert site.browser().posts(link, password="short").status_code == 422
    assert site.browser().posts(link, password="Nell-Frost-2026!").status_code == 422
    assert site.browser().posts(link, password=PASSWORD).status_code == 200


def test_the_link_works_once(site):
    invite(site)
    link = site.link(NEW)
    site.browser().posts(link, password=PASSWORD)
    for answer in (site.browser().opens(link), site.browser().posts(link, password="other-Winds 78 lamps")):
        assert answer.status_code == 410
        assert "Your account is ready: this invitation has been used." in main(answer)


def test_the_link_ends_after_seven_days(site):
    invite(site)
    link = site.link(NEW)
    site.clock.advance(timedelta(days=7) - timedelta(seconds=1))
    assert site.browser().opens(link).status_code == 200
    site.clock.advance(timedelta(seconds=1))
    assert site.browser().posts(link, password=PASSWORD).status_code == 404
    assert "The link has run out" in site.browser(SOL).reads("/people")


def test_sent_again_the_old_link_ends_and_taken_back_every_link(site):
    invite(site)
    sol, old = site.browser(SOL), site.link(NEW)
    with site.portal.look() as services:
        reference = services.session.scalars(select(Invitation)).one().reference
    site.clock.advance(timedelta(minutes=1))
    assert "again" in main(sol.posts(f"/people/invitations/{reference}/send-again"))
    new = site.link(NEW)
    assert new != old
    assert site.browser().opens(old).status_code == 404
    assert site.browser().opens(new).status_code == 200
    assert "taken back" in main(sol.posts(f"/people/invitations/{reference}/withdraw"))
    assert site.browser().posts(new, password=PASSWORD).status_code == 404
    assert sol.posts(f"/people/invitations/{reference}/send-again").status_code == 404


def test_taken_back_it_says_so_and_not_that_it_has_run_out(site):
    invite(site)
    link = site.link(NEW)
    with site.portal.look() as services:
        reference = services.session.scalars(select(Invitation)).one().reference
    site.browser(SOL).posts(f"/people/invitations/{reference}/withdraw")
    for answer in (site.browser().opens(link), site.browser().posts(link, password=PASSWORD)):
        assert answer.status_code == 404 and "This invitation has been taken back." in main(answer)


def test_who_never_came_is_forgotten_after_a_year_and_who_came_is_not(site):
    invite(site)
    site.browser().posts(site.link(NEW), password=PASSWORD)
    invite(site, email="never@cumberland.example")
    for wait, left in ((timedelta(days=364), 2), (timedelta(days=1), 1)):
        site.clock.advance(wait)
        Work(site.portal).sweep()
        with site.portal.look() as services:
            assert len(services.session.scalars(select(Invitation)).all()) == left


def test_invited_twice_only_the_newer_invitation_stands(site):
    invite(site)
    old = site.link(NEW)
    site.clock.advance(timedelta(minutes=1))
    invite(site, groups=["send_admin"])
    assert site.browser().posts(old, password=PASSWORD).status_code == 404
    site.browser().posts(site.link(NEW), password=PASSWORD)
    shown = site.browser(SOL).reads(f"/people/{site.reference(NEW)}")
    assert "SEND administration" in shown and "SEND officers" not in shown


@pytest.mark.parametrize("page", ["/reset-password/", "/register/confirm/", "/advice/link/"])
def test_the_link_has_one_purpose(site, page):
    invite(site)
    token = site.link(NEW).rpartition("/")[2]
    assert site.browser().opens(page + token).status_code == 404
    site.browser().posts("/forgotten-password", email=JO)
    reset = site.link(JO).rpartition("/")[2]
    assert site.browser().posts(f"/invitation/{reset}", password=PASSWORD).status_code == 404


def test_an_administrator_cannot_tell_whether_a_family_has_an_account(site):
    said, rows = [], []
    for email in (NEW, JO):
        shown = invite(site, email=email)
        said += [words(each).replace(email, "…") for each in parsed(shown.text).iter("p") if email in words(each)][:1]
        rows += [words(row) for row in parsed(shown.text).iter("li") if email in words(row)]
    assert rows[0].replace(NEW, "…") == rows[-1].replace(JO, "…") and len(rows) == 2
    assert said[0] == said[1] and "We have written to …" in said[0]
    (mail, *_) = site.mails(JO)
    text = mail.get_body(("plain",)).get_content()
    assert "account of your own with this email address already" in text and "/invitation/" not in text


def test_a_colleagues_address_is_told_since_the_list_shows_it_anyway(site):
    for email, name in ((GRACE, "Grace Lowe"), (HEAD, "Ruth Marsh")):
        answer = invite(site, email=email.upper())
        assert answer.status_code == 422
        assert f"{name} has an account for their work with this address already" in main(answer)


def test_an_address_that_is_registered_in_the_meantime_gets_no_second_account(site):
    invite(site)
    link = site.link(NEW)
    with site.portal.work() as services:
        services.accounts.people.add(PersonDetails(email=NEW, first_name="Nell", last_name="Frost"))
    answer = site.browser().posts(link, password=PASSWORD)
    assert answer.status_code == 410 and "Your email address has an account already" in main(answer)
    assert "try once more" not in main(answer) and 'href="/sign-in"' in answer.text
    with site.portal.look() as services:
        assert services.accounts.people.by_email(NEW).kind == "family"


@pytest.mark.parametrize("who", [PRIYA, JO, HEAD])
def test_nobody_but_an_administrator_invites(site, who):
    browser = site.browser(who)
    assert browser.opens("/people/invite").status_code == 403
    assert browser.posts("/people/invite", **NELL).status_code == 403
    assert site.mails(NEW) == []


def test_inviting_asks_for_the_second_factor_anew(site):
    sol = site.browser(SOL)
    site.clock.advance(timedelta(minutes=12))
    assert "/prove" in sol.client.get("/people/invite").location


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"first_name": " "}, "Enter their first name"),
        ({"email": "nell"}, "Enter an email address in the correct format"),
        ({"groups": []}, "Choose at least one role"),
        ({"groups": ["family"]}, "Choose roles and areas from the list"),
        ({"groups": ["account_holder", "send_officer"]}, "Choose roles and areas from the list"),
        ({"areas": ["Narnia"]}, "Choose roles and areas from the list"),
        ({"groups": ["send_officer", "educational_psychology"]}, "not both"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(site, other, said):
    answer = invite(site, **other)
    assert answer.status_code == 422 and said in main(answer) and 'value="Frost"' in answer.text
    assert site.mails(NEW) == []


def test_one_mailbox_gets_no_more_than_a_few_mails_in_an_hour(site):
    answers = [invite(site).status_code for _ in range(LIMITS["invite.account"].tries + 1)]
    assert answers == [200] * LIMITS["invite.account"].tries + [429]
