"""An administrator finds what is stuck, and mends or leaves it."""

from datetime import timedelta

import pytest

from engine import PORTAL, Bundle
from tests.journeys.conftest import People, shot
from tests.webapp.test_operations import BROKEN, FAILS
from webapp.worker import Worker

pytestmark = pytest.mark.journey
SOL = "sol.reyes@cumberland.example"


@pytest.mark.long
def test_an_administrator_gives_up_a_mail_and_skips_a_step(people: People) -> None:
    site = people.site
    with site.portal.work() as services:
        services.engine.effects.defer("mail", key="broken", business_key="EHC-7K2P9", payload=BROKEN)
        services.engine.deployments.deploy(Bundle(process_id="walk", resources={"walk.bpmn": FAILS}), by=PORTAL)
        services.engine.instances.start("walk", business_key="EHC-7K2P9", by=PORTAL)
    for _ in range(4):
        Worker(site.portal).once()
        site.clock.ahead += timedelta(hours=1)
    sol = people.somebody()
    sol.signs_in(SOL)
    sol.follows("What is stuck")
    assert sol.heading == "1 mail or scan was given up"
    shot(sol.page, "stuck-effects")
    sol.follows("Mail: no such notice")
    sol.presses("Give up with this reason")
    assert "Say why, for whoever reads the history" in sol.reads()
    shot(sol.page, "stuck-effect")
    sol.fills(because="The family was rung instead")
    sol.presses("Give up with this reason")
    assert sol.heading == "No mail and no scan is stuck"
    sol.follows("Incidents")
    assert sol.heading == "1 case needs you"
    shot(sol.page, "stuck-incidents")
    sol.follows("account")
    sol.presses("Try again")
    assert "It failed again." in sol.reads()
    shot(sol.page, "stuck-incident")
    sol.fills(because="The account is there already")
    sol.presses("Skip it with this reason")
    assert sol.heading == "Every case can go on"
