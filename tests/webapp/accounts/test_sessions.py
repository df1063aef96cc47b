"""Sessions end on the server: a copied cookie is worth nothing afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from webapp.accounts.errors import SessionUnknown
from webapp.accounts.models import WebSession

MINUTE = timedelta(minutes=1)


@pytest.fixture
def jo(make):
    return make.person()


def test_every_sign_in_gives_a_new_token_and_only_its_fingerprint_is_stored(accounts, make, jo, session):
    one, two = make.signed_in().session_token, make.signed_in().session_token
    assert one != two and len(one) == 43
    stored = session.scalars(select(WebSession.token_hash)).all()
    assert len(stored) == 2 and not {one, two} & set(stored)


def test_a_token_that_somebody_planted_before_signing_in_is_no_session(accounts, make, jo):
    sent = make.challenge()
    make.signed_in()
    assert accounts.sessions.find(sent.token) is None


def test_a_copied_cookie_is_dead_after_sign_out(accounts, make, jo):
    token = make.signed_in().session_token
    accounts.sessions.end(accounts.sessions.find(token))
    assert accounts.sessions.find(token) is None


@pytest.mark.parametrize(("kind", "minutes"), [("family", 30), ("staff", 15), ("professional", 30)])
def test_a_session_ends_when_nobody_uses_it(accounts, make, clock, kind, minutes):
    make.person(kind=kind)
    token = make.signed_in().session_token
    clock.advance((minutes - 1) * MINUTE)
    accounts.sessions.touch(accounts.sessions.find(token))
    clock.advance((minutes - 1) * MINUTE)
    assert accounts.sessions.find(token)
    clock.advance(MINUTE)
    assert accounts.sessions.find(token) is None


def test_a_session_ends_after_twelve_hours_however_busy_it_was(accounts, make, jo, clock):
    token = make.signed_in().session_token
    for _ in range(12 * 4 - 1):
        clock.advance(15 * MINUTE)
        accounts.sessions.touch(accounts.sessions.find(token))
    clock.advance(15 * MINUTE)
    assert accounts.sessions.find(token) is None


def test_looking_at_a_session_changes_nothing_and_using_it_is_written_once_a_minute(accounts, make, jo, clock):
    row = accounts.sessions.find(make.signed_in().session_token)
    started = row.last_seen_at
    clock.advance(timedelta(seconds=59))
    accounts.sessions.touch(row)
    assert row.last_seen_at == started
    clock.advance(timedelta(seconds=1))
    accounts.sessions.touch(row)
    assert row.last_seen_at == clock.now()


def test_a_renewed_session_goes_on_under_another_token(accounts, make, jo):
    old = make.signed_in().session_token
    row = accounts.sessions.find(old)
    new = accounts.sessions.renew(row)
    assert accounts.sessions.find(old) is None
    assert accounts.sessions.find(new) is row


def test_a_disabled_person_is_out_at_the_next_request_and_stays_out(accounts, make, jo):
    token = make.signed_in().session_token
    accounts.people.disable(jo)
    assert accounts.sessions.find(token) is None
    assert accounts.sessions.find(accounts.sessions.start(jo)) is None


def test_people_see_their_own_open_sessions_and_end_one(accounts, make, jo, clock):
    first = make.signed_in().session_token
    clock.advance(MINUTE)
    second = make.signed_in().session_token
    newest, oldest = accounts.sessions.of(jo)
    assert newest.created_at > oldest.created_at
    accounts.sessions.end_own(jo, oldest.id)
    assert accounts.sessions.of(jo) == [newest]
    assert accounts.sessions.find(first) is None and accounts.sessions.find(second)


def test_nobody_ends_somebody_elses_session(accounts, make, jo):
    lee = make.person("lee@example.org")
    theirs = accounts.sessions.find(make.signed_in("lee@example.org").session_token)
    with pytest.raises(SessionUnknown):
        accounts.sessions.end_own(jo, theirs.id)
    assert accounts.sessions.of(lee) == [theirs]
