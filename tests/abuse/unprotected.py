"""Serves the site with protections off, in tests alone: `python -m tests.abuse.unprotected NAME … -- serve …`.

Each function below takes one protection off in this process and those that it starts; the product has no such switch.
"""

import sys
import time
import unicodedata
from collections.abc import Callable
from typing import Any

from flask import Flask, request, session
from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

import forms.posting
import webapp.cases
from engine import Actor, Membership, inbox
from webapp import cli, db, logs, security, service_tasks
from webapp.accounts import codes, details, email_change, emailed_codes, factors, hashing, links, sessions, throttling
from webapp.accounts.desk import Desk
from webapp.accounts.errors import LinkUnknown
from webapp.accounts.memberships import Memberships
from webapp.accounts.models import CodeChallenge, LinkToken, Person, WebSession
from webapp.accounts.people import People
from webapp.accounts.sessions import Sessions
from webapp.accounts.throttling import HOUR, MINUTE, Limit
from webapp.accounts.tokens import fingerprint
from webapp.cases import (
    case_file,
    documents,
    entered,
    file_names,
    independence,
    joining,
    keeping_apart,
    merging,
    on_hold,
    opening,
    reading,
    relations,
    young_person,
)
from webapp.cases.models import Case, CaseMerge, Party
from webapp.cases.uploads import Uploads
from webapp.config import Config
from webapp.contributions import reading as contributions
from webapp.contributions import sharing
from webapp.letters import reading as letters
from webapp.letters import signing
from webapp.letters.models import Letter
from webapp.meetings import feeds
from webapp.plans import reading as plans
from webapp.portal import Services
from webapp.serving import server
from webapp.views import files, permission
from webapp.views.account import signing_in, step_up

CODE, FIND, HELD = emailed_codes._code, Sessions.find, merging._held


def without_the_same_work() -> None:
    """Whose address is unknown is answered at once."""
    verify = hashing.verify
    hashing.verify = lambda known, typed: verify(known, typed) if known else False  # type: ignore[assignment]


def without_throttles() -> None:
    """Everything may be tried for ever."""
    throttling.full = throttling.count = lambda *_, **__: None  # type: ignore[assignment]


def with_any_number_of_resets() -> None:
    """As many mails for a new password as anybody asks for."""
    throttling.LIMITS["reset.account"] = Limit(10**6, MINUTE)


def with_any_number_of_records() -> None:
    """Whoever works with records opens them all."""
    throttling.LIMITS["records.person"] = Limit(10**6, MINUTE)


def with_any_forwarded_address() -> None:
    """The sender's own word about their address is believed: the first of the list, not our proxy's."""
    _after_protecting(lambda app: app.before_request(_believe))


def with_tries_read_then_written() -> None:
    """Two guesses at once are counted as one."""
    codes._count_try = _count_slowly


def without_count_of_failures() -> None:
    """Wrong codes lock nothing."""
    factors.count_failure = lambda *_: 1


def with_any_number_of_codes() -> None:
    """A new code for the asking."""
    codes.RESENDS = 1000


def with_codes_that_work_again() -> None:
    """A code is not used up, and never too late."""
    codes.is_over = lambda *_: False
    codes._use = lambda desk, challenge, kind, person: codes.CodeRight(person)


def with_old_codes() -> None:
    """A new code leaves the first one right."""
    emailed_codes._code = lambda desk, challenge: _code_of(desk, challenge, sends=1)


def with_codes_of_any_browser() -> None:
    """A code is right wherever it is typed."""
    emailed_codes.EmailedCode.proves = _proves_anywhere  # type: ignore[method-assign]


def with_digits_of_every_script() -> None:
    """What looks like a digit is one."""
    digits = codes.six_digits
    codes.six_digits = lambda typed: digits(unicodedata.normalize("NFKC", typed))


def with_links_that_work_again() -> None:
    """A link is not used up."""
    links.use = lambda *_: None


def with_links_for_ever() -> None:
    """A link never runs out."""
    links.look = _find_link


def with_links_for_everything() -> None:
    """A link does what it was not sent for."""
    links.look = _find_any_link


def with_sessions_that_go_on() -> None:
    """Signing out and a new password are forgotten by the server."""
    Sessions.end = Sessions.end_all = lambda *_, **__: None  # type: ignore[assignment]


def with_the_visitors_token() -> None:
    """Signing in gives no new token: the one that the browser had before is good for more from now on."""
    fresh = sessions.random_token
    sessions.random_token = lambda: session.get(signing_in.CHALLENGE) or fresh()
    _after_protecting(lambda app: app.before_request(_go_on_with_it))


def with_sessions_for_ever() -> None:
    """A session knows no time."""
    Sessions._open = lambda _, row: row.ended_at is None and row.person.active


def without_form_tokens() -> None:
    """A form of any site is taken."""
    _after_protecting(lambda app: app.config.update(WTF_CSRF_CHECK_DEFAULT=False))


def with_pages_that_write() -> None:
    """Looking changes something."""
    db.Database.reading = db.Database.transaction
    Sessions.find = _find_and_write  # type: ignore[assignment,method-assign]


