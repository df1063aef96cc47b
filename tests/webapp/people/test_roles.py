"""Roles change while somebody works: at once, with a new token, a notice and a line in the history."""

import threading
from datetime import timedelta

import pytest

from tests.webapp.family_site import Browser, main
from tests.webapp.people.conftest import GRACE, HEAD, JO, PRIYA, SOL, TOM
from webapp.accounts import Accounts, PersonDetails, roles
from webapp.accounts.errors import LastAdministrator
from webapp.accounts.roles import Roles
from webapp.db import Database


def change(site, email, *groups, by=SOL, areas=()):
    path = f"/people/{site.reference(email)}/roles"
    return site.browser(by).posts(path, groups=list(groups), areas=list(areas))


def token(browser):
    with browser.client.session_transaction() as cookie:
        return cookie["_user_id"]


def test_a_change_holds_from_the_next_page_and_brings_a_new_token(site):
    priya = site.browser(PRIYA)
    before, task = token(priya), "/tasks"
    assert priya.opens(task).status_code == 200
    change(site, PRIYA, "analyst")
    assert "You draw the processes" in priya.reads("/home")
    assert "Nothing waits for your groups" in priya.reads("/tasks")
    assert token(priya) != before
    copied = Browser(site.app.test_client())
    with copied.client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = before, True
    assert "/sign-in" in copied.client.get("/tasks").location


def test_what_was_typed_on_an_open_page_stays_when_the_role_is_gone(site):
    priya = site.browser(PRIYA)
    with site.portal.look() as services:
        person = services.accounts.people.by_email(PRIYA)
        (task, *_) = services.engine.user_tasks.inbox(services.actor(person))
    priya.posts(f"/tasks/{task.id}/claim")
    change(site, PRIYA, "analyst")
    assert priya.opens(f"/tasks/{task.id}").status_code == 404
    assert priya.posts(f"/tasks/{task.id}/form/checks", decision="approve").status_code == 404
    with site.portal.look() as services:
        assert services.engine.user_tasks.open_of(task.business_key)[0].assignee == site.reference(PRIYA)


def test_the_person_is_told_and_history_says_who_changed_what(site):
    change(site, PRIYA, "send_admin", "send_officer", areas=["Carlisle"])
    (mail,) = site.mails(PRIYA)
    assert mail["Subject"] == "Your roles have changed"
    with site.portal.look() as services:
        event = services.engine.history.of(site.reference(PRIYA))[-1]
    assert (event.kind, event.actor_name) == ("roles changed", "Sol Reyes")
    assert event.payload["after"] == ["send_admin", "send_officer", "Carlisle"]
    assert "Carlisle" in site.browser(SOL).reads(f"/people/{site.reference(PRIYA)}")


def test_a_change_that_changes_nothing_tells_nobody(site):
    change(site, PRIYA, "send_admin", "send_officer")
    assert site.mails(PRIYA) == [] and site.history(site.reference(PRIYA)) == []


def test_nobody_changes_their_own_roles(site):
    answer = change(site, SOL, "administrator", "safeguarding")
    assert answer.status_code == 422 and "Nobody changes their own roles" in main(answer)
    shown = site.browser(SOL).reads(f"/people/{site.reference(SOL)}")
    assert "This is you" in shown and "Switch off the account" not in shown


def test_the_last_administrator_stays(site):
    change(site, GRACE, "administrator")
    assert change(site, SOL, "analyst", by=GRACE).status_code == 200
    with site.portal.work() as services:
        desk, grace = services.accounts.desk, services.accounts.people.by_email(GRACE)
        sol = services.accounts.people.by_email(SOL)
        with pytest.raises(LastAdministrator):
            roles.change(desk, grace, Roles(groups=("analyst",), areas=()), by=sol)
        with pytest.raises(LastAdministrator):
            roles.switch_off(desk, grace, by=sol)


@pytest.mark.parametrize("who", [PRIYA, TOM, JO, HEAD])
def test_nobody_else_changes_roles(site, who):
    assert change(site, GRACE, "administrator", by=who).status_code == 403


@pytest.mark.parametrize("groups", [["citizen"], ["family"], ["educational_psychology"], ["no_such_group"]])
def test_no_role_of_another_kind_is_given_to_a_colleague(site, groups):
    answer = change(site, PRIYA, *groups)
    assert answer.status_code == 422 and "from the list" in main(answer)


def test_changing_roles_asks_for_the_second_factor_anew(site):
    sol, path = site.browser(SOL), f"/people/{site.reference(PRIYA)}/roles"
    site.clock.advance(timedelta(minutes=12))
    assert "/prove" in sol.client.get(path).location


def test_of_two_administrators_who_remove_each_other_at_once_one_remains(database: Database, clock) -> None:
    with database.transaction() as session:
        accounts = Accounts(session, b"k" * 64, clock)
        names = []
        for number in range(2):
            details = PersonDetails(email=f"a{number}@x.example", first_name=f"A{number}", last_name="Z")
            person = accounts.people.add(details, kind="staff")
            accounts.memberships.grant(person, "administrator", origin="test")
            names.append(person.reference)
    ready, refused = threading.Barrier(2), []

    def remove(who: str, by: str) -> None:
        ready.wait()
        try:
            with database.transaction() as session:
                accounts = Accounts(session, b"k" * 64, clock)
                person, admin = (accounts.people.by_reference(each) for each in (who, by))
                roles.change(accounts.desk, person, Roles(groups=(), areas=()), by=admin)
        except LastAdministrator:
            refused.append(who)

    threads = [threading.Thread(target=remove, args=pair) for pair in (names, names[::-1])]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    assert len(refused) == 1
