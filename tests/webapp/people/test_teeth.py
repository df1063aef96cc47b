"""What each protection is for: turned off, its test fails."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.webapp.people import test_advice as advice
from tests.webapp.people import test_areas as areas
from tests.webapp.people import test_inviting as inviting
from tests.webapp.people import test_roles as roles
from tests.webapp.people.advice_drawing import begin
from webapp.accounts.sessions import Sessions
from webapp.accounts.tickets import Tickets

SEEN = (AssertionError, pytest.fail.Exception)


def nothing(*_: Any, **__: Any) -> None:
    """Does not protect."""


PROTECTIONS: dict[str, tuple[Any, Any, Callable[..., Any], Callable[..., None]]] = {
    "a link is used up": ("webapp.accounts.links.use", None, nothing, inviting.test_the_link_works_once),
    "a mailbox is counted": (
        "webapp.accounts.invitations._count",
        None,
        nothing,
        inviting.test_one_mailbox_gets_no_more_than_a_few_mails_in_an_hour,
    ),
    "nobody's own roles": (
        "webapp.accounts.roles._refuse_own",
        None,
        nothing,
        roles.test_nobody_changes_their_own_roles,
    ),
    "the last administrator": (
        "webapp.accounts.roles._refuse_last",
        None,
        nothing,
        roles.test_the_last_administrator_stays,
    ),
    "a new token": (
        Sessions,
        "renew_all",
        nothing,
        roles.test_a_change_holds_from_the_next_page_and_brings_a_new_token,
    ),
    "tickets end": (Tickets, "end_of", nothing, advice.test_asked_no_longer_links_and_tickets_are_dead_at_once),
    "memberships end": (
        "webapp.accounts.invitations._end_memberships",
        None,
        nothing,
        advice.test_what_an_account_got_by_an_invitation_ends_with_it,
    ),
    "a withdrawn request": (
        "webapp.people.inviting.is_withdrawn",
        None,
        nothing,
        advice.test_a_request_that_is_withdrawn_is_closed_to_tickets_and_links,
    ),
    "areas": (
        "webapp.accounts.roles.queue_areas",
        None,
        lambda *_: (),
        areas.test_an_officer_of_an_area_sees_its_tasks_and_those_of_no_area,
    ),
}


@pytest.mark.parametrize("name", PROTECTIONS)
def test_without_its_protection_a_test_fails(site, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    place, attribute, instead, test = PROTECTIONS[name]
    if test.__module__ == advice.__name__:
        begin(site.portal, advice.KEY, advice.OTHER)
    if attribute:
        monkeypatch.setattr(place, attribute, instead)
    else:
        monkeypatch.setattr(place, instead)
    with pytest.raises(SEEN):
        test(site)
