"""Somebody leaves: everything of theirs ends at once, and their work goes to others by name."""

import pytest

from tests.webapp.family_site import main
from tests.webapp.people.conftest import GRACE, HEAD, JO, PRIYA, SOL, TOM
from webapp import demo
from webapp.demo import PASSWORD


@pytest.fixture
def begun(site):
    """Both free tasks are Priya's, and for the first one she has typed something."""
    with site.portal.work() as services:
        priya = services.actor(services.accounts.people.by_email(PRIYA))
        free = services.engine.user_tasks.inbox(priya)
        for task in free:
            services.engine.user_tasks.claim(task.id, by=priya)
        place = f"task:{free[0].id}"
        services.engine.user_tasks.save_draft(place, {"message": ["Dear"]}, of=priya, version=0)
    return free


def switch_off(site, email=PRIYA, by=SOL):
    return site.browser(by).posts(f"/people/{site.reference(email)}/switch-off")


def assignees(site, tasks):
    with site.portal.look() as services:
        keys = {task.business_key for task in tasks}
        return {t.id: t.assignee_name for key in keys for t in services.engine.user_tasks.open_of(key)}


def test_sessions_codes_and_links_end_at_once_and_no_mail_goes_there(site):
    priya = site.browser(PRIYA)
    priya.posts("/forgotten-password", email=PRIYA)
    reset = site.link(PRIYA)
    entering = site.browser()
    entering.posts("/sign-in", email=PRIYA, password=PASSWORD)
    with site.portal.look() as services:
        shown = demo.app_code(services, PRIYA)
    switch_off(site)
    assert "/sign-in" in priya.client.get("/tasks").location
    assert site.browser().opens(reset).status_code == 404
    assert entering.posts("/sign-in/with/app", code=shown).status_code == 422
    sent = len(site.mails(PRIYA))
    again = site.browser()
    again.posts("/sign-in", email=PRIYA, password=PASSWORD)
    again.posts("/forgotten-password", email=PRIYA)
    with site.portal.work() as services:
        payload = {"notice": "password_changed", "to": "send_admin"}
        services.engine.effects.defer("mail", key="x", business_key="ACC-1", payload=payload)
    assert len(site.mails(PRIYA)) == sent
    assert site.mails(TOM)
    assert "Switched off" in site.browser(SOL).reads("/people?search=nair")


def test_an_address_that_they_had_asked_for_is_not_theirs_later(site):
    site.browser(PRIYA).posts("/your-details/email", email="elsewhere@example.org")
    confirm = site.link("elsewhere@example.org")
    switch_off(site)
    assert site.browser().posts(confirm).status_code == 404
    site.browser(SOL).posts(f"/people/{site.reference(PRIYA)}/switch-on")
    assert "elsewhere" not in site.browser(PRIYA).reads("/your-details")


def test_what_they_had_begun_goes_to_a_named_colleague_with_what_was_typed(site, begun):
    shown = main(switch_off(site))
    assert "Hand over the work of Priya Nair" in shown and "something typed" in shown
    answer = site.browser(SOL).posts(
        f"/people/{site.reference(PRIYA)}/hand-over",
        tasks=[str(task.id) for task in begun],
        to=site.reference(TOM),
        action="give",
    )
    assert f"Tom Hale has {len(begun)} task" in main(answer)
    assert set(assignees(site, begun).values()) == {"Tom Hale"}
    with site.portal.look() as services:
        tom = services.actor(services.accounts.people.by_email(TOM))
        assert services.engine.user_tasks.draft(f"task:{begun[0].id}", of=tom).entries == {"message": ["Dear"]}
    assert "Sol Reyes: assigned" in site.history(begun[0].business_key)
    assert [mail["Subject"] for mail in site.mails(TOM)] == ["You have work of a colleague now"]


def test_one_task_alone_goes_back_into_the_queue(site, begun):
    path = f"/people/{site.reference(PRIYA)}/hand-over"
    answer = site.browser(SOL).posts(path, tasks=[str(begun[0].id)], action="back")
    assert "The queue has 1 task now" in main(answer)
    assert assignees(site, begun)[begun[0].id] is None
    assert "Sol Reyes: released" in site.history(begun[0].business_key)
    with site.portal.look() as services:
        tom = services.actor(services.accounts.people.by_email(TOM))
        assert begun[0].id in [task.id for task in services.engine.user_tasks.inbox(tom)]


@pytest.mark.parametrize(
    ("sent", "said"),
    [({"tasks": []}, "Choose at least one task"), ({"to": ""}, "Choose a colleague"), ({"to": "head"}, "Choose a co")],
)
def test_what_is_missing_is_said_and_nothing_moves(site, begun, sent, said):
    fields = {"tasks": [str(begun[0].id)], "to": site.reference(TOM), "action": "give", **sent}
    answer = site.browser(SOL).posts(f"/people/{site.reference(PRIYA)}/hand-over", **fields)
    assert answer.status_code == 422 and said in main(answer)
    assert set(assignees(site, begun).values()) == {"Priya Nair"}


def test_whoever_is_switched_off_or_in_another_group_is_not_offered(site, begun):
    switch_off(site, TOM)
    shown = site.browser(SOL).opens(f"/people/{site.reference(PRIYA)}/hand-over").text
    assert "Tom Hale</option>" not in shown and "Ada Finch</option>" not in shown and "Grace Lowe</option>" in shown


def test_a_colleague_who_may_not_decide_does_not_get_the_task_and_it_is_said_why(site, begun):
    with site.portal.work() as services:
        services.accounts.people.by_email(GRACE).last_name = "Okafor"  # as Daniel, who asks in one of the two
    fields = {"tasks": [str(t.id) for t in begun], "to": site.reference(GRACE), "action": "give"}
    shown = main(site.browser(SOL).posts(f"/people/{site.reference(PRIYA)}/hand-over", **fields))
    assert "Grace Okafor cannot have" in shown
    assert sorted(assignees(site, begun).values()) == ["Grace Okafor", "Priya Nair"]


def test_switched_on_again_they_are_what_they_were(site):
    switch_off(site)
    sol = site.browser(SOL)
    shown = main(sol.posts(f"/people/{site.reference(PRIYA)}/switch-on"))
    assert "may sign in again" in shown and "SEND officers" in shown
    assert site.browser(PRIYA).opens("/tasks").status_code == 200
    assert site.mails(PRIYA)[0]["Subject"] == "You can sign in again"
    assert site.history(site.reference(PRIYA)) == ["Sol Reyes: account switched off", "Sol Reyes: account switched on"]


@pytest.mark.parametrize("who", [PRIYA, JO, HEAD])
def test_nobody_else_switches_accounts_or_hands_work_over(site, who):
    browser, path = site.browser(who), f"/people/{site.reference(TOM)}"
    for verb in ("switch-off", "switch-on", "hand-over"):
        assert browser.posts(f"{path}/{verb}").status_code == 403
    assert site.browser(TOM).opens("/tasks").status_code == 200


def test_nobody_switches_themselves_or_a_family_off(site):
    answer = switch_off(site, SOL)
    assert answer.status_code == 422 and "Nobody changes their own roles" in main(answer)
    assert switch_off(site, JO).status_code == 404
