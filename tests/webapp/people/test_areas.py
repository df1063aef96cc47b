"""Areas sort the queue: tasks of families in other areas do not come into it, those without an area come to all."""

from sqlalchemy import update

from tests.webapp.people.conftest import PRIYA, SOL, TOM
from webapp import demo
from webapp.cases import queue
from webapp.cases.models import AccessRequest


def areas_of_requests(site, *areas):
    """Of the requests that wait, by due date; gives their references."""
    with site.portal.work() as services:
        priya = services.actor(services.accounts.people.by_email(PRIYA))
        keys = [task.business_key for task in services.engine.user_tasks.inbox(priya)]
        for key, area in zip(keys, areas, strict=True):
            services.session.execute(update(AccessRequest).where(AccessRequest.reference == key).values(area=area))
        return keys


def give(site, email, *areas):
    groups = {PRIYA: ["send_admin", "send_officer"], TOM: ["send_admin", "safeguarding"]}[email]
    site.browser(SOL).posts(f"/people/{site.reference(email)}/roles", groups=groups, areas=list(areas))


def test_an_officer_of_an_area_sees_its_tasks_and_those_of_no_area(site):
    first, second = areas_of_requests(site, "Carlisle", "Allerdale")
    give(site, PRIYA, "Carlisle")
    shown = site.browser(PRIYA).reads("/tasks")
    assert first in shown and second not in shown and "Families in Carlisle" in shown
    both = site.browser(TOM).reads("/tasks")
    assert first in both and second in both
    areas_of_requests(site, "Carlisle", "")
    assert second in site.browser(PRIYA).reads("/tasks")


def test_the_next_task_is_claimed_in_ones_own_area_only(site):
    areas_of_requests(site, "Copeland", "Copeland")
    give(site, PRIYA, "Carlisle")
    assert "There is no task now" in site.browser(PRIYA).posts("/tasks/claim-next").text


def test_areas_are_no_wall_a_colleague_can_still_be_helped(site):
    first, _ = areas_of_requests(site, "Copeland", "Copeland")
    give(site, PRIYA, "Carlisle")
    with site.portal.look() as services:
        (task,) = services.engine.user_tasks.open_of(first)
    assert site.browser(PRIYA).opens(f"/tasks/{task.id}").status_code == 200


def test_tasks_of_other_areas_that_are_more_urgent_hide_none_of_ones_own(site, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 1)
    _, second = areas_of_requests(site, "Copeland", "Carlisle")
    give(site, PRIYA, "Carlisle")
    assert second in site.browser(PRIYA).reads("/tasks")


def test_a_request_has_the_area_in_which_the_person_lived_when_they_asked(site):
    with site.portal.work() as services:
        kit = services.accounts.people.by_email("kit.dale@example.org")
        kit.area = "Allerdale"

        reference = demo.ask(services, kit, "Robin", "Dale", "2018-01-01")
        area = services.session.query(AccessRequest.area).filter_by(reference=reference).scalar()
    assert area == "Allerdale"