def with_undeclared_fields() -> None:
    """A page takes what it has not asked for."""
    forms.posting.refuse_undeclared = lambda *_: None


def without_limits_of_typing() -> None:
    """As much text and as many fields as anybody likes."""
    security._limit_typing = lambda: None
    security.LONGEST_TYPING, security.MOST_FIELDS = 10**9, 10**6


def without_escaping() -> None:
    """What people type is part of the page."""
    _after_protecting(lambda app: setattr(app.jinja_env, "autoescape", False))


def with_any_host() -> None:
    """Whatever the request calls the site, it is."""
    _after_protecting(lambda app: app.config.update(TRUSTED_HOSTS=None))


def with_any_way_back() -> None:
    """After signing in somebody is led wherever the address says."""
    signing_in.page_of_ours = lambda address: "//evil.example" if "evil" in address else address


def without_headers() -> None:
    """An answer says nothing about what a browser may do with it."""
    security._with_headers = lambda response, https: response


def with_everybodys_cases() -> None:
    """Who knows a reference opens the case."""
    webapp.cases.open_for = _open_for_anybody


def without_staff() -> None:
    """Pages for staff are for everybody."""
    # The views hold the function itself.
    permission._unless_staff.__code__ = permission._unless_set_up.__code__


def without_independence() -> None:
    """Everybody decides about their own family."""
    independence.refusal = lambda *_: None


def with_access_that_goes_on() -> None:
    """An access that was ended is one all the same."""
    Memberships._current = lambda _: ()  # type: ignore[method-assign,assignment,return-value]


def without_asking_again() -> None:
    """A download runs to its end."""
    files.ASKED_EVERY = MINUTE * 60


def without_looking_into_files() -> None:
    """A file is what its name says."""
    documents._check = lambda *_: None


def with_viruses() -> None:
    """A file is given back whatever the scanner says."""
    Uploads.require_free = lambda *_: None  # type: ignore[method-assign]


def with_file_names_as_they_come() -> None:
    """A file is called what its sender calls it."""
    file_names.clean = lambda name: name


def with_bodies_without_end() -> None:
    """As much as anybody sends."""
    server.LONGEST_BODY = security.LONGEST_BODY = 10**12


def with_names_of_many_lines() -> None:
    """What is typed as a name is kept as it is."""
    # Others hold the function itself.
    details.one_line.__code__ = (lambda text: text).__code__


def with_requests_as_they_come() -> None:
    """What was asked for is written into the log."""
    _after_protecting(lambda app: app.before_request(_write_down))


def with_the_words_of_faults() -> None:
    """What went wrong is logged with everything that was at hand."""
    logs._fault = lambda fault: {"fault": [str(fault)]}


def without_noting_looks() -> None:
    """Nobody learns who has looked."""
    # Others hold the function itself.
    reading.note_read.__code__ = (lambda desk, reference, *, by, what, **why: None).__code__


def with_every_area() -> None:
    """Every case is everybody's who works on cases."""
    opening._covers = lambda *_: True


def without_guards() -> None:
    """Whoever is in the group of a task may do it."""
    guards = service_tasks.guards
    service_tasks.guards = lambda accounts_of: dict.fromkeys(guards(accounts_of), lambda *_: None)


def without_declarations() -> None:
    """What staff have said of themselves counts for nothing."""
    relations.is_declared = lambda *_: False


def with_slips() -> None:
    """What an officer writes is not looked through for where others live."""
    keeping_apart.tells = lambda *_, **__: False


def with_advice_that_tells() -> None:
    """Nor is what others have given."""
    sharing._kept_from = lambda *_: iter(())


def with_advice_for_everybody() -> None:
    """What is held from one parent is shown to them."""
    contributions.may_read = lambda *_: True


def with_letters_for_everybody() -> None:
    """Who is in a case reads every letter of it."""
    letters._served_to = _served_to_anybody


def with_plans_for_everybody() -> None:
    """Nothing of a plan is kept from one parent."""
    plans._kept_from = lambda *_: set()


def with_any_number_of_files() -> None:
    """As many files as anybody sends."""
    throttling.LIMITS["upload.owner"] = Limit(10**6, HOUR)


def with_any_number_of_messages() -> None:
    """As many messages as anybody writes."""
    throttling.LIMITS["message.author"] = Limit(10**6, HOUR)


def with_families_that_see_on() -> None:
    """A safeguarding hold lies on nobody."""
    on_hold.keep = lambda *_: None


def with_sharing_on_hold() -> None:
    """Something is shared of a case on hold."""
    on_hold.refuse = lambda *_: None


def with_calendars_that_go_on() -> None:
    """A private calendar address outlives the password."""
    feeds.end = lambda *_: None


def without_proof() -> None:
    """Whoever finds a session open does whatever they like in it."""
    step_up.TO_OPEN = step_up.TO_SEND = MINUTE * 10**6


def with_reading_that_acts() -> None:
    """Who may only view does what the others do."""
    Services.actor = _acting  # type: ignore[method-assign]


