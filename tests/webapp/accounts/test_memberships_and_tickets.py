"""Who may reach what: granted, replaced, expired, ended."""

from datetime import timedelta

import pytest

from webapp.accounts.memberships import VIEW_ONLY

CASE = "EHC-7K2P9"


@pytest.fixture
def jo(make):
    return make.person()


def reach(accounts, person):
    return [(m.candidate_group, m.business_key, m.scope) for m in accounts.memberships.of(person)][1:]


def test_a_membership_is_for_one_case_and_no_other(accounts, make, jo):
    officer = make.person("officer@example.org", kind="staff")
    granted = accounts.memberships.grant(jo, "family", CASE, origin="access_authentication", granted_by=officer)
    assert (granted.granted_by, granted.origin) == (officer.id, "access_authentication")
    assert accounts.memberships.find(jo, "family", CASE) is granted
    assert accounts.memberships.find(jo, "family", "EHC-8X3QR") is None
    assert accounts.memberships.for_key(CASE) == [granted]


def test_a_membership_without_a_key_is_for_every_case(accounts, make):
    officer = make.person(kind="staff")
    everywhere = accounts.memberships.grant(officer, "send_officer", origin="administrator")
    assert accounts.memberships.find(officer, "send_officer", CASE) is everywhere
    assert accounts.memberships.find(officer, "send_manager", CASE) is None


def test_granting_twice_is_granting_once(accounts, jo):
    for _ in range(2):
        accounts.memberships.grant(jo, "family", CASE, origin="access_authentication")
    assert reach(accounts, jo) == [("family", CASE, "full")]


def test_another_scope_replaces_the_one_before(accounts, jo):
    accounts.memberships.grant(jo, "family", CASE, origin="access_authentication")
    accounts.memberships.grant(jo, "family", CASE, origin="review", scope=VIEW_ONLY)
    assert reach(accounts, jo) == [("family", CASE, "view_only")]


def test_an_ended_membership_reaches_nothing_from_then_on(accounts, jo):
    membership = accounts.memberships.grant(jo, "family", CASE, origin="access_authentication")
    accounts.memberships.end(membership)
    assert reach(accounts, jo) == []
    assert accounts.memberships.for_key(CASE) == []


def test_a_membership_ends_by_itself_at_its_date(accounts, jo, clock):
    until = clock.now() + timedelta(days=1)
    accounts.memberships.grant(jo, "family", CASE, origin="access_authentication", expires_at=until)
    assert reach(accounts, jo)
    clock.move_to(until)
    assert reach(accounts, jo) == []


def test_a_ticket_stands_for_one_key_and_one_group_until_it_runs_out(accounts, clock):
    until = clock.now() + timedelta(days=1)
    token = accounts.tickets.issue("REG-7K2P9XB4", "registrant", expires_at=until)
    ticket = accounts.tickets.find(token)
    assert (ticket.business_key, ticket.candidate_group) == ("REG-7K2P9XB4", "registrant")
    assert ticket.token_hash != token
    clock.move_to(until)
    assert accounts.tickets.find(token) is None


def test_ended_tickets_and_made_up_ones_are_nothing(accounts, clock):
    token = accounts.tickets.issue("REG-7K2P9XB4", "registrant", expires_at=clock.now() + timedelta(days=1))
    accounts.tickets.end("REG-7K2P9XB4")
    assert accounts.tickets.find(token) is None
    assert accounts.tickets.find("made up") is None
