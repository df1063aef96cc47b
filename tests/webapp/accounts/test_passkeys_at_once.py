"""One answer of a passkey, sent many times at once: it counts once, on either database."""

import pytest

from tests.webapp.accounts.test_guessing import Site, database  # noqa: F401
from tests.webapp.accounts.test_passkeys import BROWSER, SITE
from tests.webapp.key import Key
from webapp.accounts import passkey_answers, passkeys
from webapp.accounts.signing_in import SIGN_IN


@pytest.fixture
def site(database, clock):  # noqa: F811
    made = Site(database, clock)
    with made.transaction() as make:
        make.person()
    yield made
    made.engine.dispose()


def test_an_answer_sent_many_times_at_once_counts_once(site):
    key = Key(SITE.origin)
    with site.transaction() as make:
        desk, jo = make.accounts.desk, make.accounts.people.by_email("jo.bell@example.org")
        question = passkeys.ask_for_new(desk, SITE, jo, BROWSER, service="SEND Portal")
        passkeys.add(desk, jo, BROWSER, key.makes(question), name="")
    with site.transaction() as make:
        answer = key.answers(passkey_answers.ask(make.accounts.desk, SITE, SIGN_IN, BROWSER))

    def send(accounts):
        jo = accounts.people.by_email("jo.bell@example.org")
        return type(passkey_answers.check(accounts.desk, SIGN_IN, BROWSER.fingerprint, answer, person=jo))

    outcomes = site.at_once([send] * 8)
    assert sorted(kind.__name__ for kind in outcomes) == ["Passkey"] + ["PasskeyExpired"] * 7