def with_reasons_that_change() -> None:
    """Who has opened a record with a reason may do all in it."""
    case_file.open_to_change = case_file.open_for


def with_every_team() -> None:
    """Nothing is for some teams alone."""
    entered.hides_from = entered.closed_to = lambda *_: False
    entered.may_end = lambda *_: True


def with_one_pair_of_eyes() -> None:
    """Who asks to merge two records decides it, too."""
    merging._held = _held_for_anybody


def with_records_that_loosen() -> None:
    """A merge brings whoever is in either record into both."""
    joining._loosened = lambda *_: iter(())


def with_rights_before_their_day() -> None:
    """Whoever asks for their own record decides for themselves, however young."""
    young_person.decides = lambda *_, **__: True


def with_tasks_of_others() -> None:
    """What is for one person alone is for all of their group."""
    inbox._is_theirs = lambda *_: True


def with_who_has_left() -> None:
    """Whoever is switched off goes on."""
    People.disable = lambda *_: None  # type: ignore[method-assign]


def with_proposals_of_ones_own() -> None:
    """Whoever has proposed something decides about it, too."""
    opening.refusal_to_second = lambda *_: None


def with_readers_whom_nobody_chose() -> None:
    """A letter goes out though nobody has said whether somebody gets it."""
    signing._of_reader = lambda *_: []


def with_changes_of_address_that_go_on() -> None:
    """A new password leaves the change of address that was asked for before."""
    email_change.take_back = lambda *_: None


OFF: dict[str, Callable[[], None]] = {
    name: made for name, made in list(globals().items()) if name.startswith(("with_", "without_"))
}


def main() -> int:
    """Take off what stands before the two dashes, then run the portal's command."""
    at = sys.argv.index("--")
    for name in sys.argv[1:at]:
        OFF[name]()
    return cli.main(sys.argv[at + 1 :])


def _after_protecting(change: Callable[[Flask], object]) -> None:
    before = security.protect

    def protect(app: Flask, config: Config) -> None:
        before(app, config)
        change(app)

    security.protect = protect


def _go_on_with_it() -> None:
    if signing_in.CHALLENGE in session:
        session.setdefault("_user_id", session[signing_in.CHALLENGE])


def _write_down() -> None:
    print(request.path, file=sys.stderr)


def _believe() -> None:
    request.remote_addr = request.headers.get("X-Forwarded-For", "").partition(",")[0]


def _count_slowly(_desk: Desk, challenge: CodeChallenge) -> int | None:
    counted = challenge.tries + 1
    time.sleep(0.05)
    challenge.tries = counted
    return counted if counted <= codes.TRIES else None


def _code_of(desk: Desk, challenge: CodeChallenge, *, sends: int) -> str:
    first = CodeChallenge(id=challenge.id, nonce=challenge.nonce, sends=sends)
    return CODE(desk, first)


def _proves_anywhere(_kind: Any, desk: Desk, _challenge: CodeChallenge, person: Person, answer: str) -> bool:
    asked = desk.session.scalars(select(CodeChallenge).where(CodeChallenge.person_id == person.id))
    return answer in [CODE(desk, each) for each in asked]


def _find_link(desk: Desk, purpose: str, token: str) -> tuple[LinkToken, str]:
    wanted = select(LinkToken).where(LinkToken.token_hash == fingerprint(token))
    found = desk.session.scalar(wanted)
    if found is None or found.subject_id is None or found.used_at or found.purpose != purpose:
        raise LinkUnknown
    return found, found.subject_id


def _find_any_link(desk: Desk, _purpose: str, token: str) -> tuple[LinkToken, str]:
    found = desk.session.scalar(select(LinkToken).where(LinkToken.token_hash == fingerprint(token)))
    if found is None or found.subject_id is None:
        raise LinkUnknown
    return found, found.subject_id


def _find_and_write(desk: Sessions, token: str) -> WebSession | None:
    found = FIND(desk, token)
    if found:
        found.person.title = str(time.time_ns())
        desk.desk.session.flush()
    return found


def _acting(services: Services, person: Any) -> Actor:
    held = services.accounts.memberships.of(person)
    memberships = frozenset(Membership(group=m.candidate_group, business_key=m.business_key) for m in held)
    return Actor(id=person.reference, name=person.name, memberships=memberships)


def _held_for_anybody(services: Services, person: Person, merge_id: str, state: str) -> CaseMerge:
    found = HELD(services, person, merge_id, state)
    assert found.proposer, "is read before its id is hidden"
    set_committed_value(found, "proposed_by", "")
    return found


def _served_to_anybody(services: Services, _person: Person, reference: str) -> list[Letter]:
    found = select(Letter).where(Letter.case.has(reference=reference), Letter.served_at.is_not(None))
    return list(services.session.scalars(found))


def _open_for_anybody(services: Any, _person: Person, reference: str) -> Any:
    party = services.session.scalar(select(Party).join(Case).where(Case.reference == reference))
    return reading._for_family(party)


if __name__ == "__main__":
    sys.exit(main())
