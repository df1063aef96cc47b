"""A new password by a link in a mail: whoever was signed in, or half way in, is out."""

from datetime import timedelta

import pytest

from tests.webapp.accounts.conftest import HOME, JO, PASSWORD
from webapp.accounts import PersonDetails, ResetAsked, SignedIn, TooManyAttempts
from webapp.accounts.errors import ChallengeUnknown, LinkExpired, LinkUnknown, LinkUsed, PasswordTooWeak
from webapp.accounts.models import LinkToken

NEW = "seven Otters 12 rivers!"


@pytest.fixture
def jo(make):
    return make.person()


def ask(accounts, email=JO.email):
    """The token in the mail, or none when no mail goes out."""
    asked = accounts.ask_for_reset(email, address=HOME)
    assert isinstance(asked, ResetAsked)
    return mail.secret if (mail := accounts.link_token(asked.link_id)) else None


def test_the_link_sets_a_new_password_and_the_old_one_is_dead(accounts, make, jo):
    token = ask(accounts)
    assert accounts.open_reset(token) is jo
    assert accounts.reset(token, NEW).person is jo
    assert accounts.email_code(make.challenge(password=PASSWORD).challenge_id) is None
    assert accounts.email_code(make.challenge(password=NEW).challenge_id)


def test_no_mail_goes_to_an_address_that_nobody_has(accounts, jo):
    assert ask(accounts, "nobody@example.org") is None


def test_a_new_password_ends_every_session(accounts, make, jo):
    tokens = [make.signed_in().session_token for _ in range(2)]
    accounts.reset(ask(accounts), NEW)
    assert [accounts.sessions.find(token) for token in tokens] == [None, None]


def test_a_new_password_ends_a_sign_in_that_was_half_way(accounts, make, jo):
    sent = make.challenge()
    code = make.code(sent)
    accounts.reset(ask(accounts), NEW)
    assert not isinstance(accounts.enter_code(sent.token, code), SignedIn)
    assert isinstance(accounts.resend_code(sent.token), ChallengeUnknown)


def test_a_new_password_makes_every_device_a_stranger_again(accounts, make, jo):
    device = make.signed_in().device_token
    accounts.reset(ask(accounts), NEW)
    for n in range(11):
        accounts.sign_in(JO.email, "wrong", address=f"198.51.100.{n}")
    assert isinstance(accounts.sign_in(JO.email, NEW, address=HOME, device_token=device), TooManyAttempts)


def test_a_new_password_opens_locked_codes(accounts, make, jo):
    for sent in [make.challenge() for _ in range(20)]:
        accounts.enter_code(sent.token, make.wrong_code(sent))
    assert accounts.email_code(make.challenge().challenge_id) is None
    accounts.reset(ask(accounts), NEW)
    sent = make.challenge(password=NEW)
    assert isinstance(accounts.enter_code(sent.token, make.code(sent)), SignedIn)


def test_a_link_works_once_and_takes_its_twins_with_it(accounts, jo):
    used, twin = ask(accounts), ask(accounts)
    accounts.reset(used, NEW)
    with pytest.raises(LinkUsed):
        accounts.reset(used, NEW)
    with pytest.raises(LinkExpired):
        accounts.reset(twin, NEW)


def test_a_link_works_for_an_hour(accounts, jo, clock):
    token = ask(accounts)
    clock.advance(timedelta(hours=1))
    with pytest.raises(LinkExpired):
        accounts.open_reset(token)


def test_a_weak_password_does_not_use_the_link_up(accounts, jo):
    token = ask(accounts)
    with pytest.raises(PasswordTooWeak):
        accounts.reset(token, "Password123!")
    assert accounts.reset(token, NEW)


def test_a_link_of_another_purpose_does_not_work(accounts, jo):
    details = PersonDetails(email="lee@example.org", first_name="Lee", last_name="Moss")
    registered = accounts.register(details, PASSWORD, address=HOME)
    confirm = accounts.link_token(accounts.confirmation_link(registered.business_key).id).secret
    with pytest.raises(LinkUnknown):
        accounts.reset(confirm, NEW)
    with pytest.raises(LinkUnknown):
        accounts.confirm(ask(accounts))
    assert accounts.confirm(confirm)


def test_a_disabled_person_gets_no_link_and_the_old_link_is_dead(accounts, jo):
    token = ask(accounts)
    accounts.people.disable(jo)
    assert ask(accounts) is None
    with pytest.raises(LinkUnknown):
        accounts.reset(token, NEW)


def test_fifty_requests_for_one_mailbox_send_three_mails_and_answer_the_same(accounts, jo):
    asked = [accounts.ask_for_reset(JO.email, address=f"198.51.100.{n}") for n in range(50)]
    assert {type(answer) for answer in asked} == {ResetAsked}
    assert sum(accounts.link_token(answer.link_id) is not None for answer in asked) == 3


def test_the_token_lies_in_no_row(accounts, jo, session):
    asked = accounts.ask_for_reset(JO.email, address=HOME)
    row = session.get(LinkToken, asked.link_id)
    secret = accounts.link_token(asked.link_id).secret
    assert secret not in {str(getattr(row, column.name)) for column in LinkToken.__table__.columns}
