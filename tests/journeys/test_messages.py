"""A parent writes, an officer answers by the day that the parent reads, and the other parent learns nothing of it."""

from datetime import timedelta

import pytest

from tests.journeys.conftest import People, Site, pictures
from tests.webapp.cases.canary import approve_beside
from tests.webapp.cases.conftest import Play, own_requests, visible

pytestmark = pytest.mark.journey
JO, RAY, PRIYA = "jo.bell@example.org", "ray.bell@example.org", "priya.nair@cumberland.example"


def open_to_ray(site: Site) -> str:
    """Sam's father may see the record, too; gives the case."""
    play = Play(site.portal, site.clock)  # type: ignore[arg-type]
    jo, ray, priya = (reference(site, email) for email in (JO, RAY, PRIYA))
    case = visible(site.portal, jo)[0].reference
    approve_beside(play, priya, own_requests(site.portal, ray)[0].reference, case)
    return case


def reference(site: Site, email: str) -> str:
    with site.portal.look() as services:
        person = services.accounts.people.by_email(email)
        assert person
        return person.reference


@pytest.mark.long
def test_jo_writes_priya_answers_and_ray_sees_nothing(people: People) -> None:
    case = open_to_ray(people.site)
    jo = people.somebody()
    jo.signs_in(JO)
    jo.follows("Sam Bell")
    jo.follows("Messages")
    pictures(jo, "messages-none")
    jo.presses("Send")
    assert "Write your message." in jo.reads()
    jo.fills(message="School rang: Sam cannot stay for lunch.\n\nWhen will you decide?")
    jo.presses("Send")
    assert "We have your message." in jo.reads() and "We answer by" in jo.reads()
    pictures(jo, "messages-sent")

    priya = people.somebody()
    priya.signs_in(PRIYA)
    assert "1 message waits for an answer" in priya.reads()
    pictures(priya, "messages-inbox")
    people.site.clock.ahead += timedelta(days=12)
    priya.signs_in(PRIYA)
    pictures(priya, "messages-inbox-late")
    priya.follows("1 message waits for an answer and is late")
    pictures(priya, "messages-due")
    jo.signs_in(JO)
    people.site.subjects(PRIYA)
    jo.goes(f"/cases/{case}/messages")
    assert "We are late with our answer" in jo.reads()
    pictures(jo, "messages-late")
    priya.goes(f"/cases/{case}")
    pictures(priya, "messages-case")
    priya.follows("Write to the family")
    pictures(priya, "messages-people")
    priya.follows("Jo Bell")
    pictures(priya, "messages-with")
    priya.fills(message="I have rung the school. Sam may stay.\n\nThe panel meets on Tuesday.")
    priya.presses("Send")
    pictures(priya, "messages-answered")
    priya.goes(f"/cases/{case}/notes")
    priya.fills(note="Rang Beckside: they had nobody for lunch, now they have.")
    priya.presses("Keep this note")
    pictures(priya, "notes")
    priya.follows("Correct it")
    priya.fills(note="Rang Beckside on Monday: they had nobody for lunch, now they have.")
    priya.presses("Correct it")
    priya.follows("Correct it")
    pictures(priya, "note")

    assert people.site.subjects(JO)[0] == f"There is a new message about {case}"
    jo.goes(f"/cases/{case}")
    assert "1 new" in jo.reads()
    pictures(jo, "messages-new")
    jo.follows("Messages")
    assert "Sam may stay." in jo.reads()
    pictures(jo, "messages-read")

    for person, name in ((priya, "timeline"), (jo, "timeline-family")):
        person.goes(f"/cases/{case}/timeline")
        pictures(person, name)

    ray = people.somebody()
    ray.signs_in(RAY)
    ray.goes(f"/cases/{case}")
    assert "new" not in ray.reads().split("Messages")[-1][:8]
    ray.follows("Messages")
    assert "lunch" not in ray.reads() and "We answer by" not in ray.reads()
    assert not [each for each in people.site.subjects(RAY) if "message" in each]
