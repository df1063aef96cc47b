"""An officer writes and signs a letter; a parent reads it; another one goes by post."""

import pytest

from tests.journeys.conftest import PHONE, People, Site, shot
from tests.journeys.test_cases import JO, PRIYA, case_of
from tests.webapp.cases.conftest import Play
from tests.webapp.letters import letter_drawing
from webapp.worker import Worker

pytestmark = pytest.mark.journey


@pytest.mark.long
def test_a_letter_is_written_signed_and_read(site: Site, people: People) -> None:
    case, play = case_of(site), Play(site.portal, None)  # type: ignore[arg-type]  # no day passes here
    with site.portal.look() as services:
        officer = services.accounts.people.by_email(PRIYA)
        assert officer
    task = letter_drawing.begin(site.portal, case, play, officer.reference)
    priya = people.somebody()
    priya.signs_in(PRIYA)
    priya.goes(f"/tasks/{task}")
    priya.page.clock.install()
    priya.follows("Do this task")
    shot(priya.page, "letter-write")
    priya.fills(**{"free-will_not_assess-support": "Ask the school."})
    priya.page.clock.fast_forward(31_000)
    priya.page.get_by_text("Saved at").wait_for()
    priya.page.reload()
    assert priya.page.locator('[name="free-will_not_assess-support"]').input_value() == "Ask the school."
    priya.presses("Look at the letters")
    assert "Error:" in priya.page.title() and "Write something under “Why we decided this”" in priya.reads()
    shot(priya.page, "letter-write-error")
    priya.fills(**{"free-will_not_assess-reasons": "Sam’s school helps well.\n\n- Sam reads more\n- Sam has friends"})
    priya.presses("Add a reader without an account")
    box = priya.page.locator(".letter-reader").filter(has_text="without an account")
    box.get_by_label("Name of a reader").fill("Ann Grey")
    box.get_by_label("Their address").fill("3 High Row\nCarlisle CA1 1AA")
    priya.presses("Look at the letters")
    assert priya.heading == "Look at each letter, then sign"
    assert "Sam has friends" in priya.reads() and "To Ann Grey" in priya.reads()
    shot(priya.page, "letter-look")
    priya.presses("Sign the letters")
    assert "Signed: 2" in priya.reads()

    subject, mail = site.mail(JO)
    assert subject == f"A letter waits for you: case {case}" and "Sam" not in mail
    jo = people.somebody(size=PHONE)
    jo.signs_in(JO)
    jo.goes(f"/cases/{case}")
    jo.follows("Letters we sent you")
    shot(jo.page, "letters-own")
    jo.follows("We will not assess")
    assert "Dear Jo Bell," in jo.reads() and "Sam has friends" in jo.reads()
    shot(jo.page, "letter-read")
    jo.page.set_viewport_size({"width": 320, "height": 640})
    assert jo.page.evaluate("document.documentElement.scrollWidth") == 320
    with jo.page.expect_download() as saved:
        jo.page.get_by_role("link", name="Save as PDF").click()
    assert saved.value.path().read_bytes().startswith(b"%PDF")

    Worker(site.portal).once()
    priya.goes("/tasks")
    priya.follows("Print and post a letter")
    priya.presses("Claim this task")
    priya.follows("Do this task")
    assert "3 High Row" in priya.reads()
    priya.presses("The letter has gone")
    assert "Select how the letter went" in priya.reads()
    shot(priya.page, "letter-post")
    priya.chooses("By post")
    priya.fills(proof="Certificate of posting, Carlisle, 4pm")
    priya.presses("The letter has gone")
    priya.goes(f"/cases/{case}/letters")
    assert "Proof: Certificate of posting" in priya.reads() and "First opened" in priya.reads()
    shot(priya.page, "letters-of-case")
    priya.page.get_by_role("link", name="to Jo Bell").click()
    priya.looks()
    shot(priya.page, "letter-officer")
    priya.follows("Put a mistake right")
    priya.chooses("A letter went to the wrong person")
    priya.fills(mistake_words="It is the wrong letter.")
    priya.presses("Continue")
    priya.presses("Go on")
    priya.goes("/tasks")
    priya.follows("Take a letter back")
    priya.presses("Claim this task")
    priya.follows("Do this task")
    priya.chooses("to Jo Bell", "Nobody: there is no new letter")
    priya.page.get_by_label("No", exact=True).check()
    priya.fills(because="It was the wrong letter.")
    shot(priya.page, "letter-taken-back")
    priya.presses("Take the letter back")
    priya.goes(f"/cases/{case}/letters")
    assert "Withdrawn" in priya.reads()
    jo.goes(f"/cases/{case}/letters")
    assert "No longer counts" in jo.reads()
    jo.follows("We will not assess")
    assert "It was the wrong letter." in jo.reads() and "Dear Jo Bell" not in jo.reads()
    shot(jo.page, "letter-withdrawn")
