"""Officers' pages on the narrowest screen and with long addresses: what stands apart stays apart, and no word breaks."""

from datetime import timedelta

import pytest

from tests.journeys.conftest import People, Person, Site, shot
from tests.journeys.test_cases import JO, PRIYA, case_of
from webapp.accounts.models import Person as Account

pytestmark = pytest.mark.journey
SOL = "sol.reyes@cumberland.example"
NARROW = {"width": 320, "height": 640}
LONG = "josephine.alexandra.bell-featherstonehaugh@department.of.education.example.org"
ORDER = "He may not come near Sam.\nEND OF ORDER: nor collect the child."
RECTS = """(each) => {
  const range = document.createRange();
  range.selectNodeContents(each.firstChild);
  return range.getClientRects().length;
}"""
STOP = """(link) => {
  const range = document.createRange(), after = link.nextSibling;
  if (!after || !after.textContent.startsWith(".")) return true;
  range.setStart(after, 0);
  range.setEnd(after, 1);
  return range.getBoundingClientRect().left > link.parentElement.getBoundingClientRect().left + 10;
}"""


def enters(officer: Person, case: str, **order: str) -> None:
    """Go to the page and fill it in."""
    officer.goes(f"/cases/{case}/restrictions/new")
    officer.chooses("A court order", "Somebody else", "Non-molestation or occupation")
    officer.fills(**order)


def hidden(site: Site, people: People) -> tuple[Person, str]:
    """An officer for whom a mother's address is secret."""
    case, priya = case_of(site), people.somebody()
    priya.signs_in(PRIYA)
    priya.goes(f"/cases/{case}/restrictions/new")
    priya.page.locator('[name="kind"][value="hidden_address"]').check()
    priya.page.locator('[name="about"]').first.check()
    priya.presses("Enter the restriction")
    return priya, case


@pytest.mark.long
def test_a_secret_and_an_address_stand_on_lines_of_their_own(site: Site, people: People) -> None:
    priya, case = hidden(site, people)
    priya.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    priya.page.goto(f"{site.address}/cases/{case}")
    shot(priya.page, "case-narrow")
    lines = priya.page.locator(".people td:nth-child(3)").first.inner_text().split("\n")
    assert lines[0] == "Secret: give it to nobody" and JO in lines


@pytest.mark.long
def test_a_link_does_not_break_beside_a_long_address(site: Site, people: People) -> None:
    priya, case = hidden(site, people)
    with site.portal.work() as services:
        account = services.accounts.people.by_email(JO)
        assert isinstance(account, Account)
        account.email = LONG
    priya.page.goto(f"{site.address}/cases/{case}")
    shot(priya.page, "case-long-address")
    assert priya.page.locator(".people td:last-child a").first.evaluate(RECTS) == 1


def test_names_stand_above_addresses_and_a_full_stop_is_not_left_alone(site: Site, people: People) -> None:
    sol = people.somebody()
    sol.signs_in(SOL)
    sol.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    sol.page.goto(f"{site.address}/people")
    shot(sol.page, "people-narrow")
    assert "\n" in sol.page.locator(".queue td").first.inner_text()
    visitor = people.somebody(size=NARROW)
    visitor.page.goto(f"{site.address}/help")
    shot(visitor.page, "help-narrow")
    assert "If you do nothing for 30\N{NO-BREAK SPACE}minutes" in visitor.reads()
    sol.page.goto(f"{site.address}/help")
    assert "If you do nothing for 15\N{NO-BREAK SPACE}minutes" in sol.reads()
    for page in (sol.page, visitor.page):
        for path in ("/help", "/complain", "/accessibility", "/contact"):
            page.goto(f"{site.address}{path}")
            for link in page.locator("a[href^='mailto:'], main b").all():
                assert link.evaluate(STOP), f"{path}: {link.inner_text()}"


@pytest.mark.long
def test_an_order_is_not_lost_when_the_officer_is_signed_out(site: Site, people: People) -> None:
    case, priya = case_of(site), people.somebody()
    priya.signs_in(PRIYA)
    enters(priya, case, about_name="Ray Bell", words=ORDER)
    site.clock.ahead += timedelta(minutes=16)
    priya.page.get_by_role("button", name="Enter the restriction").click()
    priya.page.wait_for_url("**/sign-in")
    priya.signs_in(PRIYA)
    assert priya.heading == "What you typed is not sent yet" and "nor collect the child." in priya.reads()
    shot(priya.page, "sent-too-late")
    priya.presses("Send it now")
    assert "The restriction holds from now on" in priya.reads()
    assert "nor collect the child." in priya.reads() and "It binds Ray Bell" in priya.reads()
